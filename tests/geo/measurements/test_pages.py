"""Staff bring measurements: the files, what they hold, what they become, the report."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from geo.files.models import Upload
from geo.jobs.models import Job
from geo.measurements.models import Dataset, Measurement
from tests.factories import make_consultation, make_dataset, make_indicator, make_staff

pytestmark = pytest.mark.django_db
VALDORA = Path(__file__).parents[3] / "fixtures" / "valdora"
ADD = "/fr/admin/geo/dataset/add/"
LINES = [
    "Longitude;Latitude;LAeq;L90;Date",
    "8,35;43,45;62,5;55,0;13/05/2025 21:03",
    "8,36;43,45;58,0;59,5;13/05/2025 21:08",
    ";;70,0;61,0;13/05/2025 21:11",
]
ABOUT = {
    "name": "Balades du port",
    "slug": "balades-du-port",
    "source": "",
    "period_scheme": "FR",
    "instrument": "uncalibrated_phone",
    "licence": "etalab-2.0",
    "attribution": "Ville de Port-Valdora",
}


@pytest.fixture(autouse=True)
def indicators():
    return [make_indicator(key) for key in ("laeq", "lden", "temperature")]


@pytest.fixture
def organiser(client):
    client.force_login(make_staff(make_consultation().organisation))
    return client


def sent(name="mesures.csv", lines=LINES):
    content = lines if isinstance(lines, bytes) else "\n".join(lines).encode("cp1252")
    return SimpleUploadedFile(name, content)


def uploaded(client, *files, address=ADD):
    answer = client.post(address, {"files": list(files) or [sent()]})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def fields_of(page):
    """What the form of a page holds, as a browser would send it."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def previewed(client, address, **changes):
    typed = fields_of(client.get(address)) | changes
    return typed, client.post(address, typed | {"action": "preview"})


def stored(client, address, **changes):
    typed, _preview = previewed(client, address)
    return client.post(address, typed | ABOUT | changes | {"action": "store"})


def text_of(answer):
    return answer.content.decode()


def test_what_a_csv_file_holds_is_proposed(organiser):
    page = organiser.get(uploaded(organiser))
    found = fields_of(page)
    assert (found["place_way"], found["place_x"], found["value"]) == ("two", "Longitude", "LAeq")
    assert (found["background"], found["date"], found["date_order"]) == ("L90", "Date", "dmy")
    assert found["indicator"] == str(make_indicator("laeq").pk)
    assert "Windows (CP1252)" in text_of(page) or "UTF-8" in text_of(page)


def test_the_preview_says_what_each_row_becomes_and_stores_nothing(organiser):
    _typed, page = previewed(organiser, uploaded(organiser))
    reasons = dict(page.context["reasons"])
    assert page.context["counts"] == 1 and sum(map(int, reasons.values())) == 2
    assert [row["cells"][0] for row in page.context["rows"]] == ["3", "4", "2"]
    assert not Dataset.objects.exists()


def test_the_preview_tells_the_time_by_the_clocks_of_the_place(organiser):
    address = uploaded(organiser)
    _typed, page = previewed(organiser, address, time_zone="Indian/Reunion")
    assert any("13/05/2025 21:03" in row["cells"] for row in page.context["rows"])


def test_licences_are_listed_by_their_names(organiser):
    make_dataset(licence="etalab-2.0")
    assert "Licence Ouverte 2.0" in text_of(organiser.get("/fr/admin/geo/dataset/"))


def test_a_file_becomes_a_set_and_leads_to_its_report(organiser):
    answer = stored(organiser, uploaded(organiser))
    job = Job.objects.get()
    assert answer["Location"].endswith(f"/geo/job/{job.pk}/change/") and job.state == "done"
    dataset = Dataset.objects.get(slug="balades-du-port")
    assert dataset.current.count == 1 and dataset.instrument == "uncalibrated_phone"
    report = text_of(organiser.get(job.result["address"]))
    assert "valeur conservée" in report and "Lignes rejetées" in report
    assert "téléphone non étalonné, à 5\u00a0dB(A) près" in report
    assert not Upload.objects.exists()


