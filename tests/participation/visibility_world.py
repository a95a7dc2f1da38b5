"""What is hidden in every way, the addresses of the whole service, and how to look for leaks."""

import math
import uuid
from dataclasses import dataclass, field

import mapbox_vector_tile
from django.apps import apps
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver
from shapely import Point

from geo.layers.importing import FeatureRow
from geo.tiles.mercator import EXTENT
from participation.accounts.visitors import remember
from tests.factories import (
    make_cell,
    make_comment,
    make_consultation,
    make_contribution,
    make_layer,
    make_participant,
    make_party,
    make_published_layer,
    make_unplaced,
)
from tests.participation.crossings.page_world import make_crossing, make_release

DRAFT_OBJECT = (8.36, 43.46)
NOWHERE = (0.1231111, 0.1231111)  # cut or rounded: the same
HIDDEN = ("pending", "hidden", "merged", "withdrawn")
NEAR_M = 1.0
CROSSING_WORDS = ["zqhiddencrossing", "zqcrossingofdraft", "zqmaskedplace"]
PARTY_WORDS = ["zqhiddenparty", "zqhiddentag", "zqpartyofdraft", "zqhiddenteam"]
OF_THE_ADMINISTRATION = {
    "admin:index", "admin:login", "admin:logout", "admin:password_change", "admin:jsi18n",
    "admin:password_change_done", "admin:autocomplete", "admin:view_on_site", "admin:app_list",
    "admin:(<path:object_id>/)", "admin:((?P<url>.*)$)", "admin:auth_user_password_change",
}  # fmt: skip
"""Those of Django that name no model; the others are made out by their model."""
FILTERS = (
    "",
    "?place=none",
    "?q=zq",
    "?q=Titre",
    "?theme=T",
    "?kind=proposal&sort=comments",
    "?page=2",
)


@dataclass
class Canary:
    """Something that must not be seen: words that stand nowhere else, and a place."""

    state: str
    words: list[str]
    lon: float
    lat: float
    things: list = field(default_factory=list)

    def betrayed_by(self, body: bytes) -> str | None:
        text = body.decode("utf-8", "replace").lower()
        marks = [*self.words, f"{self.lon:.5f}"[:7], f"{self.lat:.5f}"[:8]]
        return next((mark for mark in marks if mark.lower() in text), None)


@dataclass
class World:
    """A consultation with published things among which others are hidden, and one in preparation."""

    consultation: object
    draft: object
    author: object
    published: object
    parties: list
    crossings: list
    canaries: list[Canary]


def make_canary(consultation, author, state, serial, visibility):
    lon, lat = 8.3311111 + serial * 0.004, 43.4411111 + serial * 0.004  # cut or rounded: the same
    words = [f"zq{state}{part}" for part in ("title", "text", "name", "remark", "remarker")]
    contribution = make_contribution(
        consultation, f"POINT({lon:.7f} {lat:.7f})", author,
        title=f"Titre {words[0]}", text=f"Texte {words[1]}", display_name=words[2],
        theme=consultation.themes.first(), visibility=visibility,
    )  # fmt: skip
    comment = make_comment(contribution, text=f"Remarque {words[3]}", display_name=words[4])
    return Canary(state, words, lon, lat, [contribution, comment])


def make_unplaced_canary(consultation, author, visibility):
    words = [f"zqnowhere{visibility}{part}" for part in ("title", "text", "name", "address")]
    contribution = make_unplaced(
        consultation, f"Rue {words[3]}", participant=author, title=words[0], text=words[1],
        display_name=words[2], theme=consultation.themes.first(), visibility=visibility,
    )  # fmt: skip
    return Canary(visibility, words, *NOWHERE, [contribution])


def make_parties(consultation, draft):
    """A carto-party that everyone sees; one that is not published, and one of a draft."""
    hidden = {"title_fr": "zqhiddenparty", "is_published": False}
    parties = [
        make_party(consultation=consultation),
        make_party(consultation=consultation, hashtag="zqhiddentag", **hidden),
        make_party(consultation=draft, title_fr="zqpartyofdraft"),
    ]
    for party, team in zip(parties, ("Tamaris", "zqhiddenteam", "zqhiddenteam"), strict=True):
        make_cell(party, team=team, status="done", note=f"{team} est passée")
    return parties


