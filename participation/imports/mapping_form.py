"""The form in which staff say which column holds what: the proposal filled in, all of it changeable."""

from collections import Counter
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo.crs import DEGREES
from geo.drawings.reasons import InvalidDrawing
from geo.perimeters.sentences import explain
from geo.tables.dates import ORDERS
from geo.tables.files import Opened
from geo.tables.findings import Finding, shortened
from geo.tables.places import PAIRS, PlaceForm, known_system
from participation.consultations.models import KINDS, LANGUAGES
from participation.imports.mapping import NONE, REFUSED, Mapping
from participation.imports.proposing import Proposal
from participation.imports.themes import count_values, propose

MOST_VALUES = 25
COLUMN_FIELDS = {
    "title": _("Title"),
    "text": _("Text"),
    "text_more": _("More text, put below"),
    "source_id": _("Identifier"),
    "date": _("Date"),
    "theme": _("Theme"),
    "kind": _("Kind of contribution"),
    "language": _("Language"),
    "address": _("Address"),
    "display_name": _("Name shown"),
}
HELP = {
    "title": _("Without one, the beginning of the text."),
    "source_id": _("With it, the same file sent again adds nothing twice."),
    "address": _("Shown as it is: no place is looked for."),
    "display_name": _("Only where these people agreed to be named here."),
}
WAYS = {
    "none": _("The file says no place"),
    "two": _("Two columns: latitude and longitude, or X and Y"),
    "one": _("One column with both coordinates"),
    "wkt": _("One column of WKT"),
    "geojson": _("One column of GeoJSON"),
    "file": _("The shapes of the file"),
}
ORDER_NAMES = {
    "dmy": _("Day, month, year"),
    "mdy": _("Month, day, year"),
    "ymd": _("Year, month, day"),
}
PAIR_NAMES = {"lat_lon": _("Latitude first"), "lon_lat": _("Longitude first")}
MARKS = {"": _("As it is found"), ",": _("Comma"), ".": _("Point")}


@dataclass(frozen=True)
class Known:
    """What the form is made of: the consultation, the file, and what was found in it."""

    consultation: object
    opened: Opened
    proposal: Proposal

    def values_of(self, column: str) -> list[tuple[str, int]]:
        """Return the commonest values of a column, with how often they occur."""
        if column not in self.opened.table.columns:
            return []
        records = self.opened.table.records()
        counts: Counter = count_values(record.cells.get(column, "") for record in records)
        return counts.most_common(MOST_VALUES)


