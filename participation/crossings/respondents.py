"""Who answered in a cell, as keyed hashes: enough to count who came or went, and for nothing else.

Only the latest release of a question holds them. Somebody whose answers are erased has no id left
from which the hash could be made again, and soon afterwards the hash itself becomes a random word:
they still count as gone when the next release compares.
"""

import base64
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.crypto import salted_hmac

from participation.contributions.models import Contribution
from participation.crossings.models import PUBLIC, Crossing, Release, ReleasedCell
from participation.perception.models import Perception

SALT = "participation.crossings.respondents"
LENGTH = 16  # bytes


def subject_of(crossing: Crossing) -> str:
    """Return what is answered: crossings of one question share their respondents."""
    return str(crossing.question_id or f"theme {crossing.theme_id}")


def hashes_of(crossing: Crossing, people: Iterable) -> list[str]:
    """Return the hash of each participant, the same one for the same question alone."""
    keyed = salted_hmac(SALT, "", algorithm="sha256")
    keyed.update(subject_of(crossing).encode())
    return [_hash(keyed.copy(), str(person)) for person in people]


def _hash(keyed, person: str) -> str:
    keyed.update(person.encode())
    return _word(keyed.digest()[:LENGTH])


def _word(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def last_release(crossing: Crossing) -> Release | None:
    """Return the last public release of what is answered, of whichever crossing."""
    return (
        Release.objects.filter(
            kind=PUBLIC,
            is_complete=True,
            crossing__question=crossing.question_id,
            crossing__theme=crossing.theme_id,
            crossing__cell_edge_m=crossing.cell_edge_m,
        )
        .order_by("-made_at", "-number")
        .first()
    )


@transaction.atomic
def forget_erased(crossing: Crossing) -> int:
    """Put random words in the place of hashes of people without any answer left; how many."""
    release = last_release(crossing)
    if release is None:
        return 0
    known = set(hashes_of(crossing, _everybody(crossing)))
    words: dict[str, str] = {}
    changed = []
    for cell in release.cells.exclude(respondents=[]).only("respondents"):
        gone = [one for one in cell.respondents if one not in known and not _is_random(one)]
        if gone:
            words |= {one: _random() for one in gone if one not in words}
            cell.respondents = [words.get(one, one) for one in cell.respondents]
            changed.append(cell)
    ReleasedCell.objects.bulk_update(changed, ["respondents"], batch_size=500)
    return len(words)


def _everybody(crossing: Crossing):
    """Everyone who has an answer, whatever became of it."""
    if crossing.question_id:
        rows = Perception.objects.filter(question=crossing.question_id)
    else:
        rows = Contribution.objects.filter(consultation=crossing.consultation_id)
    return rows.order_by().values_list("participant_id", flat=True).distinct()


def _random() -> str:
    return "~" + _word(secrets.token_bytes(LENGTH))[1:]


def _is_random(word: str) -> bool:
    return word.startswith("~")


def forget_before(release: Release) -> None:
    """Keep respondents in the newest release of what is answered alone."""
    same = ReleasedCell.objects.filter(
        release__crossing__question=release.crossing.question_id,
        release__crossing__theme=release.crossing.theme_id,
        release__crossing__cell_edge_m=release.crossing.cell_edge_m,
    )
    same.exclude(release=release).exclude(respondents=[]).update(respondents=[])
