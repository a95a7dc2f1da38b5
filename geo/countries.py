"""The countries for which the service knows languages, metric systems and public data."""

from django.utils.translation import gettext_lazy as _

COUNTRIES = [("FR", _("France")), ("IT", _("Italy"))]
