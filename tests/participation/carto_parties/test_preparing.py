"""How staff prepare a carto-party: the meeting, the ground with its cells, the map before."""

import io
import json

import pytest
import shapely
from django.urls import reverse

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from geo.osm.models import OsmSnapshot
from geo.perimeters.conversion import from_django
from participation.carto_parties.models import CartoParty, Cell
from participation.carto_parties.sharing_out import share_out
from tests.factories import (
    make_cell,
    make_consultation,
    make_party,
    make_perimeter,
    make_staff,
    make_superuser,
)

pytestmark = pytest.mark.django_db
LARGE = shapely.box(8.3, 43.4, 8.4, 43.5)
SMALL = shapely.box(8.34, 43.44, 8.36, 43.45)
MEETING = {
    "title_fr": "Bancs du port",
    "slug": "bancs-du-port",
    "starts_at_0": "2026-12-05",
    "starts_at_1": "09:30",
    "ends_at_0": "2026-12-05",
    "ends_at_1": "13:00",
    "presets": ["bench"],
    "hashtag": "valdora-bancs",
    "is_published": "on",
}


@pytest.fixture
def staff(client):
    client.force_login(make_superuser())
    return client


def place(name, party):
    return reverse(f"admin:participation_cartoparty_{name}", args=[party.pk])


def add(staff, consultation, **changes):
    address = reverse("admin:participation_cartoparty_add")
    return staff.post(address, MEETING | {"consultation": consultation.pk} | changes)


def ground(staff, party, act="try", **changes):
    data = {"way": "as_it_is", "cell_side_m": 250, "objects_per_km": 20, act: "1"}
    return staff.post(place("ground", party), data | changes)


def keep(staff, party, shown):
    """Press what keeps the cells that a page has shown."""
    side_m = shown.context["party"].cell_side_m
    sent = shown.context["sent_along"]
    return ground(staff, party, act="store", shown=sent, cell_side_m=side_m)


def test_a_new_meeting_has_the_whole_perimeter_in_cells_and_leads_to_its_ground(staff):
    consultation = make_consultation(perimeter=make_perimeter(SMALL))
    response = add(staff, consultation)
    party = CartoParty.objects.get()
    assert response["Location"] == place("ground", party)
    assert party.cells.count() > 20
    assert from_django(party.area).equals_exact(
        shapely.multipolygons([SMALL]), 1e-6, normalize=True
    )


def test_hours_are_those_of_the_consultation(staff):
    add(staff, make_consultation(perimeter=make_perimeter(SMALL)))
    party = CartoParty.objects.get()
    assert party.starts_at.isoformat() == "2026-12-05T08:30:00+00:00"


@pytest.mark.parametrize(
    ("area", "side_m"), [(shapely.box(8.34, 43.43, 8.37, 43.46), 500), (LARGE, 2000)]
)
def test_a_perimeter_too_large_for_its_cells_is_made_in_larger_ones(staff, area, side_m):
    add(staff, make_consultation(perimeter=make_perimeter(area)))
    party = CartoParty.objects.get()
    assert party.cell_side_m == side_m
    assert party.cells.count() <= 60


def test_a_person_may_choose_smaller_cells_or_have_the_fitting_ones_found_again(staff):
    add(staff, make_consultation(perimeter=make_perimeter(shapely.box(8.34, 43.43, 8.37, 43.46))))
    party = CartoParty.objects.get()
    keep(staff, party, ground(staff, party, cell_side_m=250))
    party.refresh_from_db()
    assert (party.cell_side_m, party.cells.count() > 60) == (250, True)
    keep(staff, party, ground(staff, party, cell_side_m=0))
    party.refresh_from_db()
    assert (party.cell_side_m, party.cells.count() <= 60) == (500, True)


