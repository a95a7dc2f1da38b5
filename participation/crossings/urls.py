"""Addresses of crossings: their pages, which stand under a language, and their files."""

from django.urls import path

from participation.crossings import counts_page, map_file, method_page, pages

PAGE = "consultations/<slug:slug>/measured-and-felt/<slug:crossing_slug>/"
crossing_patterns = [
    path(PAGE, pages.crossing_page, name="crossing"),
    path(f"{PAGE}method/", method_page.method_page, name="crossing_method"),
    path(f"{PAGE}counts/", counts_page.counts_page, name="crossing_counts"),
]
crossing_machine_patterns = [
    path("data/releases/<uuid:release_id>/map.geojson", map_file.map_file, name="crossing_map"),
]
