"""Where a release comes from: its numbers, its sources with their licences, its parameters."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from geo.layers.licences import licence_name
from participation.contributions.origins import attribution_of
from participation.crossings.models import Crossing, Release
from participation.crossings.numbers import FIXED, grouped
from participation.crossings.showing import is_of_map


@dataclass(frozen=True, slots=True)
class Colophon:
    """crs: the metric system of the cells; answers: rounded as totals are, None where not told."""

    crs: str
    answers: int | None
    sources: list[str]


def colophon_of(crossing: Crossing, release: Release) -> Colophon:
    srid = release.parameters.get("srid") or crossing.consultation.perimeter.metric_srid
    answers = release.totals.get("people") or release.totals.get("answers")
    return Colophon(f"EPSG:{srid}", answers, sources_of(crossing, release))


def sources_of(crossing: Crossing, release: Release) -> list[str]:
    """Return whose measurements and whose answers these are, as the release was made of them."""
    found = []
    dataset = release.parameters.get("dataset") or {}
    if crossing.dataset_id:
        credit = {
            "attribution": dataset.get("attribution") or crossing.dataset.attribution,
            "licence": licence_name(dataset.get("licence") or crossing.dataset.licence),
        }
        found.append(_whose_levels(is_of_map=is_of_map(release)) % credit)
        found += _measured(crossing, release)
    return [*found, *_answers(crossing, release)]


def _whose_levels(*, is_of_map: bool) -> str:
    if is_of_map:
        # Translators: « Carte de bruit : Bordeaux Métropole, Licence Ouverte 2.0. »
        return gettext("Noise map: %(attribution)s, %(licence)s.")
    # Translators: « Mesures : Bruitparif, Licence Ouverte 2.0. »
    return gettext("Measurements: %(attribution)s, %(licence)s.")


def _measured(crossing: Crossing, release: Release) -> list[str]:
    measured = release.totals.get("measured") or {}
    if not measured.get("values") or measured.get("mean") is None:
        return []
    # Translators: « 102 mesures, 77,8 dB(A) en moyenne. »
    sentence = ngettext(
        "%(count)s measurement, %(mean)s.",
        "%(count)s measurements, %(mean)s on average.",
        measured["values"],
    )
    mean = f"{number_format(measured['mean'], 1)}{FIXED}{crossing.dataset.indicator.unit}"
    return [sentence % {"count": grouped(measured["values"]), "mean": mean}]


def _answers(crossing: Crossing, release: Release) -> list[str]:
    """Whose answers: of surveys that were taken over, else of the consultation itself."""
    consultation = crossing.consultation
    surveys = release.parameters.get("surveys") or []
    credits = [{"attribution": one["attribution"], "licence": one["licence"]} for one in surveys]
    if not credits:
        own = {"attribution": attribution_of(consultation), "licence": consultation.licence}
        credits = [own]
    # Translators: « Réponses : Ville de Port-Valdora, Licence Ouverte 2.0. »
    sentence = gettext("Answers: %(attribution)s, %(licence)s.")
    known = [one | {"licence": licence_name(one["licence"])} for one in credits]
    return list(dict.fromkeys(sentence % credit for credit in known))
