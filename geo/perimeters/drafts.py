"""A perimeter in the making: files that were sent, what was answered and chosen so far.

Everything typed on the page is kept here, so that no error, no question and no step back loses it.
A draft belongs to one person and goes when the perimeter is made, or after a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from geo.drawings.features import Collection
from geo.drawings.reasons import InvalidDrawing
from geo.files.models import Upload
from geo.files.refusals import UnreadableFile
from geo.files.uploads import KEPT, forget, keep, opened
from geo.perimeters.boundaries import is_extract
from geo.perimeters.choosing import Choice, NothingChosen, choose_in_each
from geo.perimeters.dissolving import dissolve
from geo.perimeters.importing import origin_of, store
from geo.perimeters.models import Perimeter, PerimeterDraft, PerimeterVersion
from geo.perimeters.sources import Answers, read_source

PURPOSE = "perimeter"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a draft: read, or with the reason why not."""

    upload: Upload
    answers: Answers
    collection: Collection | None = None
    error: UnreadableFile | InvalidDrawing | None = None

    def key_of(self, number: int) -> str:
        """What names a feature on the page: the file, and its number in it."""
        return f"{self.upload.pk.hex[:12]}-{number}"


@dataclass(slots=True)
class Said:
    """What a form of the page says; None where it says nothing."""

    name: str | None = None
    countries: Sequence[str] | None = None
    where: str | None = None
    answers: dict[str, dict] = field(default_factory=dict)


@transaction.atomic
def begin(
    files: Iterable[BinaryIO], *, owner, said: Said, perimeter: Perimeter | None = None
) -> PerimeterDraft:
    """Store files and what was typed beside them as a new draft of one person."""
    PerimeterDraft.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    draft = PerimeterDraft.objects.create(
        owner=str(owner), perimeter=perimeter, name=said.name or "", countries=said.countries or []
    )
    add_files(draft, files)
    return draft


@transaction.atomic
def add_files(draft: PerimeterDraft, files: Iterable[BinaryIO]) -> None:
    """Store further files of a draft."""
    for file in files:
        draft.uploads.append(str(keep(file, owner=draft.owner, purpose=PURPOSE).pk))
    draft.save(update_fields=["uploads"])


@transaction.atomic
def remove_file(draft: PerimeterDraft, upload_id: str) -> None:
    """Take one file out of a draft."""
    if upload_id in draft.uploads:
        draft.uploads.remove(upload_id)
        draft.answers.pop(upload_id, None)
        draft.save(update_fields=["uploads", "answers"])
        forget([upload_id], owner=draft.owner)


def ask_again(draft: PerimeterDraft, upload_id: str) -> None:
    """Forget what was answered about one file."""
    if draft.answers.pop(upload_id, None):
        draft.save(update_fields=["answers"])


def remember(draft: PerimeterDraft, said: Said) -> None:
    """Keep what was typed."""
    for name in ("name", "countries", "where"):
        value = getattr(said, name)
        if value is not None:
            setattr(draft, name, value)
    for upload_id, answers in said.answers.items():
        draft.answers[upload_id] = draft.answers.get(upload_id, {}) | answers
    draft.save()


def leave_out(draft: PerimeterDraft, offered: Iterable[str], chosen: Iterable[str]) -> None:
    """Keep which of the offered features are not chosen."""
    known = set(offered)
    elsewhere = {key for key in draft.left_out if key not in known}
    draft.left_out = sorted(elsewhere | (known - set(chosen)))
    draft.save(update_fields=["left_out"])


def read_sources(draft: PerimeterDraft) -> list[Source]:
    """Return the files of a draft in their order, each read as far as it can be."""
    uploads = Upload.objects.filter(owner=draft.owner).in_bulk(draft.uploads)
    known = [uploads[one] for one in map(UUID, draft.uploads) if one in uploads]
    return [_read(upload, Answers(**draft.answers.get(str(upload.pk), {}))) for upload in known]


def _read(upload: Upload, answers: Answers) -> Source:
    try:
        collection = read_source(opened(upload), upload.name, answers)
    except (UnreadableFile, InvalidDrawing) as error:
        return Source(upload, answers, error=error)
    return Source(upload, answers, collection)


def begin_extracts_empty(draft: PerimeterDraft, sources: Sequence[Source]) -> None:
    """Choose no boundary of an extract that is new here: they lie one inside another."""
    new = [
        source
        for source in sources
        if source.collection
        and is_extract(source.collection)
        and str(source.upload.pk) not in draft.answers
    ]
    for source in new:
        draft.answers[str(source.upload.pk)] = {}
        keys = {source.key_of(one.number) for one in source.collection.features}
        draft.left_out = sorted({*draft.left_out, *keys})
    if new:
        draft.save(update_fields=["answers", "left_out"])


def choices_of(draft: PerimeterDraft, sources: Sequence[Source], where=()) -> list[Choice]:
    """Return what was chosen of each file; raise NothingChosen where that is no area at all."""
    left_out = set(draft.left_out)
    choices = choose_in_each([source.collection for source in sources], where)
    kept = [
        Choice(
            choice.collection,
            [one for one in choice.chosen if source.key_of(one.number) not in left_out],
        )
        for source, choice in zip(sources, choices, strict=True)
    ]
    if not any(choice.areas for choice in kept):
        raise NothingChosen({})
    return kept


def make_version(draft: PerimeterDraft, sources: Sequence[Source], where=()) -> PerimeterVersion:
    """Join what was chosen into a version, not yet accepted, and forget the draft.

    Raises NothingChosen, InvalidDrawing or BeyondRepair; the draft stays then.
    """
    choices = choices_of(draft, sources, where)
    dissolved = dissolve(choices)
    origin = origin_of([source.upload.name for source in sources], where, choices)
    with transaction.atomic():
        version = store(
            dissolved,
            origin=origin,
            name=draft.name,
            countries=draft.countries,
            perimeter=draft.perimeter,
        )
        forget(draft.uploads, owner=draft.owner)
        draft.delete()
    return version
