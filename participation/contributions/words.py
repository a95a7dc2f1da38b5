"""Cleans what people type: plain text, readable, without marks that hide or turn it."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Marks that reverse the order of the text that follows: names and titles could deceive.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
# Separators, controls, formats, private signs and lone marks show nothing; nor do the fillers.
UNSEEN = ("Z", "Cc", "Cf", "Co", "M")
# Said rather than prevented: a browser that stops at a length cuts what is pasted, in silence.
TOO_LONG = _(
    "At most %(limit_value)d characters; there are %(show_value)d. Shorten this text: nothing was cut."
)
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def cleaned(text):
    """`text` in composed form, lines ended alike, without controls, turns and stray halves."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = TURNS.sub("", CONTROLS.sub("", text)).strip()
    return text if any(map(is_seen, text)) else ""


def is_seen(sign):
    return not (unicodedata.category(sign).startswith(UNSEEN) or sign in FILLERS)


def one_line(text):
    return " ".join(cleaned(text).split())


class LineField(forms.CharField):
    """One line of plain text."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value):
        return one_line(super().to_python(spoken(value)))


class ParagraphsField(forms.CharField):
    """Plain text with its line breaks."""

    default_error_messages = {"max_length": TOO_LONG}
    widget = forms.Textarea

    def to_python(self, value):
        return cleaned(super().to_python(spoken(value)))


def spoken(value):
    """JSON may bring anything where text is expected."""
    if value is None or isinstance(value, str):
        return "" if value is None else value
    raise ValidationError(_("Write text here."))


class TrapField(forms.CharField):
    """Hidden from people; programs that fill in every field fall into it."""

    def __init__(self):
        super().__init__(required=False, label=_("Leave this empty"), max_length=500)

    def clean(self, value):
        if value:
            raise ValidationError(_("Leave this empty."))
        return ""
