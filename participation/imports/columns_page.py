"""What the page about the columns shows: how the file was read, and the form in groups."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.tables.forms import ENCODING_NAMES, SEPARATOR_NAMES, doubtful_ways
from participation.imports.steps import Step, address_of

WORDS = ["title", "text", "text_more", "source_id", "source", "display_name"]
PLACES = ["place_x", "place_y", "place_one", "order", "srid", "mark"]
GAPS = ["unplaced", "zero_is_none", "address"]
ASKED = {
    "two": ["place_x", "place_y", "srid"],
    "one": ["place_one", "order", "srid"],
    "wkt": ["place_one", "srid"],
    "geojson": ["place_one"],
}
"""Which fields a way of saying the place asks for; the others stay folded up."""


def columns_context(step: Step, form) -> dict:
    """Return what the template needs."""
    table = step.opened.table
    return {
        "upload": step.upload,
        "consultation": step.consultation,
        "columns": table.columns,
        "first_rows": step.first_rows(),
        "written": step.written(),
        "kept_in_address": [("consultation", step.consultation.pk)],
        "written_words": written_words(step),
        "doubts": doubts(step),
        "form": form,
        "groups": groups(step, form),
    }


def written_words(step: Step) -> str:
    """Return how the file was read, in one line."""
    form = step.opened.form
    if form is None:
        return ""
    parts = [ENCODING_NAMES[form.encoding], str(SEPARATOR_NAMES[form.separator])]
    count = len(step.opened.table.columns)
    columns = ngettext("%(count)s column", "%(count)s columns", count) % {"count": count}
    return _("Read as: %(way)s, %(columns)s. Not right?") % {
        "way": ", ".join(parts),
        "columns": columns,
    }


def doubts(step: Step) -> list[dict]:
    """Return each way of reading that fits as well, with what it would say; nothing when asked."""
    return [
        {
            "label": label,
            "address": address_of(step.upload, step.consultation, **step.said | {name: value}),
        }
        for name, value, label in doubtful_ways(step.opened, step.said)
    ]


def groups(step: Step, form) -> list[dict]:
    """Return the fields of the form under their headings, with what was noticed."""
    themes = [f"theme_{at}" for at in range(len(form.values))]
    rest = ["kind", "kind_otherwise", "language", "language_otherwise"]
    return [
        {"title": _("What was said"), "fields": some(form, WORDS)},
        place_group(step, form),
        {
            "title": _("When"),
            "fields": some(form, ["date", "date_order"]),
            "notes": date_notes(step),
        },
        {
            "title": _("Theme"),
            "fields": some(form, ["theme"]),
            "again": some(form, [*themes, "other_themes"]),
        },
        {"title": _("Kind and language"), "fields": some(form, rest)},
    ]


def place_group(step: Step, form) -> dict:
    """Return the fields of the place: those that its way asks for, then the others, folded up."""
    way = form["place_way"].value()
    asked = list(ASKED.get(way, []))
    if not step.proposal.place.mark.is_sure:
        asked.append("mark")
    more = [name for name in PLACES if name not in asked]
    return {
        "title": _("Where"),
        "fields": some(form, ["place_way", *asked, *GAPS]),
        "more": some(form, more),
        "is_open": any(form[name].errors for name in more) if form.is_bound else False,
        "notes": place_notes(step),
    }


def some(form, names: list[str]) -> list:
    return [form[name] for name in names]


def place_notes(step: Step) -> list[str]:
    """Return what staff should know about the places before they confirm how to read them."""
    place, gaps = step.proposal.place, step.proposal.gaps
    notes = []
    if place.is_swapped:
        notes.append(
            _(
                "The names of the columns seem to be swapped: read the other way round, the "
                "places lie near the perimeter. They are proposed that way."
            )
        )
    if not place.order.is_sure:
        notes.append(_("Which coordinate comes first cannot be told: choose the order."))
    if not place.mark.is_sure:
        notes.append(_("Commas and points can be read in two ways: choose the decimal sign."))
    if gaps.unplaced:
        sentence = ngettext(
            "%(count)s of the first rows has no coordinates.",
            "%(count)s of the first rows have no coordinates.",
            gaps.unplaced,
        )
        notes.append(sentence % {"count": gaps.unplaced})
    if gaps.zeros:
        sentence = ngettext(
            "%(count)s of the first rows is at 0 and 0.",
            "%(count)s of the first rows are at 0 and 0.",
            gaps.zeros,
        )
        notes.append(sentence % {"count": gaps.zeros})
    return notes


def date_notes(step: Step) -> list[str]:
    """Return the question about days and months, where it is open."""
    if step.proposal.date_order.is_sure:
        return []
    return [_("Days and months can be read in more than one order: choose the right one.")]
