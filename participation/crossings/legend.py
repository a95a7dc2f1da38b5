"""The legend of each way to look: its classes with their words, as buttons that filter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext

from geo.analysis.palettes import letters_on
from participation.crossings import classes
from participation.crossings.asked import Asked
from participation.crossings.numbers import level_words
from participation.crossings.sentences import WORDS, WORDS_OF_MEANS, Sort, Subject


@dataclass(frozen=True, slots=True)
class Key:
    """One class: its code, its words, and the value of the filter that its button asks for."""

    code: str
    words: str
    value: str
    is_on: bool
    is_white: bool


@dataclass(frozen=True, slots=True)
class Legend:
    """rows: (words, keys), the highest first; columns: words under them; axis: what they measure."""

    rows: list[tuple[str, list[Key]]]
    columns: list[str]
    axis: str
    is_square: bool


def legend_of(asked: Asked, subject: Subject, thresholds: Sequence[float]) -> Legend:
    if asked.show == classes.MEASURED and not thresholds:
        return Legend([], [], "", is_square=False)
    if asked.show == classes.CROSSED:
        return _square(asked, subject, thresholds) if thresholds else _column(asked, subject)
    words = _words(asked.show, subject, thresholds)
    rows = [(word, [_key(asked, str(at), word)]) for at, word in enumerate(words, start=1)]
    return Legend(rows, [], _axis(asked.show, subject), is_square=False)


def _words(show: str, subject: Subject, thresholds: Sequence[float]) -> list[str]:
    if show == classes.MEASURED:
        return _level_words(thresholds, subject.unit)
    return _share_words() if show == classes.FELT else _sure_words()


def _square(asked: Asked, subject: Subject, thresholds: Sequence[float]) -> Legend:
    columns = _level_words(thresholds, "")
    rows = [
        (word, [_key(asked, f"{row}{at}", _both(word, column, subject)) for at, column in
                enumerate(_level_words(thresholds, subject.unit), start=1)])
        for row, word in row_words(subject)
    ]  # fmt: skip
    return Legend(rows, columns, _axis(classes.MEASURED, subject), is_square=True)


def _column(asked: Asked, subject: Subject) -> Legend:
    rows = [(word, [_key(asked, row, word)]) for row, word in row_words(subject)]
    return Legend(rows, [], "", is_square=False)


def shows_of(asked: Asked, subject: Subject, thresholds: Sequence[float]):
    """[(show, words, address, is on)]: the ways to look that this crossing offers."""
    words = {
        classes.CROSSED: pgettext("way to look at the map", "Crossed"),
        classes.MEASURED: pgettext("way to look at the map", "Measured"),
        classes.FELT: pgettext("way to look at the map", "Felt"),
        classes.CONFIDENCE: pgettext("way to look at the map", "Confidence"),
    }
    if subject.sort is Sort.PINS:
        words[classes.FELT] = pgettext("way to look at the map", "Share")
    if not thresholds:
        del words[classes.MEASURED]
    return [
        (show, word, asked.but(show=show, classes=()), show == asked.show)
        for show, word in words.items()
    ]


@dataclass(frozen=True, slots=True)
class StatusKey:
    """One status with its words, and the value of the filter that its button asks for."""

    status: str
    words: str
    value: str
    is_on: bool


def statuses_of(asked: Asked, subject: Subject) -> list[StatusKey]:
    words = {
        "published": pgettext("cell", "published"),
        "uncertain": pgettext("cell", "uncertain"),
        "too_few": gettext("fewer than %(least)s answers") % {"least": subject.k_min},
        "no_answer": gettext("no answer"),
    }
    chosen = set(asked.statuses)
    return [
        StatusKey(status, word, ",".join(sorted(chosen ^ {status})), status in chosen)
        for status, word in words.items()
    ]


def row_words(subject: Subject) -> list[tuple[str, str]]:
    """[("C", « plus que prévu »), …]: the rows from the top."""
    words = WORDS if subject.sort is Sort.CURVE else WORDS_OF_MEANS
    return [("C", words["more"]()), ("B", words["compatible"]()), ("A", words["less"]())]


def _both(row: str, column: str, subject: Subject) -> str:
    # Translators: « plus que prévu, niveau mesuré : 53 à 68 dB »
    return gettext("%(felt)s, level measured: %(level)s") % {"felt": row, "level": column}


def _key(asked: Asked, code: str, words: str) -> Key:
    chosen = set(asked.classes)
    return Key(
        code=code,
        words=words,
        value=",".join(sorted(chosen ^ {code})),
        is_on=code in chosen,
        is_white=letters_on(classes.COLOURS[asked.show][code]) == "#ffffff",
    )


def _level_words(thresholds: Sequence[float], unit: str) -> list[str]:
    """« sous 53 », « 53 à 68 », « 68 et plus »."""
    unit = f"\N{NO-BREAK SPACE}{unit}" if unit else ""
    steps = [number_format(step) for step in thresholds]
    between = [
        gettext("%(low)s to %(high)s") % {"low": low, "high": high + unit}
        for low, high in zip(steps, steps[1:], strict=False)
    ]
    return [
        gettext("under %(level)s") % {"level": steps[0] + unit},
        *between,
        gettext("%(level)s and more") % {"level": steps[-1] + unit},
    ]


def _share_words() -> list[str]:
    return _level_words([round(100 * step) for step in classes.SHARES], "%")


def _sure_words() -> list[str]:
    first, second = (round(100 * step) for step in classes.HALF_WIDTHS)
    return [
        gettext("known to within %(points)s points") % {"points": first},
        gettext("to within %(low)s to %(high)s points") % {"low": first, "high": second},
        gettext("less well still"),
    ]


def _axis(show: str, subject: Subject) -> str:
    if show == classes.MEASURED:
        return _measured_axis(subject)
    if show == classes.CONFIDENCE:
        return gettext("interval of the share")
    if subject.sort is Sort.PINS:
        return gettext("share of the remarks")
    if subject.sort is Sort.CURVE:
        return gettext("share of people highly annoyed")
    return gettext("share of high ratings")


def _measured_axis(subject: Subject) -> str:
    axis = f"{subject.indicator}, {subject.unit}"
    if (subject.usual_u or 0) <= classes.UNSURE:
        return axis
    # Translators: « Niveau équivalent (LAeq), dB, à 5 dB près au mieux »
    return gettext("%(axis)s, give or take %(uncertainty)s at best") % {
        "axis": axis,
        "uncertainty": level_words(subject.usual_u, subject.unit),
    }
