"""An address service on this machine, which says what a test wants."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Fake(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.kind, self.body, self.headers = 200, "application/json", b"{}", {}
        self.pause_s = 0
        self.asked = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/search"

    def says(self, value, **facts):
        self.body = value if isinstance(value, bytes) else json.dumps(value).encode()
        vars(self).update(facts)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        fake = self.server
        fake.asked.append((self.path, dict(self.headers)))
        self.send_response(fake.status)
        self.send_header("Content-Type", fake.kind)
        for name, value in fake.headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            for byte in fake.body if fake.pause_s else [fake.body]:
                time.sleep(fake.pause_s)
                self.wfile.write(bytes([byte]) if fake.pause_s else byte)
        except OSError:
            pass  # who asked has hung up

    def log_message(self, *_said):
        """Say nothing."""


@contextmanager
def fake_service():
    fake = Fake()
    thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        fake.shutdown()
        fake.server_close()
        thread.join()
