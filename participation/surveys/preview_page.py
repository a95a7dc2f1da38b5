"""What the preview of a survey shows: figures, a map and a table that say the same."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.imports.preview_page import MOST_DRAWN, MOST_LISTED, Preview, listed, shown_of
from participation.imports.rows import Rejected
from participation.surveys.importing import Tally
from participation.surveys.judging import Judged
from participation.surveys.reading import Unusable
from participation.surveys.sentences import explain_row, notes_of

FIGURES = {
    "inside": gettext_lazy("ratings inside the perimeter"),
    "known": gettext_lazy("already there"),
    "outside": gettext_lazy("outside, not taken over"),
    "rejected": gettext_lazy("not taken over for another reason"),
}


def previewed(judged: Iterable[Judged | Rejected], level: str) -> tuple[Preview, Tally]:
    """Return what would become of the rows, and the numbers as a report has them.

    level: the column of what was measured at the same moment, if any.
    """
    preview, tally = Preview(), Tally(level)
    for one in judged:
        tally.add(one)
        if isinstance(one, Rejected):
            _add_refused(preview, one)
        else:
            _add_accepted(preview, one)
    return preview, tally


def _add_refused(preview: Preview, one: Rejected) -> None:
    name = "outside" if one.reason == Unusable.OUTSIDE else "rejected"
    preview.counts[name] += 1
    if len(preview.refused) < MOST_LISTED:
        preview.refused.append(listed(one.number, name, explain_row(one), ""))


def _add_accepted(preview: Preview, one: Judged) -> None:
    name = "known" if one.is_known else "inside"
    preview.counts[name] += 1
    if len(preview.kept) < MOST_DRAWN:
        preview.kept.append(one.answer.place)
    if len(preview.accepted) < MOST_LISTED:
        words = _("Already there: nothing changes") if one.is_known else _("Taken over")
        value = number_format(f"{one.answer.value:.2f}".rstrip("0").rstrip("."))
        preview.accepted.append(listed(one.answer.number, name, words, value))


def preview_context(preview: Preview, tally: Tally, step, form) -> dict:
    """Return what the template needs to show the preview."""
    report, are_means = tally.report(), form.cleaned_data["are_means"]
    return shown_of(preview, step.consultation, FIGURES) | {
        "notes": notes_of(report, are_means),
        "words_heading": _("Rating"),
        "confirm_words": taking(tally.kept),
        "to_store": tally.kept,
    }


def taking(count: int) -> str:
    """Return the words of the button that takes over so many ratings."""
    words = ngettext("Take over %(count)s rating", "Take over %(count)s ratings", count)
    return words % {"count": number_format(count, force_grouping=True)}
