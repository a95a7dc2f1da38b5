"""Pieces of bytes in a row, each after its length: how a child answers, without pickle."""

import struct
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
