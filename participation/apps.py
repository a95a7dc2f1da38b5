"""Names the participation app and loads its rights."""

from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("participation.rules")
