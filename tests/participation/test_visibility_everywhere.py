"""What is hidden appears nowhere: every address of the service is asked by everybody.

A new address fails the first test until it has an entry in ADDRESSES.
"""

import json

import pytest
from django.urls import NoReverseMatch, reverse

from participation.consultations.models import Consultation
from participation.map_layers.models import PublishedLayer
from participation.moderation import decisions
from tests.factories import (
    make_consultation,
    make_contribution,
    make_participant,
    make_staff,
    make_superuser,
)
from tests.participation.visibility_requests import (
    CELLS,
    REPORTS,
    gets,
    of_crossings,
    of_slugs,
    plain,
    releases,
)
from tests.participation.visibility_world import (
    DRAFT_OBJECT,
    FILTERS,
    HIDDEN,
    NEAR_M,
    OF_THE_ADMINISTRATION,
    comment_form,
    counted,
    make_world,
    metres,
    model_of,
    places_in,
    routes,
    sign_in,
    tile_of,
)

pytestmark = pytest.mark.django_db
READERS = ("anonymous", "author", "another participant", "staff of others")
JSON = "application/json"
LINKS = ("receipt", "edit", "withdraw", "ratings_receipt", "withdraw_ratings")
POINT = {"type": "Point", "coordinates": [8.35, 43.45]}
CROSSING_VIEWS = ("", "?view=table&status=too_few", "?view=words", "?show=felt")
PARTY_PAGES = (
    *(f"participation:carto_party{name}" for name in ("", "_live")),
    *(f"participation:party_{name}" for name in ("atlas", "atlas_file", "recap", "picture")),
    "api:party_tasks",
)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def browser(client, world):
    def of(reader):
        if reader == "author":
            sign_in(client, world.author)
        elif reader == "another participant":
            sign_in(client, make_participant())
        elif reader == "staff of others":
            client.force_login(make_staff(make_consultation().organisation))
        return client

    return of


def of_consultations(name):
    return lambda world: gets(name, world.consultation.pk) + gets(name, world.draft.pk)


def of_contributions(name):
    return lambda world: [
        request
        for contribution in (world.published, *(canary.things[0] for canary in world.canaries))
        for request in gets(name, contribution.pk)
    ]


def comments(world):
    asked = of_contributions("participation:comment")(world)
    return asked + [("POST", address, comment_form()) for _verb, address, _data in asked]


def of_receipts(name):
    """The private link of somebody else's contribution, and one that is nobody's."""
    return lambda world: gets(name, world.published.token) + gets(name, "A" * 22)


def posted(name, body):
    return lambda world: [
        ("POST", reverse(name, args=[consultation.pk]), body)
        for consultation in (world.consultation, world.draft)
    ]


def tiles(world):
    asked = []
    for consultation in (world.consultation, world.draft):
        for tile in tiles_around(world):
            now = (consultation.pk, consultation.data_version, *tile)
            asked += gets("api:tile", *now, queries=FILTERS[:4])
            for version in (1, 10**6):
                asked += gets("api:tile", consultation.pk, version, *tile)
    return asked


def tiles_around(world):
    places = [(canary.lon, canary.lat) for canary in world.canaries[:-1]]
    return sorted({tile_of(zoom, *place) for zoom in (0, 11, 14, 16, 17, 18) for place in places})


def of_layers(name, *more):
    """A layer on the map of each consultation, asked for under both."""
    return lambda world: [
        request
        for consultation in (world.consultation, world.draft)
        for published in PublishedLayer.objects.select_related("layer")
        for request in gets(name, consultation.slug, published.layer.slug, *more)
    ]


def layer_tiles(world):
    return [
        request
        for published in PublishedLayer.objects.select_related("layer")
        for key in (published.style_key, "0")
        for tile in ((0, 0, 0), tile_of(17, *DRAFT_OBJECT))
        for request in gets("api:layer_tile", published.pk, published.layer.current_id, key, *tile)
    ]


def layer_files(name):
    return lambda world: [
        request
        for pk in PublishedLayer.objects.values_list("pk", flat=True)
        for request in gets(name, pk)
    ]


def take_part(world):
    asked = of_slugs("participation:take_part")(world)
    posts = [("POST", address, {"step": "where", "go": "what"}) for _verb, address, _none in asked]
    return asked + posts


def of_parties(name, *arguments):
    return lambda world: [
        request for party in world.parties for request in gets(name, party.slug, *arguments)
    ]


def cells(world):
    asked = of_parties("participation:cell", "A1")(world)
    return asked + [("POST", address, {"act": "take", "team": "Moi"}) for _, address, _ in asked]


def of_perimeter(name):
    return lambda world: (
        gets(name, world.consultation.perimeter.current_id)
        + gets(name, world.draft.perimeter.current_id)
    )


