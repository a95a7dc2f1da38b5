"""The form in which staff say which column holds what: the proposal filled in, all of it changeable."""

from collections import Counter
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo.tables.dates import ORDERS
from geo.tables.files import Opened
from geo.tables.findings import shortened
from geo.tables.forms import in_order
from geo.tables.place_fields import PlaceFields, column_choices, place_initial
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
ORDER_NAMES = {
    "dmy": _("Day, month, year"),
    "mdy": _("Month, day, year"),
    "ymd": _("Year, month, day"),
}


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


class MappingForm(PlaceFields):
    """After validation `mapping()` gives the Mapping. Unbound, it shows `initial` or the proposal."""

    listed = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(
        label=_("Name of the campaign"),
        required=False,
        max_length=60,
        help_text=_("Tells campaigns apart whose identifiers are the same: “2025”."),
    )
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
        columns = column_choices(table)
        for name, label in COLUMN_FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=columns, required=False, help_text=HELP.get(name, "")
            )
        self.offer_places(table, self.known.proposal.place)

    def _fill_choices(self) -> None:
        consultation, proposal = self.known.consultation, self.known.proposal
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
        self.check_place(data)
        if not (data.get("title") or data.get("text")):
            self.add_error("text", _("Choose the column of the text, or at least of the title."))
        if data.get("theme", "") != data.get("listed", "") and self.values:
            self.add_error("theme", _("Say below which theme each value stands for."))
        return data

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
            place=replace(self.place(), zero_is_none=data["zero_is_none"]),
            place_columns=self.place_columns(),
            unplaced=data["unplaced"],
        )


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
    spoken = consultation.languages
    return {
        **{name: getattr(mapping, name) for name in COLUMN_FIELDS if hasattr(mapping, name)},
        "text": mapping.text[0] if mapping.text else "",
        "text_more": "",
        "listed": mapping.theme,
        **place_initial(mapping.place, mapping.place_columns),
        "date_order": mapping.date_order,
        "kind_otherwise": consultation.kinds[0],
        "language_otherwise": get_language() if get_language() in spoken else spoken[0],
    }
