"""Taking part without a script: three steps, nothing lost, one sentence for each mistake."""

import json
import re
import uuid

import pytest
from django.urls import reverse

from participation.accounts.visitors import COOKIE
from participation.contributions.models import Contribution
from tests.factories import make_consultation, make_phase, make_sent

pytestmark = pytest.mark.django_db
DRAWN = json.dumps({"type": "Point", "coordinates": [8.35, 43.45]})


@pytest.fixture
def consultation():
    return make_consultation()


def address(consultation):
    return reverse("participation:take_part", args=[consultation.slug])


def typed(consultation, **changes):
    """Everything that the check step posts."""
    values = {
        "go": "send",
        "client_id": str(uuid.uuid4()),
        "place_way": "coordinates",
        "coordinates": "43.45, 8.35",
        "kind": "proposal",
        "theme": str(consultation.themes.first().pk),
        "title": "De l'ombre sur le quai",
        "text": "Des pins le long du mur.",
        "display_name": "Livia",
        "consent": "on",
    }
    return values | changes


def test_sending_leads_to_a_receipt_and_sets_one_private_cookie(client, consultation):
    response = client.post(address(consultation), typed(consultation))
    assert response.status_code == 303
    assert response.url.startswith("/fr/receipts/")
    assert list(response.cookies) == [COOKIE]
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    stored = Contribution.objects.get()
    assert (stored.title, stored.display_name, stored.language) == (
        "De l'ombre sur le quai",
        "Livia",
        "fr",
    )


def test_the_receipt_is_private_to_its_link(client, consultation):
    url = client.post(address(consultation), typed(consultation)).url
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert client.get("/fr/receipts/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_a_second_contribution_comes_from_the_same_participant(client, consultation):
    client.post(address(consultation), typed(consultation))
    response = client.post(address(consultation), typed(consultation))
    assert not response.cookies
    assert len(set(Contribution.objects.values_list("participant", flat=True))) == 1


def test_sending_twice_by_a_double_click_stores_one(client, consultation):
    message = typed(consultation)
    first = client.post(address(consultation), message)
    second = client.post(address(consultation), message)
    assert (second.status_code, second.url) == (303, first.url)
    assert Contribution.objects.count() == 1


def test_the_same_page_with_other_words_is_told_and_may_be_sent_again(client, consultation):
    message = typed(consultation)
    client.post(address(consultation), message)
    response = client.post(address(consultation), message | {"title": "Autre chose"})
    assert response.status_code == 409
    carried = dict(response.context["carried"])
    assert carried["client_id"] != message["client_id"]
    assert carried["title"] == "Autre chose"


def test_two_tabs_send_two_contributions(client, consultation):
    ids = {
        dict(client.get(address(consultation)).context["carried"])["client_id"] for _ in range(2)
    }
    assert len(ids) == 2
    for client_id in ids:
        client.post(address(consultation), typed(consultation, client_id=client_id))
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"coordinates": ""}, "where"),
        ({"coordinates": "près de la gare"}, "where"),
        ({"coordinates": "43.45, 8.20"}, "where"),
        ({"place_way": "map", "drawing": "{", "coordinates": ""}, "where"),
        ({"place_way": "circle", "circle_centre": "43.45 8.35", "circle_radius_m": "x"}, "where"),
        ({"place_way": "commune", "commune": "999"}, "where"),
        ({"title": ""}, "what"),
        ({"title": "x" * 121}, "what"),
        ({"theme": "999999"}, "what"),
        ({"theme": ""}, "what"),
        ({"kind": "rating"}, "what"),
        ({"language": "de"}, "what"),
        ({"consent": ""}, "check"),
        ({"website": "https://spam.example"}, "check"),
    ],
)
def test_a_mistake_leads_back_to_its_step_with_everything_typed(
    client, consultation, changes, step
):
    message = typed(consultation, **changes)
    response = client.post(address(consultation), message)
    assert response.status_code == 422
    assert response.context["step"] == step
    assert response.context["errors_count"] >= 1
    kept = dict(response.context["carried"])
    form = {"where": "place_form", "what": "words_form", "check": "send_form"}[step]
    kept |= {field.name: field.value() for field in response.context[form]}
    for name, value in message.items():
        if value and name not in ("go", "consent"):
            assert str(kept[name]) == value, name
    assert not Contribution.objects.exists()


def test_going_back_shows_no_error(client, consultation):
    response = client.post(address(consultation), typed(consultation, go="where", title=""))
    assert response.status_code == 200
    assert response.context["step"] == "where"
    assert response.context["error_list"] == []


def test_the_steps_may_be_gone_back_to_and_stay_private(client, consultation):
    for response in (
        client.get(address(consultation)),
        client.post(address(consultation), typed(consultation, go="check")),
    ):
        assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_the_check_step_tells_the_verdict(client, consultation):
    across = json.dumps(
        {
            "type": "Polygon",
            "coordinates": [[[8.32, 43.44], [8.33, 43.44], [8.33, 43.45], [8.32, 43.44]]],
        }
    )
    message = typed(consultation, go="check", place_way="map", drawing=across, coordinates="")
    verdict = client.post(address(consultation), message).context["verdict"]
    assert verdict["outcome"] == "clipped"
    assert json.loads(verdict["removed_json"])["type"] == "Polygon"


