"""Every file of the collections, as an upload: a true report or a clear sentence, never an error."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from geo.perimeters.models import PerimeterVersion

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDERS = ["perimeters", "geometry", "formats/umap", "noise", "osm"]
FILES = sorted(
    path for folder in FOLDERS for path in (SHARED / folder).rglob("*") if path.is_file()
)
LONG = 5_000_000  # bytes: read by tests of their own
pytestmark = [
    pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not there"),
    pytest.mark.django_db,
]


def joined_or_refused(client, path: Path) -> str:
    """What became of a file that staff upload and join whole: "joined", or the page's sentence."""
    sent = SimpleUploadedFile(path.name, path.read_bytes())
    about = {"name": path.name, "countries": []}
    address = client.post("/fr/admin/geo/perimeter/add/", about | {"files": [sent]})
    if address.status_code == 422:
        return sentence_in(address.text)
    page = client.get(address["Location"])
    assert page.status_code == 200
    if 'value="join"' not in page.text:
        return sentence_in(page.text)
    keys = re.findall(r'value="([0-9a-f]{12}-[0-9]+)"', page.text)
    chosen = {"offered": "1", "chosen": keys} if keys else {"where": ""}
    answer = client.post(address["Location"], about | chosen | {"go": "join"})
    if answer.status_code == 422:
        return sentence_in(answer.text)
    assert client.get(answer["Location"]).status_code == 200
    return "joined"


def sentence_in(page: str) -> str:
    """What the page says is wrong, or asks."""
    said = re.search(r'(?:errornote"[^>]*>|errorlist[^>]*><li>|<legend>)([^<]{12,})', page)
    return said[1].strip() if said else ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_joined_or_refused_with_a_sentence(admin_client, path):
    if path.stat().st_size > LONG:
        pytest.skip("a long file: see the tests of its format")
    said = joined_or_refused(admin_client, path)
    assert said
    assert (said == "joined") == PerimeterVersion.objects.exists()
