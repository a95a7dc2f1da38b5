"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeoConfig(AppConfig):
    name = "geo"
    verbose_name = _("Places")

    def ready(self):
        from geo.files import checks  # noqa: F401 - registers them
        from geo.osm import checks as osm_checks  # noqa: F401
        from geo.places import checks as places_checks  # noqa: F401
