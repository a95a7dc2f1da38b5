"""The basemaps that an organiser can choose from, with the words that each one's licence asks for.

A third party sees the visitor's address: it is used only where the organiser chose it, and the
page says so. Its tiles are asked for with the site's name as referrer and never the page's path
(SECURE_REFERRER_POLICY); OpenStreetMap's tile policy requires that much.
"""

from collections.abc import Mapping
from typing import NamedTuple

from basemaps.models import TileSource

LOCAL, RASTER, NONE = TileSource.Kind.LOCAL, TileSource.Kind.RASTER, TileSource.Kind.NONE
LANGUAGES = ("fr", "it", "en")


class Known(NamedTuple):
    """One entry; texts by language."""

    slug: str
    kind: str
    name: Mapping[str, str]
    attribution: Mapping[str, str]
    address: str = ""
    max_zoom: int = 19
    is_third_party: bool = True


def _geoplateforme(layer: str, picture: str) -> str:
    return (
        "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        f"&LAYER={layer}&STYLE=normal&FORMAT=image/{picture}&TILEMATRIXSET=PM"
        "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
    )


OSM_CONTRIBUTORS = {
    "fr": "© les contributeurs et contributrices d’OpenStreetMap, ODbL",
    "it": "© i contributori di OpenStreetMap, ODbL",
    "en": "© OpenStreetMap contributors, ODbL",
}
IGN_LICENCE = {
    "fr": "© IGN, Géoplateforme, Licence Ouverte 2.0",
    "it": "© IGN, Géoplateforme, Licence Ouverte 2.0",
    "en": "© IGN, Géoplateforme, Open Licence 2.0",
}
CATALOGUE = (
    Known(
        "osm-france",
        RASTER,
        {"fr": "OpenStreetMap France", "it": "OpenStreetMap Francia", "en": "OpenStreetMap France"},
        {
            "fr": f"Fond OpenStreetMap France, {OSM_CONTRIBUTORS['fr']}",
            "it": f"Mappa OpenStreetMap France, {OSM_CONTRIBUTORS['it']}",
            "en": f"Map OpenStreetMap France, {OSM_CONTRIBUTORS['en']}",
        },
        "https://a.tile.openstreetmap.fr/osmfr/{z}/{x}/{y}.png",
        max_zoom=20,
    ),
    Known(
        "osm",
        RASTER,
        {"fr": "OpenStreetMap", "it": "OpenStreetMap", "en": "OpenStreetMap"},
        OSM_CONTRIBUTORS,
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    ),
    Known(
        "ign-plan",
        RASTER,
        {"fr": "Plan IGN", "it": "Mappa IGN (Francia)", "en": "IGN map (France)"},
        IGN_LICENCE,
        _geoplateforme("GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2", "png"),
    ),
    Known(
        "ign-aerial",
        RASTER,
        {
            "fr": "Vue aérienne IGN",
            "it": "Vista aerea IGN (Francia)",
            "en": "IGN aerial view (France)",
        },
        IGN_LICENCE,
        _geoplateforme("ORTHOIMAGERY.ORTHOPHOTOS", "jpeg"),
    ),
    Known(
        "none",
        NONE,
        {"fr": "Aucun fond", "it": "Nessuna mappa di base", "en": "No basemap"},
        {"fr": "", "it": "", "en": ""},
        is_third_party=False,
    ),
)


def install_catalogue() -> list[TileSource]:
    """Adds what is missing; what an organiser changed stays."""
    return [_install(known) for known in CATALOGUE]


def add_local(slug: str, layer: str, name: Mapping[str, str], attribution: Mapping[str, str]):
    """Our own map of a layer as a basemap, made or brought up to date."""
    fields = _fields(Known(slug, LOCAL, name, attribution, layer, is_third_party=False))
    return TileSource.objects.update_or_create(slug=slug, defaults=fields)[0]


def _install(known: Known) -> TileSource:
    return TileSource.objects.get_or_create(slug=known.slug, defaults=_fields(known))[0]


def _fields(known: Known) -> dict:
    texts = {f"name_{language}": known.name[language] for language in LANGUAGES}
    texts |= {f"attribution_{language}": known.attribution[language] for language in LANGUAGES}
    return texts | {
        "kind": known.kind,
        "address": known.address,
        "max_zoom": known.max_zoom,
        "is_third_party": known.is_third_party,
    }
