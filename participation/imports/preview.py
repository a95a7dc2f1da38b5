"""What would become of each row: the same for a dry run, the preview and the import itself."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import shapely
from django.db.models.expressions import RawSQL

from geo.drawings.reasons import Code, Reason
from geo.perimeters.bulk import judge_all
from geo.perimeters.clipping import Verdict
from geo.perimeters.grounds import ground_of
from participation.contributions.judging import rules_of, version_of
from participation.contributions.models import Contribution
from participation.imports.rows import Fault, Note, Rejected, Row
from participation.imports.seen import Seen
from participation.imports.words import fault_in, fitted

BATCH = 2000
MOST_POINTS = 50_000
NEW, KNOWN, TAKEN_BACK = "new", "known", "taken back"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row that can be taken over, as it would be stored.

    verdict: None where it has no place; state: NEW, KNOWN (it is there already, and stays as it
    is) or TAKEN_BACK (it was there, and is hidden since its import was taken back).
    """

    row: Row
    client_id: uuid.UUID
    payload_hash: str
    title: str
    text: str
    verdict: Verdict | None
    notes: tuple[Note, ...] = ()
    state: str = NEW


def judge_rows(
    consultation, rows: Iterable[Row | Rejected], source: str = ""
) -> Iterator[Judged | Rejected]:
    """Yield what would become of each row, in their order; of each only its identifier is kept.

    source: tells files apart whose identifiers are the same. What readers rejected passes through.
    Nothing is written. Raises NoPerimeter.
    """
    version_of(consultation)
    seen = Seen()
    coming = iter(rows)
    while batch := list(islice(coming, BATCH)):
        yield from _judged(consultation, batch, source, seen)


def _judged(consultation, batch, source: str, seen: Seen) -> Iterator[Judged | Rejected]:
    worded = [_worded(row, consultation, source) for row in batch]
    met = iter(seen.met([one.client_id.bytes for one in worded if isinstance(one, Judged)]))
    checked = [_checked(one, next(met)) if isinstance(one, Judged) else one for one in worded]
    drawn = [one.row.drawing for one in checked if _has_drawing(one)]
    ground = ground_of(version_of(consultation))
    verdicts = iter(judge_all(drawn, ground, rules_of(consultation)))
    placed = [_placed(one, next(verdicts)) if _has_drawing(one) else one for one in checked]
    stored = stored_of(consultation, [one.client_id for one in placed if isinstance(one, Judged)])
    for one in placed:
        yield _compared(one, stored.get(one.client_id)) if isinstance(one, Judged) else one


def _has_drawing(one: Judged | Rejected) -> bool:
    return isinstance(one, Judged) and one.row.drawing is not None


def _worded(row: Row | Rejected, consultation, source: str) -> Judged | Rejected:
    """Return a row with its words and identifier, before anything else is asked."""
    if isinstance(row, Rejected):
        return row
    fault = fault_in(row, consultation)
    if fault:
        return Rejected(row.number, *fault, row)
    client_id, payload_hash = identified(row, consultation.pk, source)
    title, text, notes = fitted(row)
    if row.drawing is None:
        notes = (*notes, Note.UNPLACED)
    return Judged(row, client_id, payload_hash, title, text, None, notes)


def _checked(one: Judged, is_met: bool) -> Judged | Rejected:
    """Return a row as it is, unless the file had it before or its place is too large to judge."""
    row = one.row
    if is_met:
        same = Fault.SAME_ID_IN_FILE if row.source_id else Fault.SAME_ROW_IN_FILE
        return Rejected(row.number, same, {"value": row.source_id}, row)
    if row.drawing is not None and shapely.get_num_coordinates(row.drawing) > MOST_POINTS:
        return _refused(row, Reason(Code.TOO_MANY_POINTS, limit=MOST_POINTS))
    return one


def identified(row: Row, consultation_id: uuid.UUID, source: str) -> tuple[uuid.UUID, str]:
    """Return the client id, from the row's own identifier or else all it says, and its hash."""
    place = shapely.to_wkb(row.drawing) if row.drawing is not None else b""
    said = [row.title, row.text, row.address, str(row.said_at or ""), row.display_name]
    content = hashlib.sha256("\0".join(said).encode() + b"\0" + place)
    name = f"{source}\n{row.source_id or content.hexdigest()}"
    theme = row.theme.pk if row.theme else ""
    content.update(f"\0{row.kind}\0{row.language}\0{theme}".encode())
    return uuid.uuid5(consultation_id, name), content.hexdigest()


def _placed(one: Judged, verdict: Verdict) -> Judged | Rejected:
    if not verdict.may_send:
        return _refused(one.row, verdict.reason)
    notes = (*one.notes, Note.CLIPPED) if verdict.outcome == "clipped" else one.notes
    return replace(one, verdict=verdict, notes=notes)


def _refused(row: Row, reason: Reason) -> Rejected:
    return Rejected(row.number, str(reason.code), {"place": reason}, row)


def stored_of(consultation, client_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, bool]]:
    """Return client id → (hash, whether its import was taken back) of those that are there."""
    asked = RawSQL("SELECT unnest(%s::uuid[])", [client_ids])  # one value, not two thousand
    rows = Contribution.objects.filter(consultation=consultation, client_id__in=asked)
    known = rows.values_list("client_id", "payload_hash", "visibility", "origin__undone_at")
    return {
        client_id: (payload_hash, visibility == "withdrawn" and undone_at is not None)
        for client_id, payload_hash, visibility, undone_at in known
    }


def _compared(one: Judged, stored: tuple[str, bool] | None) -> Judged | Rejected:
    if stored is None:
        return one
    payload_hash, is_taken_back = stored
    if payload_hash != one.payload_hash:
        return Rejected(one.row.number, Fault.CHANGED, {"value": one.row.source_id}, one.row)
    return replace(one, state=TAKEN_BACK if is_taken_back else KNOWN)
