"""Tags in the words of the reader."""

import pytest

from geo.layers.tag_words import (
    LANGUAGES,
    address_in,
    label_of,
    name_of,
    readable,
    value_in_words,
    words,
)


def told(tags, language="fr", **more):
    return [(line.label, line.value) for line in readable(tags, language, **more)]


def test_a_bench_is_told_in_each_language():
    bench = {"amenity": "bench", "backrest": "yes", "material": "wood"}
    assert told(bench) == [("Dossier", "oui"), ("Matériau", "bois"), ("Équipement", "banc")]
    assert ("Schienale", "sì") in told(bench, "it")
    assert ("Backrest", "yes") in told(bench, "en")


def test_what_is_not_known_stays_as_it_is():
    assert told({"opening_hours": "Mo-Fr 08:00-12:00"}) == [("Horaires", "Mo-Fr 08:00-12:00")]
    assert told({"code_insee": "06088"}) == [("code insee", "06088")]
    assert value_in_words("shop", "hearing_aids", "fr") == "hearing aids"


def test_a_name_is_no_word_to_translate():
    assert value_in_words("operator", "bench", "fr") == "bench"
    assert told({"alt_name": "yes"}) == [("Autre nom", "yes")]


def test_several_values_are_told_one_after_the_other():
    assert value_in_words("material", "wood;metal", "it") == "legno, metallo"


def test_words_of_mappers_for_one_another_are_left_out():
    assert told({"source": "survey", "fixme": "?", "ref:UAI": "0060001A", "created_by": "x"}) == [
        ("Numéro UAI", "0060001A")
    ]


def test_staff_choose_which_tags_are_told_in_which_order():
    tags = {"seats": "3", "backrest": "no", "material": "stone"}
    assert told(tags, only=["material", "seats", "lit"]) == [
        ("Matériau", "pierre"),
        ("Places assises", "3"),
    ]


@pytest.mark.parametrize(
    ("tags", "language", "name"),
    [
        ({"name": "Porto", "name:fr": "Le Port"}, "fr", ("Le Port", "fr")),
        ({"name": "Porto", "name:it": "Porto"}, "fr", ("Porto", "it")),
        ({"name": "Porto"}, "fr", ("Porto", "")),
        ({}, "fr", ("", "")),
    ],
)
def test_a_name_keeps_its_language(tags, language, name):
    assert name_of(tags, language) == name


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "http://a.test/ b",
        'https://a.test/"x',
        "https://[::1",
        "www.a.test",
    ],
)
def test_only_whole_web_addresses_lead_somewhere(value):
    assert address_in("website", value) == ""


def test_a_web_address_is_a_link():
    assert address_in("website", "https://a.test/b?c=d") == "https://a.test/b?c=d"


def test_every_word_is_there_in_every_language():
    for table in words().values():
        for key, texts in table.items():
            assert set(texts) == set(LANGUAGES) and all(texts.values()), key
    assert label_of("name:it", "fr") == "Nom (it)"
