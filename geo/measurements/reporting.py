"""What became of the rows of a file: counted by reason, with all their numbers and a few in full."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MOST_SHOWN = 200  # rows of each kind that are kept with what stood in them
MOST_RUNS = (
    20_000  # of rows that follow each other, for each reason; beyond it they are only counted
)
LONGEST_VALUE = 60
MOST_VALUES = 8


@dataclass
class Runs:
    """Numbers of rows, those that follow each other as one: 3, 7–4000. They come in order, mostly."""

    pairs: list[list[int]] = field(default_factory=list)

    def add(self, row: int) -> None:
        """Put a number down, unless there are too many already."""
        if self.pairs and row in (self.pairs[-1][1], self.pairs[-1][1] + 1):
            self.pairs[-1][1] = row
        elif len(self.pairs) < MOST_RUNS:
            self.pairs.append([row, row])


@dataclass
class Sort:
    """Rows that share a fate: how many, how many for each reason, which ones."""

    total: int = 0
    by: Counter = field(default_factory=Counter)
    runs: dict[str, Runs] = field(default_factory=dict)
    shown: list[dict] = field(default_factory=list)

    def add(self, row: int, codes: Iterable[str], values: dict[str, str] | None = None) -> None:
        """Count one row; codes: why."""
        self.total += 1
        for code in codes:
            self.by[code] += 1
            self.runs.setdefault(code, Runs()).add(row)
        if len(self.shown) < MOST_SHOWN:
            one = {"row": row, "reasons": list(codes)}
            self.shown.append(one | ({"values": _short(values)} if values else {}))

    def as_json(self) -> dict:
        """Return it as the report keeps it."""
        runs = {code: one.pairs for code, one in self.runs.items()}
        return {"total": self.total, "by": dict(self.by), "runs": runs, "first": self.shown}


SORTS = ("rejected", "flagged", "repaired")


@dataclass
class Report:
    """The report of a version, while its file is read."""

    read: int = 0
    kept: int = 0
    rejected: Sort = field(default_factory=Sort)
    flagged: Sort = field(default_factory=Sort)
    repaired: Sort = field(default_factory=Sort)

    def as_json(self) -> dict:
        """Return {"read", "kept", "rejected", "flagged", "repaired"}: two counts, three sorts."""
        sorts = {name: getattr(self, name).as_json() for name in SORTS}
        return {"read": self.read, "kept": self.kept, **sorts}


def rows_in(report: dict) -> Iterator[tuple[int, str, str]]:
    """Yield (row, sort, code) for each row of a report that has one, in the order of the file."""
    found = (
        (row, name, code)
        for name in SORTS
        for code, pairs in report.get(name, {}).get("runs", {}).items()
        for first, last in pairs
        for row in range(first, last + 1)
    )
    yield from sorted(found)


def is_told_whole(report: dict) -> bool:
    """Whether the number of every row is known, not only how many there are."""
    listed = sum(1 for _row in rows_in(report))
    return listed == sum(sum(report.get(name, {}).get("by", {}).values()) for name in SORTS)


def _short(values: dict[str, str]) -> dict[str, str]:
    """Return the first cells of a row as short texts that any database takes."""
    kept = list(values.items())[:MOST_VALUES]
    return {_plain(name): _plain(value) for name, value in kept}


def _plain(text) -> str:
    return "".join(filter(str.isprintable, str(text)))[:LONGEST_VALUE]
