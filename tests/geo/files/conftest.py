"""A server that nobody may ask, and a file that nobody may read."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SECRET = "canary words that stay where they are"


@dataclass
class Canary:
    """Where the server listens, and what it was asked."""

    port: int
    hits: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A server of this machine that remembers whoever asks it anything."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"id,name\n1,canary\n")

        do_HEAD = do_POST = do_GET

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    seen = Canary(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield seen
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def secret(tmp_path) -> Path:
    """A table that only the service may read."""
    path = tmp_path / "secret.csv"
    path.write_text(f"id,name,WKT\n1,{SECRET},POINT (7 43)\n")
    return path
