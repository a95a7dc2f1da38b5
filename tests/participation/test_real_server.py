"""What only several processes at once can show: one row per message, one count per key."""

import json
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.urls import reverse

from participation.accounts import limits
from participation.accounts.visitors import COOKIE, SALT
from participation.contributions.models import Contribution
from participation.discussion.models import Comment
from tests.factories import make_consultation, make_contribution, make_participant
from tests.participation.served import ask, server

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


@pytest.fixture(scope="module")
def port(django_db_setup):
    with server() as port:
        yield port


def message(consultation, **changes):
    properties = {"kind": "proposal", "theme": "T", "title": "Un banc", "language": "fr"}
    document = {
        "type": "Feature",
        "id": str(uuid.uuid4()),
        "geometry": {"type": "Point", "coordinates": [8.35, 43.45]},
        "properties": properties,
    }
    return json.dumps(document | changes).encode()


def send_all(port, consultation, bodies):
    path = reverse("api:contributions", args=[consultation.pk])
    headers = {"Content-Type": "application/geo+json"}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda body: ask(port, "POST", path, body, headers), bodies))


def test_forty_posts_of_one_message_store_one_row(port):
    consultation = make_consultation()
    answers = send_all(port, consultation, [message(consultation)] * 40)
    assert Counter(status for status, _body in answers) == {201: 1, 200: 39}
    assert len({json.loads(body)["id"] for _status, body in answers}) == 1
    assert len({json.loads(body)["receipt"] for _status, body in answers}) == 1
    assert Contribution.objects.count() == 1


def test_forty_messages_at_once_have_numbers_without_gaps(port):
    consultation = make_consultation()
    answers = send_all(port, consultation, [message(consultation) for _ in range(40)])
    assert Counter(status for status, _body in answers) == {201: 40}
    numbers = Contribution.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))
    consultation.refresh_from_db()
    assert consultation.data_version == 41


def test_four_workers_share_the_counts_of_a_network(port):
    consultation = make_consultation()
    bodies = [message(consultation) for _ in range(limits.NETWORK_FREELY + 20)]
    answers = send_all(port, consultation, bodies)
    assert Counter(status for status, _body in answers) == {201: 120}
    shown = Counter(json.loads(body)["visibility"] for _status, body in answers)
    assert shown == {"published": limits.NETWORK_FREELY, "pending": 20}


def test_four_workers_share_the_count_of_a_participant(port):
    contribution, participant = make_contribution(), make_participant()
    cookie = signing.get_cookie_signer(salt=COOKIE + SALT).sign(str(participant.pk))
    path = reverse("participation:comment", args=[contribution.pk])
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    headers = form | {"Cookie": f"{COOKIE}={cookie}"}

    def comment(_number):
        words = {"client_id": uuid.uuid4(), "text": "Oui.", "language": "fr"}
        return ask(port, "POST", path, urlencode(words), headers)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = Counter(status for status, _body in pool.map(comment, range(30)))
    assert statuses[429] == 30 - limits.COMMENTS_EACH
    assert Comment.objects.count() == limits.COMMENTS_EACH
    contribution.refresh_from_db()
    assert contribution.comment_count == limits.COMMENTS_EACH
