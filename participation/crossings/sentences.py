"""What is said of one cell, in plain sentences: the facts, the reading of them, what to beware of.

They read one of the public rows, so that no sentence can tell more than the files.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext, ngettext, pgettext

from participation.crossings.level_words import level_sentence, without_level
from participation.crossings.numbers import count_words, level_words, range_words


class Sort(StrEnum):
    """What a share is compared with."""

    CURVE = "curve"  # what is expected at a level of noise
    CLASS = "class"  # the mean of the cells where as much is measured
    MEAN = "mean"  # the mean of the survey: nothing is measured
    PINS = "pins"  # one theme among all remarks


@dataclass(frozen=True, slots=True)
class Subject:
    """What the sentences must know of a crossing."""

    sort: Sort
    unit: str = "dB"
    indicator: str = "Lden"
    theme: str = ""
    is_relative: bool = False  # what is expected is what the survey itself declares on average
    k_min: int = 5
    edge_m: int = 100
    is_of_map: bool = False  # levels are computed: those of a noise map
    usual_u: float | None = None  # one standard deviation of one instrument


@dataclass(frozen=True, slots=True)
class Said:
    """facts and reading: sentences ("" where there is nothing to say); notes: what to beware of."""

    facts: str
    reading: str
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it, as one paragraph."""
        return " ".join(part for part in (self.facts, self.reading, *self.notes) if part)


def said_of(row: dict, subject: Subject) -> Said:
    """Return what is said of a cell."""
    if row["status"] == "no_answer":
        return Said(_nobody(subject), "", _level_notes(row, subject))
    if row["status"] == "too_few":
        return Said(_too_few(subject), "", _level_notes(row, subject))
    facts = _facts(row, subject) if row["n"] is not None else _uncounted(row, subject)
    return Said(facts, _reading(row, subject), _cautions(row, subject))


def _nobody(subject: Subject) -> str:
    if subject.sort is Sort.PINS:
        return gettext("Nobody wrote here.")
    return gettext("Nobody answered here.")


def _too_few(subject: Subject) -> str:
    # Translators: « Moins de 5 réponses : rien n’est montré ici. »
    return gettext("Fewer than %(least)s answers: nothing is shown here.") % {
        "least": subject.k_min
    }


def _level_notes(row: dict, subject: Subject) -> tuple[str, ...]:
    if row["level"] is None:
        return ()
    level = level_words(row["level"], subject.unit)
    return (level_sentence(level, is_of_map=subject.is_of_map),)


def _numbers(row: dict, subject: Subject) -> dict:
    """The placeholders of the sentences on a cell."""
    found = {"n": row["n"], "theme": subject.theme}
    if row["level"] is not None:
        found["level"] = level_words(row["level"], subject.unit)
    if row["k"] is not None:
        found["k"] = count_words(row["k"])
    if row["expected"] is not None and row["n"] is not None:
        found["expected"] = _expected_words(row["n"] * row["expected"])
    return found


def _expected_words(count: float) -> str:
    if count < 0.5:
        # Translators: « moins d’une » (personne), after « là où on en attendrait »
        return gettext("fewer than one")
    return str(round(count))


def _facts(row: dict, subject: Subject) -> str:
    """« 12 personnes ont répondu ; 7 se disent très gênées, là où on en attendrait 2 à 61 dB. »"""
    numbers = _numbers(row, subject)
    if row["expected"] is None:
        return " ".join([_facts_alone(row, subject) % numbers, *_level_notes(row, subject)])
    if subject.sort is Sort.CURVE:
        facts = _facts_by_survey if subject.is_relative else _facts_by_curve
        return facts(row["k"]) % numbers
    if subject.sort is Sort.PINS:
        return _facts_of_pins(row["k"]) % numbers
    return _facts_by_mean(row["k"], subject) % numbers


def _facts_by_curve(k: float) -> str:
    if not k:
        return gettext(
            "%(n)s people answered; none is highly annoyed, where %(expected)s would be "
            "expected at %(level)s."
        )
    # Translators: « 12 personnes ont répondu ; 7 se disent très gênées, là où on en attendrait 2 à 61 dB. »
    return ngettext(
        "%(n)s people answered; %(k)s is highly annoyed, where %(expected)s would be "
        "expected at %(level)s.",
        "%(n)s people answered; %(k)s say they are highly annoyed, where %(expected)s would be "
        "expected at %(level)s.",
        _number(k),
    )


def _facts_by_survey(k: float) -> str:
    if not k:
        return gettext(
            "%(n)s people answered; none is highly annoyed, where this survey would make one expect "
            "%(expected)s at %(level)s."
        )
    # Translators: « 12 personnes ont répondu ; 7 se disent très gênées, là où cette enquête en ferait attendre 3 à 61 dB. »
    return ngettext(
        "%(n)s people answered; %(k)s is highly annoyed, where this survey would make one expect "
        "%(expected)s at %(level)s.",
        "%(n)s people answered; %(k)s say they are highly annoyed, where this survey would make one "
        "expect %(expected)s at %(level)s.",
        _number(k),
    )


def _facts_by_mean(k: float, subject: Subject) -> str:
    if subject.sort is Sort.CLASS:
        # Translators: « 12 personnes ont répondu ; 7 donnent une note élevée, là où 3 le feraient si elles répondaient comme ailleurs où l’on mesure autant. »
        return ngettext(
            "%(n)s people answered; %(k)s gives a high rating, where %(expected)s would if they "
            "answered as elsewhere where as much is measured.",
            "%(n)s people answered; %(k)s give a high rating, where %(expected)s would if they "
            "answered as elsewhere where as much is measured.",
            _number(k),
        )
    return ngettext(
        "%(n)s people answered; %(k)s gives a high rating, where %(expected)s would if they "
        "answered as in the whole survey.",
        "%(n)s people answered; %(k)s give a high rating, where %(expected)s would if they "
        "answered as in the whole survey.",
        _number(k),
    )


