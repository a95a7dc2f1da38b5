"""An address service: how it is set, asked, read, and survived."""

import time

import pytest
import shapely

from geo.perimeters.ground import Ground
from geo.places import addresses, line
from geo.places.addresses import answer_to
from geo.places.checks import check_geocoder
from geo.places.dialects import located
from geo.places.line import Line, may_ask
from geo.places.service import NoAnswer
from tests.geo.places.fake_service import fake_service
from tests.geo.places.island import LAT, LON, publish

pytestmark = pytest.mark.django_db
GROUND = Ground.of(shapely.box(LON - 0.05, LAT - 0.05, LON + 0.05, LAT + 0.05), 32632)


def feature(lon=LON, lat=LAT, **said):
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": said}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


NORMAL = {
    "addok": collection(feature(label="12 Rue Neuve 06990 Valdora", city="Valdora")),
    "photon": collection(feature(housenumber="12", street="Rue Neuve", city="Valdora")),
    "nominatim": [
        {
            "lat": str(LAT),
            "lon": str(LON),
            "name": "12 Rue Neuve",
            "address": {"village": "Valdora"},
        }
    ],
}
EMPTY = {"addok": collection(), "photon": collection(), "nominatim": []}


@pytest.fixture
def fake(settings, monkeypatch):
    monkeypatch.setattr(line, "BETWEEN_S", 0)
    monkeypatch.setattr(addresses, "LINE", Line())
    addresses._known.cache_clear()  # noqa: SLF001
    with fake_service() as fake:
        settings.GEOCODER, settings.GEOCODER_URL = "photon", fake.address
        yield fake


def ask(words="12 rue neuve", language="fr", may_ask=True):
    return answer_to(words, language, GROUND, may_ask)


@pytest.mark.parametrize("kind", NORMAL)
def test_each_kind_of_service_is_understood(fake, settings, kind):
    settings.GEOCODER = kind
    fake.says(NORMAL[kind])
    (found,) = ask().places
    assert found.name.startswith("12 Rue Neuve")
    assert (found.pk, found.form, found.is_inside) == ("8.350000,43.450000", "point", True)
    assert "Valdora" in found.name + found.commune


@pytest.mark.parametrize("kind", EMPTY)
def test_a_service_that_knows_nothing_is_no_failure(fake, settings, kind):
    settings.GEOCODER = kind
    fake.says(EMPTY[kind])
    answer = ask()
    assert (answer.places, answer.is_silent) == ([], False)


def test_it_learns_the_words_the_language_and_the_frame_and_who_asks(fake, settings):
    settings.GEOCODER = "nominatim"
    fake.says([])
    ask("12 rue & co", "it")
    ((path, headers),) = fake.asked
    assert path.startswith("/search?q=12+rue+%26+co&")
    assert "viewbox=8.2%2C43.3%2C8.5%2C43.6&bounded=1&accept-language=it" in path
    assert headers["User-Agent"].startswith("Placette")
    assert not {"Cookie", "Referer", "X-Forwarded-For"} & set(headers)


def test_it_is_not_asked_for_what_we_know_nor_unasked_nor_for_two_letters(fake):
    publish()
    assert ask("rue haute").places[0].name == "Rue Haute"
    ask("12 rue neuve", may_ask=False)
    ask("zz")
    assert fake.asked == []


def test_the_same_is_asked_once(fake):
    fake.says(NORMAL["photon"])
    assert ask() == ask()
    assert len(fake.asked) == 1


def test_what_lies_elsewhere_is_left_out_and_what_lies_around_is_said(fake):
    fake.says(collection(feature(2, 48, name="Paris"), feature(LON + 0.1, LAT, name="Autour")))
    assert [(one.name, one.is_inside) for one in ask().places] == [("Autour", False)]


FAILURES = {
    "429": {"status": 429},
    "500": {"status": 500},
    "HTML": {"kind": "text/html", "value": b"<p>Hello</p>"},
    "HTML called JSON": {"value": b"<p>Hello</p>"},
    "half of it": {"value": b'{"features": ['},
    "another thing": {"value": {"features": {}}},
    "a list": {"value": [1]},
    "no number": {"value": b'{"features": [NaN]}'},
    "too deep": {"value": b"[" * 100_000},
    "no text": {"value": b"\xff\xfe"},
    "too much": {"value": b" " * 1_000_001},
}