def test_the_public_page_is_a_link_and_no_step(staff):
    party = make_party()
    steps = staff.get(place("ground", party)).text.partition('<ol class="import-steps">')[2]
    assert steps.partition("</ol>")[0].count("<li") == 4
    assert f"/carto-parties/{party.slug}/" in steps.partition("</ol>")[2]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_at_1": "08:00"}, "se termine après son début"),
        ({"presets": []}, "Choisissez ce qu’il faut chercher"),
        ({"presets": [], "conditions": "amenity"}, "amenity"),
        ({"hashtag": "#deux mots"}, "sans #"),
        ({"streetcomplete_link": "https://evil.example/s?q=d"}, "StreetComplete partage"),
        ({"mapcomplete_theme": "../evil"}, "comme dans son adresse"),
        ({"title_fr": ""}, "dans une langue au moins"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_stored(staff, changes, words):
    response = add(staff, make_consultation(perimeter=make_perimeter(SMALL)), **changes)
    assert words in response.content.decode()
    assert not CartoParty.objects.exists()


def test_conditions_that_were_written_come_back_as_written(staff):
    consultation = make_consultation(perimeter=make_perimeter(SMALL))
    add(staff, consultation, conditions="amenity=bench & backrest=yes\nleisure=park|garden")
    party = CartoParty.objects.get()
    assert party.conditions[1] == {"leisure": ["park", "garden"]}
    shown = staff.get(place("change", party)).content.decode()
    assert "leisure=park|garden" in shown


def test_cells_are_seen_before_they_are_kept(staff):
    party = make_party()
    share_out(party)
    before = party.cells.count()
    shown = ground(staff, party, cell_side_m=150)
    assert party.cells.count() == before
    assert len(shown.context["cells"]) > before
    assert ground(staff, party, act="store", cell_side_m=150).status_code == 302
    party.refresh_from_db()
    assert (party.cell_side_m, party.cells.count()) == (150, len(shown.context["cells"]))


def test_an_area_is_drawn_and_cut_at_the_perimeter(staff):
    party = make_party()
    drawing = shapely.to_geojson(shapely.box(8.370, 43.44, 8.380, 43.445))
    keep(staff, party, ground(staff, party, way="drawn", drawing=drawing))
    party.refresh_from_db()
    assert party.area.extent == pytest.approx((8.370, 43.44, 8.375, 43.445))
    assert party.cells.exists()


def test_an_area_comes_from_a_file(staff):
    party = make_party()
    shape = json.loads(shapely.to_geojson(shapely.box(8.35, 43.44, 8.355, 43.445)))
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    file = io.BytesIO(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    file.name = "quartier.geojson"
    keep(staff, party, ground(staff, party, way="file", file=file))
    party.refresh_from_db()
    assert party.area.extent == pytest.approx((8.35, 43.44, 8.355, 43.445))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"way": "drawn"}, "Dessinez d’abord"),
        ({"way": "drawn", "drawing": "{"}, "errorlist"),
        ({"way": "drawn", "drawing": '{"type":"Point","coordinates":[8.35,43.44]}'}, "une zone"),
        ({"way": "file"}, "Choisissez un fichier"),
        ({"way": "named"}, "errorlist"),
        ({"way": "elsewhere"}, "errorlist"),
        ({"shown": "forged"}, "Regardez de nouveau"),
        ({"cell_side_m": "1"}, "errorlist"),
    ],
)
def test_an_area_that_cannot_be_is_said_in_words(staff, said, words):
    party = make_party()
    response = ground(staff, party, **said)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_an_area_elsewhere_is_refused(staff):
    drawing = shapely.to_geojson(shapely.box(9.0, 44.0, 9.1, 44.1))
    response = ground(staff, make_party(), way="drawn", drawing=drawing)
    assert "Rien de cette zone" in response.content.decode()


def test_too_many_cells_are_refused_with_their_number(staff):
    perimeter = make_perimeter(shapely.box(8.3, 43.4, 8.5, 43.6))
    party = make_party(consultation=make_consultation(perimeter=perimeter))
    response = ground(staff, party, way="perimeter", cell_side_m=150)
    assert response.status_code == 422
    assert "carreaux ou plus" in response.content.decode()


def test_cells_in_which_a_team_has_been_stay(staff):
    party = make_cell(status="done").party
    assert "restent tels quels" in ground(staff, party, act="store").content.decode()
    assert Cell.objects.get().status == "done"


def snapshot_of(party, is_complete=True, rows=None):
    layer = Layer.objects.create(slug="osm", name="Avant", licence="ODbL-1.0", attribution="OSM")
    rows = rows or [FeatureRow(shapely.Point(8.341, 43.441), {"amenity": "bench"}, "n", 1)]
    return OsmSnapshot.objects.create(
        version=publish_version(layer, rows, source="avant.osm", is_kept=True),
        source="file",
        presets=["bench"],
        conditions=[{"amenity": "bench"}],
        perimeter_version=party.consultation.perimeter.current_id,
        is_complete=is_complete,
        sha256="0" * 64,
    )


def test_the_map_before_is_chosen_and_counted_in_every_cell(staff):
    party = make_party()
    share_out(party)
    snapshot = snapshot_of(party)
    shown = staff.get(place("before", party)).content.decode()
    assert "Avant" in shown and "Eau potable" in shown  # what it was not asked for
    staff.post(place("before", party), {"snapshot": snapshot.pk})
    party.refresh_from_db()
    assert party.before == snapshot.version
    assert sum(party.cells.values_list("known", flat=True)) == 1
    assert "0 sur 1" in staff.get(place("before", party)).content.decode()


def test_half_an_answer_is_never_the_map_before(staff):
    party = make_party()
    snapshot = snapshot_of(party, is_complete=False)
    staff.post(place("before", party), {"snapshot": snapshot.pk})
    party.refresh_from_db()
    assert party.before is None


@pytest.mark.parametrize("name", ["change", "ground", "before"])
def test_staff_of_others_prepare_nothing_here(client, name):
    party = make_party()
    client.force_login(make_staff(make_consultation().organisation, role="organiser"))
    assert client.get(place(name, party)).status_code in (302, 403, 404)


def test_moderators_read_and_organisers_prepare(client):
    party = make_party()
    client.force_login(make_staff(party.consultation.organisation, role="moderator"))
    assert client.get(place("ground", party)).status_code == 403
    client.force_login(make_staff(party.consultation.organisation, role="organiser"))
    assert client.get(place("ground", party)).status_code == 200


def test_the_import_is_asked_what_the_carto_party_looks_for(staff):
    party = make_party(conditions=[{"leisure": ["park", "garden"]}])
    address = staff.get(place("before", party)).context["import_address"]
    form = staff.get(address).context["form"]
    assert form["presets"].value() == party.presets
    assert form["conditions"].value() == "leisure=park|garden"
    assert form["name"].value() == party.title_fr


def test_a_cell_with_too_much_for_one_team_is_named_beforehand(staff):
    party = make_party()
    places = [shapely.Point(8.3405 + 0.00001 * n, 43.4405) for n in range(61)]
    rows = [FeatureRow(place, {"amenity": "bench"}, "n", n) for n, place in enumerate(places, 1)]
    party.before = snapshot_of(party, rows=rows).version
    party.save()
    shown = ground(staff, party, cell_side_m=500)
    assert len(shown.context["heavy"]) == 1
    assert "Plus de 60 objets" in shown.content.decode()