def _facts_of_pins(k: float) -> str:
    # Translators: « 12 personnes ont écrit ici ; 7 au sujet de « Sons et calme », là où 3 l’auraient fait si l’on écrivait ici comme partout. »
    return ngettext(
        "%(n)s people wrote here; %(k)s about “%(theme)s”, where %(expected)s would have if people "
        "wrote here as everywhere.",
        "%(n)s people wrote here; %(k)s about “%(theme)s”, where %(expected)s would have if people "
        "wrote here as everywhere.",
        _number(k),
    )


def _facts_alone(row: dict, subject: Subject) -> str:
    if subject.sort is Sort.CURVE and not row["k"]:
        return gettext("%(n)s people answered; none is highly annoyed.")
    if subject.sort is Sort.CURVE:
        return ngettext(
            "%(n)s people answered; %(k)s is highly annoyed.",
            "%(n)s people answered; %(k)s say they are highly annoyed.",
            _number(row["k"]),
        )
    if subject.sort is Sort.PINS:
        return ngettext(
            "%(n)s people wrote here; %(k)s about “%(theme)s”.",
            "%(n)s people wrote here; %(k)s about “%(theme)s”.",
            _number(row["k"]),
        )
    return ngettext(
        "%(n)s people answered; %(k)s gives a high rating.",
        "%(n)s people answered; %(k)s give a high rating.",
        _number(row["k"]),
    )


def _number(k: float) -> int:
    """The number that decides the plural: 0 and more than one speak alike."""
    return 1 if round(k) == 1 else 2


def _uncounted(row: dict, subject: Subject) -> str:
    """A cell whose few respondents all said the same: not even how many they are is told."""
    # Translators: « Peu de personnes ont répondu ici : leur nombre n’est pas montré, pour que personne ne puisse être reconnu. »
    few = gettext(
        "Few people answered here: how many is not shown, so that nobody can be recognised."
    )
    return " ".join([few, *_level_notes(row, subject)])


BY_SURVEY = {
    "more": lambda: gettext("This is more than what this survey declares at this level of noise."),
    "compatible": lambda: gettext("This is what this survey declares at this level of noise."),
    "less": lambda: gettext("This is less than what this survey declares at this level of noise."),
}
READINGS = {
    Sort.CURVE: {
        "more": lambda: gettext("This is more than what is expected at this level of noise."),
        "compatible": lambda: gettext("This is what is expected at this level of noise."),
        "less": lambda: gettext("This is less than what is expected at this level of noise."),
    },
    Sort.CLASS: {
        "more": lambda: gettext("This is more than where as much is measured."),
        "compatible": lambda: gettext("This is as where as much is measured."),
        "less": lambda: gettext("This is less than where as much is measured."),
    },
    Sort.MEAN: {
        "more": lambda: gettext("This is more than in the whole survey."),
        "compatible": lambda: gettext("This is as in the whole survey."),
        "less": lambda: gettext("This is less than in the whole survey."),
    },
    Sort.PINS: {
        "more": lambda: gettext("This is more than elsewhere."),
        "compatible": lambda: gettext("This is as elsewhere."),
        "less": lambda: gettext("This is less than elsewhere."),
    },
}


def _reading(row: dict, subject: Subject) -> str:
    """What follows from the facts; never more than the status allows."""
    if row["expected"] is None:
        if subject.sort is Sort.CURVE and row["level"] is not None:
            return gettext(
                "The level measured is not that of the whole day: whether this is more or less than "
                "expected cannot be said."
            )
        return without_level(is_of_map=subject.is_of_map) if subject.sort is Sort.CURVE else ""
    if row["status"] == "uncertain":
        return gettext("This is too uncertain to conclude.")
    readings = BY_SURVEY if subject.is_relative else READINGS[subject.sort]
    return readings[row["found"] or "compatible"]()


def _cautions(row: dict, subject: Subject) -> tuple[str, ...]:
    notes = []
    if row["status"] == "uncertain" and row["low"] is not None:
        # Translators: « Avec si peu de réponses, la part réelle peut être de 20 à 75 %. »
        sentence = gettext("With so few answers the true share may be %(range)s.")
        notes.append(sentence % {"range": range_words(row["low"], row["high"])})
    elif row["flag"] not in (row["found"], "", None):
        notes.append(
            gettext("It stands out by itself, but among so many cells this may be chance.")
        )
    if row["is_interpolated"]:
        notes.append(gettext("The level is interpolated from measurements around."))
    return tuple(notes)


WORDS = {
    "more": lambda: gettext("more than expected"),
    "compatible": lambda: gettext("as expected"),
    "less": lambda: gettext("less than expected"),
}
WORDS_OF_MEANS = {
    "more": lambda: gettext("more than the mean"),
    "compatible": lambda: gettext("like the mean"),
    "less": lambda: gettext("less than the mean"),
}


def reading_words(row: dict, subject: Subject) -> str:
    """« plus que prévu »: the reading of a cell in a table."""
    if row["status"] == "no_answer":
        return gettext("no answer")
    if row["status"] == "too_few":
        # Translators: « moins de 5 réponses »
        return gettext("fewer than %(least)s answers") % {"least": subject.k_min}
    if row["expected"] is None:
        return gettext("nothing to compare with")
    if row["status"] == "uncertain":
        return pgettext("cell", "uncertain")
    words = WORDS if subject.sort is Sort.CURVE else WORDS_OF_MEANS
    return words[row["found"] or "compatible"]()
