"""The ways into the editors of OpenStreetMap from the page of a cell: links, nothing more."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geo.osm.editor_links import (
    JOSM,
    Work,
    id_link,
    josm_data,
    josm_outline,
    mapcomplete_link,
    osm_link,
)
from participation.carto_parties.known import Known
from participation.carto_parties.models import CartoParty, Cell

THEMES = {
    "bench": "benches",
    "drinking_water": "drinking_water",
    "bicycle_parking": "bicycle_parkings",
    "toilets": "toilets",
    "recycling": "waste",
    "waste_basket": "waste",
    "defibrillator": "aed",
    "street_lamp": "street_lighting",
    "tree": "trees",
    "playground": "playgrounds",
}
"""Presets → the MapComplete theme that shows them, where the organiser chose none."""


@dataclass(frozen=True, slots=True)
class Editor:
    """One button; outline: what JOSM loads first."""

    name: str
    hint: str
    address: str
    outline: str = ""


@dataclass(frozen=True, slots=True)
class ObjectLinks:
    """Where one object is edited and read."""

    edit: str
    page: str


def work_in(cell: Cell, request) -> Work:
    """Return the box of a cell, and what edits in it are called."""
    party = cell.party
    west, south, east, north = cell.geometry.extent
    outline = reverse("api:cell_gpx", args=[party.slug, cell.code])
    comment = party.comment or str(party)
    return Work(
        west,
        south,
        east,
        north,
        cell.code,
        party.hashtag,
        comment[:180],
        request.build_absolute_uri(outline),
    )


def editors_of(party: CartoParty, work: Work) -> list[Editor]:
    """Return the buttons: those for the street first, then those for a computer."""
    found = []
    if party.streetcomplete_link:
        found.append(Editor("StreetComplete", _("on the spot"), party.streetcomplete_link))
    theme = theme_of(party)
    if theme:
        address = mapcomplete_link(work, theme, get_language())
        found.append(Editor("MapComplete", _("on the spot, in the browser"), address))
    found.append(Editor("iD", _("in the browser"), id_link(work)))
    found.append(Editor("JOSM", _("on a computer"), josm_data(work), josm_outline(work)))
    return found


def theme_of(party: CartoParty) -> str:
    """Return the MapComplete theme that the organiser chose, or the first one that fits."""
    fitting = (THEMES[key] for key in party.presets if key in THEMES)
    return party.mapcomplete_theme or next(fitting, "")


def links_of(known: Known, work: Work) -> ObjectLinks | None:
    """Return where an object is edited and read; None for what is not of OpenStreetMap."""
    if not known.reference:
        return None
    return ObjectLinks(id_link(work, known.reference), osm_link(known.element, known.osm_id))


def allowing_josm(response):
    """The page may speak to JOSM on the visitor's own computer, and only there."""
    update = dict(getattr(response, "_csp_update", {}))
    sources = update.get("connect-src", ["'self'"])
    response._csp_update = update | {"connect-src": [*sources, JOSM]}
    return response
