"""The list of a consultation with a million contributions: filters, search, deep pages, readers.

python3 -m tests.bench.lists [--count 1000000] : prints a table; nothing here fails by time.
Requests are made in this process: the whole page, without a server in front.
"""

import argparse
import os
import re
import time
from html import unescape

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.core import signing  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from geo.config.static_files import collect  # noqa: E402
from participation.accounts.models import Participant  # noqa: E402
from participation.accounts.visitors import COOKIE, SALT  # noqa: E402
from participation.contributions.tiles import recount_all  # noqa: E402
from tests.bench.filling import SEARCHABLE, fill, use_bench_database  # noqa: E402

RUNS = 20
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def visitor():
    return Client(headers={"host": "localhost"})


def author():
    """A client with the cookie of somebody who has written."""
    client = visitor()
    key = str(Participant.objects.create().pk)
    client.cookies[COOKIE] = signing.get_cookie_signer(salt=COOKIE + SALT).sign(key)
    return client


def measure(client, label, page, query):
    seconds = []
    for _run in range(RUNS):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(page + query)
        seconds.append(time.perf_counter() - start)
    ranked = sorted(seconds)
    database = sum(float(one["time"]) for one in asked.captured_queries)
    print(  # noqa: T201
        f"{label:42} {answer.status_code}  p50 {ranked[RUNS // 2] * 1000:5.0f}  p95 "
        f"{ranked[int(RUNS * 0.95)] * 1000:5.0f} ms, {len(asked)} queries, "
        f"database {database * 1000:4.0f} ms", flush=True
    )  # fmt: skip


def after(client, page, query):
    """The link to the next page that a page far inside shows."""
    return unescape(NEXT.search(client.get(page + query).content.decode())[1])


def measure_all(consultation, count):
    page, nobody = f"/fr/consultations/{consultation.slug}/", visitor()
    middle, last = count // 40, count // 20
    rows = {
        "first page": "", "second page": after(nobody, page, ""),
        "in the middle, by its link": after(nobody, page, f"?page={middle}"),
        "in the middle, most commented, by its link":
            after(nobody, page, f"?sort=comments&page={middle}"),
        "last page": f"?page={last}", "oldest": "?sort=oldest", "most commented": "?sort=comments",
        "one theme": "?theme=T", "two themes, one kind": "?theme=T,N&kind=report",
        "a word in one": f"?q={count - 1}", "a word in all": "?q=enfants",
        "two words": "?q=%C3%A9cole+9999", "a word in none": "?q=zzzz",
        "in the middle, counted off": f"?page={middle}",
    }  # fmt: skip
    for label, query in rows.items():
        measure(nobody, label, page, query)
    measure(author(), "first page, of somebody who wrote", page, "")
    measure(
        author(), "in the middle, of somebody who wrote", page, rows["in the middle, by its link"]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    count = parser.parse_args().count
    use_bench_database()
    collect()
    filled = fill(count, points_only=True)
    recount_all(filled.pk)
    with connection.cursor() as cursor:
        cursor.execute(SEARCHABLE)
        cursor.execute("VACUUM ANALYZE participation_contribution")
    print(f"{count:,} contributions, load of the machine {os.getloadavg()[0]:.1f}")  # noqa: T201
    measure_all(filled, count)
