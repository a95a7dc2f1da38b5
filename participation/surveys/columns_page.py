"""What the page about the columns of a survey shows: the file, and the form in groups."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.imports.columns_page import date_notes, file_context, placed_group, some
from participation.surveys.proposing import Proposal
from participation.surveys.steps import SurveyStep


def columns_context(step: SurveyStep, form) -> dict:
    """Return what the template needs."""
    context = {"question": step.question, "form": form, "groups": groups(step.proposal, form)}
    return file_context(step) | context


def groups(proposal: Proposal, form) -> list[dict]:
    """Return the fields of the form under their headings, with what was noticed."""
    where = placed_group(form, proposal.place, ["areas"])
    where["notes"] += area_notes(proposal.has_areas)
    return [
        {
            "title": _("The rating"),
            "fields": some(form, ["rating", "scale", "are_means", "level"]),
            "notes": decimal_notes(proposal.has_decimals),
        },
        where,
        {"title": _("Who"), "fields": some(form, ["source_id", "source"])},
        {
            "title": _("When"),
            "fields": some(form, ["date", "date_order", "day_otherwise"]),
            "notes": date_notes(proposal.date_order),
        },
    ]


def decimal_notes(count: int) -> list[str]:
    """Return why means are proposed."""
    if not count:
        return []
    words = ngettext(
        "%(count)s of the first ratings is no whole number: are they means?",
        "%(count)s of the first ratings are no whole numbers: are they means?",
        count,
    )
    return [words % {"count": number_format(count, force_grouping=True)}]


def area_notes(count: int) -> list[str]:
    """Return what areas can be, before somebody lets points stand for them."""
    if not count:
        return []
    words = ngettext(
        "%(count)s of the first rows has an area or a line in place of a point. Where they are cells "
        "that were computed between answers, ask for the answers themselves: each cell would count "
        "as somebody who answered.",
        "%(count)s of the first rows have areas or lines in place of points. Where they are cells "
        "that were computed between answers, ask for the answers themselves: each cell would count "
        "as somebody who answered.",
        count,
    )
    return [words % {"count": number_format(count, force_grouping=True)}]
