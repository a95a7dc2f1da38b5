"""Which files of a crossing are offered, under which names."""

from django.urls import reverse

from participation.crossings.file_views import KINDS
from participation.crossings.models import Crossing


def files_of(crossing: Crossing) -> list[dict]:
    """Return format, name and address of each."""
    where = [crossing.consultation.slug, crossing.slug]
    return [
        {
            "format": kind.label,
            "name": f"{crossing.slug}-cells.{extension}",
            "url": reverse(f"api:crossing_cells_{extension}", args=[crossing.pk]),
        }
        for extension, kind in KINDS.items()
    ] + [
        {
            "format": label,
            "name": f"{crossing.slug}-{name}",
            "url": reverse(f"participation:{address}", args=where),
        }
        for label, name, address in (
            ("PDF", "report.pdf", "crossing_report_file"),
            ("HTML", "map.html", "crossing_map_file"),
        )
    ]
