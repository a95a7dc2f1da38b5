"""What a page allows the browser to ask: itself, and the basemap that the organiser chose."""

import pytest

from basemaps.catalogue import install_catalogue
from basemaps.models import TileSource
from tests.factories import make_consultation

pytestmark = pytest.mark.django_db


def policy_of(client, consultation):
    header = client.get(f"/fr/consultations/{consultation.slug}/")["Content-Security-Policy"]
    parts = (part.split() for part in header.split(";"))
    return {part[0]: set(part[1:]) for part in parts}


@pytest.mark.parametrize("slug", ["none", None])
def test_nobody_else_is_asked_unless_chosen(client, slug):
    install_catalogue()
    basemap = slug and TileSource.objects.get(pk=slug)
    policy = policy_of(client, make_consultation(basemap=basemap))
    assert "https:" not in str(policy)
    assert policy["default-src"] == {"'self'"}


def test_a_chosen_basemap_is_asked_and_the_service_still_is(client):
    install_catalogue()
    plan = TileSource.objects.get(pk="ign-plan")
    policy = policy_of(client, make_consultation(basemap=plan))
    assert policy["connect-src"] == {"'self'", "https://data.geopf.fr"}
    assert {"'self'", "data:", "blob:", "https://data.geopf.fr"} == policy["img-src"]