@pytest.mark.parametrize("facts", FAILURES.values(), ids=FAILURES)
def test_a_service_that_fails_is_left_alone_for_a_minute(fake, monkeypatch, facts):
    fake.says(**{"value": EMPTY["photon"]} | facts)
    assert ask().is_silent
    assert ask("autre chose").is_silent
    assert len(fake.asked) == 1
    fake.says(NORMAL["photon"], status=200, kind="application/json")
    later = time.monotonic() + 61
    monkeypatch.setattr(line.time, "monotonic", lambda: later)
    assert len(ask().places) == 1


@pytest.mark.parametrize("pause_s", [0.02, 60])
def test_a_slow_service_is_given_up_even_if_it_never_stops_speaking(fake, monkeypatch, pause_s):
    monkeypatch.setattr(line, "TIMEOUT_S", 0.3)
    fake.says(b" " * 2000, pause_s=pause_s)
    start = time.monotonic()
    assert ask().is_silent
    assert time.monotonic() - start < 2


def test_words_that_displease_the_service_silence_it_for_nobody(fake):
    fake.says(b"", status=400)
    answer = ask("(((((")
    assert (answer.places, answer.is_silent) == ([], False)


def test_a_second_question_does_not_wait_for_the_first(fake):
    with addresses.LINE._busy:  # noqa: SLF001
        assert ask().is_silent
    assert fake.asked == []


def test_redirections_are_not_followed(fake):
    with fake_service() as canary:
        canary.says(NORMAL["photon"])
        fake.says(b"", status=302, headers={"Location": canary.address})
        assert ask().is_silent
        assert canary.asked == []


def test_a_public_name_that_leads_inside_is_not_connected_to(fake, settings, monkeypatch):
    settings.GEOCODER_URL = f"https://adresses.example.org:{fake.server_port}/search"
    inside = [(2, 1, 6, "", ("127.0.0.1", fake.server_port))]
    monkeypatch.setattr(line.socket, "getaddrinfo", lambda *_args, **_facts: inside)
    assert ask().is_silent
    assert fake.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "fe80::1%eth0",
        "fc00::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
        "2001:0:1::",
    ],
)
def test_addresses_that_are_not_public_are_refused(address):
    assert not may_ask(address, is_on_this_machine=False)


def test_public_addresses_may_be_asked_and_this_machine_where_it_is_named():
    assert may_ask("8.8.8.8", is_on_this_machine=False)
    assert may_ask("2606:4700::1111", is_on_this_machine=False)
    assert may_ask("127.0.0.1", is_on_this_machine=True)
    assert not may_ask("8.8.8.8", is_on_this_machine=True)


@pytest.mark.parametrize(
    "row",
    [
        None,
        7,
        {"geometry": {"type": "Point", "coordinates": [8.3]}, "properties": {"name": "A"}},
        feature("x", LAT, name="A"),
        feature(1e400, LAT, name="A"),
        feature(10**400, LAT, name="A"),
        feature(True, LAT, name="A"),
        feature(200, LAT, name="A"),
        feature(name={"a": 1}),
        feature(name="\x00\u202e"),
    ],
)
def test_rows_that_are_no_places_are_left_out(row):
    assert [one.name for one in located("photon", collection(row, feature(name="B")))] == ["B"]


def test_names_are_short_and_in_one_line():
    (one,) = located("photon", collection(feature(name="A\n\x00\u202eB" + "x" * 500)))
    assert one.name.startswith("A Bx")
    assert len(one.name) == 100


def test_what_is_no_list_of_places_is_no_answer():
    with pytest.raises(NoAnswer):
        located("nominatim", collection())


GOOD = ("photon", "https://photon.example.org/api/")


@pytest.mark.parametrize(
    ("kind", "address", "sentence"),
    [
        (*GOOD, None),
        ("", "", None),
        ("addok", "http://localhost:7878/search", None),
        ("addok", "http://[::1]:7878/search", None),
        ("photon", "", "Set both"),
        ("", GOOD[1], "Set both"),
        ("google", GOOD[1], "write addok, nominatim or photon"),
        ("photon", "http://photon.example.org/api", "https://"),
        ("photon", "ftp://photon.example.org/api", "https://"),
        ("photon", "https://me:secret@photon.example.org/", "no name"),
        ("photon", "https://photon.example.org/?key=1", "no question mark"),
        ("photon", "https://photon.example.org:99999/", "no address"),
        ("photon", "https://[::1/", "no address"),
        ("photon", "https:///api", "no address"),
    ],
)
def test_the_check_says_in_one_sentence_what_is_wrong(settings, kind, address, sentence):
    settings.GEOCODER, settings.GEOCODER_URL = kind, address
    errors = check_geocoder()
    assert len(errors) == (1 if sentence else 0)
    assert not sentence or sentence in errors[0].msg
