"""The child process that asks live servers of OpenStreetMap: `line.ask` starts it, nothing else.

It is run by its path in Python's isolated mode, imports no Django, and has the network, unlike
the child that opens files. osmnx's settings belong to a whole process and its retries never end;
here both are of no harm: the process asks one question, and dies with who started it, or at the
deadline that the parent keeps.
"""

import hashlib
import importlib
import json
import os
import re
import sys
import threading
from datetime import datetime
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.append(ROOT)

from geo.files import confinement  # noqa: E402 - the path is known only now
from geo.osm import asking_api  # noqa: E402

EVIDENCE, EXTRACT, PLACE = "evidence", "answer.osm.pbf", "place.wkb"
BUSY = (429, 504)
KNOCK_S = 20  # to reach a server at all
REMARK = re.compile(rb'"remark"\s*:\s*"((?:[^"\\]|\\.)*)"\s*}\s*$')
STATUS = re.compile(r"slots? available|Currently running|Slot available", re.IGNORECASE)
TYPES = {"node": 0, "way": 1, "relation": 2}


class Failed(Exception):
    """Nothing usable came: a status of `line`, and what was told."""

    def __init__(self, status: str, told: str = ""):
        self.status, self.told = status, told
        super().__init__(status)


class Seen:
    """What the server answered last, kept by a hook of requests."""

    status, remark = 0, ""

    def __init__(self, say):
        self.say = say

    def __call__(self, response, *_rest, **_more):
        if response.url.endswith("/status"):
            return
        self.status = response.status_code
        found = REMARK.search(response.content[-4096:])
        self.remark = found[1].decode("utf-8", "replace") if found else ""
        self.say({"seen": self.status})

    def failure(self) -> Failed:
        """Return what it means that no answer came of this."""
        if self.status >= 400:
            return Failed("refused", str(self.status))
        return Failed("incomplete", self.remark) if self.remark else Failed("unreadable")


def main() -> None:
    """Ask what the first line of the standard input names; its end is the end of this process."""
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    confinement.end_with_the_parent()
    say = _take_output()
    sys.excepthook = lambda kind, _error, trace: say(_fault(kind, trace))
    confinement.limit(request["seconds"], request["memory"], request["file_bytes"])
    try:
        say(_answer(request, Seen(say)))
    except Failed as failure:
        say({"status": failure.status, "told": failure.told})
    except MemoryError:
        say({"status": "too_much"})


def _end_with_the_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def _take_output():
    """Return the function that tells the parent a line; no library can write there from now on."""
    lines = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return lambda told: lines.write(json.dumps(told).encode() + b"\n")


def _fault(kind: type, trace) -> dict:
    """Return where in the code it happened; never what the server said."""
    while trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return {"status": "failed", "told": f"{kind.__name__} at {place}"}


def _answer(request: dict, seen: Seen) -> dict:
    """Return what the task answers, or raise Failed for what the network did instead."""
    requests = importlib.import_module("requests")  # after the limits, as everything large
    try:
        if request["task"] in asking_api.TASKS:
            return asking_api.answer(request, requests)
        osmnx = importlib.import_module("osmnx")
        _settle(osmnx.settings, request, seen)
        tasks = {"features": _features, "place": _place}
        return tasks[request["task"]](osmnx, request, seen)
    except requests.Timeout as error:
        raise Failed("slow") from error
    except requests.exceptions.ChunkedEncodingError as error:
        raise Failed("unreadable") from error
    except requests.RequestException as error:
        raise Failed("unreachable") from error
    except ValueError as error:  # of which all errors of osmnx are
        raise seen.failure() from error


def _settle(settings, request: dict, seen: Seen) -> None:
    settings.overpass_url = settings.nominatim_url = request["url"]
    settings.http_user_agent, settings.http_referer = request["agent"], ""
    settings.http_accept_language = request.get("language", "")
    settings.doh_url_template = None
    settings.requests_timeout = request["timeout"]
    settings.requests_kwargs = {"hooks": {"response": seen}}
    settings.use_cache, settings.cache_folder = True, EVIDENCE
    settings.max_query_area_size = 1e12  # one question, one file: how large is judged before
    settings.overpass_memory = request.get("server_memory")
    settings.overpass_settings += request.get("more_settings", "")


def _features(osmnx, request: dict, seen: Seen) -> dict:
    """Ask for features, and leave them as an extract in the folder.

    osmnx writes only what is no error and has no remark: one file is a whole answer.
    """
    settings, shapely = osmnx.settings, importlib.import_module("shapely")
    settings.overpass_rate_limit = _knock(request)
    settings.cache_only_mode = True
    try:
        osmnx.features_from_polygon(shapely.from_geojson(request["area"]), request["tags"])
    except InterruptedError:  # as `cache_only_mode` ends
        return _read(_evidence(seen))
    raise seen.failure()


def _knock(request: dict) -> bool:
    """Whether the server tells how busy it is, for osmnx to wait; osmnx sleeps where it does not."""
    requests = importlib.import_module("requests")
    headers = {"User-Agent": request["agent"]}
    answer = requests.get(f"{request['url']}/status", headers=headers, timeout=KNOCK_S)
    return STATUS.search(answer.text[:4096]) is not None


def _evidence(seen: Seen) -> bytes:
    files = sorted(Path(EVIDENCE).glob("*.json"))
    if len(files) == 1:
        return files[0].read_bytes()
    raise seen.failure()


def _read(evidence: bytes) -> dict:
    try:
        answer = json.loads(evidence)
        date, elements = answer["osm3s"]["timestamp_osm_base"], answer["elements"]
        datetime.fromisoformat(date)
        _write_extract(elements)
    except (LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise Failed("unreadable") from error
    digest = hashlib.sha256(evidence).hexdigest()
    return {"status": "ok", "osm_date": date, "sha256": digest, "elements": len(elements)}


def _write_extract(elements: list[dict]) -> None:
    """Write what came as an extract, so that one reader judges files and live answers alike."""
    osmium = importlib.import_module("osmium")
    write = {
        "node": lambda writer, one: writer.add_node(
            osmium.osm.mutable.Node(location=(one["lon"], one["lat"]), **_words(one))
        ),
        "way": lambda writer, one: writer.add_way(
            osmium.osm.mutable.Way(nodes=one["nodes"], **_words(one))
        ),
        "relation": lambda writer, one: writer.add_relation(
            osmium.osm.mutable.Relation(members=_members(one), **_words(one))
        ),
    }
    once = {(TYPES[one["type"]], one["id"]): one for one in elements}
    with osmium.SimpleWriter(EXTRACT) as writer:
        for place in sorted(once):
            write[once[place]["type"]](writer, once[place])


def _words(one: dict) -> dict:
    return {"id": one["id"], "tags": one.get("tags", {})}


def _members(one: dict) -> list[tuple]:
    return [(member["type"][0], member["ref"], member["role"]) for member in one["members"]]


def _place(osmnx, request: dict, seen: Seen) -> dict:
    """Ask for the area of a place by its name, and leave it in the folder."""
    shapely = importlib.import_module("shapely")
    try:
        found = osmnx.geocode_to_gdf(request["name"]).iloc[0]
    except (TypeError, ValueError, LookupError) as error:
        is_answer = any(Path(EVIDENCE).glob("*.json"))  # which holds no area
        raise (Failed("unknown", request["name"]) if is_answer else seen.failure()) from error
    Path(PLACE).write_bytes(shapely.to_wkb(found.geometry))
    names = ("display_name", "osm_type", "osm_id")
    return {"status": "ok"} | {name: str(found.get(name, "")) for name in names}


if __name__ == "__main__":
    main()
