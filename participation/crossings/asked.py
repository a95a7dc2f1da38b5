"""What the address of the page asks for: the view, the way to look, the filters, the cell.

Everything stands in the address and only there, so that back, share and reload agree.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from participation.crossings.classes import CROSSED, SHOWS

VIEWS = ("map", "table", "words")
STATUSES = ("published", "uncertain", "too_few", "no_answer")
CODES = frozenset([*(f"{row}{column}" for row in "ABC" for column in "123"), *"ABC", *"123"])
FURTHEST = 10**8  # no cell lies farther from the origin of a metric system


@dataclass(frozen=True, slots=True)
class Asked:
    """view: map, table or words; show: one of SHOWS; classes, statuses: none means all."""

    view: str = "map"
    show: str = CROSSED
    classes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    cell: tuple[int, int] | None = None
    page: int = 1

    @property
    def query(self) -> str:
        """The address that asks for this, without what is asked for anyway."""
        said = {name: value for name, value in self._said.items() if value}
        return "?" + urlencode(said, safe=",")

    @property
    def _said(self) -> dict[str, str]:
        return {
            "view": self.view if self.view != "map" else "",
            "show": self.show if self.show != CROSSED else "",
            "class": ",".join(self.classes),
            "status": ",".join(self.statuses),
            "cell": cell_name(*self.cell) if self.cell else "",
            "page": str(self.page) if self.page > 1 else "",
        }

    @property
    def fields(self) -> list[tuple[str, str]]:
        """[(name, value)] for a form that keeps the rest; the pages of the table begin anew."""
        return [(name, value) for name, value in self._said.items() if name != "page"]

    def but(self, **changes) -> str:
        """The address with changes; the pages of the table begin anew."""
        return replace(self, **{"page": 1} | changes).query

    @property
    def view_addresses(self) -> dict[str, str]:
        """The same in each of the three views."""
        return {view: self.but(view=view) for view in VIEWS}

    @property
    def unfiltered(self) -> str:
        return self.but(classes=(), statuses=())

    @property
    def previous_address(self) -> str:
        return self.but(page=self.page - 1)

    @property
    def next_address(self) -> str:
        return self.but(page=self.page + 1)


def cell_name(i: int, j: int) -> str:
    """« 28.11 »: the cell in addresses and on pages."""
    return f"{i}.{j}"


def asked_of(query) -> Asked:
    """Return what a query asks for; what makes no sense is as if it were not there."""
    view, show = query.get("view", ""), query.get("show", "")
    return Asked(
        view=view if view in VIEWS else VIEWS[0],
        show=show if show in SHOWS else CROSSED,
        classes=_known(query.get("class", ""), CODES),
        statuses=_known(query.get("status", ""), STATUSES),
        cell=_cell(query.get("cell", "")),
        page=_page(query.get("page", "")),
    )


def _known(text: str, words) -> tuple[str, ...]:
    return tuple(sorted(set(text.split(",")) & set(words)))


def _cell(text: str) -> tuple[int, int] | None:
    first, point, second = text.partition(".")
    try:
        i, j = int(first), int(second)
    except ValueError:
        return None
    return (i, j) if point and max(abs(i), abs(j)) < FURTHEST else None


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 7
    return max(int(text), 1) if is_number else 1
