"""Whole collections over HTTP, beside psql's COPY and Django's own serializer.

python3 -m tests.bench.exports [--million] : prints a table; nothing here fails by time.
"""

import argparse
import os
import statistics
import subprocess
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.core.serializers import serialize  # noqa: E402
from django.db import connection  # noqa: E402

from participation.contributions.models import Contribution  # noqa: E402
from tests.bench.filling import fill, use_bench_database  # noqa: E402
from tests.bench.serving import serving  # noqa: E402

FLOOR = """COPY (SELECT json_build_object('type', 'Feature', 'id', c.id,
 'geometry', ST_AsGeoJSON(c.geometry, 7)::json, 'properties', json_build_object('kind', c.kind,
 'theme', t.title_fr, 'title', c.title, 'text', c.text, 'language', c.language,
 'course', c.course, 'day', c.created_at::date, 'share_kept', c.share_kept,
 'comments', c.comment_count))
 FROM participation_contribution c LEFT JOIN participation_theme t ON t.id = c.theme_id
 WHERE c.consultation_id = '{pk}' AND c.visibility = 'published' ORDER BY c.number) TO STDOUT"""
FASTEST_FLOOR = """COPY (SELECT '{{"type":"Feature","id":"' || c.id || '","geometry":' ||
 ST_AsGeoJSON(c.geometry, 7) || ',"properties":{{"kind":' || to_json(c.kind) || ',"theme":' ||
 coalesce(to_json(t.title_fr)::text, 'null') || ',"title":' || to_json(c.title) || ',"text":' ||
 to_json(c.text) || ',"language":' || to_json(c.language) || ',"course":' || to_json(c.course) ||
 ',"day":' || to_json(c.created_at::date) || ',"share_kept":' || c.share_kept || ',"comments":' ||
 c.comment_count || '}}}}'
 FROM participation_contribution c LEFT JOIN participation_theme t ON t.id = c.theme_id
 WHERE c.consultation_id = '{pk}' AND c.visibility = 'published' ORDER BY c.number)
 TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"""


def floor(consultation, statement):
    """Seconds that psql takes to copy the same rows to nowhere."""
    values = connection.settings_dict
    command = [
        "psql", "-X", "-q", "-h", values["HOST"] or "", "-p", str(values["PORT"] or 5432),
        "-d", values["NAME"], "-o", "/dev/null", "-c", statement.format(pk=consultation.pk),
    ]  # fmt: skip
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - start


def serializer(consultation):
    rows = Contribution.objects.filter(consultation=consultation).order_by("number")
    start = time.perf_counter()
    serialize("geojson", rows, geometry_field="geometry", fields=["kind", "title", "text"])
    return time.perf_counter() - start


def report(name, seconds, compared, note=""):
    print(f"{name:42} {seconds:8.2f} s {seconds / compared:7.2f} x  {note}", flush=True)  # noqa: T201


def measure(count, runs, with_serializer):
    consultation = fill(count)
    print(f"\n{count:,} contributions (8 points, 1 line, 1 area of 10)")  # noqa: T201
    to_json = [floor(consultation, FLOOR) for _run in range(runs)]
    concatenated = [floor(consultation, FASTEST_FLOOR) for _run in range(runs)]
    base = min(statistics.median(to_json), statistics.median(concatenated))
    report("floor: psql COPY of json_build_object", statistics.median(to_json), base)
    report("floor: psql COPY of concatenated text", statistics.median(concatenated), base)
    for extension in ("geojson", "csv"):
        measure_download(consultation, extension, runs, base)
    if with_serializer:
        report("Django's serializer (three properties)", serializer(consultation), base)


def measure_download(consultation, extension, runs, base):
    address = f"/data/consultations/{consultation.pk}/contributions.{extension}"
    with serving() as server:
        server.get("/health/")
        before = server.memory_mb()
        answers = [server.get(address) for _run in range(runs)]
        grown = server.memory_mb(peak=True) - before
    first = statistics.median(answer.first_s for answer in answers)
    note = f"first byte {first * 1000:.0f} ms, {answers[0].size / 1e6:.0f} MB, peak of the worker "
    whole = statistics.median(answer.whole_s for answer in answers)
    report(f"ours: {extension} over HTTP", whole, base, f"{note}+{grown:.1f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="one million too: some minutes")
    million = parser.parse_args().million
    use_bench_database()
    measure(10_000, 3, with_serializer=True)
    measure(100_000, 3, with_serializer=True)
    if million:
        measure(1_000_000, 3, with_serializer=False)
