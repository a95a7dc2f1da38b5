"""The form in which staff say what the columns of measurements hold; the proposal stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.utils.translation import gettext_lazy as _

from geo.measurements.class_fields import check_levels, class_fields, said_levels
from geo.measurements.forms import zone_choices
from geo.measurements.indicators import Indicator
from geo.measurements.reading.cells import EPOCH
from geo.measurements.reading.choices import Choices, Kind
from geo.measurements.reading.recognising import Recognised
from geo.tables.place_fields import MARKS, PLACES, PlaceFields, place_initial
from geo.tables.place_finding import PlaceFinding

ORDER_NAMES = {
    "dmy": _("Day, month, year"),
    "mdy": _("Month, day, year"),
    "ymd": _("Year, month, day"),
    EPOCH: _("Seconds or milliseconds since 1970"),
}
COLUMNS = {
    "value": _("Value"),
    "background": _("Background level (L90)"),
    "date": _("Moment, or day"),
    "hour": _("Time of day, where it stands apart"),
    "seconds_column": _("How long, in seconds"),
    "session": _("Session: device or walk"),
    "accuracy": _("How sure the place is, in metres"),
    "low": _("Class, or lower limit in decibels"),
    "high": _("Upper limit in decibels"),
}
HELP = {
    "background": _("Where it lies above the value, the row is kept and never counted."),
    "date": _("Without it no level of day, evening or night can be computed."),
    "session": _("What one device measured on one walk counts once per cell and hour."),
    "accuracy": _("Places less sure than 50 m are kept and never counted."),
    "low": _("Classes such as Lden5559 are read as they are; else a column of numbers."),
}
ASKED = {
    Kind.POINTS: (
        *PLACES, "value", "value_mark", "background", "date", "hour", "date_order", "is_utc",
        "seconds_column", "seconds", "session", "accuracy",
    ),
    Kind.SENSORS: (
        "value", "value_mark", "background", "date", "hour", "date_order", "is_utc", "seconds",
    ),
    Kind.TRACK: (),
    Kind.AREAS: ("low", "high", "limit"),
}  # fmt: skip
"""Which questions are asked of each kind of file."""
FOUND = (*COLUMNS, "seconds", "limit", "date_order", "is_utc")
NOT_CHOICES = {*PLACES, "indicator", "time_zone"}
RENAMED = {"value_mark": "mark"}


@dataclass(frozen=True)
class FileTable:
    """What the fields of places ask of a table."""

    columns: tuple[str, ...]
    has_geometry: bool
    srid: int


class ColumnsForm(PlaceFields):
    """After validation `choices()` says how the files are read."""

    indicator = forms.ModelChoiceField(
        label=_("What was measured"), queryset=Indicator.objects.all(), empty_label=_("Choose")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Of times that name none, and of day, evening and night."),
    )
    is_utc = forms.BooleanField(
        label=_("The times are in universal time (UTC), as machines write them"), required=False
    )
    value_mark = forms.ChoiceField(
        label=_("Decimal sign of the values"), required=False, choices=MARKS.items()
    )
    date_order = forms.ChoiceField(label=_("Order of the date"), choices=ORDER_NAMES.items())
    seconds = forms.FloatField(
        label=_("Seconds of each value, where no column says"),
        required=False,
        min_value=0.01,
        localize=True,
    )
    limit = forms.FloatField(
        label=_("Level above which every area lies"),
        required=False,
        localize=True,
        help_text=_("Only for a map of what lies above one limit, without any class."),
    )

    def __init__(
        self, recognised: Recognised, *args, is_new: bool, classes: Sequence[str] = (), **kwargs
    ):
        self.recognised, self.classes = recognised, list(classes)
        kwargs["initial"] = {**initial_of(recognised), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        columns = [("", "–"), *((name, name) for name in recognised.columns)]
        for name, label in COLUMNS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=columns, required=False, help_text=HELP.get(name, "")
            )
        self._offer_places()
        asked = {*ASKED[recognised.kind], *(("indicator", "time_zone") if is_new else ())}
        for name in set(self.fields) - asked:
            del self.fields[name]
        self.fields |= class_fields(self.classes)

    def _offer_places(self) -> None:
        """The fields of the place, filled from what was found."""
        choices = self.recognised.choices
        has_geometry = choices.way == "file"
        table = FileTable(self.recognised.columns, has_geometry, choices.srid)
        self.offer_places(table, PlaceFinding(choices.place, choices.place_columns), ["none"])

    def clean(self):
        data = super().clean()
        if "place_way" in self.fields:
            self.check_place(data)
        if "value" in self.fields and not data.get("value"):
            self.add_error("value", _("Choose the column."))
        if "low" in self.fields and not data.get("low") and data.get("limit") is None:
            self.add_error("low", _("Choose the column of the class, or write the limit below."))
        check_levels(self)
        return data

    def choices(self) -> Choices:
        """Return what was chosen, on what was found."""
        data = self.cleaned_data
        said = {
            RENAMED.get(name, name): data[name]
            for name in self.fields
            if name not in NOT_CHOICES and not name.startswith("class_")
        }
        said["levels"] = said_levels(self)
        if "place_way" in self.fields:
            place = self.place()
            said |= {"way": place.way, "srid": place.srid, "order": place.order}
            said |= {"place_mark": place.mark, "place_columns": self.place_columns()}
        return replace(self.recognised.choices, **said)


def initial_of(recognised: Recognised) -> dict:
    """Return the proposal as the fields show it."""
    choices = recognised.choices
    named = {name: getattr(choices, name) for name in FOUND}
    indicator = Indicator.objects.filter(key=recognised.indicator).first()
    return {
        **place_initial(choices.place, choices.place_columns),
        **named,
        "value_mark": choices.mark,
        "indicator": indicator and indicator.pk,
        "time_zone": choices.zone,
    }
