"""The page in words: what is said of each cell, grouped by what it means."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext

from participation.crossings.asked import Asked, cell_name
from participation.crossings.classes import CROSSED, class_of
from participation.crossings.lines import place_of
from participation.crossings.sentences import Said, Sort, said_of
from participation.crossings.showing import Shown

TOLD_MOST = 30  # cells of a group that are told one by one


@dataclass(frozen=True, slots=True)
class Told:
    """One cell: where, its class, what is said of it, and its address on the map."""

    name: str
    place: str
    code: str
    said: Said
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """title: what its cells have in common; rest: how many more the table holds."""

    title: str
    cells: list[Told]
    rest: int
    address: str


def groups_of(shown: Shown, asked: Asked) -> list[Group]:
    """Return the groups that are not empty, what differs most from what is expected first."""
    titles = titles_of(shown.subject.sort)
    counts = Counter(_group_of(row) for row in shown.cells.rows)
    rows = rows_of_groups(shown.cells.rows)
    return [
        _group(titles[key], key, rows[key], counts[key], shown, asked)
        for key in titles
        if rows[key]
    ]


def rows_of_groups(rows: list[dict]) -> dict[str, list[dict]]:
    """The cells of each group that are told one by one."""
    groups = {key: [] for key in ("more", "less", "compatible", "uncertain", "alone")}
    for row in rows:
        group = groups.get(_group_of(row))
        if group is not None and len(group) < TOLD_MOST:
            group.append(row)
    return groups


def titles_of(sort: Sort) -> dict[str, str]:
    if sort is Sort.CURVE:
        return {
            "more": gettext("Where people are more annoyed than expected"),
            "less": gettext("Where they are less annoyed than expected"),
            "compatible": gettext("Where they are annoyed as expected"),
            "uncertain": gettext("Where it is too uncertain to say"),
            "alone": gettext("Where there is nothing to compare with"),
        }
    return {
        "more": gettext("Where the share is higher than the mean"),
        "less": gettext("Where it is lower than the mean"),
        "compatible": gettext("Where it is like the mean"),
        "uncertain": gettext("Where it is too uncertain to say"),
        "alone": gettext("Where there is nothing to compare with"),
    }


def _group_of(row: dict) -> str:
    if row["status"] == "published":
        return row["found"] or "alone"
    return "uncertain" if row["status"] == "uncertain" else ""


def _group(title, key: str, rows: list[dict], count: int, shown: Shown, asked: Asked) -> Group:
    told = [_told(row, shown, asked) for row in rows]
    statuses = ("uncertain",) if key == "uncertain" else ("published",)
    address = asked.but(view="table", show=CROSSED, statuses=statuses, classes=())
    return Group(title, told, count - len(told), address)


def _told(row: dict, shown: Shown, asked: Asked) -> Told:
    return Told(
        name=cell_name(row["i"], row["j"]),
        place=place_of(row),
        code=class_of(row, CROSSED, shown.thresholds),
        said=said_of(row, shown.subject),
        address=asked.but(view="map", cell=(row["i"], row["j"])),
    )
