"""Layers on the map of a consultation: what is drawn, what is read, who may read it."""

import mapbox_vector_tile
import pytest
import shapely
from django.urls import reverse

from geo.layers.importing import FeatureRow, publish_version
from participation.map_layers.models import PublishedLayer
from participation.map_layers.proposing import propose_classes
from tests.factories import (
    make_consultation,
    make_layer,
    make_published_layer,
    make_staff,
    some_objects,
)
from tests.participation.visibility_world import tile_of

pytestmark = pytest.mark.django_db
PLACE = (8.35, 43.45)


@pytest.fixture
def published():
    return make_published_layer()


def tile_address(published, tile, key=None):
    names = [published.pk, published.layer.current_id, key or published.style_key, *tile]
    return reverse("api:layer_tile", args=names)


def drawn(client, published, zoom, place=PLACE, layer="points"):
    body = client.get(tile_address(published, tile_of(zoom, *place))).content
    features = mapbox_vector_tile.decode(body).get(layer, {}).get("features", [])
    return [feature["properties"] for feature in features]


def page(published, query=""):
    names = [published.consultation.slug, published.layer.slug]
    return reverse("participation:layer", args=names) + query


def object_page(published, reference):
    names = [published.consultation.slug, published.layer.slug, reference]
    return reverse("participation:layer_object", args=names)


def test_classes_are_proposed_from_what_the_objects_are(published):
    classes = list(published.classes.all())
    assert {one.label_fr for one in classes} == {"Bancs", "Eau potable", "Parc"}
    assert len({(one.letter, one.shape) for one in classes}) == 3
    assert {"amenity": "bench"} in [one for c in classes for one in c.conditions]


def test_objects_without_a_known_kind_are_one_class_under_the_title():
    layer = make_layer([FeatureRow(shapely.Point(*PLACE), {"essence": "tilleul"})])
    published = make_published_layer(layer=layer, title_fr="Arbres", title_it="Alberi")
    only = published.classes.get()
    assert (only.label_fr, only.label_it, only.conditions) == ("Arbres", "Alberi", [])


def test_what_only_a_key_says_is_called_by_it():
    layer = make_layer([FeatureRow(shapely.box(8.35, 43.45, 8.36, 43.46), {"building": "yes"})])
    only = make_published_layer(layer=layer).classes.get()
    assert (only.label_fr, only.label_it) == ("Bâtiment", "Edificio")


def test_two_layers_of_one_map_do_not_share_a_mark(published):
    other = make_published_layer(published.consultation, make_layer())
    marks = [(one.letter, one.shape) for layer in (published, other) for one in layer.classes.all()]
    assert len(set(marks)) == len(marks)


def test_near_by_every_object_is_drawn_by_itself(client, published):
    assert {one["id"] for one in drawn(client, published, 17)} == {"n1", "n2"}
    assert [one["id"] for one in drawn(client, published, 17, (8.3515, 43.4515))] == ["w3"]
    assert [one["id"] for one in drawn(client, published, 17, (8.3515, 43.4515), "shapes")] == [
        "w3"
    ]


def test_far_away_objects_are_counted_not_left_out(client):
    rows = [
        FeatureRow(shapely.Point(8.35 + i * 1e-5, 43.45), {"natural": "tree"}, "n", i + 1)
        for i in range(30)
    ]
    trees = make_published_layer(layer=make_layer(rows))
    found = drawn(client, trees, 10)
    assert sum(one.get("count", 1) for one in found) == 30
    assert len(found) == 1


def test_tags_do_not_travel_in_tiles(client, published):
    keys = {key for one in drawn(client, published, 17) for key in one}
    assert keys <= {"id", "class", "name"}


def test_what_no_class_wants_is_not_drawn(client, published):
    published.classes.exclude(label_fr="Bancs").delete()
    published = PublishedLayer.objects.get(pk=published.pk)
    assert [one["id"] for one in drawn(client, published, 17)] == ["n1"]
    assert client.get(object_page(published, "n2")).status_code == 404


def test_a_tile_is_kept_for_good_under_its_own_style_only(client, published):
    kept = client.get(tile_address(published, (0, 0, 0)))
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(tile_address(published, (0, 0, 0)), headers={"If-None-Match": kept["ETag"]})
    assert again.status_code == 304
    other = client.get(tile_address(published, (0, 0, 0), "another"))
    assert other["Cache-Control"] == "no-store"


def test_a_tile_is_answered_before_anybody_asks_who_is_there(client, published):
    response = client.get(tile_address(published, (0, 0, 0)))
    assert not hasattr(response.wsgi_request, "session")
    assert response["Content-Length"] == str(len(response.content))


def test_the_version_of_another_layer_is_not_there(client, published):
    other = make_layer()
    names = [published.pk, other.current_id, published.style_key, 0, 0, 0]
    assert client.get(reverse("api:layer_tile", args=names)).status_code == 404


