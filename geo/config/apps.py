"""The app's name and label, and the administration with our own site."""

from django.apps import AppConfig
from django.contrib.admin import apps as administration


class ConfigConfig(AppConfig):
    name = "geo.config"
    label = "config"
    verbose_name = "Placette"
    default = True


class StaffConfig(administration.AdminConfig):
    """Stands after our apps, whose templates give the administration the look of the pages."""

    default_site = "geo.config.staff_site.StaffSite"
    default = False
