"""Every address of the service: the only place that sees all the apps."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from geo.config.views import health

urlpatterns = [
    path("health/", health, name="health"),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
)
