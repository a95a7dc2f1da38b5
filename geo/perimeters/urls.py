"""Addresses of perimeters; without language."""

from django.urls import path

from geo.perimeters.views import perimeter_geojson

app_name = "perimeters"
urlpatterns = [
    path("data/perimeters/<uuid:version_id>.geojson", perimeter_geojson, name="geojson"),
]