def make_crossings(consultation, draft):
    """A crossing that everyone sees, in which too few answered in one cell; one that is not
    published, and one of a draft."""
    hidden = {"title_fr": "zqhiddencrossing", "is_published": False}
    crossings = [
        make_crossing(consultation),
        make_crossing(consultation, **hidden),
        make_crossing(draft, title_fr="zqcrossingofdraft"),
    ]
    for crossing in crossings:
        release = make_release(crossing, [(30, 18, 65.0), (3, 2, 60.0)])
        release.cells.filter(status="too_few").update(n=3, k=2, place_name="zqmaskedplace")
        make_release(crossing, [(30, 18, 65.0)], kind="live")
    return crossings


def make_world() -> World:
    author = make_participant()
    consultation = make_consultation(themes="TNSP")
    draft = make_consultation(themes="T", title_fr="Projet zqdraftproject")
    published = make_contribution(consultation, "POINT(8.36 43.43)", title="Visible de tous")
    make_contribution(consultation, "POINT(8.37 43.435)", theme=consultation.themes.last())
    make_comment(published, text="Un commentaire visible")
    remark = make_comment(published, text="zqremarkhidden", visibility="hidden")
    canaries = [
        make_canary(consultation, author, state, serial, state)
        for serial, state in enumerate(HIDDEN)
    ]
    unplaced = [make_unplaced_canary(consultation, author, state) for state in HIDDEN]
    in_draft = make_canary(draft, author, "draft", 5, "published")
    parties = make_parties(consultation, draft)
    crossings = make_crossings(consultation, draft)
    in_draft.words += ["zqdraftproject", "zqdraftlayer", "zqdraftobject", *PARTY_WORDS]
    in_draft.words += CROSSING_WORDS
    on_draft_map = make_layer(
        [FeatureRow(Point(*DRAFT_OBJECT), {"description": "zqdraftobject"}, "n", 7)]
    )
    make_published_layer(draft, on_draft_map, title_fr="zqdraftlayer", title_it="")
    make_published_layer(consultation)
    draft.is_published = False
    draft.save()
    canaries += [in_draft, *unplaced, Canary("remark", ["zqremarkhidden"], *NOWHERE, [remark])]
    return World(consultation, draft, author, published, parties, crossings, canaries)


def sign_in(client, participant):
    """Give a browser the cookie of somebody who took part."""
    response = remember(HttpResponse(), RequestFactory().get("/"), participant)
    client.cookies.update(response.cookies)


def routes(resolver=None, spaces=()):
    """Every route of the service: its full name, or what stands in for it where it has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, (*spaces, *filter(None, [pattern.namespace])))
        else:
            yield ":".join((*spaces, pattern.name or f"({pattern.pattern})"))


def model_of(name):
    """The model of one of the administration's own addresses, else None."""
    parts = name.removeprefix("admin:").split("_")
    try:
        model = apps.get_model(parts[0], parts[1]) if name.startswith("admin:") else None
    except (LookupError, IndexError):
        return None
    return None if model is None or model._meta.swapped else model


def tile_of(zoom, lon, lat):
    northing = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return zoom, int((lon + 180) / 360 * 2**zoom), int(northing * 2**zoom)


def places_in(tile, body):
    """Every position of a vector tile, in degrees."""
    zoom, x, y = tile
    for layer in mapbox_vector_tile.decode(body, default_options={"y_coord_down": True}).values():
        for feature in layer["features"]:
            for px, py in positions(feature["geometry"]["coordinates"]):
                northing = math.pi * (1 - 2 * (y + py / EXTENT) / 2**zoom)
                lat = math.degrees(math.atan(math.sinh(northing)))
                yield (x + px / EXTENT) / 2**zoom * 360 - 180, lat


def positions(coordinates):
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions(part)


def metres(lon, lat, other_lon, other_lat):
    east = (lon - other_lon) * 111_320 * math.cos(math.radians(lat))
    return math.hypot(east, (lat - other_lat) * 111_320)


def counted(body):
    """How many contributions a vector tile counts."""
    layers = mapbox_vector_tile.decode(body)
    alone = len(layers.get("points", {"features": []})["features"])
    clusters = layers.get("clusters", {"features": []})["features"]
    return alone + sum(feature["properties"]["count"] for feature in clusters)


def comment_form():
    return {"client_id": str(uuid.uuid4()), "text": "Bonjour", "language": "fr"}
