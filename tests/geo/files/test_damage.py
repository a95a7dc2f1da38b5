"""Files with bytes that changed on the way are read or refused; nothing else ever happens."""

import io
import random

import pytest
from django.utils.translation import override

from geo.drawings.features import Collection
from geo.drawings.reasons import InvalidDrawing
from geo.files.reading import read_file
from geo.files.refusals import UnreadableFile
from geo.files.sentences import explain_file
from geo.perimeters.sentences import explain
from tests.geo.files.samples import shapefile, written, zipped

FORMATS = [".gpkg", ".fgb", ".kml", ".gpx", ".kmz", ".shp", ".shx", ".dbf", ".prj"]


def damaged(source: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, the first ones more often."""
    changed = bytearray(source)
    for _ in range(chance.choice((1, 1, 2, 4, 8, 32))):
        most = len(changed) if chance.random() < 0.8 else min(len(changed), 200)
        changed[chance.randrange(most)] = chance.choice((0, 127, 128, 255, chance.randrange(256)))
    return bytes(changed)


def sample(folder, suffix: str, chance: random.Random) -> bytes:
    if suffix == ".kmz":
        return zipped({"doc.kml": damaged(written(folder, ".kml").read_bytes(), chance)})
    if suffix in {".shp", ".shx", ".dbf", ".prj"}:
        parts = shapefile(folder)
        name = f"sample{suffix}"
        return zipped(parts | {name: damaged(parts[name], chance)})
    return damaged(written(folder, suffix).read_bytes(), chance)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_file_is_read_or_refused(tmp_path, suffix, seed):
    source = sample(tmp_path, suffix, random.Random(f"{suffix} {seed}"))  # noqa: S311
    with override("it"):
        try:
            assert isinstance(read_file(io.BytesIO(source), f"a{suffix}"), Collection)
        except UnreadableFile as error:
            assert explain_file(error)
        except InvalidDrawing as error:
            assert explain(error.reason)