SENSORS = ["name,lon,lat", "a,8.35,43.45", "b,8.36,43.45"]
READINGS = {
    "a.csv": ["name,date,leq", "a,2025-05-13 21:00,60", "a,2025-05-13 21:15,61"],
    "b.csv": ["name,date,leq", "b,2025-05-13 21:00,58", "b,2025-05-13 21:15,"],
}


def test_tables_of_sensors_go_with_the_one_of_their_places(organiser):
    files = [sent(name, lines) for name, lines in (READINGS | {"places.csv": SENSORS}).items()]
    address = uploaded(organiser, *files)
    _typed, page = previewed(organiser, address)
    assert [row["cells"][0] for row in page.context["rows"]][:2] == ["b.csv · 3", "a.csv · 2"]
    stored(organiser, address)
    version = Dataset.objects.get().current
    assert version.count == 3 and version.report["files"] == ["a.csv", "b.csv"]
    assert list(version.measurements.order_by("pk").values_list("session", flat=True)) == [*"aab"]
    report = text_of(organiser.get(f"/fr/admin/geo/datasetversion/{version.pk}/rows.csv"))
    assert [line.split(",")[:2] for line in report.splitlines()[1:]] == [["b.csv", "3"]]


def test_the_report_leaves_as_csv_with_every_row_and_its_reason(organiser):
    stored(organiser, uploaded(organiser))
    version = Dataset.objects.get().current
    lines = text_of(organiser.get(f"/fr/admin/geo/datasetversion/{version.pk}/rows.csv"))
    rows = [line.split(",")[:2] for line in lines.splitlines()[1:]]
    assert rows == [["mesures.csv", "3"], ["mesures.csv", "4"]]


def test_a_new_file_is_a_new_version_and_asks_only_for_what_may_differ(organiser):
    stored(organiser, uploaded(organiser))
    dataset = Dataset.objects.get()
    address = uploaded(organiser, address=f"/fr/admin/geo/dataset/{dataset.pk}/new-version/")
    _typed, page = previewed(organiser, address)
    assert {*page.context["form"].fields} == {"licence", "own_licence", "attribution"}
    stored(organiser, address, attribution="Association Oreilles")
    dataset.refresh_from_db()
    assert dataset.versions.count() == 2
    assert dataset.current.attribution == "Association Oreilles"


def test_a_set_goes_back_to_its_version_before(organiser):
    stored(organiser, uploaded(organiser))
    dataset = Dataset.objects.get()
    before = dataset.current
    stored(
        organiser, uploaded(organiser, address=f"/fr/admin/geo/dataset/{dataset.pk}/new-version/")
    )
    page = organiser.get(f"/fr/admin/geo/dataset/{dataset.pk}/change/")
    form = page.context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields} | {"current": str(before.pk)}
    typed |= {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}
    assert organiser.post(page.request["PATH_INFO"], typed).status_code == 302
    dataset.refresh_from_db()
    assert dataset.current == before


def test_a_version_that_is_not_in_force_can_be_deleted(organiser):
    stored(organiser, uploaded(organiser))
    dataset = Dataset.objects.get()
    before = dataset.current
    forget = f"/fr/admin/geo/datasetversion/{before.pk}/forget/"
    organiser.post(forget)
    assert dataset.versions.count() == 1, "the version in force stays"
    stored(
        organiser, uploaded(organiser, address=f"/fr/admin/geo/dataset/{dataset.pk}/new-version/")
    )
    organiser.post(forget)
    assert list(dataset.versions.all()) == [Dataset.objects.get().current]


def test_a_set_is_deleted_with_a_count_of_what_goes(organiser):
    stored(organiser, uploaded(organiser))
    dataset = Dataset.objects.get()
    address = f"/fr/admin/geo/dataset/{dataset.pk}/delete/"
    assert "Balades du port" in text_of(organiser.get(address))
    assert organiser.post(address, {"post": "yes"}).status_code == 302
    assert not Measurement.objects.exists()