@pytest.mark.parametrize(
    "changes",
    [
        {"place_way": "map", "drawing": DRAWN, "coordinates": ""},
        {"place_way": "map", "drawing": "", "coordinates": "43,45 8,35"},
        {"coordinates": "43°27'00\"N 8°21'00\"E"},
        {"coordinates": "8.35, 43.45"},
        {"place_way": "position", "position": "43.45, 8.35", "coordinates": ""},
    ],
)
def test_a_point_can_be_placed_in_several_ways(client, consultation, changes):
    assert client.post(address(consultation), typed(consultation, **changes)).status_code == 303
    assert Contribution.objects.get().geometry.coords == pytest.approx((8.35, 43.45))


def test_a_circle_is_round_on_the_ground(client, consultation):
    changes = {"place_way": "circle", "circle_centre": "43.45, 8.35", "circle_radius_m": "100"}
    client.post(address(consultation), typed(consultation, **changes))
    area = Contribution.objects.get().geometry.transform(2154, clone=True).area
    assert area == pytest.approx(31_416, rel=0.01)


def test_a_closed_consultation_says_so_and_gives_the_words_back(client):
    consultation = make_consultation(phase=False)
    make_phase(consultation, opens_contributing=False)
    assert client.get(address(consultation)).status_code == 200
    response = client.post(address(consultation), typed(consultation))
    assert response.status_code == 403
    assert "Des pins le long du mur." in response.content.decode()


def test_the_eleventh_in_ten_minutes_waits_with_everything_typed(client, consultation):
    for _ in range(10):
        client.post(address(consultation), typed(consultation))
    response = client.post(address(consultation), typed(consultation, title="La onzième"))
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert dict(response.context["carried"])["title"] == "La onzième"
    assert Contribution.objects.count() == 10


def test_a_post_from_another_site_is_refused(client, consultation):
    foreign = [{"origin": origin} for origin in ("https://evil.example", "null", "http://[", "//")]
    for headers in ({"sec-fetch-site": "cross-site"}, *foreign):
        response = client.post(address(consultation), typed(consultation), headers=headers)
        assert response.status_code == 403
    assert not Contribution.objects.exists()


def test_posting_names_of_columns_changes_none_of_them(client, consultation):
    evil = {
        "visibility": "hidden",
        "course": "accepted",
        "number": "77",
        "share_kept": "0.1",
        "channel": "paper",
        "id": str(uuid.uuid4()),
        "participant": str(uuid.uuid4()),
        "consultation": str(make_consultation().pk),
        "comment_count": "99",
        "receipt_hash": "0",
        "created_at": "2001-01-01",
    }
    client.post(address(consultation), typed(consultation) | evil)
    stored = Contribution.objects.get()
    assert (stored.visibility, stored.course, stored.number) == ("published", "received", 1)
    assert (stored.share_kept, stored.channel, stored.comment_count) == (1.0, "web", 0)
    assert stored.consultation == consultation
    assert str(stored.pk) != evil["id"]
    assert stored.created_at.year > 2001


def test_the_theme_of_another_consultation_is_not_taken(client, consultation):
    theme = make_consultation().themes.first()
    response = client.post(address(consultation), typed(consultation, theme=str(theme.pk)))
    assert response.status_code == 422


def test_sent_messages_differ_by_their_content():
    assert make_sent().payload_hash == make_sent().payload_hash
    assert make_sent().payload_hash != make_sent(text="autre").payload_hash


@pytest.mark.parametrize(
    "changes",
    [
        {"coordinates": ""},
        {"coordinates": "43.45, 8.20"},
        {"place_way": "map", "drawing": "{", "coordinates": ""},
        {"place_way": "position", "position": "here", "coordinates": ""},
        {"kind": "", "theme": "", "title": "", "text": "x" * 3000},
        {"consent": "", "display_name": "x" * 200},
    ],
)
def test_each_line_of_the_summary_leads_to_what_is_wrong(client, consultation, changes):
    response = client.post(address(consultation), typed(consultation, **changes))
    page = response.content.decode()
    targets = re.findall(r'<a href="#([^"]+)">', page.partition('id="errors"')[2])
    assert len(targets) == response.context["errors_count"]
    for target in targets:
        assert re.search(f'<(?!input type="hidden")[^>]* id="{target}"', page), target


def test_enter_in_the_signature_sends_and_leads_nowhere_else(client, consultation):
    page = client.post(address(consultation), typed(consultation, go="check")).content.decode()
    form = page.partition('id="take-part"')[2]
    assert re.search(r'<button[^>]* name="go" value="(\w+)"', form)[1] == "send"


def test_what_is_too_long_is_said_and_kept_whole(client, consultation):
    page = client.post(
        address(consultation), typed(consultation, text="b" * 2500, title="t" * 130)
    ).content.decode()
    assert "120 caractères au plus\u202f; il y en a 130" in page
    assert "2000 caractères au plus\u202f; il y en a 2500" in page
    assert "b" * 2500 in page
    assert "maxlength" not in page.partition('id="id_text"')[2].partition(">")[0]
