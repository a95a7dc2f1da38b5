"""What the page about the columns shows: how the file was read, and the form in groups."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.tables.findings import Finding
from geo.tables.forms import doubtful_ways, written_words
from geo.tables.place_fields import ASKED, PLACES
from geo.tables.place_finding import PlaceFinding
from participation.imports.campaign_step import CampaignStep
from participation.imports.steps import Step

WORDS = ["title", "text", "text_more", "source_id", "source", "display_name"]
GAPS = ["unplaced", "zero_is_none", "address"]


def columns_context(step: CampaignStep, form) -> dict:
    """Return what the template needs."""
    return file_context(step) | {"form": form, "groups": groups(step, form)}


def file_context(step: Step) -> dict:
    """Return what is shown of the file itself: how it was read, and its first rows."""
    form, columns = step.opened.form, step.opened.table.columns
    return {
        "upload": step.upload,
        "consultation": step.consultation,
        "kept_in_address": step.kept_in_address(),
        "columns": columns,
        "first_rows": step.first_rows(),
        "written": step.written(),
        "written_words": written_words(form, len(columns)) if form else "",
        "doubts": doubts(step),
    }


def doubts(step: Step) -> list[dict]:
    """Return each way of reading that fits as well, with what it would say; nothing when asked."""
    return [
        {
            "label": label,
            "address": step.read_as(**step.said | {name: value}),
        }
        for name, value, label in doubtful_ways(step.opened, step.said)
    ]


def groups(step: CampaignStep, form) -> list[dict]:
    """Return the fields of the form under their headings, with what was noticed."""
    themes = [f"theme_{at}" for at in range(len(form.values))]
    rest = ["kind", "kind_otherwise", "language", "language_otherwise"]
    return [
        {"title": _("What was said"), "fields": some(form, WORDS)},
        place_group(step, form),
        {
            "title": _("When"),
            "fields": some(form, ["date", "date_order"]),
            "notes": date_notes(step.proposal.date_order),
        },
        {
            "title": _("Theme"),
            "fields": some(form, ["theme"]),
            "again": some(form, [*themes, "other_themes"]),
        },
        {"title": _("Kind and language"), "fields": some(form, rest)},
    ]


def place_group(step: CampaignStep, form) -> dict:
    """Return the fields of the place: those that its way asks for, then the others, folded up."""
    return placed_group(form, step.proposal.place, GAPS) | {"notes": place_notes(step)}


def placed_group(form, found: PlaceFinding, others: list[str]) -> dict:
    """Return the fields of a place in two parts, and what was noticed about them."""
    way = form["place_way"].value()
    asked = list(ASKED.get(way, []))
    if not found.mark.is_sure:
        asked.append("mark")
    more = [name for name in PLACES if name not in ("place_way", *asked)]
    return {
        "title": _("Where"),
        "fields": some(form, ["place_way", *asked, *others]),
        "more": some(form, more),
        "is_open": any(form[name].errors for name in more) if form.is_bound else False,
        "notes": found_notes(found),
    }


def some(form, names: list[str]) -> list:
    return [form[name] for name in names]


def place_notes(step: CampaignStep) -> list[str]:
    """Return what staff should know about the places before they confirm how to read them."""
    gaps = step.proposal.gaps
    notes = found_notes(step.proposal.place)
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


def found_notes(place: PlaceFinding) -> list[str]:
    """Return what is not sure about where the places stand."""
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
    return notes


def date_notes(order: Finding) -> list[str]:
    """Return the question about days and months, where it is open."""
    if order.is_sure:
        return []
    return [_("Days and months can be read in more than one order: choose the right one.")]