def test_how_a_table_is_written_can_be_said(organiser):
    address = uploaded(organiser)
    query = {"encoding": "latin-1", "separator": ";", "quote": '"', "header_row": 1}
    assert "ISO 8859-1" in text_of(organiser.get(address, query))
    page = organiser.get(address, query | {"separator": ","})
    assert page.status_code == 200 and len(page.context["columns"]) < 5


def test_a_file_in_metres_is_read_in_the_system_that_is_said(organiser):
    lines = ["x,y,LAeq", "846000,6270000,61", "846100,6270100,62"]
    address = uploaded(organiser, sent(lines=lines))
    typed, _page = previewed(organiser, address, srid="2154")
    organiser.post(address, typed | ABOUT | {"action": "store"})
    place = Measurement.objects.first().place
    assert 4 < place.x < 6 and 43 < place.y < 44


def test_of_a_noise_map_the_classes_are_shown_for_confirmation(organiser):
    content = (VALDORA / "carte-bruit-routes-lden.shp.zip").read_bytes()
    address = uploaded(organiser, sent("carte-bruit-routes-lden.shp.zip", content))
    page = organiser.get(address)
    assert {*page.context["form"].fields} == {"indicator", "time_zone", "low", "high", "limit"}
    assert [one["low"] for one in page.context["classes"]][:2] == ["45", "50"]
    stored(organiser, address, instrument="modelled", measured_from="2025-01-01")
    version = Dataset.objects.get().current
    assert version.form == "areas" and version.measured_from.year == 2025


def test_several_walks_are_one_version(organiser):
    walk = VALDORA / "track_7a1d0a00-0000-4000-8000-000000000016.zip"
    files = [sent(f"{turn}.zip", walk.read_bytes()) for turn in (1, 2)]
    stored(organiser, uploaded(organiser, *files))
    version = Dataset.objects.get().current
    assert version.file_name == "1.zip, 2.zip" and version.report["files"] == ["1.zip", "2.zip"]


def test_an_indicator_without_code_is_stored_like_noise(organiser):
    geojson = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"temp": 31.5},
                "geometry": {"type": "Point", "coordinates": [8.35, 43.45]},
            }
        ],
    }
    address = uploaded(organiser, sent("chaleur.geojson", json.dumps(geojson).encode()))
    heat = make_indicator("temperature")
    typed, page = previewed(organiser, address, indicator=str(heat.pk))
    assert "period_scheme" not in page.context["form"].fields
    about = ABOUT | {"instrument": "", "uncertainty_db": "0,5", "action": "store"}
    organiser.post(address, typed | about)
    assert Dataset.objects.get().calibration_db == 0.5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slug": "taken"}, "Un jeu porte déjà ce nom"),
        ({"instrument": ""}, "Indiquez l’incertitude de cet instrument."),
        ({"licence": "own", "own_licence": ""}, "Écrivez le nom de la licence."),
        ({"attribution": ""}, "obligatoire"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(organiser, changes, sentence):
    make_dataset(slug="taken")
    answer = stored(organiser, uploaded(organiser), **changes)
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert 'value="Balades du port"' in text_of(answer)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7 x", "PDF"),
        ("a.zip", b"PK\x03\x04 but no more", "abîmée"),
        ("a.csv", b" ", "vide"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(organiser, name, content, sentence):
    answer = organiser.get(uploaded(organiser, sent(name, content)))
    assert answer.status_code == 422 and sentence in text_of(answer)


def test_a_file_in_which_nothing_counts_cannot_be_stored(organiser):
    address = uploaded(organiser, sent(lines=["lon;lat;LAeq", ";;60", ";;61"]))
    typed, page = previewed(organiser, address, place_way="two", place_x="lon", place_y="lat")
    assert "Aucune ligne du fichier ne compte" in text_of(page)
    organiser.post(address, typed | ABOUT | {"action": "store"})
    assert Job.objects.filter(state="failed").exists() or not Job.objects.exists()
    assert not Dataset.objects.exists()


def test_files_are_their_owners_alone(organiser, client):
    address = uploaded(organiser)
    client.force_login(make_staff(make_consultation().organisation))
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("role", ["moderator", None])
def test_only_organisers_bring_measurements(client, role):
    organisation = make_consultation().organisation if role else None
    client.force_login(make_staff(organisation, role=role or "organiser"))
    assert client.get(ADD).status_code == 403


@pytest.mark.parametrize(
    "wrong", ["?also=x", "?dataset=x", "?srid=0", "?encoding=klingon", "?layer=x"]
)
def test_nonsense_in_the_address_is_left_out(organiser, wrong):
    assert organiser.get(uploaded(organiser) + wrong).status_code in (200, 302, 422)


def noise_map(*classes):
    """GeoJSON of areas side by side around the port, one for each class."""
    features = []
    for at, name in enumerate(classes):
        west = 8.35 + at / 1000
        ring = [[west, 43.45], [west + 0.001, 43.45], [west, 43.451], [west, 43.45]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"classe": name}, "geometry": shape})
    document = {"type": "FeatureCollection", "features": features}
    return sent("carte-bruit-voies-ferrees.geojson", json.dumps(document).encode())


