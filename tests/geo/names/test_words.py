"""How names and questions are made comparable."""

import pytest

from geo.names.words import asked, folded, searchable, telling


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Rue de l’Église", "rue de l eglise"),
        ("RUE   Saint-Érasme", "rue saint erasme"),
        ("P.za Garibaldi", "pza garibaldi"),
        ("V.le Europa", "vle europa"),
        ("S.Maria", "s maria"),
        ("Cœur d'Île", "coeur d ile"),
        ("100%_réel", "100 reel"),
        ("\x00 ' ; --", ""),
    ],
)
def test_accents_capitals_and_signs_do_not_count(text, plain):
    assert folded(text) == plain


def test_a_name_is_searched_with_its_abbreviations_written_out():
    assert searchable(["Bd St-Roch"]) == " bd st roch \n boulevard saint roch "


def test_all_names_of_a_place_are_searched():
    assert searchable(["Montechiaro", "Montclair"]) == " montechiaro \n montclair "


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("av. jean", [("avenue",), ("jean",)]),
        ("st", [("st", "saint")]),
        ("p.za s. maria", [("piazza",), ("san", "santa", "santo", "sant"), ("maria",)]),
        ("", []),
        ("%%", []),
    ],
)
def test_a_question_is_read_word_by_word(question, words):
    assert asked(question) == words


def test_a_question_of_any_length_is_cut():
    assert len(asked("mot " * 10_000)) == 8
    assert len(asked("x" * 10_000)[0][0]) == 100


def test_common_words_tell_no_name_apart_even_misspelt():
    assert telling(asked("aveune de la mer")) == [("mer",)]
    assert telling(asked("rue de la")) == [("rue",), ("de",), ("la",)]
