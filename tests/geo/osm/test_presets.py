"""Presets and conditions on tags."""

import pytest
from django.utils.translation import override

from geo.osm.conditions import UnreadableCondition, parse_conditions, write_condition
from geo.osm.presets import EVERYTHING, PRESETS, conditions_of, matches
from geo.osm.sentences import explain_condition


def test_every_preset_is_named_in_three_languages_and_says_what_to_survey():
    assert len(PRESETS) == 17
    for key, preset in PRESETS.items():
        assert preset.key == key
        assert all(preset.label(language) for language in ("fr", "it", "en"))
        assert len({preset.labels[language] for language in ("fr", "it", "en")}) >= 2
        assert preset.any_of
        assert preset.attributes


def test_no_preset_names_an_address():
    assert not any("addr:" in name for one in PRESETS.values() for name in one.attributes)


@pytest.mark.parametrize(
    ("key", "tags", "is_met"),
    [
        ("bench", {"amenity": "bench"}, True),
        ("bench", {"amenity": "toilets"}, False),
        ("drinking_water", {"amenity": "fountain"}, False),
        ("drinking_water", {"amenity": "fountain", "drinking_water": "yes"}, True),
        ("wheelchair_pois", {"shop": "bakery"}, True),
        ("cool_places", {"leisure": "garden"}, True),
        ("cool_places", {"leisure": "pitch"}, False),
    ],
)
def test_one_condition_is_enough_and_all_its_tags_are_needed(key, tags, is_met):
    assert matches(tags, PRESETS[key].any_of) is is_met


def test_nothing_meets_no_condition_and_everything_the_empty_one():
    assert not matches({"amenity": "bench"}, ())
    assert matches({"amenity": "bench"}, EVERYTHING)


def test_conditions_of_presets_and_free_ones_come_without_doubles():
    assert conditions_of(["bench"], [{"amenity": "bench"}, {"shop": True}]) == [
        {"amenity": "bench"},
        {"shop": True},
    ]


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("amenity=bench", {"amenity": "bench"}),
        (" amenity = bench & backrest=yes ", {"amenity": "bench", "backrest": "yes"}),
        ("highway=*", {"highway": True}),
        ("leisure=park|garden", {"leisure": ["park", "garden"]}),
        ("name=Café = Bar", {"name": "Café = Bar"}),
        ("recycling:glass_bottles=yes", {"recycling:glass_bottles": "yes"}),
    ],
)
def test_a_condition_is_read_as_people_write_it_and_written_back(line, condition):
    assert parse_conditions([line, "", line]) == [condition]
    assert parse_conditions([write_condition(condition)]) == [condition]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("bench", "« bench » n’est pas une condition"),
        ("amenity=bench &", "n’est pas une condition"),
        ("=bench", "ne nomme pas de clé"),
        ("*=bench", "ne nomme pas de clé"),
        ("amenity=", "ne nomme pas de valeur"),
        ("leisure=park|", "ne nomme pas de valeur"),
        ("amenity!=bench", "ce que les objets ne doivent pas être"),
        ("amenity=bench & amenity=toilets", "La clé « amenity » figure deux fois"),
        ("name=" + "x" * 256, "est trop long"),
    ],
)
def test_a_bad_condition_is_one_clear_sentence(line, sentence):
    with pytest.raises(UnreadableCondition) as caught:
        parse_conditions(["amenity=bench", line])
    with override("fr"):
        said = explain_condition(caught.value)
    assert sentence in said.replace("\N{NO-BREAK SPACE}", " ")
    assert len(said) < 200


def test_more_than_fifty_conditions_are_refused():
    with pytest.raises(UnreadableCondition):
        parse_conditions(f"ref={number}" for number in range(51))
