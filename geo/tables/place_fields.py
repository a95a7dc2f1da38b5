"""The fields of a form in which somebody says where the places of a table stand."""

from collections.abc import Iterable
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.crs import DEGREES
from geo.drawings.reasons import InvalidDrawing
from geo.tables.forms import in_order
from geo.tables.place_finding import PlaceFinding
from geo.tables.places import PAIRS, PlaceForm, known_system
from geo.tables.reading import Table
from geo.tables.systems import named_system

WAYS = {
    "none": _("The file says no place"),
    "two": _("Two columns: latitude and longitude, or X and Y"),
    "one": _("One column with both coordinates"),
    "wkt": _("One column of WKT"),
    "geojson": _("One column of GeoJSON"),
    "file": _("The shapes of the file"),
}
PAIR_NAMES = {"lat_lon": _("Latitude first"), "lon_lat": _("Longitude first")}
MARKS = {"": _("As it is found"), ",": _("Comma"), ".": _("Point")}
COLUMNS = ("place_x", "place_y", "place_one")
PLACES = ("place_way", *COLUMNS, "order", "srid", "mark")
ASKED = {
    "two": ("place_x", "place_y", "srid"),
    "one": ("place_one", "order", "srid"),
    "wkt": ("place_one", "srid"),
    "geojson": ("place_one",),
}
"""Which fields a way of saying the place asks for; the others stay folded up."""


class PlaceFields(forms.Form):
    """After validation `place()` and `place_columns()` say how places are read.

    A form that has these fields calls `offer_places` when it is made.
    """

    place_way = forms.ChoiceField(label=_("Where it is"))
    place_x = forms.ChoiceField(label=_("Longitude or X"), required=False)
    place_y = forms.ChoiceField(label=_("Latitude or Y"), required=False)
    place_one = forms.ChoiceField(label=_("Column of the place"), required=False)
    order = forms.ChoiceField(label=_("Order of the coordinates"), required=False)
    srid = forms.CharField(
        label=_("Coordinate system"),
        required=False,
        max_length=80,
        help_text=_("EPSG code or name: 4326 (degrees), 2154 or Lambert-93, 32632 or UTM 32N …"),
    )
    mark = forms.ChoiceField(label=_("Decimal sign"), required=False, choices=MARKS.items())

    def offer_places(self, table: Table, found: PlaceFinding, without: Iterable[str] = ()) -> None:
        """Fill the choices from the columns of a table; `without`: ways that make no sense here."""
        self.table = table
        columns = column_choices(table)
        for name in COLUMNS:
            self.fields[name].choices = columns
        left_out = {*without, *(() if table.has_geometry else ("file",))}
        self.fields["place_way"].choices = [one for one in WAYS.items() if one[0] not in left_out]
        self.fields["order"].choices = in_order(PAIRS, PAIR_NAMES, found.order)

    def check_place(self, data: dict) -> None:
        """Add errors where a column is missing; for `clean`."""
        way = data.get("place_way")
        wanted = {"two": ["place_x", "place_y"], "none": [], "file": []}.get(way, ["place_one"])
        for name in wanted:
            if not data.get(name):
                self.add_error(name, _("Choose the column."))
        if way == "two" and data.get("place_x") and data.get("place_x") == data.get("place_y"):
            self.add_error("place_y", _("Choose two different columns."))

    def clean_srid(self):
        said = self.cleaned_data["srid"].strip()
        srid = named_system(said) if said else DEGREES
        if srid is None:
            raise ValidationError(_("No coordinate system has this code or this name."))
        try:
            return known_system(srid)
        except InvalidDrawing as error:
            raise ValidationError(_("This coordinate system is not read here.")) from error

    def place(self) -> PlaceForm:
        """Return how places are written."""
        data = self.cleaned_data
        form = PlaceForm(
            way=data["place_way"],
            srid=data["srid"],
            order=data["order"] or PAIRS[0],
            mark=data["mark"],
        )
        return replace(form, srid=self.table.srid) if form.way == "file" else form

    def place_columns(self) -> tuple[str, ...]:
        """Return the columns of the place, as its way asks."""
        data = self.cleaned_data
        names = {"two": ("place_x", "place_y"), "none": (), "file": ()}
        return tuple(data[name] for name in names.get(data["place_way"], ("place_one",)))


def column_choices(table: Table) -> list[tuple[str, str]]:
    """Return the columns of a table as choices, none of them first."""
    return [("", "–"), *((name, name) for name in table.columns)]


def place_initial(form: PlaceForm, columns: tuple[str, ...]) -> dict:
    """Return what was found, as the fields show it."""
    pairs = dict(zip(("place_x", "place_y"), columns, strict=False))
    return {
        "place_way": form.way,
        **(pairs if form.way == "two" else {"place_one": next(iter(columns), "")}),
        "srid": form.srid,
        "order": form.order,
        "mark": form.mark,
    }
