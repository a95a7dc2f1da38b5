"""Why a row of a survey is not taken over, what is done to others: one sentence each."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.imports import sentences
from participation.imports.rows import Fault, Rejected
from participation.surveys.reading import Unusable

ROWS = {
    Unusable.NO_RATING: gettext_lazy("This row has no rating."),
    Unusable.NOT_A_RATING: gettext_lazy("“%(value)s” is not a number: it cannot be a rating."),
    Unusable.OFF_THE_SCALE: gettext_lazy(
        "%(value)s is not on the scale from %(least)s to %(most)s."
    ),
    Unusable.NOT_WHOLE: gettext_lazy(
        "%(value)s is not a whole number. Say whether the ratings are means of several people."
    ),
    Unusable.NO_PLACE: gettext_lazy("This row has no place."),
    Unusable.AN_AREA: gettext_lazy(
        "This row has an area. Say whether a point inside of it may stand for it."
    ),
    Unusable.NOT_A_PLACE: gettext_lazy(
        "A rating needs one place: a line or several points are none."
    ),
    Unusable.OUTSIDE: gettext_lazy("This place is outside the perimeter."),
    Fault.SAME_ROW_IN_FILE: gettext_lazy(
        "An earlier row of the file is the same answer of the same person."
    ),
}
NAMES = {
    Unusable.NO_RATING: gettext_lazy("no rating"),
    Unusable.NOT_A_RATING: gettext_lazy("rating that is no number"),
    Unusable.OFF_THE_SCALE: gettext_lazy("rating outside the scale"),
    Unusable.NOT_WHOLE: gettext_lazy("rating that is no whole number"),
    Unusable.NO_PLACE: gettext_lazy("no place"),
    Unusable.AN_AREA: gettext_lazy("an area in place of a point"),
    Unusable.NOT_A_PLACE: gettext_lazy("a line or several points in place of one"),
    Unusable.OUTSIDE: gettext_lazy("outside the perimeter"),
}


def explain_row(rejected: Rejected) -> str:
    """Return why a row is not taken over, in the active language."""
    if rejected.reason not in ROWS:
        return sentences.explain_row(rejected)
    facts = {name: sentences.in_words(fact) for name, fact in rejected.facts.items()}
    return str(ROWS[rejected.reason]) % facts


def reason_name(code: str) -> str:
    """Return a reason in a few words, for the lines of a report."""
    return str(NAMES[code]) if code in NAMES else sentences.reason_name(code)


def means_words() -> str:
    """Return what it means that ratings are means."""
    return _(
        "The ratings are means of several people. Each counts as one person who answered: how much "
        "the people differed is no longer known, and extreme answers are rarer among means."
    )


def areas_words(count: int) -> str:
    """Return what it means that places were areas."""
    words = ngettext(
        "%(count)s place was an area: a point inside of it stands for it. Cells that were computed "
        "between answers are not answers: they make a result look surer than it is.",
        "%(count)s places were areas: a point inside of each stands for it. Cells that were "
        "computed between answers are not answers: they make a result look surer than it is.",
        count,
    )
    return words % {"count": number_format(count, force_grouping=True)}


def people_words(count: int) -> str:
    """Return how many people answered."""
    words = ngettext("%(count)s person answered.", "%(count)s people answered.", count)
    return words % {"count": number_format(count, force_grouping=True)}


def levels_words(levels: dict) -> str:
    """Return how what was measured at the same moment goes with the ratings, row by row."""
    facts = {
        "count": number_format(levels["rows"], force_grouping=True),
        "column": levels["column"],
    }
    if levels["r"] is None:
        words = ngettext(
            "%(count)s row also holds a measurement (“%(column)s”): too few, or too much alike, to "
            "say whether it goes with the rating.",
            "%(count)s rows also hold a measurement (“%(column)s”): too few, or too much alike, to "
            "say whether it goes with the rating.",
            levels["rows"],
        )
        return words % facts
    words = _(
        "%(count)s rows also hold a measurement (“%(column)s”): row by row, its correlation with "
        "the rating is %(r)s. A crossing pairs by place and leaves out what is flagged: its number "
        "may differ a little."
    )
    return words % (facts | {"r": number_format(levels["r"], 2)})


def notes_of(report: dict, are_means: bool) -> list[str]:
    """Return what should be known about answers that are taken over."""
    notes = []
    if report["kept"] + report["known"] and not are_means:
        notes.append(people_words(report["people"]))
    if are_means:
        notes.append(means_words())
    if report["from_areas"]:
        notes.append(areas_words(report["from_areas"]))
    if report.get("levels"):
        notes.append(levels_words(report["levels"]))
    return notes


def taken_over(report: dict) -> str:
    """Return how many ratings an import brought, in words."""
    words = ngettext(
        "%(count)s rating was taken over.", "%(count)s ratings were taken over.", report["kept"]
    )
    return words % {"count": number_format(report["kept"], force_grouping=True)}
