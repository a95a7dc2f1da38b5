"""The way in of manage.py: build what is missing, then do what was asked inside it."""

import importlib
import signal
import sys
from types import FrameType

from geo.config.env import BadEnvironment
from geo.config.first_run import browser_libraries, environment, options, port
from geo.config.first_run.console import Stopped, say, sentence_for

# command → the module that does it; every other command is Django's
OURS = {"demo": "geo.config.demo", "test": "geo.config.testing"}
NEEDS_BROWSER_LIBRARIES = {"demo", "test", "collectstatic", "findstatic", "runserver"}


def main(arguments: list[str]) -> int:
    """Run one command; say in one sentence why it cannot be run."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        if arguments[1:2] == ["demo"]:
            port.take(options.read(arguments[2:]).port).close()  # known before the long part
        environment.ensure()
        environment.enter(arguments)
        return inside(arguments)
    except (Stopped, BadEnvironment) as stopped:
        say(str(stopped))
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        say(sentence)
    return 1


def leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def inside(arguments: list[str]) -> int:
    command = arguments[1] if len(arguments) > 1 else "help"
    if command in NEEDS_BROWSER_LIBRARIES:
        browser_libraries.ensure()
    # These modules need the environment, which did not exist when this one was imported.
    module = importlib.import_module(OURS.get(command, "geo.config.commands"))
    return module.main(arguments)
