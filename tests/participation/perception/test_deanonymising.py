"""T19: nobody finds a home again, whatever they fetch and however often they fetch it."""

import json
import uuid

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse

from participation.perception.models import Perception
from tests.factories import (
    make_contribution,
    make_felt_question,
    make_perception,
    make_staff,
)
from tests.participation.test_visibility_everywhere import ask, requests_of
from tests.participation.visibility_world import Canary, make_world, metres, routes, sign_in

pytestmark = pytest.mark.django_db
HOMES = [(8.3411111, 43.4511111), (8.3522222, 43.4622222)]
FILES = ("data:ratings-staff-geojson", "data:ratings-staff-csv")


@pytest.fixture
def world():
    """The world of everything hidden, with homes that were rated in both of its consultations."""
    world = make_world()
    canaries = []
    for consultation in (world.consultation, world.draft):
        question = make_felt_question(consultation)
        make_felt_question(consultation, context="passing", order=1)
        for lon, lat in HOMES:
            place = Point(lon, lat, srid=4326)
            rating = make_perception(question, place=place, participant=world.author)
            coarse = rating.public_place
            names, there = [str(rating.pk), str(rating.client_id)], [world.published]
            canaries.append(Canary("home", names, lon, lat, there))
            canaries.append(Canary("square", names, coarse.x, coarse.y, there))
    world.canaries = canaries
    return world


def sightings(client, world, among=("",)):
    """Every answer of the service in which a home, its square or its row is seen."""
    names = [name for name in routes() if name.startswith(among) and not name.startswith("admin:")]
    for name in sorted(set(names)):
        for verb, address, data in requests_of(name, world):
            _response, body = ask(client, verb, address, data)
            for canary in world.canaries:
                mark = canary.betrayed_by(body)
                if mark:
                    yield f"{verb} {address} shows {mark}"


def test_no_home_is_found_again_from_any_public_answer(client, world):
    assert list(sightings(client, world)) == []


def test_pages_and_files_show_no_home_to_who_lives_there(client, world):
    """A borrowed phone tells nothing either."""
    sign_in(client, world.author)
    assert list(sightings(client, world, ("data:", "participation:co"))) == []


def test_the_same_search_finds_the_homes_where_staff_may_read_them(client, world):
    client.force_login(make_staff(world.consultation.organisation))
    seen = list(sightings(client, world, ("data:", "participation:co")))
    addresses = {reverse(name, args=[world.consultation.pk]) for name in FILES}
    assert {sighting.split()[1] for sighting in seen} == addresses


def fetched(client, consultation):
    """The homes as the file of the staff gives them."""
    body = client.get(reverse(FILES[0], args=[consultation.pk])).getvalue()
    found = json.loads(body)["features"]
    return sorted(tuple(feature["geometry"]["coordinates"]) for feature in found)


def test_a_hundred_fetches_tell_no_more_than_one(client, world):
    """What jitters anew each time gives the home away to who averages it; this does not."""
    client.force_login(make_staff(world.consultation.organisation, role="moderator"))
    once = fetched(client, world.consultation)
    hundred = [fetched(client, world.consultation) for _ in range(100)]
    means = [
        tuple(sum(axis) / 100 for axis in zip(*tries, strict=True))
        for tries in zip(*hundred, strict=True)
    ]
    assert [pytest.approx(mean, abs=1e-9) for mean in means] == once
    assert all(metres(*home, *place) > 3 for home, place in zip(sorted(HOMES), once, strict=True))


def test_neighbours_share_one_place():
    question = make_felt_question()
    a, b = (
        make_perception(question, place=Point(8.35 + step, 43.45, srid=4326))
        for step in (0.00001, 0.00003)
    )
    assert a.public_place == b.public_place


@pytest.mark.parametrize(("role", "is_exact"), [("organiser", True), ("moderator", False)])
def test_homes_are_exact_in_the_file_only_for_who_may_locate_them(client, world, role, is_exact):
    client.force_login(make_staff(world.consultation.organisation, role=role))
    places = fetched(client, world.consultation)
    assert (places == [pytest.approx(home, abs=1e-7) for home in sorted(HOMES)]) == is_exact


def test_the_file_names_nobody(client, world):
    client.force_login(make_staff(world.consultation.organisation))
    for name in FILES:
        response = client.get(reverse(name, args=[world.consultation.pk]))
        body = response.getvalue().decode()
        assert str(world.author.pk) not in body
        assert response["Cache-Control"] == "private, no-store"


def test_files_of_ratings_are_refused_without_the_right(client, world):
    for user in (None, make_staff()):
        if user:
            client.force_login(user)
        for name in FILES:
            assert client.get(reverse(name, args=[world.consultation.pk])).status_code == 403


def test_what_was_withdrawn_leaves_the_file(client):
    kept = make_perception(client_id=uuid.uuid4())
    make_perception(kept.question, visibility="withdrawn")
    client.force_login(make_staff(kept.consultation.organisation))
    assert len(fetched(client, kept.consultation)) == 1


def test_a_rating_of_a_withdrawn_contribution_counts_no_more():
    contribution = make_contribution()
    question = make_felt_question(contribution.consultation, context="passing")
    make_perception(question, contribution=contribution)
    assert Perception.objects.counted().count() == 1
    type(contribution).objects.filter(pk=contribution.pk).update(visibility="withdrawn")
    assert Perception.objects.counted().count() == 0
