"""Decisions made about an earlier inventory hold for what is the same in the one brought anew."""

from collections import Counter

from geo.perimeters.conversion import from_django
from participation.inventories.models import UNDECIDED, Finding, Inventory

IDENTIFIERS = (
    *("id", "identifiant", "identifier", "identificativo", "ref", "reference", "référence"),
    *("code", "codice", "numero", "numéro", "gid", "fid", "objectid"),
)
DIGITS = 5  # of a degree: the same place, to a metre


def carry_over(inventory: Inventory) -> int:
    """Take over what was decided in the last inventory of the same objects; returns how many.

    Rows are the same by their identifier where each has its own, else by their place and name;
    objects of OpenStreetMap by their number. A pair is the same where both sides are.
    """
    same = Inventory.objects.filter(party=inventory.party_id, sort=inventory.sort)
    earlier = same.exclude(pk=inventory.pk).order_by("-created_at").first()
    if earlier is None:
        return 0
    before = list(earlier.findings.select_related("row"))
    now = list(inventory.findings.select_related("row"))
    by_id = _are_identified(before) and _are_identified(now)
    decided = {_key(one, by_id): one.decision for one in before if one.decision != UNDECIDED}
    kept = [one for one in now if _key(one, by_id) in decided]
    for one in kept:
        one.decision = decided[_key(one, by_id)]
    Finding.objects.bulk_update(kept, ["decision"], batch_size=1000)
    return len(kept)


def _are_identified(findings) -> bool:
    """Whether each row has an identifier, and no two the same."""
    counts = Counter(_identifier(one.row) for one in findings if one.row_id)
    return "" not in counts and all(count == 1 for count in counts.values())


def _identifier(row) -> str:
    told = {key.casefold().strip(): str(value).strip() for key, value in row.tags.items()}
    return next((told[name] for name in IDENTIFIERS if told.get(name)), "")


def _key(finding: Finding, by_id: bool) -> tuple:
    return finding.kind, _row_key(finding.row, by_id), finding.element, finding.osm_id


def _row_key(row, by_id: bool):
    if row is None:
        return None
    if by_id:
        return _identifier(row)
    point = from_django(row.geometry).centroid
    name = str(row.tags.get("name", "")).casefold()
    return round(point.x, DIGITS), round(point.y, DIGITS), name
