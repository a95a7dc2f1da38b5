"""What a hostile file might make a library try, run in the jail by the tests."""

import ctypes
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ATTEMPTS = {
    "internet": lambda _: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "internet 6": lambda _: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "database": lambda _: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "kernel": lambda _: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "pair": lambda _: socket.socketpair(),
    "program": lambda _: os.execv("/bin/true", ["true"]),  # noqa: S606
    "subprocess": lambda _: subprocess.run(["/bin/true"], check=False),
    "fork": lambda _: os.fork(),
    "signal": lambda _: os.kill(os.getppid(), signal.SIGUSR1),
    "other": lambda path: os.kill(os.getpid(), 0),
}


def attempt(_path: Path, _arguments: dict) -> Iterator[bytes]:
    """Try everything; answer what was forbidden."""
    for name, act in ATTEMPTS.items():
        try:
            act(None)
        except PermissionError:
            yield f"{name}: forbidden".encode()
        except OSError as error:
            yield f"{name}: {error}".encode()
        else:
            yield f"{name}: done".encode()


def io_uring(_path: Path, _arguments: dict) -> list[bytes]:
    """Ask for the ring by which sockets can be opened without the usual calls."""
    libc = ctypes.CDLL(None, use_errno=True)
    parameters = ctypes.create_string_buffer(120)
    answer = libc.syscall(425, 4, parameters)
    return [f"{answer} {ctypes.get_errno()}".encode()]


def rights(_path: Path, _arguments: dict) -> list[bytes]:
    """Answer which of root's rights are in force, as bits."""
    words = ctypes.create_string_buffer(24)
    ctypes.CDLL(None).capget(struct.pack("=Ii", 0x20080522, 0), words)
    effective, _, _, more, _, _ = struct.unpack("=6I", words.raw)
    return [str(effective | more << 32).encode()]


def reach(_path: Path, arguments: dict) -> list[bytes]:
    """Try to connect to a server of this machine."""
    try:
        socket.create_connection(("127.0.0.1", arguments["port"]), timeout=1)
    except OSError as error:
        return [type(error).__name__.encode()]
    return [b"connected"]


def show_surroundings(_path: Path, _arguments: dict) -> list[bytes]:
    """Answer all that the process knows of its surroundings."""
    here = Path.cwd()
    return [repr((dict(os.environ), here, sys.argv, list(here.iterdir()))).encode()]


def read(_path: Path, arguments: dict) -> list[bytes]:
    """Try to read another file."""
    try:
        return [Path(arguments["path"]).read_bytes()]
    except PermissionError:
        return [b"forbidden"]


def loop(_path: Path, _arguments: dict) -> list[bytes]:
    """Never end."""
    while True:
        pass


def sleep(_path: Path, _arguments: dict) -> list[bytes]:
    """Never end, without using the processor."""
    signal.pause()
    return []


def hoard(_path: Path, _arguments: dict) -> list[bytes]:
    """Take more memory than there is."""
    return [bytes(10**12)]


def fill(path: Path, _arguments: dict) -> list[bytes]:
    """Write more than is allowed."""
    with path.with_name("large").open("wb") as file:
        for _ in range(100):
            file.write(bytes(1024 * 1024))
    return []


def chatter(_path: Path, _arguments: dict) -> Iterator[bytes]:
    """Answer without end."""
    while True:
        yield bytes(1024 * 1024)


def talk(_path: Path, _arguments: dict) -> list[bytes]:
    """Print as libraries do, then answer."""
    os.write(1, b"warning: ")
    sys.stderr.write("hello")
    return [b"answer"]


def crash(_path: Path, _arguments: dict) -> list[bytes]:
    """Die as a library does that a file has broken."""
    os.abort()


def fail(_path: Path, _arguments: dict) -> list[bytes]:
    """Raise what no one expected."""
    raise LookupError("the words of the file")
