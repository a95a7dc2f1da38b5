"""Every address of the service: the only place that sees all the apps."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from geo.config.views import health
from geo.exports.views import collection_urls
from participation.contributions.collections import COLLECTIONS

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("geo.perimeters.urls")),
    path("data/", include((collection_urls(COLLECTIONS), "data"))),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
)
