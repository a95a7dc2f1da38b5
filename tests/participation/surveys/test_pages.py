"""Staff take over a survey: file, columns, preview, confirm, report, and back again."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from fixtures.valdora.sketch import FOLDER
from fixtures.valdora.survey import NAME
from geo.files.models import Upload
from participation.perception.models import Perception
from participation.perception.origins import SurveyImport
from tests.factories import make_consultation, make_felt_question, make_staff

pytestmark = pytest.mark.django_db
ADD = "/en/admin/participation/surveyimport/add/"
PLAIN = b"id,note,lat,lon\n1,8,43.45,8.35\n2,3,43.45,9.35\n3,14,43.45,8.35\n"
VALDORA = (FOLDER / NAME).read_bytes()


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def question():
    return make_felt_question()


@pytest.fixture
def staff(client, question):
    client.force_login(make_staff(question.consultation.organisation))
    return client


def send(client, question, content=PLAIN, name="survey.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(ADD, {"question": question.pk, "file": file})


def shown(client, question, content=PLAIN, name="survey.csv"):
    """The address of the columns, and the form as the page shows it."""
    address = send(client, question, content, name)["Location"]
    form = client.get(address).context["form"]
    typed = {field.html_name: field.value() for field in form}
    return address, {name: value for name, value in typed.items() if value not in (None, False)}


def test_a_survey_is_taken_over_from_the_file_to_the_report(staff, question):
    address, typed = shown(staff, question)
    page = staff.post(address, typed | {"action": "preview"})
    counts = {figure["name"]: figure["count"] for figure in page.context["figures"]}
    assert counts == {"inside": "1", "outside": "1", "rejected": "1"}
    assert "14 is not on the scale from 0 to 10." in page.text
    assert page.context["confirm"]["attribution"].value() == "Ville de Port-Valdora"
    assert "Nothing is stored yet" in page.text and not Perception.objects.exists()
    done = staff.post(address, typed | {"action": "import", "licence": "CC0"})
    report = staff.get(done["Location"]).text
    assert "1 rating was taken over." in report and "Rating outside the scale" in report
    assert Perception.objects.get().value == 8 and not Upload.objects.exists()


def test_a_level_in_the_same_row_is_told_of_before_and_after_it_is_taken_over(staff, question):
    rows = "".join(f"{i % 11},{50 + i},43.45,8.35\n" for i in range(40))
    content = b"note,Leq,lat,lon\n" + rows.encode()
    address, typed = shown(staff, question, content)
    assert typed["level"] == "Leq"
    told = "40 rows also hold a measurement (“Leq”): row by row, its correlation"
    assert told in staff.post(address, typed | {"action": "preview"}).text
    done = staff.post(address, typed | {"action": "import", "licence": "CC0"})
    assert told in staff.get(done["Location"]).text
    again, _typed = shown(staff, question, content)
    without = staff.post(again, typed | {"level": "", "action": "preview"})
    assert "hold a measurement" not in without.text


def test_what_the_columns_of_the_island_hold_is_proposed(staff, question):
    _address, typed = shown(staff, question, VALDORA, NAME)
    expected = {
        "rating": "Gêne trafic routier (0-10)",
        "scale": "0-10",
        "source_id": "N° de réponse",
        "date": "Date",
        "date_order": "dmy",
        "place_way": "two",
        "place_x": "Longitude",
        "place_y": "Latitude",
    }
    assert {name: typed[name] for name in expected} == expected


def test_a_long_survey_leads_to_the_page_of_a_job_and_from_there_to_the_report(
    staff, question, monkeypatch
):
    monkeypatch.setattr("participation.imports.pages.AT_ONCE", 2)
    address, typed = shown(staff, question)
    page = staff.get(staff.post(address, typed | {"action": "import"})["Location"]).text
    record = SurveyImport.objects.get()
    assert "1 rating was taken over." in page
    assert f"surveyimport/{record.pk}/change/" in page


def test_nothing_typed_is_lost_by_an_error(staff, question):
    address, typed = shown(staff, question)
    wrong = typed | {"rating": "", "source": "Printemps", "are_means": "on", "action": "preview"}
    page = staff.post(address, wrong)
    assert page.status_code == 422
    assert "Choose the column of the rating." in page.text and 'value="Printemps"' in page.text
    back = staff.post(address, wrong | {"action": "again"}).context["form"]
    assert (back["source"].value(), back["are_means"].value()) == ("Printemps", True)


def test_confirming_twice_imports_once(staff, question):
    address, typed = shown(staff, question)
    first, second = (staff.post(address, typed | {"action": "import"}) for _time in range(2))
    assert first["Location"].endswith("/change/")
    assert "no longer here" in staff.get(second["Location"]).text
    assert SurveyImport.objects.count() == 1


def test_refused_rows_leave_as_a_file_before_and_after(staff, question):
    address, typed = shown(staff, question)
    before = staff.post(address, typed | {"action": "rejects"})
    done = staff.post(address, typed | {"action": "import"})
    record = SurveyImport.objects.get()
    after = staff.get(reverse("admin:participation_surveyimport_refused", args=[record.pk]))
    assert before.text == after.text and reverse("admin:participation_surveyimport_refused", args=[record.pk]) in staff.get(done["Location"]).text  # fmt: skip
    rows = list(csv.reader(io.StringIO(after.text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["row", "3", "4"]


def test_an_import_is_taken_back_after_a_question(staff, question):
    address, typed = shown(staff, question)
    staff.post(address, typed | {"action": "import"})
    undo = reverse("admin:participation_surveyimport_undo", args=[SurveyImport.objects.get().pk])
    assert "1 rating is deleted" in staff.get(undo).text and Perception.objects.exists()
    report = staff.get(staff.post(undo)["Location"]).text
    assert "The import was taken back." in report and not Perception.objects.exists()
    assert "already taken back" in staff.get(undo).text


def test_areas_come_with_a_warning(staff, question):
    square = [[[8.35, 43.45], [8.351, 43.45], [8.351, 43.451], [8.35, 43.45]]]
    geometry = str({"type": "Polygon", "coordinates": square}).replace("'", '"')
    feature = f'{{"type":"Feature","properties":{{"Bru":4.5}},"geometry":{geometry}}}'
    content = f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()
    address, typed = shown(staff, question, content, "grid.geojson")
    assert "ask for the answers themselves" in staff.get(address).text
    page = staff.post(address, typed | {"action": "preview"}).text
    assert "Say whether a point inside of it may stand for it." in page
    page = staff.post(address, typed | {"action": "preview", "areas": "on"}).text
    assert "look surer than it is" in page and "means of several people" in page


def test_a_workbook_is_refused_with_a_sentence(staff, question):
    address = send(staff, question, b"PK\x03\x04 a workbook", "enquete.xlsx")["Location"]
    page = staff.get(address)
    assert page.status_code == 422 and "Save its sheet as CSV" in page.text


def test_others_see_neither_questions_nor_imports(client, staff, question):
    address, typed = shown(staff, question)
    done = staff.post(address, typed | {"action": "import"})
    client.force_login(make_staff(make_consultation().organisation))
    assert str(question.pk) not in client.get(ADD).text
    assert client.get(done["Location"]).status_code in (302, 403, 404)
    assert send(client, question).status_code == 422
    assert client.get(address).status_code in (302, 403, 404)


def test_a_moderator_reads_reports_and_takes_nothing_over(client, question):
    client.force_login(make_staff(question.consultation.organisation, role="moderator"))
    assert client.get(ADD).status_code == 403
