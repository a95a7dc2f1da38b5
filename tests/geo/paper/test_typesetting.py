"""Documents for paper."""

import pytest
import typst

from geo.paper.codes import square_code
from geo.paper.typesetting import typeset

TEMPLATE = """#let words = json("words.json")
#set document(title: words.title)
#set text(font: "DejaVu Sans", lang: "fr")
= #words.title
#image("code.svg", width: 2cm%s)
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "sheet.typ"
    path.write_text(TEMPLATE % ', alt: "Code"')
    return path


def made(template, title="Cartopartie"):
    return typeset(template, {"title": title}, {"code.svg": square_code("https://a.example/")})


def test_a_document_is_tagged_for_screen_readers(template):
    pdf = made(template)
    assert pdf.startswith(b"%PDF") and b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_a_picture_without_words_is_refused(template):
    template.write_text(TEMPLATE % "")
    with pytest.raises(typst.TypstError):
        made(template)


def test_words_are_never_taken_for_code(template):
    made(template, title='#panic("x") $ * _ ] [ <a> @b \\')


def test_a_code_is_a_drawing():
    assert square_code("https://carte.example.fr/fr/").startswith(b"<svg")
