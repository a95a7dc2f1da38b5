"""A consultation with every kind of drawing, and words that files trip over."""

import pytest

from tests.factories import make_comment, make_consultation, make_contribution

NASTY = '« L\'été », dit-elle : "50 %" \\ ;,\t</script>\r\nÀ bientôt 🌳 \u2028 fin'
LINE = "LINESTRING(8.351 43.451, 8.352 43.452, 8.353 43.451)"
AREA = "POLYGON((8.34 43.44, 8.34 43.45, 8.35 43.45, 8.35 43.44, 8.34 43.44))"  # clockwise
HOLED = (
    "POLYGON((8.36 43.46, 8.37 43.46, 8.37 43.47, 8.36 43.47, 8.36 43.46),"
    "(8.362 43.462, 8.366 43.462, 8.366 43.466, 8.362 43.466, 8.362 43.462))"
)
ACROSS = "POLYGON((8.32 43.44, 8.33 43.44, 8.33 43.45, 8.32 43.45, 8.32 43.44))"


@pytest.fixture
def consultation(db):
    consultation = make_consultation(licence="Licence Ouverte 2.0", attribution="Port-Valdora")
    theme = consultation.themes.get(letter="N")
    first = make_contribution(consultation, "POINT(8.3500001 43.4499999)", theme=theme, text=NASTY)
    for drawing in (LINE, AREA, HOLED, ACROSS):
        make_contribution(consultation, drawing, theme=theme)
    make_contribution(consultation)
    make_comment(first)
    return consultation


@pytest.fixture
def get(client):
    """The whole text of a download, public or staff's."""

    def body(consultation, name="contributions.geojson", **headers):
        response = client.get(f"/data/consultations/{consultation.pk}/{name}", **headers)
        assert response.status_code == 200
        return response.getvalue().decode()

    return body
