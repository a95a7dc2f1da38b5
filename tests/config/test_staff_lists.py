"""Lists of the staff area answer whatever stands in their address."""

import pytest
from django.urls import reverse

from tests.factories import make_consultation, make_contribution

pytestmark = pytest.mark.django_db
LISTS = [
    f"admin:participation_{name}_changelist"
    for name in ("contribution", "cartoparty", "contributionimport")
]
UNREADABLE = [
    "visibility__exact=%00",
    "%00=1",
    "q=%00",
    "q=%ED%A0%80",
    "created_at__year=99999",
    "created_at__year=-1",
    "made_at__year=10000",
    "created_at__day=0&created_at__month=2&created_at__year=2026",
    "consultation__id__exact=nope",
    "theme__id__exact=99999999999999999999999",
    "id__exact=99999999999999999999",
    "p=zzz",
    "o=999.-999.x",
]


@pytest.mark.parametrize("query", UNREADABLE)
def test_a_filter_that_cannot_be_read_shows_the_whole_list(admin_client, query):
    make_contribution(make_consultation())
    answers = {name: admin_client.get(f"{reverse(name)}?{query}", follow=True) for name in LISTS}
    assert {
        name: page.status_code for name, page in answers.items() if page.status_code != 200
    } == {}


def test_it_is_said_that_a_filter_could_not_be_read(admin_client):
    address = reverse("admin:participation_cartoparty_changelist")
    page = admin_client.get(f"{address}?created_at__year=99999", follow=True)
    assert "illisible" in page.text


@pytest.mark.parametrize("chosen", ["nope", "\x00"])
def test_an_action_on_what_is_not_in_the_list_does_nothing_and_says_so(admin_client, chosen):
    contribution = make_contribution(make_consultation())
    address = reverse("admin:participation_contribution_changelist")
    values = {"action": "hide", "_selected_action": chosen, "reason": "Hors sujet."}
    page = admin_client.post(address, values, follow=True)
    assert page.status_code == 200 and "Rien n’a été fait" in page.text
    contribution.refresh_from_db()
    assert contribution.visibility == "published"
