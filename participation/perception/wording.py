"""The words of a felt question that nobody wrote: the standard question about noise."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import LANGUAGES
from participation.perception.models import HOME

NOISE = {
    "": _("noise, all sources together,"),
    "road": _("noise from road traffic"),
    "rail": _("noise from trains"),
    "air": _("noise from aircraft"),
    "industry": _("noise from industry"),
    "neighbours": _("noise from neighbours"),
}
AT_HOME = _(
    "Thinking about the last 12 months, when you are at home: how much does %(noise)s bother you?"
)
IN_PASSING = _("Here, now: how much does %(noise)s bother you?")
ANY_IN_PASSING = _("Here, now: how much does the noise bother you?")


def standard_titles(source, context):
    """code of a language → the question about the noise of `source`, at home or in passing."""
    return {code: standard_title(source, context, code) for code, _name in LANGUAGES}


def standard_title(source, context, code):
    with translation.override(code):
        if context != HOME and not source:
            return str(ANY_IN_PASSING)
        words = AT_HOME if context == HOME else IN_PASSING
        return str(words) % {"noise": NOISE[source]}
