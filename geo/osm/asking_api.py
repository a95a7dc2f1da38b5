"""What the child process of `line` asks OpenStreetMap's own interface; imports no Django.

The server says who edited what. Nothing of it leaves these functions but states, tags and a number.
"""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

ELEMENTS = {"n": "node", "w": "way", "r": "relation"}
PAUSE_S = 0.1  # between two questions: the server has little to spare
PAGE = 100  # changesets in one answer, at most
MOST_PAGES = 100
ANSWER = "answer.json"


class Refused(Exception):
    """The server answered with an error, or sent the question elsewhere."""


def elements(request: dict, requests) -> dict:
    """Ask what became of objects, one by one; leaves [[element, number, state, tags]] behind.

    state: "visible", "gone", or "unknown" where the server never heard of it.
    """
    states = {200: "visible", 410: "gone", 404: "unknown"}
    found = []
    for element, number in request["keys"]:
        path = f"/{ELEMENTS[element]}/{int(number)}.json"
        answer = _get(requests, request, path, states)
        state = states[answer.status_code]
        tags = answer.json()["elements"][0].get("tags", {}) if state == "visible" else {}
        found.append([element, number, state, tags])
    Path(ANSWER).write_text(json.dumps(found))
    return {"status": "ok"}


def changesets(request: dict, requests) -> dict:
    """Count the changesets of some hours within a box that have a hashtag."""
    numbers = {one["id"] for one in _changesets(request, requests) if _has(one, request["hashtag"])}
    return {"status": "ok", "count": len(numbers)}


def _changesets(request: dict, requests) -> Iterator[dict]:
    """Yield them, the newest first; some twice, where a page ends among equals."""
    end, seen = request["end"], set()
    for _page in range(MOST_PAGES):
        query = {"bbox": request["bbox"], "time": f"{request['start']},{end}", "limit": PAGE}
        found = _get(requests, request, "/changesets.json", {200}, query).json()["changesets"]
        yield from found
        fresh = {one["id"] for one in found} - seen
        if len(found) < PAGE or not fresh:
            return
        seen |= fresh
        end = min(one["created_at"] for one in found)
    raise Refused("too many")


def _has(changeset: dict, hashtag: str) -> bool:
    tags = changeset.get("tags", {})
    said = f"{tags.get('hashtags', '')} {tags.get('comment', '')}"
    return re.search(rf"#{re.escape(hashtag)}(?![\w-])", said, re.IGNORECASE) is not None


def _get(requests, request: dict, path: str, expected, query=None):
    time.sleep(PAUSE_S)
    answer = requests.get(
        request["url"] + path,
        params=query,
        headers={"User-Agent": request["agent"]},
        timeout=request["timeout"],
        allow_redirects=False,
    )
    if answer.status_code not in expected:
        raise Refused(str(answer.status_code))
    return answer


def answer(request: dict, requests) -> dict:
    """Return what a task of TASKS answers."""
    try:
        return TASKS[request["task"]](request, requests)
    except Refused as error:
        status = str(error)
        is_number = status.isdigit()
        return {"status": "refused" if is_number else "too_much", "told": status}
    except (LookupError, TypeError, AttributeError, requests.exceptions.JSONDecodeError):
        return {"status": "unreadable", "told": ""}


TASKS = {"elements": elements, "changesets": changesets}
