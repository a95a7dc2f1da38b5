"""What is said of a cell: plain, for every status, never more than its public row holds."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from participation.crossings.asked import Asked
from participation.crossings.cells import PUBLIC_COLUMNS
from participation.crossings.lines import card_of, figure_of
from participation.crossings.sentences import Sort, Subject, reading_words, said_of
from participation.crossings.summary import summary_of

ROAD = Subject(Sort.CURVE)
NOTHING = dict.fromkeys(PUBLIC_COLUMNS) | {"i": 28, "j": 11, "status": "no_answer"}
TOLD = NOTHING | {
    "status": "published", "n": 12, "k": 7, "share": 7 / 12, "low": 0.33, "high": 0.81,
    "level": 61.2, "u": 2.0, "expected": 0.162, "expected_low": 0.14, "expected_high": 0.19,
    "residual_pp": 42.1, "flag": "more", "found": "more", "q": 0.003, "ratio": 1.9, "column": 2,
    "code": "C2", "place_name": "Quai des Génois", "is_interpolated": False,
}  # fmt: skip


def said(subject=ROAD, language="fr", **changes):
    with override(language):
        return said_of(TOLD | changes, subject).text.replace("\xa0", " ").replace("\u202f", " ")


def test_a_cell_is_said_in_one_plain_sentence_and_its_reading():
    assert said() == (
        "12 personnes ont répondu ; 7 se disent très gênées, là où à 61 dB on en attendrait 2. "
        "C’est plus que ce qu’on attend à ce niveau de bruit."
    )


def test_it_is_said_in_italian_and_english_too():
    assert said(language="it").startswith(
        "Hanno risposto 12 persone: 7 si dicono molto disturbate, dove a 61 dB ce ne aspetteremmo 2."
    )
    assert said(language="en").startswith(
        "12 people answered; 7 say they are highly annoyed, where 2 would be expected at 61 dB."
    )


@pytest.mark.parametrize(
    ("k", "words"),
    [
        (0, "aucune ne se dit très gênée"),
        (1, "1 se dit très gênée"),
        (2, "2 se disent très gênées"),
    ],
)
def test_one_nobody_and_several_are_said_as_french_says_them(k, words):
    assert words in said(k=k, found="compatible", flag="compatible")


def test_a_weighted_count_is_said_to_be_about_a_number():
    assert "environ 6 se disent très gênées" in said(k=6.4)


def test_less_than_one_expected_is_not_said_to_be_none():
    assert "on en attendrait moins d’une" in said(n=5, expected=0.08)


def test_where_nobody_answered_only_the_level_is_said():
    assert said(**NOTHING | {"level": 58}) == "Personne n’a répondu ici. On y mesure 58 dB."
    assert said(**NOTHING) == "Personne n’a répondu ici."


def test_where_too_few_answered_it_is_not_said_how_many():
    masked = NOTHING | {"status": "too_few", "level": 58}
    assert said(**masked) == ("Moins de 5 réponses : rien n’est montré ici. On y mesure 58 dB.")


def test_of_few_who_all_said_the_same_neither_number_nor_unanimity_is_said():
    hidden = dict.fromkeys(("n", "k", "share", "low", "high", "residual_pp", "q", "ratio"))
    words = said(**hidden)
    assert words.startswith("Peu de personnes ont répondu ici : leur nombre n’est pas montré")
    assert words.endswith("C’est plus que ce qu’on attend à ce niveau de bruit.")
    assert figure_of(TOLD | hidden) is None


def test_what_is_uncertain_concludes_nothing_and_says_how_wide_it_is():
    words = said(status="uncertain", found="compatible")
    assert "C’est trop incertain pour conclure." in words
    assert "la part réelle peut aller de 33 à 81 %" in words
    assert "plus que" not in words


def test_a_cell_that_stands_out_alone_is_said_to_be_maybe_chance():
    words = said(found="compatible")
    assert "C’est ce qu’on attend" in words and "ce peut être le hasard" in words


def test_without_a_level_nothing_is_said_to_be_more_or_less():
    bare = dict.fromkeys(("level", "u", "expected", "expected_low", "expected_high"))
    words = said(**bare, found="", flag="", code="", column=0)
    assert words == (
        "12 personnes ont répondu ; 7 se disent très gênées. "
        "Rien n’est mesuré ici : on ne peut pas dire si c’est plus ou moins que prévu."
    )


def test_nobody_is_said_to_be_annoyed_where_nothing_is_measured_either():
    bare = dict.fromkeys(("level", "u", "expected", "expected_low", "expected_high"))
    words = said(**bare, k=0, share=0.0, found="", flag="", code="", column=0)
    assert words.startswith("12 personnes ont répondu ; aucune ne se dit très gênée. Rien n’est")


def test_levels_of_a_noise_map_are_not_said_to_be_measured():
    of_map = replace(ROAD, is_of_map=True)
    silent = said(of_map, **NOTHING | {"level": 58})
    assert silent == "Personne n’a répondu ici. La carte de bruit y donne 58 dB."
    bare = dict.fromkeys(("level", "u", "expected", "expected_low", "expected_high"))
    words = said(of_map, **bare, found="", flag="", code="", column=0)
    assert "La carte de bruit n’en dit pas assez ici" in words


def test_an_interpolated_level_is_said_to_be_one():
    assert said(is_interpolated=True).endswith("interpolé d’après les mesures voisines.")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (Subject(Sort.CLASS, unit="°C"), "C’est plus que là où l’on mesure autant."),
        (Subject(Sort.MEAN, unit=""), "C’est plus que dans toute l’enquête."),
        (Subject(Sort.PINS, unit="", theme="Sons et calme"), "7 au sujet de « Sons et calme »"),
    ],
)
def test_without_a_curve_nothing_is_said_of_annoyance(subject, words):
    text = said(subject)
    assert words in text and "gênée" not in text


@pytest.mark.parametrize("language", ["fr", "it", "en"])
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("status", ["no_answer", "too_few", "uncertain", "published"])
def test_every_status_is_said_in_every_language(language, sort, status):
    row = TOLD | {"status": status} if status in ("uncertain", "published") else NOTHING
    with override(language):
        subject = Subject(sort, theme="Sons")
        card = card_of(row | {"status": status}, Asked(), subject, (53, 68))
        assert card.said.facts and reading_words(row, subject)
        assert "%(" not in card.said.text


def summary(rows, totals=None, language="fr"):
    with override(language):
        text = " ".join(summary_of(rows, totals or {}, ROAD))
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_the_summary_counts_cells_and_names_where_it_is_more():
    rows = [TOLD, TOLD | {"found": "compatible"}, TOLD | {"found": "less"}, NOTHING]
    text = summary([*rows, NOTHING | {"status": "too_few"}], {"mean_ratio": 1.31})
    assert "Sur 3 cellules publiées, la gêne est plus forte que prévu dans 1" in text
    assert "surtout ici : Quai des Génois." in text
    assert "1 autre a trop peu de réponses pour conclure." in text
    assert "on déclare en moyenne 1,3 fois la gêne attendue." in text
    assert "répondent peut-être plus souvent" in text


def test_the_summary_says_when_measured_and_felt_do_not_go_together_for_sure():
    chance = {"rho": 0.348, "effective": 9.1, "p": 0.355}  # vectors.json
    text = summary([TOLD] * 64, {"agreement": chance})
    assert "ne vont pas sûrement ensemble : leur corrélation de rang est de 0,35" in text
    assert "les 64 comparées n’en valent que 9 indépendantes" in text
    assert "Une cellule ordinaire compte 12 réponses" in text


def test_the_summary_says_when_they_disagree():
    weak = {"rho": 0.2, "effective": 300, "p": 0.001}
    assert "divergent en partie" in summary([TOLD], {"agreement": weak})
    strong = weak | {"rho": 0.7}
    assert "vont ensemble" in summary([TOLD], {"agreement": strong})


def test_the_summary_says_how_answers_go_with_levels_at_the_same_places():
    text = summary([TOLD], {"together": {"pairs": 105, "r": 0.37}})
    assert "(105 paires), les deux divergent : leur corrélation n’est que de 0,37." in text


def test_the_summary_says_why_the_file_of_the_survey_gives_another_number():
    by_row = {"column": "Leq", "rows": 470, "r": 0.37}
    text = summary([TOLD], {"together": {"pairs": 470, "r": 0.38}, "by_row": by_row})
    assert "leur corrélation n’est que de 0,38. Ligne par ligne, le fichier" in text
    assert "donne 0,37 (470 lignes, colonne « Leq ») : ici, chaque réponse" in text


def test_relative_to_a_survey_the_sentences_speak_of_the_survey():
    relative = Subject(Sort.CURVE, is_relative=True)
    assert "là où cette enquête en ferait attendre 2 à 61 dB" in said(relative)
    assert said(relative).endswith(
        "C’est plus que ce que cette enquête déclare à ce niveau de bruit."
    )


def test_a_level_of_a_part_of_the_day_is_not_compared_with_the_curve():
    words = said(expected=None, expected_low=None, expected_high=None, found="", code="")
    assert "On y mesure 61 dB." in words and "n’est pas celui de toute la journée" in words


def test_the_summary_of_cells_with_too_few_claims_nothing():
    text = summary([NOTHING | {"status": "too_few"}] * 12)
    assert text.startswith("Aucune cellule n’a assez de réponses")
    assert "12 cellules ont trop peu de réponses" in text
