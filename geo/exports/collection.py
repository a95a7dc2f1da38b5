"""What may leave: a set of features, its declared columns, who reads it and on which terms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

Type = Literal["text", "code", "number", "day", "time", "geometry", "tags"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column that leaves: its name in every file, what it holds and where it comes from.

    `value` is a field's name or an expression on the collection's queryset. Words that somebody
    typed are "text"; "code" is text of our own making (identifiers, states) that the database
    holds to letters, digits, - and _: it is put between quotation marks as it is. "tags" are a jsonb
    object of texts: in GeoJSON each becomes a property of its own, after the declared ones.
    """

    name: str
    type: Type
    value: str | Combinable = ""

    @property
    def expression(self) -> Combinable:
        value = self.value or self.name
        return F(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which name, version and conditions one extract leaves."""

    file_name: str
    licence: str
    attribution: str
    version: int | str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Collection:
    """A declared set of features; nothing leaves that is not named here.

    `find` answers a request with the thing that owns the features (or raises Http404), the other
    callables take that owner. The first column identifies a feature, `geometry` is its shape as
    it is kept and `place` the point that stands for it, both fields of the queryset's model.
    """

    name: str
    path: str
    columns: tuple[Column, ...]
    find: Callable[..., Any]
    may_read: Callable[[HttpRequest, Any], bool]
    queryset: Callable[[Any], QuerySet]
    terms: Callable[[Any], Terms]
    order: str = "pk"
    geometry: str = "geometry"
    place: str = "place"

    @property
    def identifier(self) -> Column:
        return self.columns[0]

    def rows(self, owner: Any) -> QuerySet:
        """The features of `owner` with the declared columns only, under their own names."""
        declared = {f"out_{column.name}": column.expression for column in self.columns}
        shapes = {"out__geometry": F(self.geometry), "out__place": F(self.place)}
        return self.queryset(owner).order_by(self.order).values(**declared, **shapes)
