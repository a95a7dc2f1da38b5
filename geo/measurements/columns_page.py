"""What the page about the columns shows: what the file is, how it was read, the form in groups."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.measurements.class_fields import fields_of
from geo.measurements.columns_form import ColumnsForm
from geo.measurements.explaining import doubt_words, reason_words
from geo.measurements.preview import plain_number
from geo.measurements.reading.areas import ClassFound
from geo.measurements.reading.choices import Kind
from geo.measurements.reading.recognising import Recognised
from geo.measurements.reading.tracks import TrackFacts
from geo.measurements.steps import Step
from geo.tables.forms import CsvFormForm, written_words
from geo.tables.place_fields import ASKED, PLACES

SHOWN_CHARACTERS = 80
KIND_WORDS = {
    Kind.POINTS: gettext_lazy("Values at points"),
    Kind.TRACK: gettext_lazy("An archive of NoiseCapture: one walk of one phone"),
    Kind.SENSORS: gettext_lazy("Fixed sensors: tables of values, and where they stand"),
    Kind.AREAS: gettext_lazy("A noise map: areas by level"),
}
GROUPS = (
    (gettext_lazy("What was measured"), ("indicator", "time_zone")),
    (gettext_lazy("Levels"), ("low", "high", "limit")),
    (gettext_lazy("Values"), ("value", "value_mark", "background")),
    (gettext_lazy("Where"), PLACES),
    (
        gettext_lazy("When, and how long"),
        ("date", "hour", "date_order", "is_utc", "seconds_column", "seconds"),
    ),
    (gettext_lazy("Who measured, and how surely"), ("session", "accuracy")),
)


def columns_context(step: Step, recognised: Recognised, form: ColumnsForm, classes) -> dict:
    """Return what the template needs. classes: those of a noise map, as they are read now."""
    is_table = is_csv(recognised)
    return {
        "names": [one.name for one in step.uploads],
        "kind_words": KIND_WORDS[recognised.kind],
        "track_notes": track_notes(recognised.track),
        "columns": recognised.columns,
        "first_rows": rows_of(recognised),
        "has_rows": is_table or recognised.kind == Kind.SENSORS,
        "written": written_form(recognised) if is_table else None,
        "written_words": written_words(recognised.choices, len(recognised.columns))
        if is_table
        else "",
        "kept_in_address": kept_in_address(step),
        "doubts": [doubt_words(code) for code in recognised.doubts],
        "form": form,
        "groups": groups(form),
        "classes": class_rows(classes, form),
        "asks_classes": recognised.kind == Kind.AREAS,
    }


def is_csv(recognised: Recognised) -> bool:
    """Whether the file is a table of text, written in one of several ways."""
    return recognised.kind == Kind.POINTS and recognised.choices.way != "file"


def track_notes(track: TrackFacts | None) -> list[str]:
    """Return what an archive of NoiseCapture says of itself that staff should know."""
    if track is None:
        return []
    notes = []
    if not track.calibration_db:
        notes.append(_("The phone says that nobody calibrated it."))
    if track.pleasantness is not None:
        notes.append(_("How pleasant the walk felt stands in the file too; it is not taken over."))
    return notes


def rows_of(recognised: Recognised) -> list[tuple[int, list[str]]]:
    """Return the first rows with their numbers, cells cut short."""
    is_table = is_csv(recognised) or recognised.kind == Kind.SENSORS
    first = recognised.choices.header_row + 1 if is_table else 1
    return [
        (number, [_short(row.get(name, "")) for name in recognised.columns])
        for number, row in enumerate(recognised.rows, start=first)
    ]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def written_form(recognised: Recognised) -> CsvFormForm:
    """Return the form about how the table is written."""
    names = ("encoding", "separator", "quote", "header_row")
    return CsvFormForm(initial={name: getattr(recognised.choices, name) for name in names})


def kept_in_address(step: Step) -> list[tuple[str, str]]:
    """Return what the address carries along beside how the table is written."""
    kept = [("also", one.pk) for one in step.uploads[1:]]
    return kept + ([("dataset", step.dataset.pk)] if step.dataset else [])


def groups(form: ColumnsForm) -> list[dict]:
    """Return the fields of the form under their headings; what is seldom asked stays folded up."""
    found = []
    for title, names in GROUPS:
        there = [name for name in names if name in form.fields]
        if there:
            way = form["place_way"].value() if "place_way" in there else ""
            used = {"place_way", *ASKED.get(way, ())} if way else set(there)
            more = [form[name] for name in there if name not in used]
            is_open = form.is_bound and any(field.errors for field in more)
            fields = [form[name] for name in there if name in used]
            found.append({"title": title, "fields": fields, "more": more, "is_open": is_open})
    return found


def class_rows(classes, form: ColumnsForm) -> list[dict]:
    """Return how the classes of a noise map are read; those that were asked about are all there."""
    rows = [class_row(one, form) for one in classes]
    known = {one.text for one in classes}
    asked = [text for text in form.classes if text not in known]
    return rows + [{"text": text, "count": "", "fields": fields_of(form, text)} for text in asked]


def class_row(one: ClassFound, form: ColumnsForm) -> dict:
    """Return how one class of a noise map is read, with the fields where a person says it."""
    high = plain_number(one.high) or _("no upper limit")
    return {
        "text": one.text or "–",
        "count": number_format(one.count, force_grouping=True),
        "low": plain_number(one.low),
        "high": "" if one.low is None else high,
        "reason": reason_words("rejected", one.reason) if one.reason else "",
        "fields": fields_of(form, one.text),
    }
