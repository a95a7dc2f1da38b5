"""What sources, instruments, periods and forms of measurements are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SOURCES = [
    ("", pgettext_lazy("noise", "all together")),
    ("road", pgettext_lazy("noise", "road")),
    ("rail", pgettext_lazy("noise", "rail")),
    ("air", pgettext_lazy("noise", "aircraft")),
    ("industry", pgettext_lazy("noise", "industry")),
]
SCHEME_NAMES = [
    ("FR", _("France: 6–18, 18–22, 22–6")),
    ("IT", _("Italy: 6–20, 20–22, 22–6")),
    ("EU", _("European directive: 7–19, 19–23, 23–7")),
]
INSTRUMENT_NAMES = [
    ("class_1", _("sound level meter of class 1")),
    ("class_2", _("sound level meter of class 2")),
    ("calibrated_phone", _("calibrated phone")),
    ("uncalibrated_phone", _("phone without calibration")),
    ("modelled", _("computed: a noise map")),
    ("", _("another one, whose uncertainty is given")),
]
FORMS = [("points", _("values at points")), ("areas", _("bands of a noise map"))]
