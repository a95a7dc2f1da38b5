"""Overpass, Nominatim and OpenStreetMap itself on this machine: they say what a test wants, and count who asks."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BASE = "2026-11-20T10:00:00Z"
FREE = "Connected as: 1\nCurrent time: 2026-11-21T10:00:00Z\nAnnounced endpoint: none\nRate limit: 2\n2 slots available now.\nCurrently running queries (pid, space limit, time limit, start time):\n"
OWN = "/api/0.6/"
PAGE = "<!DOCTYPE html><html><body><p>The server is resting.</p></body></html>"
REMARK = 'runtime error: Query timed out in "query" at line 1 after 61 seconds.'


def node(number, lon, lat, **tags):
    return {"type": "node", "id": number, "lon": lon, "lat": lat} | _tagged(tags)


def way(number, nodes, **tags):
    return {"type": "way", "id": number, "nodes": nodes} | _tagged(tags)


def relation(number, ways, **tags):
    """A relation of ways, each with its role."""
    members = [{"type": "way", "ref": ref, "role": role} for ref, role in ways]
    return {"type": "relation", "id": number, "members": members} | _tagged(tags)


def _tagged(tags):
    return {"tags": tags} if tags else {}


def place(name, corners, **changes):
    """What Nominatim says of a place; corners: of its one ring, nothing for a point."""
    geometry = {"type": "Point", "coordinates": [8.35, 43.45]}
    if corners:
        geometry = {"type": "Polygon", "coordinates": [corners]}
    return {
        "place_id": 1,
        "osm_type": "relation",
        "osm_id": 4_000_000,
        "lat": "43.45",
        "lon": "8.35",
        "importance": 0.5,
        "display_name": name,
        "boundingbox": ["43.4", "43.5", "8.3", "8.4"],
        "geojson": geometry,
    } | changes


class Played(ThreadingHTTPServer):
    """Both servers at one address; `mode` says how they feel, `asked` what they were asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.elements, self.places = [], []
        self.mode, self.status_text = "normal", FREE
        self.place_mode = None  # of Nominatim, where it differs
        self.asked, self.status_asked, self.headers = [], 0, []
        self.objects = {}  # "node/1": its tags, or the status of the answer
        self.changesets = []
        self.over = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/api"

    def own_answer(self, path, query):
        """Return (status, body) of OpenStreetMap's own interface."""
        if path == "changesets.json":
            _start, end = query["time"][0].split(",")
            earlier = [one for one in self.changesets if one["created_at"] < end]
            page = sorted(earlier, key=lambda one: one["created_at"], reverse=True)[:100]
            return 200, {"version": "0.6", "changesets": page}
        found = self.objects.get(path.removesuffix(".json"), 404)
        if isinstance(found, int):
            return found, {}
        who = {"user": "Marie Dupont", "uid": 7, "changeset": 9}
        return 200, {"version": "0.6", "elements": [{"tags": found} | who]}

    def answer(self, mode):
        """Return (status, kind, body) of an answer of Overpass in a mode."""
        whole = {"version": 0.6, "osm3s": {"timestamp_osm_base": BASE}, "elements": self.elements}
        text = json.dumps(whole, ensure_ascii=False)
        modes = {
            "normal": lambda: (200, "application/json", text),
            "empty": lambda: (200, "application/json", json.dumps(whole | {"elements": []})),
            "429": lambda: (429, "text/html", PAGE),
            "504": lambda: (504, "text/html", PAGE),
            "400": lambda: (400, "text/html", PAGE),
            "500": lambda: (500, "application/json", "{}"),
            "half": lambda: (200, "application/json", text[: len(text) // 2]),
            "remark": lambda: (200, "application/json", json.dumps(whole | {"remark": REMARK})),
            "page": lambda: (200, "text/html", PAGE),
            "no date": lambda: (200, "application/json", json.dumps({"elements": []})),
            "no nodes": lambda: (200, "application/json", text.replace('"nodes"', '"nods"')),
        }
        return modes[mode]()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        played = self.server
        played.headers.append(dict(self.headers))
        if parts.path == "/api/status":
            played.status_asked += 1
            self.say(200, "text/plain", played.status_text)
            return
        if parts.path.startswith(OWN):
            self.say_own(parts)
            return
        played.asked.append(parse_qs(parts.query)["q"][0])
        if self.is_silent():
            return
        mode = played.place_mode or played.mode
        status, kind, body = played.answer(mode)
        if mode in ("normal", "empty"):
            body = json.dumps(played.places if mode == "normal" else [])
        self.say(status, kind, body)

    def say_own(self, parts):
        """Answer as OpenStreetMap's own interface does."""
        path = parts.path.removeprefix(OWN)
        self.server.asked.append(f"{path}?{parts.query}" if parts.query else path)
        if self.is_silent():
            return
        status, told = self.server.own_answer(path, parse_qs(parts.query))
        if self.server.mode != "normal":
            status, _kind, text = self.server.answer(self.server.mode)
            self.say(status, "application/json", text)
            return
        self.say(status, "application/json", json.dumps(told))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.headers.append(dict(self.headers))
        self.server.asked.append(parse_qs(body)["data"][0])
        if not self.is_silent():
            self.say(*self.server.answer(self.server.mode))

    def is_silent(self):
        """In the mode "timeout" nothing comes, until the test is over."""
        if self.server.mode == "timeout":
            self.server.over.wait(60)
        return self.server.mode == "timeout"

    def say(self, status, kind, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # who asked may have hung up
            self.wfile.write(body)

    def log_message(self, *_said):
        """Say nothing."""


@contextmanager
def overpass_server():
    played = Played()
    thread = threading.Thread(target=played.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield played
    finally:
        played.over.set()
        played.shutdown()
        played.server_close()
        thread.join()


def wait_until(holds, seconds=10):
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
