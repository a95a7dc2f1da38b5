"""Pages on a slow line, in a real browser with nothing in its cache.

python3 -m tests.bench.pages [--waterfall] : prints tables; nothing here fails by time.
The line: 1.6 Mb/s down, 0.75 Mb/s up, 150 ms there and back (what Lighthouse calls slow 4G), to
the nginx of docs/server with HTTP/2; --bare asks gunicorn itself, six requests at a time.
"""

import argparse
import gzip
import os
import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from participation.consultations.models import Consultation  # noqa: E402
from participation.contributions.tiles import recount_all  # noqa: E402
from tests.bench.filling import fill, use_bench_database  # noqa: E402
from tests.bench.serving import serving  # noqa: E402
from tests.browser.conftest import FLAGS, executable  # noqa: E402
from tests.nginx import fingerprint, in_front_of  # noqa: E402

LATENCY_MS, DOWN, UP = 150, 1_600_000 / 8, 750_000 / 8
COUNT, RUNS = 10_000, 3
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
READABLE = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const [painted] = performance.getEntriesByName("first-contentful-paint");
  return painted && page.domInteractive ? Math.max(painted.startTime, page.domInteractive) : null;
}"""
SCRIPTED = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd || null"
# What is in view is listed when the map rests for the first time: every tile is there and drawn.
PINS = """() => document.querySelector("[data-places] [role=option]") ? performance.now() : null"""
DRAWING = """() => document.querySelector("map-draw")?.map?.loaded() ? performance.now() : null"""


def town():
    """The island with ten thousand contributions, its phase open, on the local basemap."""
    if not Consultation.objects.filter(slug="front-de-mer").exists():
        call_command("load_demo")
    island = Consultation.objects.get(slug="front-de-mer")
    town = fill(COUNT)
    Consultation.objects.filter(pk=town.pk).update(
        perimeter=island.perimeter, basemap=island.basemap, title=island.title,
        summary=island.summary, languages=island.languages,
    )  # fmt: skip
    if not town.phases.exists():
        for phase in island.phases.all():
            phase.pk, phase.consultation = None, town
            phase.save()
        recount_all(town.pk)
    town.refresh_from_db()
    return town


class Visit:
    """One page opened by a new visitor over the slow line."""

    def __init__(self, chromium, size):
        self.context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="fr-FR",
            reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.answers = []
        self.page.on("requestfinished", lambda request: self.answers.append(request))
        line = self.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": LATENCY_MS, "downloadThroughput": DOWN,
             "uploadThroughput": UP},
        )  # fmt: skip

    def open(self, address, moments):
        """Milliseconds from the start until each of `moments` is there."""
        self.page.goto(address, wait_until="commit")
        return [self.page.wait_for_function(moment).json_value() for moment in moments]

    def waterfall(self):
        """Each request of the page: when it left, when its answer began and was there, in ms."""
        rows = sorted((request.timing["startTime"], request) for request in self.answers)
        for start, request in rows:
            timing = request.timing
            since = start - rows[0][0]
            print(  # noqa: T201
                f"{since:7.0f} {since + timing['responseStart']:7.0f} "
                f"{since + timing['responseEnd']:7.0f}  {request.sizes()['responseBodySize']:7d}  "
                f"{request.response().status} {urlsplit(request.url).path[-70:]}"
            )

    def weights(self):
        """Bytes on the line by kind of answer, and ours as gzip would have them."""
        weights = {}
        for request in self.answers:
            kind = kind_of(urlsplit(request.url).path)
            on_line = request.sizes()["responseBodySize"]
            packed = len(gzip.compress(request.response().body()))
            before = weights.get(kind, (0, 0, 0))
            weights[kind] = (before[0] + 1, before[1] + on_line, before[2] + packed)
        return weights


def kind_of(path):
    if "maplibre" in path:
        return "map code"
    if path.endswith(".woff2"):
        return "fonts"
    if path.startswith(("/tiles/", "/data/")) or path.endswith(".json"):
        return "map data"
    return "page, styles, scripts"


@contextmanager
def line_end(is_bare):
    """The address at which browsers ask: nginx with HTTP/2, or gunicorn itself; and their flags."""
    with serving() as server, tempfile.TemporaryDirectory() as name:
        if is_bare:
            yield f"http://127.0.0.1:{server.port}", FLAGS
            return
        folder = Path(name)
        with in_front_of(server.port, folder) as (secure, _plain):
            # Trusted, not only passed over: what comes with a bad certificate is never cached.
            trust = f"--ignore-certificate-errors-spki-list={fingerprint(folder / 'pem')}"
            yield f"https://localhost:{secure}", [*FLAGS, trust]


def measure(chromium, name, address, moments, shows_waterfall):
    for label, size in SIZES.items():
        taken = []
        for run in range(RUNS):
            visit = Visit(chromium, size)
            taken.append(visit.open(address, moments.values()))
            weights = visit.weights()
            if shows_waterfall and run == RUNS - 1:
                visit.waterfall()
            visit.context.close()
        medians = [statistics.median(values) / 1000 for values in zip(*taken, strict=True)]
        told = ", ".join(f"{what} {s:.2f} s" for what, s in zip(moments, medians, strict=True))
        print(f"{name}, {label}: {told}", flush=True)  # noqa: T201
    for kind, (number, on_line, packed) in sorted(weights.items()):
        print(  # noqa: T201
            f"    {kind:22} {number:3} answers, {on_line / 1000:6.1f} kB on the line, "
            f"{packed / 1000:6.1f} kB as gzip"
        )


def measure_all(town, is_bare, shows_waterfall):
    page = f"/fr/consultations/{town.slug}/"
    with line_end(is_bare) as (address, flags), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=flags)
        read = {"readable": READABLE, "scripts": SCRIPTED, "pins": PINS}
        measure(chromium, "consultation", address + page, read, shows_waterfall)
        take = {"readable": READABLE, "scripts": SCRIPTED, "map": DRAWING}
        measure(chromium, "take part", f"{address}{page}take-part/", take, shows_waterfall)
        chromium.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bare", action="store_true", help="gunicorn itself, HTTP/1.1")
    parser.add_argument("--waterfall", action="store_true", help="every request of the last visits")
    chosen = parser.parse_args()
    use_bench_database()
    call_command(
        "collectstatic", interactive=False, verbosity=0
    )  # with Brotli, as a service has it
    print(f"load of the machine {os.getloadavg()[0]:.1f}, {time.strftime('%H:%M')}")  # noqa: T201
    measure_all(town(), chosen.bare, chosen.waterfall)
