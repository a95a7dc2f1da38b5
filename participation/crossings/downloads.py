"""What can be taken away from the page: only addresses that the service answers."""

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext


def downloads_of(crossing) -> list[tuple[str, str]]:
    """[(words, address)] of the files of a crossing."""
    page = reverse("participation:crossing", args=[crossing.consultation.slug, crossing.slug])
    cells = f"/data/crossings/{crossing.pk}/cells"
    known = [
        (gettext("Table for a spreadsheet (CSV)"), f"{cells}.csv"),
        (gettext("Cells for a map (GeoJSON)"), f"{cells}.geojson"),
        (gettext("Cells for QGIS (GeoPackage)"), f"{cells}.gpkg"),
        (gettext("Report in two pages (PDF)"), f"{page}report.pdf"),
        (gettext("The same report as a page"), f"{page}report/"),
        (gettext("Map in one file, without the Internet (HTML)"), f"{page}map.html"),
    ]
    return [(words, address) for words, address in known if is_answered(address)]


def is_answered(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