class MappingForm(forms.Form):
    """After validation `mapping()` gives the Mapping. Unbound, it shows `initial` or the proposal."""

    listed = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(
        label=_("Name of the campaign"),
        required=False,
        max_length=60,
        help_text=_("Tells campaigns apart whose identifiers are the same: “2025”."),
    )
    place_way = forms.ChoiceField(label=_("Where it is"))
    place_x = forms.ChoiceField(label=_("Longitude or X"), required=False)
    place_y = forms.ChoiceField(label=_("Latitude or Y"), required=False)
    place_one = forms.ChoiceField(label=_("Column of the place"), required=False)
    order = forms.ChoiceField(label=_("Order of the coordinates"), required=False)
    srid = forms.IntegerField(
        label=_("Coordinate system (EPSG code)"),
        required=False,
        min_value=1024,
        max_value=32767,
        help_text=_("4326: degrees. 2154: Lambert-93. 32632: UTM zone 32 North."),
    )
    mark = forms.ChoiceField(label=_("Decimal sign"), required=False, choices=MARKS.items())
    unplaced = forms.BooleanField(
        label=_("Take over rows without coordinates, as contributions without a place"),
        required=False,
    )
    zero_is_none = forms.BooleanField(label=_("0 and 0 stand for “no place”"), required=False)
    date_order = forms.ChoiceField(label=_("Order of the date"))
    kind_otherwise = forms.ChoiceField(label=_("Kind where the file says none"))
    language_otherwise = forms.ChoiceField(label=_("Language where the file says none"))
    other_themes = forms.ChoiceField(
        label=_("Theme of all other rows"),
        error_messages={"required": _("Choose what becomes of rows with another theme, or none.")},
    )

    def __init__(self, known: Known, *args, **kwargs):
        self.known = known
        kwargs["initial"] = {**initial_of(known), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._add_columns()
        self._fill_choices()
        self._add_values()

    def _add_columns(self) -> None:
        table = self.known.opened.table
        columns = [("", "–"), *((name, name) for name in table.columns)]
        for name, label in COLUMN_FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=columns, required=False, help_text=HELP.get(name, "")
            )
        for name in ("place_x", "place_y", "place_one"):
            self.fields[name].choices = columns
        ways = WAYS if table.has_geometry else {k: v for k, v in WAYS.items() if k != "file"}
        self.fields["place_way"].choices = ways.items()

    def _fill_choices(self) -> None:
        consultation, proposal = self.known.consultation, self.known.proposal
        self.fields["order"].choices = in_order(PAIRS, PAIR_NAMES, proposal.place.order)
        self.fields["date_order"].choices = in_order(ORDERS, ORDER_NAMES, proposal.date_order)
        self.fields["kind_otherwise"].choices = [k for k in KINDS if k[0] in consultation.kinds]
        spoken = [code for code in LANGUAGES if code[0] in consultation.languages]
        self.fields["language_otherwise"].choices = spoken

    def _add_values(self) -> None:
        """A choice of theme for each common value of the theme's column."""
        themes = [(str(theme.pk), str(theme)) for theme in self.known.consultation.themes.all()]
        ends = [(NONE, _("No theme")), (REFUSED, _("Do not take these rows over"))]
        self.fields["other_themes"].choices = [("", _("Choose")), *themes, *ends]
        self.values = self.known.values_of(self["theme"].value() or "")
        names = theme_names(self.known.consultation)
        for at, (value, count) in enumerate(self.values):
            self.fields[f"theme_{at}"] = forms.ChoiceField(
                label=f"{shortened(value, 60)} ({count})",
                choices=[("", _("Like all other rows")), *themes, *ends],
                required=False,
                initial=propose(value, names),
            )

    def clean(self):
        data = self.cleaned_data
        self._check_place(data)
        if not (data.get("title") or data.get("text")):
            self.add_error("text", _("Choose the column of the text, or at least of the title."))
        if data.get("theme", "") != data.get("listed", "") and self.values:
            self.add_error("theme", _("Say below which theme each value stands for."))
        return data

    def _check_place(self, data: dict) -> None:
        way = data.get("place_way")
        wanted = {"two": ["place_x", "place_y"], "none": [], "file": []}.get(way, ["place_one"])
        for name in wanted:
            if not data.get(name):
                self.add_error(name, _("Choose the column."))
        if way == "two" and data.get("place_x") and data.get("place_x") == data.get("place_y"):
            self.add_error("place_y", _("Choose two different columns."))

    def clean_srid(self):
        srid = self.cleaned_data["srid"] or DEGREES
        try:
            return known_system(srid)
        except InvalidDrawing as error:
            raise ValidationError(explain(error.reason)) from error

    def clean_listed(self):
        column = self.cleaned_data["listed"]
        if column and column not in self.known.opened.table.columns:
            raise ValidationError(_("The file has no such column."))
        return column

    def mapping(self) -> Mapping:
        """Return what was chosen."""
        data = self.cleaned_data
        chosen = {at: data[f"theme_{at}"] for at in range(len(self.values))}
        single = ("title", "source_id", "theme", "kind", "language", "date", "address")
        return Mapping(
            **{name: data[name] for name in (*single, "display_name", "other_themes")},
            text=tuple(filter(None, (data["text"], data["text_more"]))),
            themes={value: chosen[at] for at, (value, _n) in enumerate(self.values) if chosen[at]},
            kind_otherwise=data["kind_otherwise"],
            language_otherwise=data["language_otherwise"],
            date_order=data["date_order"],
            place=self._place(data),
            place_columns=place_columns(data),
            unplaced=data["unplaced"],
        )

    def _place(self, data: dict) -> PlaceForm:
        form = PlaceForm(
            way=data["place_way"],
            srid=data["srid"],
            order=data["order"] or PAIRS[0],
            mark=data["mark"],
            zero_is_none=data["zero_is_none"],
        )
        if form.way == "file":
            return replace(form, srid=self.known.opened.table.srid)
        return form


def place_columns(data: dict) -> tuple[str, ...]:
    """Return the columns of the place, as its way asks."""
    names = {"two": ("place_x", "place_y"), "none": (), "file": ()}
    return tuple(data[name] for name in names.get(data["place_way"], ("place_one",)))


def in_order(known, names: dict, found: Finding) -> list[tuple]:
    """Return (value, label): what was found first, with what it would read."""
    samples = {one.value: one.sample for one in found.candidates}
    ordered = [*samples, *(value for value in known if value not in samples)]
    return [
        (value, f"{names[value]} – {samples[value]}" if samples.get(value) else names[value])
        for value in ordered
    ]


def theme_names(consultation) -> dict[str, list[str]]:
    """Return what each theme may be called, in every language, and its letter."""
    fields = [f"{name}_{code}" for name in ("title", "short_title") for code, _n in LANGUAGES]
    return {
        str(theme.pk): [theme.letter, *(getattr(theme, name) or "" for name in fields)]
        for theme in consultation.themes.all()
    }


def initial_of(known: Known) -> dict:
    """Return the proposal as the form shows it."""
    mapping, consultation = known.proposal.mapping, known.consultation
    pairs = dict(zip(("place_x", "place_y"), mapping.place_columns, strict=False))
    is_two = mapping.place.way == "two"
    spoken = consultation.languages
    return {
        **{name: getattr(mapping, name) for name in COLUMN_FIELDS if hasattr(mapping, name)},
        "text": mapping.text[0] if mapping.text else "",
        "text_more": "",
        "listed": mapping.theme,
        "place_way": mapping.place.way,
        **(pairs if is_two else {"place_one": next(iter(mapping.place_columns), "")}),
        "srid": mapping.place.srid,
        "order": mapping.place.order,
        "mark": mapping.place.mark,
        "date_order": mapping.date_order,
        "kind_otherwise": consultation.kinds[0],
        "language_otherwise": get_language() if get_language() in spoken else spoken[0],
    }
