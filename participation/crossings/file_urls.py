"""Addresses of the files of crossings."""

from django.urls import path

from participation.crossings import file_views, report_views
from participation.crossings.urls import PAGE

file_machine_patterns = [
    path(
        f"data/crossings/<uuid:crossing_id>/cells.{extension}",
        file_views.cells,
        {"extension": extension},
        name=f"crossing_cells_{extension}",
    )
    for extension in file_views.KINDS
]
file_patterns = [
    path(f"{PAGE}report/", report_views.report_page, name="crossing_report"),
    path(f"{PAGE}map.html", report_views.map_in_one_file, name="crossing_map_file"),
    path(f"{PAGE}report.pdf", report_views.report_file, name="crossing_report_file"),
    path(
        f"{PAGE}report/<slug:figure>.svg",
        report_views.report_figure,
        name="crossing_report_figure",
    ),
]
