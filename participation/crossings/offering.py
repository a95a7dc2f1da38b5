"""Which files of a crossing are offered, under which names."""

from django.urls import reverse

from participation.crossings.file_views import KINDS
from participation.crossings.models import Crossing


def files_of(crossing: Crossing) -> list[dict]:
    """Return format, name and address of each."""
    return [
        {
            "format": kind.label,
            "name": f"{crossing.slug}-cells.{extension}",
            "url": reverse(f"api:crossing_cells_{extension}", args=[crossing.pk]),
        }
        for extension, kind in KINDS.items()
    ]
