"""The box of the report: method, limits and sources in few sentences, those of the page of the method."""

from collections.abc import Iterable

from django.utils.translation import gettext

from geo.layers.licences import Credit
from participation.crossings import colophon
from participation.crossings.method import CurveInWords
from participation.crossings.models import Crossing, Release
from participation.crossings.sentences import Sort, Subject


def method_of(subject: Subject, curve: CurveInWords | None) -> list[str]:
    found = [
        gettext("Cells with edges of %(edge)s m; fewer than %(least)s people: nothing is shown but the level.")
        % {"edge": subject.edge_m, "least": subject.k_min},
        expected_by(subject, curve),
        gettext("The share of n people of whom k are highly annoyed has an interval of 95%% (Wilson 1927). It is more than expected where the whole interval lies above the band of what is expected, less where it lies below.")
        % {},
        gettext("Among many cells some stand out by chance. An exact binomial test of each cell, corrected together (Benjamini and Hochberg 1995), keeps the false alarms among those found near 10%%. A cell is coloured only where the interval and the test agree.")
        % {},
    ]  # fmt: skip
    return found


def expected_by(subject: Subject, curve: CurveInWords | None) -> str:
    if curve:
        # Translators: « Attendu : directive (UE) 2020/367, annexe III, … »
        return gettext("Expected: Directive (EU) 2020/367, annex III, in percent of people highly annoyed: %(formula)s, L being %(indicator)s.") % {
            "formula": curve.formula,
            "indicator": curve.indicator,
        }  # fmt: skip
    if subject.sort is Sort.CLASS:
        return gettext("No curve is accepted for this indicator. What is expected is the mean share of this survey among the cells where as much is measured.")  # fmt: skip
    if subject.sort is Sort.PINS:
        return gettext("What is expected is the share of the theme among all remarks of the consultation.")  # fmt: skip
    return gettext("Nothing is measured. What is expected is the mean share of the survey.")


def limits_of(crossing: Crossing, subject: Subject) -> list[str]:
    found = [
        gettext("Who answers is not drawn by lot: people who are annoyed, who have time or who know of the consultation answer more."),
        gettext("A cell says what people around there say, not what one address bears, and not why."),
    ]  # fmt: skip
    if crossing.curve:
        found.append(gettext("The coefficients were taken from works that quote the directive, not from the Official Journal itself, and its corrigendum of June 2020 was not read."))  # fmt: skip
    if crossing.curve == "road":
        found.append(gettext("The full curve for roads includes studies from Alpine valleys; without them 3.6%% instead of 8.6%% would be expected at 50 dB, and 9.1%% instead of 15.3%% at 60 dB. At low levels what is expected is uncertain by a factor of two.") % {})  # fmt: skip
    return found


def sources_of(crossing: Crossing, release: Release, names: Iterable[Credit]) -> list[str]:
    """Return the credits: measurements, answers, names of places, and the map below."""
    found = colophon.sources_of(crossing, release)
    found += [f"{gettext('Names of places:')} {one.text}, {one.licence}." for one in names]
    basemap = crossing.consultation.basemap
    if basemap and basemap.kind == "local" and basemap.attribution:
        # Translators: « Fond de carte : … »
        found.append(gettext("Map below: %(attribution)s.") % {"attribution": basemap.attribution})
    return list(dict.fromkeys(found))