def of_the_administration(name):
    """Its own addresses; where they take an object, each that is hidden and some others."""

    def asked(world):
        model = model_of(name)
        things = [thing for canary in world.canaries for thing in canary.things]
        keys = [thing.pk for thing in things if model and isinstance(thing, model)]
        keys += [row.pk for row in model.objects.all()[:5]] if model else []
        try:
            return gets(name)
        except NoReverseMatch:
            return reversed_with(name, keys or [1])

    return asked


def reversed_with(name, keys):
    try:
        return [request for key in keys for request in gets(name, key)]
    except NoReverseMatch:
        return []  # without a name, or with two arguments: no object of ours


ADDRESSES = {
    "health": plain("health"),
    "icon": plain("icon"),
    "tiles:layer": lambda world: gets("tiles:layer", world.published.pk, 0, 0, 0),
    "tiles:outside": lambda world: gets(
        "tiles:outside", world.published.pk, world.consultation.perimeter.current_id, 0, 0, 0
    ),
    "basemaps:style": lambda world: gets("basemaps:style", "local", "light"),
    "perimeters:geojson": of_perimeter("perimeters:geojson"),
    "api:accent": lambda world: gets("api:accent", "0b5d66"),
    **{name: posted(name, {"type": "Feature"}) for name in ("api:contributions", "api:ratings")},
    **{name: posted(name, POINT) for name in ("api:verdict", "api:felt_verdict")},
    "api:rating": lambda world: [("POST", reverse("api:rating", args=["A" * 22]), {})],
    "api:object": of_contributions("api:object"),
    "api:tile": tiles,
    "api:layer_tile": layer_tiles,
    "api:places": of_consultations("api:places"),
    "data:contributions-geojson": of_consultations("data:contributions-geojson"),
    "data:contributions-csv": of_consultations("data:contributions-csv"),
    "data:contributions-staff-geojson": of_consultations("data:contributions-staff-geojson"),
    "data:contributions-staff-csv": of_consultations("data:contributions-staff-csv"),
    "data:ratings-staff-geojson": of_consultations("data:ratings-staff-geojson"),
    "data:ratings-staff-csv": of_consultations("data:ratings-staff-csv"),
    "data:map-layer-geojson": layer_files("data:map-layer-geojson"),
    "data:map-layer-csv": layer_files("data:map-layer-csv"),
    "participation:home": plain("participation:home"),
    "participation:consultation": of_slugs("participation:consultation", FILTERS),
    "participation:take_part": take_part,
    "participation:named_place": of_slugs("participation:named_place", ("?place=1",)),
    "participation:data": of_slugs("participation:data"),
    "participation:layer": of_layers("participation:layer"),
    "participation:layer_object": of_layers("participation:layer_object", "n7"),
    "participation:contribution": of_contributions("participation:contribution"),
    "participation:comment": comments,
    "participation:give_place": of_contributions("participation:give_place"),
    "participation:felt": of_slugs("participation:felt"),
    "participation:walk": of_slugs("participation:walk"),
    **{f"participation:{name}": of_receipts(f"participation:{name}") for name in LINKS},
    **{name: of_parties(name) for name in PARTY_PAGES},
    "participation:party_cell_picture": of_parties("participation:party_cell_picture", "A1"),
    "api:party_changes": of_parties("api:party_changes", "changes"),
    "participation:cell": cells,
    "api:cells": of_parties("api:cells"),
    "api:cell_gpx": of_parties("api:cell_gpx", "A1"),
    "participation:crossing": of_crossings("participation:crossing", CROSSING_VIEWS),
    "participation:crossing_method": of_crossings("participation:crossing_method"),
    "participation:crossing_counts": of_crossings("participation:crossing_counts"),
    "api:crossing_map": releases,
    **CELLS,
    **REPORTS,
    "participation:help": plain("participation:help"),
    "participation:accessibility": plain("participation:accessibility"),
    "participation:privacy": plain("participation:privacy"),
}
OWN_PAGES = {"participation:contribution", "participation:comment", "participation:consultation"}


def requests_of(name, world):
    return (ADDRESSES.get(name) or of_the_administration(name))(world)


def ask(client, verb, address, data):
    if verb == "GET":
        response = client.get(address, headers={"Accept-Language": "fr"})
    elif address.startswith("/api/"):
        response = client.post(address, json.dumps(data), content_type=JSON)
    else:
        response = client.post(address, data, headers={"Sec-Fetch-Site": "same-origin"})
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return response, head.encode() + b"\n" + response.getvalue()


def may_see(reader, name, canary):
    """Authors see their own pending things, and why one of theirs was hidden, on the pages."""
    if reader != "author" or name not in OWN_PAGES:
        return False
    return canary.state == "pending" or (
        canary.state == "hidden" and name != "participation:consultation"
    )


def leaks(client, reader, world):
    for name in sorted(set(routes())):
        for verb, address, data in requests_of(name, world):
            _response, body = ask(client, verb, address, data)
            for canary in world.canaries:
                mark = canary.betrayed_by(body)
                if mark and not may_see(reader, name, canary):
                    yield f"{reader}: {verb} {address} shows {mark}"


