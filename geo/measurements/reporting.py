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
    """Numbers of rows as [file, first, last]: those that follow each other in a file are one."""

    found: list[list[int]] = field(default_factory=list)

    def add(self, file: int, row: int) -> None:
        """Put a number down, unless there are too many already."""
        last = self.found[-1] if self.found else None
        if last and last[0] == file and last[2] == row - 1:
            last[2] = row
        elif len(self.found) < MOST_RUNS:
            self.found.append([file, row, row])


@dataclass
class Sort:
    """Rows that share a fate: how many, how many for each reason, which ones."""

    total: int = 0
    by: Counter = field(default_factory=Counter)
    runs: dict[str, Runs] = field(default_factory=dict)
    shown: list[dict] = field(default_factory=list)

    def add(
        self, file: int, row: int, codes: Iterable[str], values: dict[str, str] | None = None
    ) -> None:
        """Count one row of a file; codes: why."""
        self.total += 1
        for code in codes:
            self.by[code] += 1
            self.runs.setdefault(code, Runs()).add(file, row)
        if len(self.shown) < MOST_SHOWN:
            one = {"file": file, "row": row, "reasons": list(codes)}
            self.shown.append(one | ({"values": _short(values)} if values else {}))

    def as_json(self) -> dict:
        """Return it as the report keeps it."""
        runs = {code: one.found for code, one in self.runs.items()}
        return {"total": self.total, "by": dict(self.by), "runs": runs, "first": self.shown}


SORTS = ("rejected", "flagged", "repaired")


@dataclass
class Report:
    """The report of a version, while its files are read one after the other."""

    files: list[str] = field(default_factory=list)
    read: int = 0
    kept: int = 0
    rejected: Sort = field(default_factory=Sort)
    flagged: Sort = field(default_factory=Sort)
    repaired: Sort = field(default_factory=Sort)

    def as_json(self) -> dict:
        """Return {"files", "read", "kept", "rejected", "flagged", "repaired"}: names, counts, sorts."""
        sorts = {name: getattr(self, name).as_json() for name in SORTS}
        return {"files": self.files, "read": self.read, "kept": self.kept, **sorts}

    def begin(self, file: str) -> None:
        """Rows that follow stand in this file; the first one has its name already."""
        if self.read:
            self.files.append(file)
        else:
            self.files = [file]

    def add(self, name: str, row: int, codes: Iterable[str], values: dict | None = None) -> None:
        """Count a row of the file that is being read as one of SORTS."""
        getattr(self, name).add(len(self.files) - 1, row, codes, values)


def rows_in(report: dict) -> Iterator[tuple[int, int, str, str]]:
    """Yield (file, row, sort, code) for each row that has one, in the order of the files."""
    found = (
        (file, row, name, code)
        for name in SORTS
        for code, runs in report.get(name, {}).get("runs", {}).items()
        for file, first, last in runs
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
