"""Staff import a perimeter, look at it and accept it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from geo.perimeters.acceptance import accept
from geo.perimeters.models import Perimeter, PerimeterVersion
from tests.geo.perimeters.files import BOW_TIE, EAST, NICE, TWO, feature, imported, point, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def upload(client, *features, address="/en/admin/geo/perimeter/add/", **fields):
    sent = SimpleUploadedFile("communes.geojson", text(*features))
    fields = {"name": "Nice", "countries": ["FR"], "files": [sent]} | fields
    return client.post(address, fields)


def join(client, *features, chosen=None, **fields):
    """The answer to joining what was sent: all of it, or the features of those numbers."""
    address = upload(client, *features, **fields)["Location"]
    keys = re.findall(r'value="([0-9a-f]+-([0-9]+))"', client.get(address).text)
    kept = [key for key, number in keys if chosen is None or int(number) in chosen]
    about = {"name": "Nice", "countries": ["FR"]} | fields
    return client.post(address, about | {"offered": "1", "chosen": kept, "go": "join"})


def version_page(version) -> str:
    return reverse("admin:geo_perimeterversion_change", args=[version.pk])


def test_an_upload_leads_to_the_page_where_it_is_reviewed(admin_client):
    response = join(admin_client, *TWO, chosen=[1])
    version = PerimeterVersion.objects.get()
    assert response["Location"] == version_page(version)
    page = admin_client.get(response["Location"]).text
    assert "1 area chosen of 2 features." in page
    assert "Accept this perimeter" in page and "<svg" in page and "89.7\xa0km²" in page


def test_accepting_is_one_button(admin_client):
    version = imported()
    admin_client.post(reverse("admin:geo_perimeterversion_accept", args=[version.pk]))
    assert Perimeter.objects.get().current == version
    page = admin_client.get(version_page(version)).text
    assert "In force since" in page and "Accept this perimeter" not in page


@pytest.mark.parametrize(
    ("features", "chosen", "sentence"),
    [
        (TWO, [], "No area is chosen"),
        ([feature([[[y, x] for x, y in NICE]])], None, "seem to be swapped"),
    ],
)
def test_what_cannot_be_joined_gets_one_sentence_and_stores_nothing(
    admin_client, features, chosen, sentence
):
    response = join(admin_client, *features, chosen=chosen)
    assert response.status_code == 422
    assert sentence in response.text
    assert not Perimeter.objects.exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (text(feature([NICE[:4]])), "Feature 1 of the file: The outline is not closed"),
        (b"PK\x03\x04", "archive is damaged"),
        (b"", "is empty"),
        (text(point(7, 43)), "There is no area here, only points or lines"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_beside_its_name(admin_client, file, sentence):
    sent = [SimpleUploadedFile("sent.geojson", file), SimpleUploadedFile("b.geojson", b"{")]
    response = upload(admin_client, files=sent[:1])
    if response.status_code == 302:
        response = admin_client.get(response["Location"])
        assert "Remove" in response.text and "sent.geojson" in response.text
    assert sentence in response.text and "Join the chosen areas" not in response.text


def test_a_form_without_a_name_or_a_file_is_sent_again(admin_client):
    assert "This field is required" in upload(admin_client, *TWO, name="").text
    assert upload(admin_client, files=[]).status_code == 422


def test_a_repair_is_shown_before_and_after(admin_client):
    page = admin_client.get(version_page(imported(feature([BOW_TIE])))).text
    assert page.count("outline-before") == 1
    assert "To check before accepting" in page


def test_a_new_version_shows_the_one_in_force_beside_it(admin_client):
    accept(imported(TWO[0]))
    perimeter = Perimeter.objects.get()
    address = reverse("admin:geo_perimeter_new_version", args=[perimeter.pk])
    assert 'name="name"' not in admin_client.get(address).text
    response = join(admin_client, *TWO, address=address)
    page = admin_client.get(response["Location"]).text
    assert "outline-before" in page and "takes the place of the one in force" in page


def test_the_list_tells_size_versions_and_what_waits(admin_client):
    accept(imported(name="Nice"))
    imported(name="Menton")
    page = admin_client.get("/en/admin/geo/perimeter/").text
    assert "Nice" in page and "179\xa0km²" in page and "Review" in page


def test_the_list_asks_as_little_for_ten_perimeters_as_for_one(
    admin_client, django_assert_max_num_queries
):
    for number in range(10):
        imported(name=f"Perimeter {number}")
    with django_assert_max_num_queries(7):
        admin_client.get("/en/admin/geo/perimeter/")


@pytest.mark.parametrize("srid", ["4326", "99999", "2263"])
def test_only_a_system_in_metres_can_be_chosen(admin_client, srid):
    perimeter = imported().perimeter
    address = reverse("admin:geo_perimeter_change", args=[perimeter.pk])
    versions = {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}
    sent = {"name": "Nice", "metric_srid": srid} | versions
    assert admin_client.post(address, sent).status_code == 200
    assert admin_client.post(address, sent | {"metric_srid": 3035}).status_code == 302
    perimeter.refresh_from_db()
    assert perimeter.metric_srid == 3035


def test_who_may_not_change_perimeters_may_not_accept_one(client, django_user_model):
    version = imported()
    client.force_login(django_user_model.objects.create_user("a", is_staff=True))
    for name in ("accept", "change"):
        address = reverse(f"admin:geo_perimeterversion_{name}", args=[version.pk])
        assert client.post(address).status_code == 403
    assert client.get("/en/admin/geo/perimeter/add/").status_code == 403


def test_accepting_needs_a_post(admin_client):
    address = reverse("admin:geo_perimeterversion_accept", args=[imported().pk])
    assert admin_client.get(address).status_code == 405


def apart(**options):
    """A version of two areas that leave a gap between them."""
    east = [*EAST]
    east[1:1] = [[7.3, 43.61], [7.301, 43.64], [7.3, 43.67]]
    neighbours = [feature([NICE], name="Nice"), feature([east], name="Menton")]
    return imported(*neighbours, **options)


def close(client, version, *numbers, go="keep"):
    address = reverse("admin:geo_perimeterversion_gaps", args=[version.pk])
    return client.post(address, {"chosen": numbers, "go": go})


def test_each_gap_that_was_closed_is_shown_and_can_be_left_open(admin_client):
    version = apart()
    page = admin_client.get(version_page(version)).text
    assert "Menton and Nice" in page and "1 of 1 closed" in page and "choice-shapes" in page
    response = close(admin_client, version)
    opened = PerimeterVersion.objects.get()
    assert opened.pk != version.pk and opened.area.num_points > version.area.num_points
    assert opened.area_m2 < version.area_m2
    page = admin_client.get(response["Location"]).text
    assert "0 of 1 closed" in page and "stays a hole" in page and "The perimeter has 1 hole" in page
    close(admin_client, opened, 0)
    again = PerimeterVersion.objects.get()
    assert again.area.equals(version.area) and again.report[-1]["code"] == "gaps_closed"


def test_a_choice_that_changes_nothing_makes_no_version(admin_client):
    version = apart()
    assert close(admin_client, version, 0)["Location"] == version_page(version)
    assert PerimeterVersion.objects.get() == version


def test_a_gap_is_left_open_and_the_perimeter_accepted_in_one_step(admin_client):
    close(admin_client, apart(), go="accept")
    perimeter = Perimeter.objects.get()
    assert perimeter.current == PerimeterVersion.objects.get()
    assert perimeter.current.report[-2]["code"] == "gaps_kept"


def test_the_gaps_of_an_accepted_version_stay_as_they_are(admin_client):
    version = apart()
    accept(version)
    assert "1 of 1 closed" not in admin_client.get(version_page(version)).text
    close(admin_client, version)
    assert PerimeterVersion.objects.get() == version


def test_who_may_not_change_perimeters_closes_no_gap(client, django_user_model):
    version = apart()
    client.force_login(django_user_model.objects.create_user("a", is_staff=True))
    assert close(client, version).status_code == 403