def test_tiles_of_a_draft_are_for_its_staff(client):
    published = make_published_layer(make_consultation(is_published=False))
    assert client.get(tile_address(published, (0, 0, 0))).status_code == 404
    client.force_login(make_staff(published.consultation.organisation))
    response = client.get(tile_address(published, (0, 0, 0)))
    assert response["Cache-Control"] == "private, no-store"


def test_the_map_offers_its_layers_with_their_credit(client, published):
    content = client.get(
        reverse("participation:consultation", args=[published.consultation.slug])
    ).content.decode()
    assert f'value="{published.layer.slug}"' in content
    assert "© les contributeurs OpenStreetMap" in content
    assert "opendatacommons.org/licenses/odbl" in content
    assert page(published) in content


def test_the_page_of_a_layer_says_what_the_map_shows(client, published):
    content = client.get(page(published)).content.decode()
    assert "Fontaine du Lavoir" in content
    assert "Dossier" in content and "oui" in content
    assert "amenity" not in content


def test_the_page_is_searched_by_words_without_accents_and_by_class(client, published):
    found = client.get(page(published, "?q=fontaine du lavoir")).context["rows"]
    assert [row.title for row in found] == ["Fontaine du Lavoir"]
    benches = [one.label_fr for one in published.classes.all()].index("Bancs")
    found = client.get(page(published, f"?class={benches}")).context["rows"]
    assert [row.title for row in found] == ["Banc"]


@pytest.mark.parametrize("query", ["?class=99", "?class=x", "?after=-1", "?after=9" * 9, "?q=%00"])
def test_a_strange_question_is_answered(client, published, query):
    assert client.get(page(published, query)).status_code == 200


def test_pages_follow_one_another_without_a_gap(client):
    rows = [
        FeatureRow(shapely.Point(8.35, 43.45), {"natural": "tree", "ref": str(i)}, "n", i + 1)
        for i in range(120)
    ]
    trees = make_published_layer(layer=make_layer(rows))
    seen, query = [], ""
    while query is not None:
        context = client.get(page(trees, query)).context
        seen += [row.feature.osm_id for row in context["rows"]]
        query = context["next_address"]
    assert seen == list(range(1, 121))


def test_an_object_has_a_page_that_the_map_shows_in_a_card(client, published):
    content = client.get(object_page(published, "n2")).content.decode()
    assert "data-object" in content
    assert 'href="https://a.test/" rel="noopener nofollow"' in content
    park = client.get(object_page(published, "w3")).content.decode()
    assert 'lang="it">Giardino della Torre</h1>' in park


@pytest.mark.parametrize("reference", ["n99", "w1", "x1", "n", "0", "9" * 40])
def test_an_object_that_is_not_there_is_not_found(client, published, reference):
    assert client.get(object_page(published, reference)).status_code == 404


def test_a_new_version_is_shown_at_once(client, published):
    publish_version(published.layer, some_objects()[:1], source="later")
    published = PublishedLayer.objects.select_related("layer").get(pk=published.pk)
    assert [one["id"] for one in drawn(client, published, 17)] == ["n1"]
    assert client.get(page(published)).context["layer"].count == 1


def test_staff_put_a_layer_on_their_map_and_get_its_classes(client):
    consultation, layer = make_consultation(), make_layer(name="Mobilier de la ville")
    client.force_login(make_staff(consultation.organisation))
    before = consultation.data_version
    sent = {"consultation": consultation.pk, "layer": layer.pk, "order": 1, "tags_shown": ""}
    response = client.post(reverse("admin:participation_publishedlayer_add"), sent, follow=True)
    published = PublishedLayer.objects.get(consultation=consultation)
    assert published.title_fr == "Mobilier de la ville"
    assert published.classes.count() == 3
    assert "Bancs" in response.content.decode()
    consultation.refresh_from_db()
    assert consultation.data_version > before


def test_staff_of_others_do_not_touch_it(client, published):
    client.force_login(make_staff(make_consultation().organisation))
    address = reverse("admin:participation_publishedlayer_change", args=[published.pk])
    assert client.get(address).status_code in {302, 403}


def test_classes_are_proposed_again_only_from_what_there_is(published):
    publish_version(published.layer, some_objects()[:1], source="later")
    published.refresh_from_db()
    assert [one.label_fr for one in propose_classes(published)] == ["Bancs"]


def test_an_object_of_openstreetmap_leads_to_taking_part(client, published):
    link = f"?about={published.layer.slug}/n2"
    assert link in client.get(object_page(published, "n2")).content.decode()
    assert link in client.get(page(published)).content.decode()
    published.consultation.phases.all().delete()
    assert link not in client.get(object_page(published, "n2")).content.decode()


def test_an_object_of_a_file_has_nothing_to_be_called_by(client):
    layer = make_layer([FeatureRow(shapely.Point(*PLACE), {"essence": "tilleul"})])
    trees = make_published_layer(layer=layer)
    row = client.get(page(trees)).context["rows"][0]
    assert row.about == ""
    assert "?about=" not in client.get(row.address).content.decode()
