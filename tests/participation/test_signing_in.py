"""The way in for staff: guesses are slowed down, and say nothing about who has an account."""

import datetime
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.urls import reverse

from participation.accounts import limits, signing_in
from participation.accounts.models import User
from tests.participation.served import ask, server

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 5, 12, 10, tzinfo=datetime.UTC)
PASSWORD = "une-phrase-assez-longue"
TOO_MANY = "Trop d’essais de connexion. Attendez"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def agent(db):
    return User.objects.create_superuser("agent", password=PASSWORD)


def sign_in(client, name="agent", word="faux", address="192.0.2.7"):
    values = {"username": name, "password": word}
    return client.post("/fr/admin/login/", values, REMOTE_ADDR=address)


def test_a_right_password_opens_the_staff_area(client, clock):
    assert sign_in(client, word=PASSWORD).status_code == 302
    assert client.get("/fr/admin/").status_code == 200


def test_the_sixth_try_of_a_name_in_five_minutes_waits(client, clock):
    seen = [sign_in(client).status_code for _ in range(6)]
    assert seen == [200] * 5 + [429]
    clock.shift(60)
    waiting = sign_in(client, word=PASSWORD)
    assert waiting.status_code == 429
    assert waiting["Retry-After"] == "240"
    assert f"{TOO_MANY} 4 minutes, puis réessayez." in waiting.text
    clock.shift(240)
    assert sign_in(client, word=PASSWORD).status_code == 302


def test_a_stranger_who_guesses_does_not_lock_its_owner_out(client, clock):
    assert [sign_in(client).status_code for _ in range(50)][5:] == [429] * 45
    assert sign_in(client, word=PASSWORD, address="203.0.113.1").status_code == 302


def test_guesses_from_everywhere_are_slowed_down_too(client, clock):
    places = (f"198.51.{number}.1" for number in range(200))
    seen = [sign_in(client, address=next(places)).status_code for _ in range(101)]
    assert seen == [200] * 100 + [429]


def test_capitals_are_no_way_round_the_count_of_a_name(client, clock):
    names = ["agent", "Agent", "AGENT", " agent ", "aGent", "agenT"]
    assert [sign_in(client, name).status_code for name in names][-1] == 429


def test_the_eleventh_try_of_a_network_in_a_minute_waits_whatever_the_name(client, clock):
    tries = [(f"nom-{number}", f"192.0.2.{number}") for number in range(11)]
    seen = [sign_in(client, name, address=address).status_code for name, address in tries]
    assert seen == [200] * 10 + [429]
    assert f"{TOO_MANY} 1 minute, puis réessayez." in sign_in(client, "agent").text
    assert sign_in(client, word=PASSWORD, address="203.0.113.1").status_code == 302
    clock.shift(60)
    assert sign_in(client, word=PASSWORD).status_code == 302


def test_an_ipv6_network_is_counted_as_one(client, clock):
    seen = [sign_in(client, f"n{i}", address=f"2001:db8:1:{i}::5").status_code for i in range(11)]
    assert seen[-1] == 429


def test_a_whole_town_hall_signs_in_within_one_minute(client, clock):
    assert {sign_in(client, word=PASSWORD).status_code for _ in range(30)} == {302}


def test_the_right_password_starts_the_count_of_its_name_again(client, clock):
    for _ in range(3):
        for _ in range(4):
            assert sign_in(client).status_code == 200
        assert sign_in(client, word=PASSWORD).status_code == 302
        clock.shift(60)


def test_known_and_unknown_names_get_the_same_answer(client, clock):
    User.objects.create_user("habitante", password=PASSWORD)  # no staff, and the password is right
    User.objects.create_superuser("ancien", password=PASSWORD, is_active=False)
    answers = {
        sign_in(client, name, word).text.replace(name, "").split("csrfmiddlewaretoken")[0]
        for name, word in [
            ("agent", "faux"),
            ("personne", "faux"),
            ("habitante", PASSWORD),
            ("ancien", PASSWORD),
        ]
    }
    assert len(answers) == 1
    assert "Ce nom et ce mot de passe ne vont pas ensemble" in answers.pop()


@pytest.mark.parametrize("name", ["agent", "personne"])
def test_a_password_is_hashed_once_for_known_and_unknown_names(client, settings, monkeypatch, name):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    User.objects.get(username="agent").delete()
    User.objects.create_superuser("agent", password=PASSWORD)
    hashed, encode = [], PBKDF2PasswordHasher.encode
    monkeypatch.setattr(
        PBKDF2PasswordHasher,
        "encode",
        lambda *arguments: hashed.append(1) or encode(*arguments),
    )
    sign_in(client, name)
    assert len(hashed) == 1


def test_unknown_names_are_made_to_wait_as_well(client, clock):
    seen = [sign_in(client, "personne").status_code for _ in range(6)]
    assert seen == [200] * 5 + [429]


def test_a_waiting_try_does_not_look_at_the_password(client, clock, monkeypatch):
    for _ in range(5):
        sign_in(client)
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", None)
    assert sign_in(client).status_code == 429


def test_neither_the_name_nor_the_address_is_stored(client, clock):
    sign_in(client)
    rows = str(list(limits.RateCount.objects.values()))
    assert limits.RateCount.objects.count() == 3
    assert "agent" not in rows
    assert "192" not in rows


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 300])
def test_a_name_that_nobody_can_have_is_no_error_of_the_server(client, name):
    assert sign_in(client, name).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_four_workers_share_the_count_of_a_name(agent, settings):
    token = "a" * 32
    body = urlencode({"username": "agent", "password": "faux", "csrfmiddlewaretoken": token})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.CSRF_COOKIE_NAME}={token}",
    }
    with server() as port, ThreadPoolExecutor(20) as pool:
        path = reverse("admin:login")
        asked = pool.map(lambda _: ask(port, "POST", path, body, headers), range(20))
        statuses = Counter(status for status, _body in asked)
    assert statuses == {200: signing_in.EACH_NAME, 429: 20 - signing_in.EACH_NAME}