def test_levels_of_classes_that_do_not_say_them_are_asked(organiser):
    address = uploaded(
        organiser, noise_map("Lden5559", "Lden6064", "Lden6569", "Lden7074", "calme")
    )
    lden = {"low": "classe", "indicator": str(make_indicator("lden").pk)}
    chosen = fields_of(organiser.get(address)) | lden
    typed = fields_of(organiser.post(address, chosen | {"action": "again"}))
    assert typed["class_0"] == "calme"
    typed |= {"class_0_low": "45", "class_0_high": "55,0"}
    again = organiser.post(address, typed | {"action": "again"})
    assert again.context["form"]["class_0_high"].value() == "55,0"
    organiser.post(address, typed | ABOUT | {"instrument": "modelled", "action": "store"})
    areas = Dataset.objects.get().current.areas.order_by("low")
    assert [str(one) for one in areas][:2] == ["45–55", "55–60"] and areas.count() == 5


def test_without_an_answer_such_a_class_is_rejected_and_a_wrong_one_is_said(organiser):
    address = uploaded(
        organiser, noise_map("Lden5559", "Lden6064", "Lden6569", "Lden7074", "calme")
    )
    lden = {"low": "classe", "indicator": str(make_indicator("lden").pk)}
    typed, page = previewed(organiser, address, **lden)
    assert page.context["counts"] == 4
    wrong = {"class_0": "calme", "class_0_low": "55", "class_0_high": "45"}
    answer = organiser.post(address, typed | wrong)
    assert answer.status_code == 422 and "au-dessus de la limite basse" in text_of(answer)


def test_the_source_of_a_noise_map_is_read_from_its_name_or_its_rows(organiser):
    _typed, page = previewed(organiser, uploaded(organiser, noise_map("Lden5559")))
    assert page.context["form"]["source"].value() == "rail"
    content = (VALDORA / "carte-bruit-port-lden.geojson").read_bytes()
    _typed, page = previewed(organiser, uploaded(organiser, sent("port.geojson", content)))
    assert page.context["form"]["source"].value() == "industry"


def test_files_that_are_in_force_already_are_told(organiser):
    stored(organiser, uploaded(organiser))
    dataset = Dataset.objects.get()
    again = uploaded(organiser, address=f"/fr/admin/geo/dataset/{dataset.pk}/new-version/")
    _typed, page = previewed(organiser, again)
    assert "Ces fichiers mêmes sont déjà en vigueur." in page.context["notes"]


def test_a_second_file_that_lacks_a_column_is_refused_and_what_was_typed_stays(organiser):
    other = sent("autre.csv", ["Longitude;Latitude;Niveau", "8,35;43,45;60"])
    address = uploaded(organiser, sent(), other)
    _typed, page = previewed(organiser, address, seconds="180")
    assert page.status_code == 422 and "pas de colonne" in page.context["problem"]
    assert page.context["form"]["seconds"].value() == "180"
