"""Addresses of the tiles of layers, under /tiles/."""

from django.urls import path

from geo.tiles import outside
from geo.tiles.layers import tile

app_name = "tiles"
urlpatterns = [
    path("layers/<uuid:version_id>/<int:z>/<int:x>/<int:y>.mvt", tile, name="layer"),
    path(
        "layers/<uuid:version_id>/outside/<uuid:perimeter_id>/<int:z>/<int:x>/<int:y>.mvt",
        outside.tile,
        name="outside",
    ),
]
