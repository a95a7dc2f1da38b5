"""Fields in which staff say the levels of classes whose names do not say them."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from geo.measurements.reading.areas import ClassFound

MOST = 40
Said = tuple[tuple[str, float, float | None], ...]


def unread(classes: Iterable[ClassFound], said: Said = ()) -> list[str]:
    """Return the classes that a person is asked about, those that were answered too."""
    answered = {text for text, _low, _high in said}
    asked = [one.text for one in classes if one.text and (one.reason or one.text in answered)]
    return asked[:MOST]


def posted(data) -> list[str]:
    """Return the classes that a form asked about."""
    return [data[f"class_{at}"] for at in range(MOST) if data.get(f"class_{at}")]


def class_fields(classes: Iterable[str]) -> dict[str, forms.Field]:
    """Return a hidden field and two numbers for each class."""
    fields: dict[str, forms.Field] = {}
    for at, text in enumerate(classes):
        facts = {"text": text}
        fields[f"class_{at}"] = forms.CharField(widget=forms.HiddenInput, initial=text)
        for name, label in (
            (f"class_{at}_low", _("From how many decibels: %(text)s")),
            (f"class_{at}_high", _("To how many decibels: %(text)s")),
        ):
            fields[name] = forms.FloatField(label=label % facts, required=False, localize=True)
    return fields


def check_levels(form) -> None:
    """Add errors where only the upper limit of a class is said, or where it is none."""
    for at, _text in enumerate(form.classes):
        low, high = (form.cleaned_data.get(f"class_{at}_{end}") for end in ("low", "high"))
        if high is not None and (low is None or high <= low):
            form.add_error(f"class_{at}_high", _("It must lie above the lower limit."))


def said_levels(form) -> Said:
    """Return what was said of classes, for `Choices.levels`."""
    data = form.cleaned_data
    return tuple(
        (text, data[f"class_{at}_low"], data[f"class_{at}_high"])
        for at, text in enumerate(form.classes)
        if data[f"class_{at}_low"] is not None
    )


def fields_of(form, text: str) -> list:
    """Return the fields in which the levels of one class are said; none for those that say it."""
    if text not in form.classes:
        return []
    at = form.classes.index(text)
    return [form[f"class_{at}"], form[f"class_{at}_low"], form[f"class_{at}_high"]]
