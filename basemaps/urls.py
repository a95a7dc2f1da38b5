"""Addresses of the styles, under /tiles/basemaps/."""

from django.urls import path

from basemaps.views import style


def basemap_urls(local_tiles):
    """`local_tiles(slug of a layer)` gives its tiles, or None; handed over by the root urls."""
    patterns = [
        path("<slug:slug>/<slug:scheme>.json", style, {"local_tiles": local_tiles}, name="style")
    ]
    return patterns, "basemaps"
