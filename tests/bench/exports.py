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
CONCATENATED = """COPY (SELECT '{{"type":"Feature","id":"' || c.id || '","geometry":' ||
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


def measure(count, runs, with_serializer):
    """Floors and ours in turn, so that other work on the machine meets all of them alike."""
    consultation = fill(count)
    print(f"\n{count:,} contributions (8 points, 1 line, 1 area of 10), medians of {runs}")  # noqa: T201
    floors, answers, grown = {FLOOR: [], CONCATENATED: []}, {"geojson": [], "csv": []}, {}
    for extension, taken in answers.items():
        address = f"/data/consultations/{consultation.pk}/contributions.{extension}"
        with serving() as server:
            server.get("/health/")
            before = server.memory_mb()
            for _run in range(runs):
                for statement, seconds in floors.items():
                    seconds.append(floor(consultation, statement))
                taken.append(server.get(address))
            grown[extension] = server.memory_mb(peak=True) - before
    tell(floors, answers, grown)
    if with_serializer:
        print(f"Django's serializer, three properties {serializer(consultation):8.2f} s")  # noqa: T201


def tell(floors, answers, grown):
    medians = [statistics.median(seconds) for seconds in floors.values()]
    base = min(medians)
    print(f"floor: psql, COPY of json_build_object {medians[0]:7.2f} s")  # noqa: T201
    print(f"floor: psql, COPY of concatenated text {medians[1]:7.2f} s")  # noqa: T201
    for extension, taken in answers.items():
        whole = statistics.median(answer.whole_s for answer in taken)
        first = statistics.median(answer.first_s for answer in taken)
        print(  # noqa: T201
            f"ours: {extension:8} over HTTP {whole:19.2f} s = {whole / base:.2f} x, first byte "
            f"{first * 1000:.0f} ms, {taken[0].size / 1e6:.0f} MB, worker +{grown[extension]:.1f} MB",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="one million too: some minutes")
    million = parser.parse_args().million
    use_bench_database()
    measure(10_000, 5, with_serializer=True)
    measure(100_000, 5, with_serializer=True)
    if million:
        measure(1_000_000, 3, with_serializer=False)
