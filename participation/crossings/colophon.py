"""Where a release comes from: its numbers, its sources with their licences, its parameters."""

from dataclasses import dataclass

from django.utils.translation import gettext

from participation.contributions.origins import attribution_of
from participation.crossings.models import Crossing, Release


@dataclass(frozen=True, slots=True)
class Colophon:
    """crs: the metric system of the cells; answers: rounded as totals are, None where not told."""

    crs: str
    answers: int | None
    sources: list[str]


def colophon_of(crossing: Crossing, release: Release) -> Colophon:
    srid = release.parameters.get("crs") or crossing.consultation.perimeter.metric_srid
    return Colophon(
        crs=f"EPSG:{srid}",
        answers=release.totals.get("answers"),
        sources=sources_of(crossing),
    )


def sources_of(crossing: Crossing) -> list[str]:
    consultation = crossing.consultation
    found = []
    if crossing.dataset_id:
        found.append(
            # Translators: « Mesures : Bruitparif, Licence Ouverte 2.0. »
            gettext("Measurements: %(attribution)s, %(licence)s.")
            % {
                "attribution": crossing.dataset.attribution,
                "licence": crossing.dataset.licence,
            }
        )
    attribution = attribution_of(consultation)
    found.append(
        # Translators: « Réponses : Ville de Port-Valdora, Licence Ouverte 2.0. »
        gettext("Answers: %(attribution)s, %(licence)s.")
        % {"attribution": attribution, "licence": consultation.licence}
    )
    return found
