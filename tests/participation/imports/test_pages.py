"""Staff take over a campaign: file, columns, preview, confirm, report, and back again."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from fixtures.valdora.sketch import FOLDER
from geo.files.models import Upload
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from tests.factories import make_comment, make_consultation, make_staff, make_user

pytestmark = pytest.mark.django_db
ADD = "/en/admin/participation/contributionimport/add/"
IDEAS = (FOLDER / "boite-a-idees-2025.csv").read_bytes()
PLAIN = b"id,title,text,lat,lon\n1,A bench,To sit,43.45,8.35\n2,Far away,,43.45,9.35\n"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def consultation():
    return make_consultation()


@pytest.fixture
def staff(client, consultation):
    client.force_login(make_staff(consultation.organisation))
    return client


def send(client, consultation, content=PLAIN, name="ideas.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(ADD, {"consultation": consultation.pk, "file": file})


def shown(client, consultation, content=PLAIN, name="ideas.csv"):
    """The address of the columns, and the form as the page shows it."""
    address = send(client, consultation, content, name)["Location"]
    form = client.get(address).context["form"]
    typed = {field.html_name: field.value() for field in form}
    typed = {name: value for name, value in typed.items() if value not in (None, False)}
    return address, typed | {"other_themes": "none"}


def test_the_campaign_of_valdora_is_taken_over_from_the_file_to_the_report(staff, consultation):
    address, typed = shown(staff, consultation, IDEAS)
    typed |= {"unplaced": "on"}
    page = staff.post(address, typed | {"action": "preview"})
    counts = {figure["name"]: figure["count"] for figure in page.context["figures"]}
    assert counts == {"inside": "15", "unplaced": "1", "outside": "8", "rejected": "3"}
    assert "Nothing is stored yet" in page.text and not Contribution.objects.exists()
    done = staff.post(address, typed | {"action": "import", "visibility": "rule"})
    report = staff.get(done["Location"]).text
    assert "16 contributions were taken over." in report
    assert "unreadable date" in report and "coordinates 0 and 0" in report
    assert Contribution.objects.filter(visibility="published", channel="import").count() == 16
    assert not Upload.objects.exists()


def test_what_the_columns_say_is_proposed(staff, consultation):
    _address, typed = shown(staff, consultation, IDEAS)
    expected = {
        "title": "Titre",
        "text": "Description",
        "source_id": "N°",
        "date": "Date de dépôt",
        "date_order": "dmy",
        "theme": "Rubrique",
        "address": "Adresse",
        "place_way": "two",
        "place_x": "Longitude",
        "place_y": "Latitude",
    }
    assert {name: typed[name] for name in expected} == expected


def test_values_are_proposed_for_themes(staff, consultation):
    address = send(staff, consultation, IDEAS)["Location"]
    form = staff.get(address).context["form"]
    proposed = {value: form[f"theme_{at}"].value() for at, (value, _n) in enumerate(form.values)}
    nature = consultation.themes.get(letter="N")
    assert proposed["Nature"] == str(nature.pk) and proposed["Bruit"] == ""


def test_nothing_typed_is_lost_by_an_error(staff, consultation):
    address, typed = shown(staff, consultation)
    wrong = typed | {"place_x": "", "text": "text", "source": "Printemps", "action": "preview"}
    page = staff.post(address, wrong)
    assert page.status_code == 422
    assert "Choose the column." in page.text
    assert 'value="Printemps"' in page.text
    back = staff.post(address, wrong | {"action": "again"}).context["form"]
    assert (back["source"].value(), back["place_x"].value()) == ("Printemps", "")


def test_another_column_of_themes_shows_its_values_first(staff, consultation):
    address, typed = shown(staff, consultation, IDEAS)
    page = staff.post(address, typed | {"theme": "Adresse", "action": "preview"})
    assert page.context["form"]["listed"].value() == "Adresse"
    assert "Port-Valdora" in dict(page.context["form"].values)


def test_what_becomes_of_rows_with_other_themes_must_be_said(staff, consultation):
    address, typed = shown(staff, consultation)
    page = staff.post(address, typed | {"other_themes": "", "action": "preview"})
    assert "Choose what becomes of rows with another theme" in page.text


def test_confirming_twice_imports_once(staff, consultation):
    address, typed = shown(staff, consultation)
    confirmed = typed | {"action": "import", "visibility": "rule"}
    first, second = (staff.post(address, confirmed) for _time in range(2))
    assert "contributionimport/" in first["Location"]
    assert second["Location"].endswith("/contributionimport/")
    assert "no longer here" in staff.get(second["Location"]).text
    assert (Contribution.objects.count(), ContributionImport.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_confirming_twice_at_the_same_moment_imports_once(staff, consultation):
    address, typed = shown(staff, consultation)
    confirmed = typed | {"action": "import", "visibility": "rule"}
    start = Barrier(2)

    def confirm(client):
        start.wait()
        try:
            return client.post(address, confirmed)["Location"]
        finally:
            connection.close()

    other = Client()
    other.cookies = deepcopy(staff.cookies)
    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(confirm, [staff, other]), key=len)
    assert answers[0].endswith("/contributionimport/") and answers[1].endswith("/change/")
    assert "no longer here" in staff.get(answers[0]).text + other.get(answers[0]).text
    assert (Contribution.objects.count(), ContributionImport.objects.count()) == (1, 1)


def test_the_same_file_sent_again_adds_nothing(staff, consultation):
    for _time in range(2):
        address, typed = shown(staff, consultation)
        page = staff.post(address, typed | {"action": "preview"})
        staff.post(address, typed | {"action": "import", "visibility": "rule"})
    assert "already there" in page.text and 'value="import"' not in page.text
    assert Contribution.objects.count() == 1


def test_contributions_can_wait_to_be_read(staff, consultation):
    address, typed = shown(staff, consultation)
    staff.post(address, typed | {"action": "import", "visibility": "pending"})
    assert Contribution.objects.get().visibility == "pending"


def test_rejected_rows_leave_as_a_file_that_no_spreadsheet_calculates(staff, consultation):
    content = b'id,title,text,lat,lon\n1,=1+1,"a\n=2+2",43.45,9.35\n2,ok,,43.45,8.35\n'
    address, typed = shown(staff, consultation, content)
    response = staff.post(address, typed | {"action": "rejects"})
    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert response["Content-Type"].startswith("text/csv")
    assert rows[0] == ["row", "reason", "beginning"]
    assert rows[1][0] == "2" and "outside the perimeter" in rows[1][1]
    assert rows[1][2] == "'=1+1"


def test_the_report_still_says_why_each_row_was_refused(client, staff, consultation):
    address, typed = shown(staff, consultation, IDEAS)
    done = staff.post(address, typed | {"action": "import", "visibility": "rule"})
    record = ContributionImport.objects.get()
    file = reverse("admin:participation_contributionimport_refused", args=[record.pk])
    assert file in staff.get(done["Location"]).text
    rows = list(csv.reader(io.StringIO(staff.get(file).text.removeprefix("\ufeff"))))
    assert rows[0] == ["row", "reason"] and len(rows) == record.rejected + 1
    reasons = " ".join(reason for _number, reason in rows[1:])
    assert "outside the perimeter" in reasons and "is not a date" in reasons
    client.force_login(make_staff(make_consultation().organisation))
    assert client.get(file).status_code == 404


def test_a_reason_is_kept_whatever_the_row_said(staff, consultation):
    content = "id,title,date,lat,lon\n1,a,\x00\U0010ffff<b>,43.45,8.35\n2,b,,1e9,8.35\n".encode()
    address, typed = shown(staff, consultation, content)
    typed |= {"date": "date", "date_order": "dmy", "place_way": "two"}
    typed |= {"place_x": "lon", "place_y": "lat", "action": "import", "visibility": "rule"}
    staff.post(address, typed)
    record = ContributionImport.objects.get()
    file = reverse("admin:participation_contributionimport_refused", args=[record.pk])
    assert staff.get(file).text.count("\n") == 3


def test_of_a_long_file_a_sample_is_shown_until_every_row_is_asked_for(
    staff, consultation, monkeypatch
):
    monkeypatch.setattr("participation.imports.pages.WHOLE", 10)
    monkeypatch.setattr("participation.imports.pages.SAMPLE", 5)
    lines = [f"{n},Title {n},43.45,{8 if n % 2 else 9}.35" for n in range(15)]
    address, typed = shown(staff, consultation, "\n".join(["id,title,lat,lon", *lines]).encode())
    page = staff.post(address, typed | {"action": "preview"})
    assert "The file has 15 rows. Here are 5 of them" in page.text
    assert "Take over this file" in page.text
    page = staff.post(address, typed | {"action": "whole"})
    assert "Here are" not in page.text and "Take over 7 contributions" in page.text
    staff.post(address, typed | {"action": "import", "visibility": "rule"})
    assert Contribution.objects.count() == 7


def test_an_import_is_taken_back_after_saying_what_goes(staff, consultation):
    address, typed = shown(staff, consultation, IDEAS)
    staff.post(address, typed | {"action": "import", "visibility": "rule", "unplaced": "on"})
    record = ContributionImport.objects.get()
    make_comment(Contribution.objects.filter(origin=record).first())
    undo = reverse("admin:participation_contributionimport_undo", args=[record.pk])
    page = staff.get(undo).text
    assert "15 contributions are deleted" in page and "1 contribution has comments" in page
    report = staff.post(undo, follow=True).text
    assert "This import was taken back on" in report and "15 contributions were deleted." in report
    assert Contribution.objects.get().visibility == "withdrawn"
    assert "already taken back" in staff.post(undo, follow=True).text


HOSTILE = {
    "nothing": (b"", "The submitted file is empty"),
    "blank lines": (b"\n\n\n", "The file is empty"),
    "a workbook": (b"PK\x03\x04\x14\x00", "This is a workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a workbook"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF"),
    "bytes": (bytes(range(256)) * 20, "This is not a text file"),
    "four bytes": (b"\x00\x01\x02\x03", "This is not a text file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00", "This is not a text file"),
    "wide": (",".join(map(str, range(600))).encode() + b"\n", "more than 500 columns"),
    "open JSON": (b'{"type":', "This is not GeoJSON"),
    "deep JSON": (b'{"a":' + b"[" * 100_000, "GeoJSON"),
    "no features": (b'{"type":"FeatureCollection","features":[]}', "holds no feature"),
    "a list": (b"[1, 2]", "This is not a drawing"),
    "linked crs": (
        b'{"type":"FeatureCollection","features":[],"crs":{"type":"link","properties":{}}}',
        "coordinate system of the file",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_table_gets_one_sentence(staff, consultation, name):
    content, sentence = HOSTILE[name]
    response = send(staff, consultation, content)
    if response.status_code == 302:
        response = staff.get(response["Location"])
    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n" + b'"' * 5000,
        b"a;b;c\n1;2\n3;4;5;6\n\n7;8;9\n",
        b"titre\n" + "é".encode() * 200_000,
        b"titre\n\x00\x00a\x00\n",
        "titre,texte\n‮,\ufeff\n<script>alert(1)</script>,{{ 7*7 }}\n".encode(),
        b"\xff\xfet\x00i\x00\n\x00a",
        b"id,lat,lon\n1,nan,inf\n2,1e400,-1e400\n3,9999,9999\n",
        b'{"type":"FeatureCollection","features":[1,null,{"type":"Feature"}]}',
        b'{"type":"Point","coordinates":[8.35,43.45]}',
    ],
)
def test_a_hostile_table_is_shown_and_previewed(staff, consultation, content):
    address, typed = shown(staff, consultation, content)
    for action in ("preview", "rejects", "import", "again", "?"):
        sent = typed | {"action": action, "visibility": "rule"}
        assert staff.post(address, sent).status_code in (200, 302, 422)
    assert "<script>alert" not in staff.get(address).text


@pytest.mark.parametrize(
    "query",
    ["encoding=nonsense", "separator=x&quote=&header_row=-1", "header_row=99999", "encoding=utf-16",
     "separator=%00", "header_row=40", "encoding=mac-roman&separator=;"],
)  # fmt: skip
def test_nonsense_in_the_address_does_no_harm(staff, consultation, query):
    address = send(staff, consultation)["Location"]
    assert staff.get(f"{address}&{query}").status_code in (200, 302, 422)


@pytest.mark.parametrize("query", ["", "?consultation=", "?consultation=x"])
def test_without_a_consultation_there_is_no_page(staff, consultation, query):
    address = send(staff, consultation)["Location"].partition("?")[0]
    assert staff.get(address + query).status_code == 404


def test_fields_that_are_not_of_the_form_are_ignored(staff, consultation):
    address, typed = shown(staff, consultation)
    names = [field.name for field in Contribution._meta.concrete_fields]
    more = {name: "1" for name in names if name not in typed}
    staff.post(address, typed | more | {"action": "import", "visibility": "rule"})
    stored = Contribution.objects.get()
    assert (stored.course, stored.channel, stored.display_name) == ("received", "import", "")


def test_files_and_consultations_of_others_stay_theirs(client, staff, consultation):
    address, typed = shown(staff, consultation)
    other = make_consultation()
    client.force_login(make_staff(other.organisation))
    assert client.get(address)["Location"].endswith("/contributionimport/")
    own = send(client, other)["Location"]
    foreign = own.replace(str(other.pk), str(consultation.pk))
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, typed | {"action": "import"}).status_code == 404
    assert send(client, consultation).status_code == 422
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("role", ["moderator", None])
def test_only_organisers_take_over_and_take_back(client, consultation, role):
    organisation = consultation.organisation if role else None
    client.force_login(make_staff(organisation, role=role or "organiser"))
    record = ContributionImport.objects.create(consultation=consultation, file_name="a.csv")
    assert client.get(ADD).status_code == 403
    undo = reverse("admin:participation_contributionimport_undo", args=[record.pk])
    assert client.post(undo).status_code in (403, 404)


def test_visitors_are_sent_to_the_login(client, consultation):
    client.force_login(make_user())
    assert client.get(ADD)["Location"].startswith("/en/admin/login/")


def test_the_steps_ask_the_database_no_more_for_many_rows(
    staff, consultation, django_assert_max_num_queries
):
    lines = [f"{n},Title {n},text,43.45,8.{n:05d}" for n in range(35000, 36500)]
    address, typed = shown(
        staff, consultation, ("\n".join(["id,title,text,lat,lon", *lines])).encode()
    )
    with django_assert_max_num_queries(24):
        staff.post(address, typed | {"action": "preview"})
