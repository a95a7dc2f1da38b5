"""The app's name and label."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "geo.config"
    label = "config"
    verbose_name = "Placette"
