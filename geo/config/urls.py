"""Every address of the service: the only place that sees all the apps."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from basemaps.urls import basemap_urls
from geo.config.views import health, icon
from geo.exports.views import collection_urls
from geo.tiles.addresses import layer_tiles
from participation.contributions.collections import COLLECTIONS
from participation.map_layers.collections import MAP_LAYERS
from participation.perception.collections import RATINGS
from participation.urls import machine_urls

urlpatterns = [
    path("health/", health, name="health"),
    path("favicon.ico", icon, name="icon"),
    path("tiles/", include("geo.tiles.urls")),
    path("tiles/basemaps/", include(basemap_urls(layer_tiles))),
    path("", include("geo.perimeters.urls")),
    path("", include(machine_urls)),
    path("data/", include((collection_urls([*COLLECTIONS, MAP_LAYERS, RATINGS]), "data"))),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path("", include("participation.urls")),
)

handler400 = "geo.config.views.bad_request"
