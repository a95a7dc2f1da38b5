"""The rows that are not taken over, as a file to correct them by: safe in any spreadsheet."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from math import isfinite

from django.utils.translation import gettext as _

from geo.drawings.reasons import Code, Reason
from geo.tables.spreadsheet import MARK, csv_line, guarded
from participation.imports.rows import Rejected

LONGEST = 200
LONGEST_FACT = 60


def rejects_csv(rows: Iterable[tuple[int, str, str]]) -> Iterator[str]:
    """Yield lines of CSV: the number of each row, why it is refused, what it begins with."""
    yield MARK + csv_line([_("row"), _("reason"), _("beginning")])
    for number, reason, beginning in rows:
        yield csv_line([str(number), guarded(reason), guarded(beginning[:LONGEST])])


def reasons_csv(rows: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield lines of CSV: the number of each row and why it was refused, nothing of what it said."""
    yield MARK + csv_line([_("row"), _("reason")])
    for number, reason in rows:
        yield csv_line([str(number), guarded(reason)])


def facts_json(rejected: Rejected) -> str:
    """Return the facts of a reason as JSON; of what the row said, the value at fault alone."""
    facts = {name: fact for name, fact in rejected.facts.items() if name != "beginning"}
    if isinstance(facts.get("place"), Reason):
        known = asdict(facts["place"])
        facts["place"] = {name: fact for name, fact in known.items() if fact is not None}
    return json.dumps({name: _kept(fact) for name, fact in facts.items()}, ensure_ascii=False)


def _kept(fact):
    """A short text that any database takes; numbers and reasons as they are."""
    if isinstance(fact, dict):
        return fact
    if isinstance(fact, int | float) and isfinite(fact):
        return fact
    return "".join(filter(str.isprintable, str(fact)))[:LONGEST_FACT]


def rejected_again(number: int, reason: str, facts: dict) -> Rejected:
    """Return what was kept of a row that was refused."""
    place = facts.get("place")
    if place:
        crossing = place.get("crossing") and tuple(place["crossing"])
        known = place | {"code": Code(place["code"]), "crossing": crossing}
        facts = facts | {"place": Reason(**known)}
    return Rejected(number, reason, facts)
