"""The file of a backup: a zip, sealed by the SHA-256 of all its bytes before the seal.

It holds `manifest.json` and the parts that the manifest names. Any zip program opens it (the seal
is the comment of the zip), and a single lost or altered byte is seen before anything is restored.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
PARTS = {DATABASE}
"""The parts that this version knows how to bring back. Files of people will be one more."""

CHUNK = 1024 * 1024
SEAL_LENGTH = 64


class Damaged(Exception):
    """Not a backup, or not whole; the text says why."""


@contextmanager
def written(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip to fill: afterwards it stands at `path` whole and sealed, or nothing does."""
    part = path.with_name(f"{path.name}.part")
    try:
        with open_private(part) as file:
            with zipfile.ZipFile(file, "w") as archive:
                archive.comment = b"0" * SEAL_LENGTH
                yield archive
            seal(file)
        part.rename(path)
        keep_name(path.parent)
    finally:
        part.unlink(missing_ok=True)


def open_private(path: Path) -> BinaryIO:
    """A new file that only its owner may read: it holds what was hidden, too."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def seal(file: BinaryIO) -> None:
    """Write the hash of all that stands before it over the last bytes, and wait for the disk."""
    total = digest_of(file)
    file.seek(-SEAL_LENGTH, os.SEEK_END)
    file.write(total.encode())
    file.flush()
    os.fsync(file.fileno())


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of a file without its seal."""
    left = file.seek(0, os.SEEK_END) - SEAL_LENGTH
    file.seek(0)
    total = hashlib.sha256()
    while left > 0 and (read := file.read(min(CHUNK, left))):
        total.update(read)
        left -= len(read)
    return total.hexdigest()


def keep_name(folder: Path) -> None:
    """The name of a file is kept by its folder: wait for the disk there as well."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def fill(archive: zipfile.ZipFile, name: str, source: BinaryIO) -> dict:
    """Copy a part into the zip; returns what the manifest says of it."""
    total, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as target:
        while read := source.read(CHUNK):
            target.write(read)
            total.update(read)
            size += len(read)
    return {"bytes": size, "sha256": total.hexdigest()}


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict]]:
    """The zip and its manifest, once every byte was seen to be as it was written."""
    with path.open("rb") as file:
        require_seal(file)
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            require_known(manifest, set(archive.namelist()))
            yield archive, manifest


def require_seal(file: BinaryIO) -> None:
    total = digest_of(file)
    file.seek(max(0, file.seek(0, os.SEEK_END) - SEAL_LENGTH))
    if file.read() != total.encode():
        raise Damaged("it is cut off or altered, or no backup of Placette")


def require_known(manifest: dict, names: set[str]) -> None:
    if manifest["format"] != FORMAT or set(manifest["parts"]) - PARTS:
        raise Damaged(f"it was made by version {manifest['version']}, which packs other things")
    if names != {MANIFEST, *manifest["parts"]}:
        raise Damaged("a part is missing")
