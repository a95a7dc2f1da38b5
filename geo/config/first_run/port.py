"""The port of the demonstration, taken before anything else is done."""

import errno
import socket

from geo.config.first_run.console import Stopped

HOST = "127.0.0.1"


def take(number: int) -> socket.socket:
    """A socket bound to the port; nobody else can have it from now on."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, number))
    except OverflowError:
        taken.close()
        raise Stopped(f"{number} is not a port: choose one from 1024 to 65535.") from None
    except OSError as error:
        taken.close()
        raise Stopped(reason(error, number)) from error
    return taken


def reason(error: OSError, number: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {number} is in use by another program (perhaps an earlier demo): stop it, "
            f"or run  python3 manage.py demo --port {number + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {number} is reserved to the system: choose one from 1024 to 65535."
    return f"Port {number} cannot be used: {error.strerror}."
