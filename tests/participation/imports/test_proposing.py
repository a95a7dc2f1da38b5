"""The first proposal of the mapping, and rows read with it."""

import datetime
import io
import zoneinfo
from dataclasses import replace

import pytest

from geo.tables.csv_form import CsvForm
from geo.tables.places import PlaceForm
from geo.tables.reading import csv_table
from participation.imports.headers import likeness
from participation.imports.mapping import NONE, Mapping, unknown_columns
from participation.imports.proposing import propose_mapping
from participation.imports.reading import Reader
from participation.imports.rows import Row
from participation.imports.themes import KINDS, known_word, propose, values_in

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
NOW = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
MAPPING = Mapping(title="titre", text=("texte",), other_themes=NONE)


def table(text):
    return csv_table(io.BytesIO(text.encode()), CsvForm(separator=";"))


def read(text, mapping=MAPPING, themes=()):
    reader = Reader(mapping, dict(themes), PARIS, NOW)
    return [reader.read(record) for record in table(text).records()]


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        (
            "N°;Titre de l’idée;Description;Rubrique;Date de dépôt;Adresse;Lat;Lon",
            "1;Un banc;Pour s’asseoir;Nature;09/03/2025;12 rue du Port;43,45;8,35",
            ("Titre de l’idée", ("Description",), "Rubrique", "Date de dépôt", "Adresse"),
        ),
        (
            "codice;titolo;descrizione;categoria;data;indirizzo;latitudine;longitudine",
            "1;Una panchina;Per sedersi;Natura;9/3/2025;via del Porto 12;43,45;8,35",
            ("titolo", ("descrizione",), "categoria", "data", "indirizzo"),
        ),
        (
            "id;title;description;category;created_at;address;latitude;longitude",
            "1;A bench;To sit;Nature;2025-03-09;12 Harbour Street;43.45;8.35",
            ("title", ("description",), "category", "created_at", "address"),
        ),
        (
            "code;título;descripción;categorías;fecha;dirección;latitud;longitud",
            "1;Un banco;Para sentarse;Naturaleza;09/03/2025;calle del Puerto;43,45;8,35",
            ("título", ("descripción",), "categorías", "fecha", "dirección"),
        ),
    ],
)
def test_columns_are_known_by_their_names_in_four_languages(header, row, columns):
    found = propose_mapping(table(f"{header}\n{row}\n")).mapping
    assert (found.title, found.text, found.theme, found.date, found.address) == columns
    assert found.place.way == "two" and len(found.place_columns) == 2


def test_names_of_people_are_never_proposed():
    found = propose_mapping(table("nom;prénom;auteur;texte\nDurand;Anne;adurand;Un banc\n")).mapping
    assert found.columns == ["texte"]


def test_without_a_name_that_says_it_the_longest_column_is_the_text():
    found = propose_mapping(table("quoi;où\nUn banc pour s’asseoir à l’ombre;ici\n")).mapping
    assert (found.title, found.text) == ("", ("quoi",))


def test_beside_a_title_sentences_under_an_unknown_name_are_the_text():
    lines = [
        "Objet;Votre idée;Courriel;X;Y",
        "Un banc;Les aînés attendent le bus debout;yvette@mairie.example;8,35;43,45",
    ]
    found = propose_mapping(table("\n".join(lines))).mapping
    assert (found.title, found.text) == ("Objet", ("Votre idée",))
    without = [";".join(line.split(";")[::2]) for line in lines]
    assert propose_mapping(table("\n".join(without))).mapping.text == ()


def test_numbers_that_return_are_no_identifiers():
    found = propose_mapping(table("code;titre\n1;a\n1;b\n")).mapping
    assert found.source_id == ""


def test_rows_without_coordinates_and_at_zero_are_counted():
    lines = "titre;lat;lon\na;43,45;8,35\nb;;\nc;0;0\nd;43,45;8,35\ne;43,45;8,35\n"
    gaps = propose_mapping(table(lines)).gaps
    assert (gaps.unplaced, gaps.zeros) == (1, 1)


