"""Pieces of bytes in a row, each after its length: how a child answers, without pickle."""

import struct
import tempfile
from collections.abc import Iterable, Iterator

LENGTH = struct.Struct("<Q")


class BrokenFrames(ValueError):
    """The bytes end too early."""


def pack(frames: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what to write for these frames."""
    for frame in frames:
        yield LENGTH.pack(len(frame))
        yield frame


def unpack(written: bytes) -> list[bytes]:
    """Return the frames; raises BrokenFrames."""
    frames, start = [], 0
    while start < len(written):
        if start + LENGTH.size > len(written):
            raise BrokenFrames
        (length,) = LENGTH.unpack_from(written, start)
        start += LENGTH.size
        if start + length > len(written):
            raise BrokenFrames
        frames.append(written[start : start + length])
        start += length
    return frames


class Spooled:
    """Frames in a file that is gone after the `with`: written once, then read one by one."""

    def __enter__(self):
        self._file = tempfile.TemporaryFile(prefix="placette-")
        self._places: list[tuple[int, int]] = []
        return self

    def __exit__(self, *_error):
        self._file.close()

    def write(self, piece: bytes) -> None:
        """Add bytes as they come, wherever frames begin or end in them."""
        self._file.write(piece)

    def close_and_index(self) -> bytes:
        """Find where each frame begins; return the first, which says how it went.

        Raises BrokenFrames.
        """
        end, start = self._file.tell(), 0
        while start < end:
            self._file.seek(start)
            head = self._file.read(LENGTH.size)
            if len(head) < LENGTH.size:
                raise BrokenFrames
            start += LENGTH.size
            self._places.append((start, LENGTH.unpack(head)[0]))
            start += self._places[-1][1]
        if start != end or not self._places:
            raise BrokenFrames
        return self._at(self._places.pop(0))

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> bytes:
        return self._at(self._places[index])

    def _at(self, place: tuple[int, int]) -> bytes:
        start, length = place
        self._file.seek(start)
        return self._file.read(length)
