"""Tiles over HTTP: where they are, how long they may be kept, what they never hold."""

import mapbox_vector_tile
import pytest
from django.db import connection
from django.urls import reverse

from participation.consultations.models import Consultation
from participation.contributions.changing import withdraw
from participation.contributions.tiles import SECONDS_KEPT
from participation.moderation import decisions
from tests.factories import (
    make_consultation,
    make_contribution,
    make_participant,
    make_staff,
    make_superuser,
)
from tests.participation.visibility_world import counted, sign_in, tile_of

pytestmark = pytest.mark.django_db


def address(consultation, tile=(0, 0, 0), version=None):
    stored = Consultation.objects.get(pk=consultation.pk).data_version
    return reverse("api:tile", args=[consultation.pk, version or stored, *tile])


@pytest.fixture
def consultation():
    return make_contribution().consultation


def test_the_newest_tile_may_be_kept_for_a_moment(client, consultation):
    response = client.get(address(consultation))
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert response["Cache-Control"] == f"public, max-age={SECONDS_KEPT}"
    assert SECONDS_KEPT <= 5
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert counted(response.content) == 1


def test_nothing_new_nothing_sent(client, consultation):
    etag = client.get(address(consultation))["ETag"]
    again = client.get(address(consultation), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make_contribution(consultation)
    later = client.get(address(consultation), headers={"If-None-Match": etag})
    assert later.status_code == 200
    assert counted(later.content) == 2


def test_other_filters_are_another_tile(client, consultation):
    """MapLibre does not draw a tile again whose ETag is that of the tile it shows."""
    everything = client.get(address(consultation))
    nothing = client.get(f"{address(consultation)}?q=nowhere")
    assert counted(everything.content) == 1
    assert counted(nothing.content) == 0
    assert nothing["ETag"] != everything["ETag"]


@pytest.mark.parametrize("step", [-1, 1, 1000])
def test_another_version_is_answered_fresh_and_kept_by_nobody(client, consultation, step):
    version = Consultation.objects.get(pk=consultation.pk).data_version
    response = client.get(address(consultation, version=version + step))
    assert counted(response.content) == 1
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("tile", [(19, 0, 0), (0, 1, 0), (4, 0, 16), (99, 0, 0)])
def test_outside_of_the_world_there_is_nothing(client, consultation, tile):
    assert client.get(address(consultation, tile)).status_code == 404


def test_a_consultation_that_is_not_there_gives_404(client, consultation):
    missing = address(consultation).replace(str(consultation.pk)[:8], "00000000")
    assert client.get(missing).status_code == 404


def test_a_place_without_contributions_gives_an_empty_tile(client, consultation):
    response = client.get(address(consultation, (18, 0, 0)))
    assert (response.status_code, response.content) == (200, b"")


def test_other_methods_are_refused(client, consultation):
    assert client.post(address(consultation)).status_code == 405
    assert client.head(address(consultation)).status_code == 200


@pytest.mark.parametrize("change", ["hide", "withdraw"])
def test_what_is_hidden_is_gone_from_the_next_tile_at_every_zoom(client, consultation, change):
    contribution = consultation.contributions.get()
    old = {zoom: address(consultation, tile_of(zoom, 8.35, 43.45)) for zoom in range(19)}
    assert {counted(client.get(tile).content) for tile in old.values()} == {1}
    if change == "hide":
        decisions.hide(contribution, make_superuser(), "hors sujet")
    else:
        withdraw(contribution)
    for zoom, tile in old.items():
        assert client.get(tile).content == b""
        assert client.get(address(consultation, tile_of(zoom, 8.35, 43.45))).content == b""


def test_publishing_again_brings_it_back(client, consultation):
    contribution = consultation.contributions.get()
    decisions.hide(contribution, make_superuser(), "à relire")
    decisions.publish(contribution, make_superuser(), "relue")
    assert counted(client.get(address(consultation)).content) == 1


def test_shared_tiles_never_hold_what_only_its_author_sees(client):
    author = make_participant()
    consultation = make_contribution(participant=author, visibility="pending").consultation
    sign_in(client, author)
    response = client.get(address(consultation))
    assert response.content == b""
    assert response["Cache-Control"].startswith("public")


def test_an_unpublished_consultation_has_tiles_for_its_staff_only(client, consultation):
    Consultation.objects.update(is_published=False)
    assert client.get(address(consultation)).status_code == 404
    client.force_login(make_staff(make_consultation().organisation))
    assert client.get(address(consultation)).status_code == 404
    client.force_login(make_staff(consultation.organisation))
    response = client.get(address(consultation))
    assert counted(response.content) == 1
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "expected"),
    [("theme=T", 2), ("theme=T,N", 3), ("kind=report", 1), ("q=phare", 1), ("theme=T&q=phare", 0),
     ("theme=%F0%9F%8C%B3&kind=x", 4), ("q=%00%25%27", 0), ("sort=comments", 4)],
)  # fmt: skip
@pytest.mark.parametrize("zoom", [5, 18])
def test_filters_are_those_of_the_list(client, query, expected, zoom):
    consultation = make_consultation(themes="TN")
    themes = {theme.letter: theme for theme in consultation.themes.all()}
    for letter, changes in (
        ("T", {}), ("T", {"kind": "report"}), ("N", {}), (None, {"title": "Près du phare"})
    ):  # fmt: skip
        make_contribution(consultation, theme=themes.get(letter), **changes)
    tile = address(consultation, tile_of(zoom, 8.35, 43.45))
    listed = client.get(
        reverse("participation:consultation", args=[consultation.slug]) + f"?{query}"
    )
    found = counted(client.get(f"{tile}?{query}").content)
    assert found == listed.context["found"]
    if "%00" not in query:
        assert found == expected


def test_a_theme_that_is_edited_needs_no_recount(client):
    consultation = make_consultation(themes="T")
    theme = consultation.themes.get()
    for _twice in range(2):
        make_contribution(consultation, theme=theme)
    theme.letter, theme.shape = "Z", "lozenge"
    theme.save()
    layers = mapbox_vector_tile.decode(client.get(address(consultation)).content)
    assert layers["clusters"]["features"][0]["properties"]["Z-lozenge"] == 2


def test_a_tile_costs_a_fixed_number_of_queries(
    client, consultation, django_assert_max_num_queries
):
    for _number in range(20):
        make_contribution(consultation)
    tile = address(consultation)
    with django_assert_max_num_queries(3):
        client.get(tile)


def test_points_stay_out_of_the_index_of_lines_and_areas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'contribution_shapes'")
        assert "WHERE (st_dimension(geometry) > 0)" in cursor.fetchone()[0]
