"""How often somebody may write, and how little is kept to know it."""

import datetime

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from participation.accounts import limits
from participation.accounts.networks import network_of, prefix_of

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
NOW = datetime.datetime(2026, 5, 12, 10, tzinfo=datetime.UTC)


def test_a_window_lasts_ten_minutes_from_the_first_writing():
    counted = [limits.count("x", "somebody", NOW + i * MINUTE)[0] for i in (0, 9, 10, 11)]
    assert counted == [1, 2, 1, 2]


def test_the_time_left_is_that_of_the_window():
    limits.count("x", "somebody", NOW)
    assert limits.count("x", "somebody", NOW + 4 * MINUTE)[1] == 360


def test_actions_and_people_are_counted_apart():
    limits.count("x", "somebody", NOW)
    assert limits.count("y", "somebody", NOW)[0] == 1
    assert limits.count("x", "somebody else", NOW)[0] == 1


def test_a_network_writes_freely_then_waits_then_is_refused():
    seen = []
    for _ in range(limits.NETWORK_AT_MOST):
        seen.append(limits.take("x", None, "192.0.2.0/24", 10))
    assert seen.count(True) == 100
    assert seen[100:] == [False] * 400
    with pytest.raises(limits.TooMany) as refused:
        limits.take("x", None, "192.0.2.0/24", 10)
    assert 0 < refused.value.retry_after_s <= 600
    assert limits.take("x", None, "198.51.100.0/24", 10) is True


def test_a_class_behind_one_address_is_not_held_back():
    assert all(limits.take("x", f"pupil {i}", "192.0.2.0/24", 10) for i in range(30))


def test_no_address_and_no_participant_is_stored():
    limits.take("x", "somebody", "192.0.2.0/24", 10)
    rows = str(list(limits.RateCount.objects.values()))
    assert "192.0.2" not in rows
    assert "somebody" not in rows
    assert all(len(key) == 64 for key in limits.RateCount.objects.values_list("key", flat=True))


def test_counts_and_salts_are_gone_after_a_day():
    with time_machine.travel(NOW):
        limits.take("x", "somebody", "192.0.2.0/24", 10)
    old = set(limits.RateCount.objects.values_list("key", flat=True))
    with time_machine.travel(NOW + datetime.timedelta(hours=25)):
        limits.take("x", "somebody else", "", 10)
        assert list(limits.DailySalt.objects.values_list("day", flat=True)) == [
            timezone.now().date()
        ]
    assert not old & set(limits.RateCount.objects.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("x' OR 1=1", "unknown"),
        ("1.2.3.4:80", "unknown"),
    ],
)
def test_the_network_of_an_address(address, prefix):
    assert prefix_of(address) == prefix


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "203.0.113.9", "127.0.0.0/24"),
        (1, "203.0.113.9", "203.0.113.0/24"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.0/24"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.0/24"),
        (1, "", "127.0.0.0/24"),
        (3, "203.0.113.9", "203.0.113.0/24"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(settings, proxies, forwarded, network):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})
    assert network_of(request) == network
