"""Addresses of the files of crossings."""

from django.urls import path

from participation.crossings import file_views

file_machine_patterns = [
    path(
        f"data/crossings/<uuid:crossing_id>/cells.{extension}",
        file_views.cells,
        {"extension": extension},
        name=f"crossing_cells_{extension}",
    )
    for extension in file_views.KINDS
]
