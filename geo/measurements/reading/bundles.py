"""Plain files that belong together, in an archive or sent at once: a track, sensors and places.

Nothing heavy is imported here: the child that unpacks an archive imports this module.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from geo.files.archives import unpack_plain
from geo.files.jail import spooled_in_jail

SUFFIXES = (".csv", ".tsv", ".geojson", ".json", ".properties")
MAPS = (".shp", ".gpkg", ".kml", ".fgb", ".gpx")
META, TRACK = "meta.properties", "track.geojson"


class Member(NamedTuple):
    """One file of an archive: its name there, and what stands in it."""

    name: str
    content: bytes


class Bundle:
    """Plain files under names that differ, of which one at a time is in memory.

    has_map: whether there are other files beside them that are maps; content: of the file at a place
    in `names`.
    """

    def __init__(self, names: list[str], has_map: bool, content: Callable[[int], bytes]):
        self.names = names
        self.has_map = has_map
        self._content = content

    def whole(self, name: str) -> Member:
        """Return the file that has this name."""
        return Member(name, self._content(self.names.index(name)))

    def named(self, ending: str) -> Member | None:
        """Return the file of this name, in whatever folder of the archive; None without one."""
        found = (name for name in self.names if base(name) == ending)
        return next(map(self.whole, found), None)

    @property
    def is_track(self) -> bool:
        """Whether these are the files that NoiseCapture writes."""
        return {META, TRACK} <= {base(name) for name in self.names}

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return list(filter(is_table, self.names))


def is_table(name: str) -> bool:
    """Whether a file of an archive is a table, by its name."""
    return base(name).endswith((".csv", ".tsv"))


def base(name: str) -> str:
    """Return the last part of a name, in small letters."""
    return PurePosixPath(name).name.lower()


@contextmanager
def unbundled(path: Path, *, trusted: bool = False) -> Iterator[Bundle]:
    """The plain files of an archive, unpacked in the jail; raises UnreadableFile."""
    with path.open("rb") as file:
        asked = spooled_in_jail(f"{__name__}:unbundle", file, trusted=trusted)
        with asked as frames:
            yield Bundle(**json.loads(frames[0]), content=lambda at: frames[at + 1])


def unbundle(path: Path, _arguments: dict) -> Iterator[bytes]:
    """Return the names as JSON, then what stands in each file. In the jail."""
    found = unpack_plain(path, SUFFIXES)
    plain = [(name, file) for name, file in found if file]
    listed = {
        "names": [name for name, _file in plain],
        "has_map": any(base(name).endswith(MAPS) for name, _file in found),
    }
    return chain([json.dumps(listed).encode()], (file.read_bytes() for _name, file in plain))
