"""What was done to a file that becomes a layer, in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES = {
    "features": lambda n: ngettext(
        "%(count)s object has a place, of %(of)s in the file.",
        "%(count)s objects have a place, of %(of)s in the file.",
        n,
    ),
    "heights": lambda n: ngettext(
        "%(count)s height was dropped: layers are flat.",
        "%(count)s heights were dropped: layers are flat.",
        n,
    ),
    "reprojected": lambda n: _("The coordinates were converted from EPSG:%(srid)s to WGS 84."),
    "repaired": lambda n: ngettext(
        "%(count)s area crossed itself and was repaired.",
        "%(count)s areas crossed themselves and were repaired.",
        n,
    ),
    "vanished": lambda n: ngettext(
        "%(count)s shape is smaller than a centimetre, or cannot be drawn, and is left out.",
        "%(count)s shapes are smaller than a centimetre, or cannot be drawn, and are left out.",
        n,
    ),
    "points": lambda n: ngettext("%(count)s point.", "%(count)s points.", n),
    "lines": lambda n: ngettext("%(count)s line.", "%(count)s lines.", n),
    "areas": lambda n: ngettext("%(count)s area.", "%(count)s areas.", n),
}


def report_lines(report: list[dict]) -> list[str]:
    """Return one sentence for each entry of a report, in the active language."""
    return [SENTENCES[entry["code"]](entry["count"]) % _facts(entry) for entry in report]


def _facts(entry: dict) -> dict[str, str]:
    counts = {name: number_format(entry[name]) for name in ("count", "of") if name in entry}
    return counts | {"srid": str(entry.get("srid", ""))}