def test_every_address_has_an_entry():
    known = set(ADDRESSES) | OF_THE_ADMINISTRATION
    missing = {name for name in routes() if name not in known and model_of(name) is None}
    assert not missing, "say in ADDRESSES how to ask for these"
    assert set(ADDRESSES) <= set(routes())


@pytest.mark.parametrize("reader", READERS)
def test_nothing_hidden_is_in_any_answer(reader, browser, world):
    assert list(leaks(browser(reader), reader, world)) == []


def test_the_same_search_finds_the_canaries_where_they_may_be_seen(client, world):
    """What is searched for can be found: else the test above would prove nothing."""
    sign_in(client, world.author)
    assert "zqpendingtitle" in client.get(page(world.consultation)).content.decode()
    client.force_login(make_superuser())
    found = {leak.split()[2].split("?")[0] for leak in leaks(client, "superuser", world)}
    for name in ("contributions-staff-geojson", "contributions-staff-csv"):
        assert reverse(f"data:{name}", args=[world.consultation.pk]) in found
    assert reverse("admin:participation_contribution_changelist") in found
    for canary in world.canaries[:-1]:
        contribution = canary.things[0]
        body = client.get(reverse("participation:contribution", args=[contribution.pk])).content
        assert canary.betrayed_by(body)
        assert canary.betrayed_by(f"{canary.lon:.6f}".encode())


def page(consultation):
    return reverse("participation:consultation", args=[consultation.slug])


@pytest.mark.parametrize("reader", READERS)
def test_no_tile_has_anything_within_a_metre_of_a_hidden_place(reader, browser, world):
    client = browser(reader)
    seen = 0
    for consultation in (world.consultation, world.draft):
        for tile in [tile for tile in tiles_around(world) if tile[0] >= 14]:
            response = client.get(reverse("api:tile", args=[consultation.pk, 1, *tile]))
            if response.status_code == 404:
                continue
            for place in places_in(tile, response.content):
                seen += 1
                for canary in world.canaries[:-1]:
                    assert metres(*place, canary.lon, canary.lat) > NEAR_M
    assert seen == 0


@pytest.mark.parametrize("reader", READERS)
def test_tiles_count_only_what_is_published(reader, browser, world):
    client = browser(reader)
    tile = client.get(reverse("api:tile", args=[world.consultation.pk, 1, 0, 0, 0]))
    assert counted(tile.content) == 2


@pytest.mark.parametrize("reader", READERS)
def test_files_count_only_what_is_published(reader, browser, world):
    address = reverse("data:contributions-geojson", args=[world.consultation.pk])
    assert json.loads(browser(reader).get(address).getvalue())["numberReturned"] == 2


@pytest.mark.parametrize(
    ("reader", "total"),
    [("anonymous", 2), ("author", 4), ("another participant", 2), ("staff of others", 2)],
)
def test_the_list_counts_what_its_reader_may_see(reader, total, browser, world):
    client = browser(reader)
    assert client.get(page(world.consultation)).context["total"] == total
    hidden = client.get(page(world.consultation), {"q": "zqhidden"})
    assert hidden.context["found"] == 0


@pytest.mark.parametrize("reader", READERS)
def test_a_search_for_hidden_words_answers_like_one_for_nonsense(reader, browser, world):
    client = browser(reader)
    for name in ("api:tile",):
        address = reverse(name, args=[world.consultation.pk, 1, 0, 0, 0])
        hidden, nonsense = (client.get(address, {"q": q}) for q in ("zqhiddentext", "zqnonsense"))
        assert hidden.content == nonsense.content == b""


def test_what_is_hidden_is_gone_from_the_next_answer(client):
    contribution = make_contribution(title="Bientôt masquée")
    consultation = contribution.consultation
    before = everywhere(client, consultation)
    assert all("Bientôt masquée".encode() in body for body in before.values())
    decisions.hide(contribution, make_superuser(), "hors sujet")
    for address, body in everywhere(client, consultation).items():
        assert "Bientôt masquée".encode() not in body, address


def everywhere(client, consultation):
    version = Consultation.objects.get(pk=consultation.pk).data_version
    tiles = [
        reverse("api:tile", args=[consultation.pk, number, *tile_of(zoom, 8.35, 43.45)])
        for number in (version, version - 1)
        for zoom in (0, 13, 18)
    ]
    files = [
        reverse(f"data:contributions-{kind}", args=[consultation.pk]) for kind in ("geojson", "csv")
    ]
    return {
        address: client.get(address).getvalue() for address in [page(consultation), *files, *tiles]
    }


@pytest.mark.parametrize("state", HIDDEN)
def test_the_page_of_something_hidden_is_not_there(client, world, state):
    canary = next(canary for canary in world.canaries if canary.state == state)
    address = reverse("participation:contribution", args=[canary.things[0].pk])
    assert client.get(address).status_code in {404, 410}