def test_a_row_says_what_its_cells_say():
    mapping = replace(
        MAPPING, date="quand", date_order="dmy", place=PlaceForm("two"), place_columns=("x", "y")
    )
    [row] = read("titre;texte;quand;x;y\n=1+1;Deux\x00 mots ;09/03/2025;8,35;43,45\n", mapping)
    assert isinstance(row, Row)
    assert (row.number, row.title, row.text) == (2, "=1+1", "Deux mots")
    assert row.said_at == datetime.datetime(2025, 3, 9, 12, tzinfo=PARIS)
    assert row.drawing.coords[0] == (8.35, 43.45)


@pytest.mark.parametrize(
    ("row", "changes", "reason"),
    [
        (" ; ;09/03/2025;8;43", {}, "no_words"),
        ("a;b;hier;;", {"unplaced": True}, "unreadable_date"),
        ("a;b;09/03/2035;;", {"unplaced": True}, "future_date"),
        ("a;b;;;", {}, "no_place"),
        ("a;b;;0;0", {}, "zero_place"),
        ("a;b;;là;43", {}, "unreadable_place"),
        ("a;b;;8;143", {}, "not_in_degrees"),
        ("a;b;;8;43", {"theme": "titre", "other_themes": "refuse"}, "unknown_theme"),
        ("a;b;c", {}, "wrong_width"),
    ],
)
def test_a_row_that_is_none_says_why(row, changes, reason):
    mapping = replace(
        MAPPING, date="quand", date_order="dmy", place=PlaceForm("two"), place_columns=("x", "y")
    )
    themes = {"7": "Nature"}
    [bad] = read(f"titre;texte;quand;x;y\n{row}\n", replace(mapping, **changes), themes)
    assert (bad.number, bad.reason) == (2, reason)


@pytest.mark.parametrize(
    ("cell", "theme"),
    [("Nature", 7), ("Sport; Nature", 7), ("['Inconnu', 'Nature']", 7), ("Sport", None), ("", 8)],
)
def test_the_first_known_value_of_a_list_is_the_theme(cell, theme):
    mapping = replace(
        MAPPING, theme="thème", themes={"Nature": "7", "Sport": NONE}, other_themes="8"
    )
    [row] = read(f'titre;texte;thème\na;b;"{cell}"\n', mapping, {"7": 7, "8": 8})
    assert row.theme == theme


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("['Urbanismo']", ["Urbanismo"]),
        ("['a', \"l'b\"]", ["a", "l'b"]),
        ('["a", "b"]', ["a", "b"]),
        ("[]", []),
        ("a; b|c", ["a", "b", "c"]),
        ("Sports, loisirs", ["Sports, loisirs"]),
        ("[" * 5000, ["[" * 5000]),
    ],
)
def test_lists_are_taken_apart(cell, values):
    assert values_in(cell) == values


NAMES = {"1": ["Nature et ombre", "Nature", "N"], "2": ["Transports et chemins", "Transports", "T"]}


@pytest.mark.parametrize(
    ("value", "theme"),
    [("nature", "1"), ("TRANSPORTS", "2"), ("Transport", "2"), ("Nature en ville", "1"),
     ("Sport", ""), ("", ""), ("…", ""), ("n", "1")],
)  # fmt: skip
def test_a_theme_is_proposed_where_the_names_are_alike(value, theme):
    assert propose(value, NAMES) == theme


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("Propositions", "proposal"), ("SEGNALAZIONE", "report"), ("idée", "proposal"), ("autre", "")],
)
def test_kinds_are_known_by_their_words(cell, kind):
    assert known_word(cell, KINDS) == kind


def test_the_name_of_a_column_weighs_more_whole_than_in_part():
    assert likeness("title", "Titre") > likeness("title", "Titre de l’idée") > 0
    assert likeness("title", "Sous-titrage") == 0


def test_a_mapping_knows_which_columns_the_file_lacks():
    assert unknown_columns(MAPPING, ["titre"]) == ["texte"]
