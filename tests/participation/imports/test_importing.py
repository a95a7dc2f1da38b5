"""A campaign from elsewhere is stored wholly or not at all, once, and can be taken back."""

import datetime
import json
import uuid

import pytest
import shapely
from django.core.exceptions import ValidationError
from django.urls import reverse

from participation.accounts.models import Participant
from participation.consultations.models import Consultation
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.contributions.places import place_name_of
from participation.imports.importing import Origin, import_rows
from participation.imports.preview import BATCH, judge_rows
from participation.imports.rows import Fault, Note, Rejected, Row
from participation.imports.undoing import AlreadyTakenBack, undo_import
from participation.moderation import decisions
from tests.factories import (
    make_comment,
    make_consultation,
    make_contribution,
    make_superuser,
    shape,
)
from tests.participation.test_places import communes
from tests.participation.visibility_world import counted

pytestmark = pytest.mark.django_db
HERE = shapely.Point(8.35, 43.45)
FAR = shapely.Point(2.0, 48.0)
MANY_POINTS = shapely.LineString([(8.35 + at * 1e-7, 43.45) for at in range(50_001)])
FILE = Origin("idees-2025.csv", sha256="0" * 64)
JUNE = datetime.datetime(2025, 6, 1, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture
def consultation():
    return make_consultation(themes="TN")


def make_row(number=1, **changes):
    values = {"title": f"Idée {number}", "kind": "proposal", "language": "fr", "drawing": HERE}
    return Row(number=number, **values | {"source_id": f"i{number}"} | changes)


def make_rows(count=3, **changes):
    return [make_row(number, **changes) for number in range(1, count + 1)]


def imported(consultation, rows, origin=FILE, **options):
    return import_rows(consultation, rows, None, origin, **options)


def titles(consultation):
    rows = Contribution.objects.filter(consultation=consultation, visibility="published")
    return set(rows.values_list("title", flat=True))


def total(client, consultation):
    page = reverse("participation:consultation", args=[consultation.slug])
    tile = reverse("api:tile", args=[consultation.pk, 1, 0, 0, 0])
    return client.get(page).context["total"], counted(client.get(tile).content)


def test_what_was_said_is_stored_as_it_was_said(consultation):
    theme = consultation.themes.first()
    row = make_row(text="Long " * 900, theme=theme, said_at=JUNE, display_name="Livia")
    record = imported(consultation, [row])
    stored = Contribution.objects.get(origin=record)
    assert (stored.text, stored.theme, stored.display_name) == (row.text, theme, "Livia")
    assert (stored.created_at, stored.channel, stored.visibility) == (JUNE, "import", "published")
    assert (shape(stored.drawn), shape(stored.geometry), stored.outcome) == (HERE, HERE, "inside")
    assert stored.participant.created_on == JUNE.date()
    assert stored.perimeter_version_id == consultation.perimeter.current_id


def test_lists_counts_and_tiles_show_it_at_once(client, consultation):
    version = consultation.data_version
    imported(consultation, [*make_rows(3), make_row(4, drawing=None, address="Quai Sud")])
    assert total(client, consultation) == (4, 3)
    assert Consultation.objects.get(pk=consultation.pk).data_version > version


def test_numbers_go_on_without_gaps_in_the_order_of_the_file(consultation):
    make_contribution(consultation)
    rows = [make_row(1), Rejected(2, Fault.UNREADABLE), make_row(3), make_row(4, drawing=FAR)]
    imported(consultation, [*rows, make_row(5)])
    make_contribution(consultation, title="Après")
    stored = Contribution.objects.filter(consultation=consultation).order_by("number")
    numbered = list(stored.values_list("number", "title"))[1:]
    assert numbered == [(2, "Idée 1"), (3, "Idée 3"), (4, "Idée 5"), (5, "Après")]


def test_a_place_has_the_name_of_its_area_unless_the_file_gives_an_address():
    consultation = make_consultation(places_layer=communes())
    inside = place_name_of(consultation, HERE)
    imported(
        consultation, [make_row(1), make_row(2, address="Quai Sud"), make_row(3, drawing=None)]
    )
    names = Contribution.objects.order_by("number").values_list("place_name", flat=True)
    assert inside and list(names) == [inside, "Quai Sud", ""]


def test_files_name_the_source_until_it_is_taken_back(client, consultation):
    source = Origin("a.csv", licence="CC BY-SA 4.0", attribution="Aldea Pucela")
    record = imported(consultation, make_rows(1), source)
    address = reverse("data:contributions-geojson", args=[consultation.pk])
    named = json.loads(client.get(address).getvalue())["attribution"]
    assert named == "Ville de Port-Valdora; Aldea Pucela (CC BY-SA 4.0)"
    undo_import(record, make_superuser())
    assert json.loads(client.get(address).getvalue())["attribution"] == "Ville de Port-Valdora"


def test_phases_do_not_stop_it():
    assert imported(make_consultation(phase=False), make_rows(2)).added == 2


@pytest.mark.parametrize(
    ("publishing", "wanted", "visibility"),
    [
        ("at_once", "", "published"),
        ("at_once", "pending", "pending"),
        ("after_moderation", "", "pending"),
    ],
)
def test_it_is_published_by_the_rule_or_waits(publishing, wanted, visibility):
    consultation = make_consultation(publishing=publishing)
    record = imported(consultation, [make_row()], visibility=wanted)
    stored = record.contributions.get()
    assert (stored.visibility, bool(stored.published_at)) == (visibility, visibility == "published")


def test_running_it_again_adds_nothing(consultation):
    imported(consultation, make_rows(3))
    again = imported(consultation, [*make_rows(3), make_row(4)])
    assert (again.added, again.already_there, again.read) == (1, 3, 4)
    assert Contribution.objects.filter(consultation=consultation).count() == 4


def test_without_identifiers_the_words_and_the_place_tell_rows_apart(consultation):
    row = make_row(1, source_id="")
    again = make_row(2, source_id="", title=row.title)
    elsewhere = make_row(3, source_id="", title=row.title, drawing=shapely.Point(8.351, 43.45))
    record = imported(consultation, [row, again, elsewhere])
    assert (record.added, record.reasons) == (2, {"same_row_in_file": 1})
    assert imported(consultation, [elsewhere]).already_there == 1


def test_a_changed_row_is_told_and_stays_as_it_was(consultation):
    imported(consultation, [make_row()])
    record = imported(consultation, [make_row(title="Autre chose")])
    assert list(record.refused_rows.values_list("number", "reason")) == [(1, Fault.CHANGED)]
    assert (record.added, titles(consultation)) == (0, {"Idée 1"})


def test_two_files_with_the_same_identifiers_are_told_apart_by_their_source(consultation):
    imported(consultation, [make_row()])
    other = Origin("autre.csv", source="2024")
    assert imported(consultation, [make_row(title="Une autre")], other).added == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"drawing": FAR}, "outside"),
        ({"drawing": shapely.Point(43.45, 8.35)}, "swapped"),
        ({"title": "", "text": ""}, Fault.NO_WORDS),
        ({"text": "a" * 20_001}, Fault.TEXT_TOO_LONG),
        ({"display_name": "a" * 61}, Fault.NAME_TOO_LONG),
        ({"address": "a" * 301}, Fault.ADDRESS_TOO_LONG),
        ({"kind": "rating"}, Fault.UNKNOWN_KIND),
        ({"language": "de"}, Fault.UNKNOWN_LANGUAGE),
        ({"drawing": MANY_POINTS}, "too_many_points"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_over_says_why(changes, reason, consultation):
    judged = list(judge_rows(consultation, [make_row(7, **changes)]))
    assert [(one.number, one.reason) for one in judged] == [(7, reason)]
    assert imported(consultation, [make_row(7, **changes)]).reasons == {reason: 1}


def test_a_theme_of_another_consultation_is_refused(consultation):
    row = make_row(theme=make_consultation(themes="T").themes.first())
    assert imported(consultation, [row]).reasons == {"unknown_theme": 1}


def test_a_dry_run_says_what_the_import_does_and_writes_nothing(consultation):
    rows = [*make_rows(2), make_row(3, drawing=FAR), make_row(4, drawing=None)]
    judged = list(judge_rows(consultation, rows))
    assert not Contribution.objects.exists() and not ContributionImport.objects.exists()
    record = imported(consultation, rows)
    assert record.rejected == sum(isinstance(one, Rejected) for one in judged) == 1
    assert record.added == len(judged) - 1
    assert record.notes == {"unplaced": 1}


def test_a_missing_title_is_the_beginning_of_the_text(consultation):
    text = "La fontaine ne coule plus depuis mai.\nOn pourrait la réparer."
    imported(consultation, [make_row(title="", text=text), make_row(2, title="", text="Chez moi")])
    stored = dict(Contribution.objects.values_list("title", "text"))
    assert stored == {"La fontaine ne coule plus depuis mai.": text, "Chez moi": ""}


def test_a_long_title_is_kept_whole_in_the_text(consultation):
    title = "Un très long titre " * 12
    record = imported(consultation, [make_row(title=title.strip(), text="Et le reste.")])
    stored = record.contributions.get()
    assert stored.title.endswith("long titre Un…") and len(stored.title) <= 120
    assert stored.text == f"{title.strip()}\n\nEt le reste."
    assert record.notes == {Note.TITLE_SHORTENED: 1}


def test_drawings_across_the_edge_are_cut_as_for_residents(consultation):
    line = shapely.LineString([(8.35, 43.45), (9.5, 43.45)])
    sent = make_contribution(consultation, line)
    record = imported(consultation, [make_row(drawing=line)])
    stored = record.contributions.get()
    assert (stored.outcome, record.notes) == ("clipped", {"clipped": 1})
    assert shape(stored.geometry) == shape(sent.geometry)
    assert stored.share_kept == pytest.approx(sent.share_kept)


def test_a_failure_on_the_way_leaves_nothing(consultation):
    def broken():
        yield from make_rows(5)
        raise ValidationError("the file ends here")

    with pytest.raises(ValidationError):
        imported(consultation, broken())
    assert not Contribution.objects.exists() and not ContributionImport.objects.exists()
    assert Consultation.objects.get(pk=consultation.pk).last_number == 0


def test_nobody_finds_who_said_it_by_its_identifier(consultation):
    imported(consultation, [make_row()])
    other = make_consultation()
    imported(other, [make_row()])
    people = Participant.objects.values_list("pk", flat=True)
    assert len(set(people)) == 2
    assert uuid.uuid5(consultation.pk, "\ni1") not in people


def test_an_identifier_is_found_again_far_down_the_file(consultation):
    rows = make_rows(BATCH + 5, drawing=None)
    judged = list(judge_rows(consultation, [*rows, rows[0], rows[BATCH], rows[0]]))
    again = [(one.number, one.reason) for one in judged if isinstance(one, Rejected)]
    assert again == [(number, Fault.SAME_ID_IN_FILE) for number in (1, BATCH + 1, 1)]


def test_how_far_it_is_is_told_all_along(consultation, monkeypatch):
    monkeypatch.setattr("participation.imports.importing.BATCH", 2)
    monkeypatch.setattr("participation.imports.staging.AT_ONCE", 3)
    told = []
    record = imported(consultation, make_rows(8), progress=lambda *part: told.append(part), total=8)
    assert told == [(n, 8) for n in (1, 2, 3, 4, 4, 5, 7, 8)]
    numbers = record.contributions.order_by("number").values_list("number", "title")
    assert list(numbers) == [(n, f"Idée {n}") for n in range(1, 9)]


def test_who_stops_it_on_the_way_finds_nothing_changed(consultation):
    class Cancelled(Exception):
        pass

    def stop(done, total):
        if done == total // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        imported(consultation, make_rows(4), progress=stop, total=4)
    assert not Contribution.objects.exists() and not Participant.objects.exists()


def test_an_import_taken_back_leaves_no_trace_for_readers(client, consultation):
    make_contribution(consultation)
    people = Participant.objects.count()
    record = imported(consultation, [*make_rows(3), make_row(4, drawing=None)])
    undone = undo_import(record, make_superuser())
    assert (undone.removed, undone.withdrawn) == (4, 0)
    assert total(client, consultation) == (1, 1)
    assert Participant.objects.count() == people


def test_what_residents_answered_is_withdrawn_and_their_words_stay(client, consultation):
    record = imported(consultation, make_rows(3))
    answered, hidden, _free = record.contributions.order_by("number")
    comment = make_comment(answered)
    decisions.hide(hidden, make_superuser(), "hors sujet")
    undone = undo_import(record, make_superuser())
    assert (undone.removed, undone.withdrawn) == (1, 1)
    assert total(client, consultation) == (0, 0)
    comment.refresh_from_db()
    states = dict(record.contributions.values_list("title", "visibility"))
    assert states == {answered.title: "withdrawn", hidden.title: "hidden"}


def test_after_it_was_taken_back_it_can_be_imported_again(client, consultation):
    first = imported(consultation, make_rows(3))
    answered, hidden, _free = first.contributions.order_by("number")
    make_comment(answered)
    decisions.hide(hidden, make_superuser(), "hors sujet")
    undo_import(first, make_superuser())
    again = imported(consultation, make_rows(3))
    assert (again.added, again.restored, again.already_there) == (1, 1, 1)
    assert total(client, consultation) == (2, 2)
    assert titles(consultation) == {"Idée 1", "Idée 3"}
    page = client.get(reverse("participation:contribution", args=[answered.pk]))
    assert "Pensez aux poussettes." in page.content.decode()


def test_an_import_is_taken_back_once(consultation):
    record = imported(consultation, make_rows(1))
    undo_import(record, make_superuser())
    with pytest.raises(AlreadyTakenBack):
        undo_import(record, make_superuser())


def test_taking_one_back_leaves_the_others(consultation):
    first = imported(consultation, make_rows(2))
    imported(consultation, [make_row(3)])
    undo_import(first, make_superuser())
    assert titles(consultation) == {"Idée 3"}


def test_the_same_words_by_hand_are_no_part_of_an_import(consultation):
    mine = make_contribution(consultation, title="Idée 1")
    record = imported(consultation, make_rows(1))
    undo_import(record, make_superuser())
    assert Contribution.objects.get() == mine
