"""A whole release in words: where, how many, who takes part, and how much the cells can bear."""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from geo.analysis.pipeline import DETECTABLE
from geo.analysis.shares import respondents_needed
from participation.crossings.numbers import grouped, percent_words, times_words
from participation.crossings.order import most_telling
from participation.crossings.sentences import Sort, Subject

USUAL = 0.20  # a share of people highly annoyed that is often expected
NAMED_MOST = 3  # places that the summary names
AGREES_FROM = 0.5  # Spearman's ρ
LIKELY_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells there are of each kind, and where those with more than expected are."""

    published: int
    more: int
    compatible: int
    less: int
    unsure: int
    silent: int
    levelled: int  # published ones with a level
    places: tuple[str, ...]


def tally_of(rows: list[dict]) -> Tally:
    status = Counter(row["status"] for row in rows)
    told = [row for row in rows if row["status"] == "published"]
    found = Counter(row["found"] for row in told)
    more = [row["place_name"] for row in most_telling(told) if row["found"] == "more"]
    names = tuple(dict.fromkeys(name for name in more if name))
    return Tally(
        published=len(told),
        more=found["more"],
        compatible=found["compatible"],
        less=found["less"],
        unsure=status["uncertain"] + status["too_few"],
        silent=status["no_answer"],
        levelled=sum(row["level"] is not None for row in told),
        places=names[:NAMED_MOST],
    )


def summary_of(rows: list[dict], totals: dict, subject: Subject) -> list[str]:
    """Return the paragraphs of a release, each a list of sentences put together."""
    tally = tally_of(rows)
    paragraphs = [
        [_where(tally, subject), *_others(tally)],
        _participation(totals, subject),
        [*_together(totals), *_agreement(totals, tally.levelled)],
        _bearing(rows) or _so_few(totals, tally),
    ]
    return [" ".join(filter(None, sentences)) for sentences in paragraphs if any(sentences)]


def _where(tally: Tally, subject: Subject) -> str:
    if not tally.published:
        # Translators: « Aucune cellule n’a assez de réponses pour que l’on en dise quelque chose de sûr. »
        return gettext("No cell has enough answers for anything certain to be said of it.")
    if not tally.more + tally.compatible + tally.less:
        return ngettext(
            "%(cells)s cell is published.", "%(cells)s cells are published.", tally.published
        ) % {"cells": tally.published}
    numbers = {
        "cells": tally.published,
        "more": tally.more,
        "compatible": tally.compatible,
        "less": tally.less,
    }
    counted = _counted(tally.published, subject) % numbers
    if not tally.places:
        return counted
    # Translators: « Elle est plus forte surtout ici : Quai des Génois, Via del Molo. »
    named = gettext("Where it is stronger most of all: %(places)s.")
    return f"{counted} {named % {'places': ', '.join(tally.places)}}"


def _counted(published: int, subject: Subject) -> str:
    if subject.sort is Sort.CURVE:
        # Translators: « Sur 88 cellules publiées, la gêne est plus forte que prévu dans 16, comme prévu dans 59, plus faible dans 13. »
        return ngettext(
            "On %(cells)s published cell, annoyance is stronger than expected in %(more)s, as "
            "expected in %(compatible)s, weaker in %(less)s.",
            "On %(cells)s published cells, annoyance is stronger than expected in %(more)s, as "
            "expected in %(compatible)s, weaker in %(less)s.",
            published,
        )
    return ngettext(
        "On %(cells)s published cell, the share is higher than the mean in %(more)s, like the "
        "mean in %(compatible)s, lower in %(less)s.",
        "On %(cells)s published cells, the share is higher than the mean in %(more)s, like the "
        "mean in %(compatible)s, lower in %(less)s.",
        published,
    )


def _others(tally: Tally) -> list[str]:
    found = []
    compared = tally.more + tally.compatible + tally.less
    if compared and tally.published > compared:
        # Translators: « 3 n’ont rien à quoi être comparées. »
        found.append(
            ngettext(
                "%(cells)s has nothing to be compared with.",
                "%(cells)s have nothing to be compared with.",
                tally.published - compared,
            )
            % {"cells": tally.published - compared}
        )
    if tally.unsure:
        found.append(_unsure(tally) % {"cells": grouped(tally.unsure)})
    if tally.silent:
        found.append(
            ngettext(
                "In %(cells)s nobody answered: this is neither quiet nor calm, it is not known.",
                "In %(cells)s nobody answered: this is neither quiet nor calm, it is not known.",
                tally.silent,
            )
            % {"cells": grouped(tally.silent)}
        )
    return found


def _so_few(totals: dict, tally: Tally) -> list[str]:
    """How far the answers of an ordinary cell are from what it would take."""
    cells = tally.published + tally.unsure
    if tally.published or not (cells and totals.get("answers")):
        return []
    needed = respondents_needed(USUAL, USUAL + DETECTABLE)
    # Translators: « Là où l’on a répondu, une cellule compte en moyenne 1,8 réponse ; pour montrer que 40 % … »
    sentence = gettext(
        "Where people answered, a cell has %(mean)s answers on average; to show that a share is %(high)s "
        "where %(low)s would be expected takes about %(needed)s."
    )
    mean = number_format(round(totals["answers"] / cells, 1), 1)
    shares = {"low": percent_words(USUAL), "high": percent_words(USUAL + DETECTABLE)}
    return [sentence % {"mean": mean, "needed": needed, **shares}]


def _unsure(tally: Tally) -> str:
    if not tally.published:  # there are no others
        return ngettext(
            "%(cells)s cell has too few answers to conclude.",
            "%(cells)s cells have too few answers to conclude.",
            tally.unsure,
        )
    # Translators: « 47 autres ont trop peu de réponses pour conclure. »
    return ngettext(
        "%(cells)s other has too few answers to conclude.",
        "%(cells)s others have too few answers to conclude.",
        tally.unsure,
    )


def _participation(totals: dict, subject: Subject) -> list[str]:
    """How much more people declare than expected, over all: who takes part in such surveys."""
    ratio = totals.get("mean_ratio")
    if ratio is None or subject.sort is not Sort.CURVE:
        return []
    # Translators: « Dans cette enquête, on déclare en moyenne 1,3 fois la gêne attendue. »
    found = [
        gettext("In this survey people declare on average %(times)s times the expected annoyance.")
        % {"times": times_words(ratio)}
    ]
    if subject.is_relative:
        # Translators: « Ici, l’attendu est multiplié par ce nombre : seuls ressortent les lieux qui se distinguent de l’enquête elle-même. »
        sentence = gettext(
            "Here what is expected is multiplied by this number: only places that differ from the "
            "survey itself stand out."
        )
        found.append(sentence)
    elif ratio > 1.15:
        found.append(
            gettext(
                "Those who are annoyed may answer more often: read each cell beside this number."
            )
        )
    return found


def _together(totals: dict) -> list[str]:
    """How answers go with what was measured at the very same places, over all of them."""
    found = totals.get("together") or {}
    r = found.get("r")
    if r is None:
        return []
    if r < AGREES_FROM:
        # Translators: « Là où l’on a répondu et mesuré au même endroit (105 paires), les deux divergent : leur corrélation n’est que de 0,37. »
        sentence = gettext(
            "Where people answered and measured at the same place (%(pairs)s pairs), the two "
            "disagree: their correlation is only %(r)s."
        )
    else:
        sentence = gettext(
            "Where people answered and measured at the same place (%(pairs)s pairs), the two go "
            "together: their correlation is %(r)s."
        )
    told = sentence % {"pairs": grouped(found["pairs"]), "r": number_format(r, 2)}
    return [told, _by_row(totals.get("by_row"))]


def _by_row(found: dict | None) -> str:
    """The same in the file of the survey, where one row holds both: why its number is another."""
    if not found:
        return ""
    # Translators: « Ligne par ligne, le fichier de l’enquête donne 0,37 (470 lignes, colonne « Leq ») : … »
    sentence = gettext(
        "Row by row the file of the survey gives %(r)s (%(rows)s rows, column “%(column)s”): here "
        "each answer is paired with the mean of what was measured within 10 m, and flagged values "
        "are left out."
    )
    facts = {"rows": grouped(found["rows"]), "column": found["column"]}
    return sentence % (facts | {"r": number_format(found["r"], 2)})


def _agreement(totals: dict, cells: int) -> list[str]:
    """Whether measured and felt go together over the cells, corrected for neighbours being alike."""
    found = totals.get("agreement") or {}
    rho = found.get("rho")
    if rho is None:
        return []
    numbers = {
        "rho": number_format(round(rho, 2), 2),
        "effective": round(found["effective"]),
        "cells": cells,
    }
    if found["p"] > LIKELY_CHANCE:
        # Translators: « Le mesuré et le ressenti ne vont pas sûrement ensemble : … »
        sentence = gettext(
            "Measured and felt do not surely go together: their rank correlation is %(rho)s, which "
            "may be chance, as the cells, since neighbours are alike, are worth "
            "only %(effective)s independent ones (of %(cells)s)."
        )
    elif rho >= AGREES_FROM:
        sentence = gettext(
            "Measured and felt go together: their rank correlation is %(rho)s, over cells that are "
            "worth %(effective)s independent ones (of %(cells)s)."
        )
    else:
        sentence = gettext(
            "Measured and felt disagree in part: their rank correlation is only %(rho)s, over cells "
            "that are worth %(effective)s independent ones (of %(cells)s)."
        )
    return [sentence % numbers]


def _bearing(rows: list[dict]) -> list[str]:
    """How little each cell can bear: the typical number of answers and width of the interval."""
    counted = [row for row in rows if row["n"] is not None and row["low"] is not None]
    if not counted:
        return []
    points = round(50 * median(row["high"] - row["low"] for row in counted))
    n = round(median(row["n"] for row in counted))
    # Translators: « Une cellule ordinaire compte 9 réponses : sa part n’est connue qu’à 30 points près. »
    sentence = gettext(
        "An ordinary cell has %(n)s answers: its share is known only to within %(points)s points."
    )
    return [sentence % {"n": n, "points": points}]
