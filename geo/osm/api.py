"""OpenStreetMap's own interface, asked only when staff say so: what became of objects, and how many
changesets have a hashtag. Who edited is never kept, nor counted.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from geo.osm import line, services
from geo.osm.asking_api import ANSWER
from geo.osm.differences import Key

DEADLINE_S = 600
MOST = 500  # objects; a tenth of a second each


@dataclass(frozen=True, slots=True)
class State:
    """What OpenStreetMap says of an object: "visible" with its tags, "gone" or "unknown"."""

    state: str
    tags: Mapping[str, str]


def states_of(keys: Sequence[Key], *, progress: line.Progress | None = None) -> dict[Key, State]:
    """Return what became of objects, of MOST at most. Raises LiveFailure or BadServer."""
    request = {"task": "elements", "keys": list(keys)[:MOST]}
    with line.room() as folder:
        _ask(request, folder, progress)
        told = json.loads((folder / ANSWER).read_text())
    return {(element, number): State(state, tags) for element, number, state, tags in told}


def count_changesets(
    hashtag: str,
    box: tuple[float, float, float, float],
    start: datetime,
    end: datetime,
    *,
    progress: line.Progress | None = None,
) -> int:
    """Return how many changesets of these hours that touch a box (degrees) have a hashtag.

    Raises LiveFailure or BadServer.
    """
    request = {
        "task": "changesets",
        "hashtag": hashtag,
        "bbox": ",".join(f"{edge:.7f}" for edge in box),
        "start": _moment(start),
        "end": _moment(end),
    }
    with line.room() as folder:
        return _ask(request, folder, progress)["count"]


def _ask(request: dict, folder, progress: line.Progress | None) -> dict:
    server = services.osm_api()
    asked = request | {"url": server.url, "agent": server.agent}
    return line.ask(asked, folder, server.name, deadline_s=DEADLINE_S, progress=progress)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
