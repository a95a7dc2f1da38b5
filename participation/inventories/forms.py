"""What staff say of an inventory: its file or layer, what it holds, how far apart objects may be."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from geo.drawings.reasons import InvalidDrawing
from geo.layers.models import Layer
from geo.osm.fields import preset_choices
from geo.osm.models import OsmSnapshot
from geo.osm.presets import PRESETS
from geo.tables.encodings import NotText
from geo.tables.reading import NoTable
from participation.inventories.bringing import MOST_BYTES, MOST_ROWS, NoPlaces, TooManyRows, read
from participation.inventories.models import Inventory


class InventoryForm(forms.ModelForm):
    """A file of the town, or a layer that is here already."""

    sort = forms.ChoiceField(label=_("What they are"), choices=preset_choices)
    file = forms.FileField(
        label=_("File (CSV or GeoJSON)"),
        required=False,
        help_text=_("Columns with places and names are found by themselves."),
    )
    layer = forms.ModelChoiceField(
        Layer.objects.filter(current__isnull=False, is_findable=True),
        label=_("Or a layer that is here already"),
        required=False,
    )
    licence = forms.CharField(label=_("Licence of the file"), max_length=100, required=False)
    attribution = forms.CharField(
        label=_("Who is to be named as its source"), max_length=300, required=False
    )

    class Meta:
        model = Inventory
        fields = ["party", "title", "sort", "reach_m"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 20 MB: bring it in parts."))
        return file

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("file")) == bool(cleaned.get("layer")):
            raise ValidationError(_("Give a file or choose a layer, one of the two."))
        if cleaned.get("file") and not (cleaned.get("licence") and cleaned.get("attribution")):
            raise ValidationError(_("Say under which licence the file is, and who made it."))
        self.check_map(cleaned.get("party"), cleaned.get("sort"))
        if cleaned.get("party") and cleaned.get("file"):
            cleaned["read"] = self.read_file(cleaned["party"], cleaned["file"].file)
        return cleaned

    def read_file(self, party, file):
        """The rows of the file, or one sentence beside it."""
        try:
            return read(party, file)
        except TooManyRows:
            most = {"most": number_format(MOST_ROWS, use_l10n=True, force_grouping=True)}
            self.add_error(
                "file", _("The file has more than %(most)s rows: bring it in parts.") % most
            )
        except (NoPlaces, NotText, NoTable, InvalidDrawing):
            self.add_error(
                "file",
                _(
                    "No place could be read in this file. Give a CSV with columns for longitude "
                    "and latitude, or GeoJSON."
                ),
            )
        return None

    def check_map(self, party, sort):
        """A map that was not asked for these objects would call all of them missing."""
        if not party or sort not in PRESETS:
            return
        snapshot = OsmSnapshot.objects.filter(version=party.after_id or party.before_id).first()
        if snapshot is None:
            raise ValidationError(
                _("This carto-party has no state of the map yet: choose the map before first.")
            )
        wanted = [one for one in PRESETS[sort].any_of if one not in snapshot.conditions]
        if wanted and {} not in snapshot.conditions:
            raise ValidationError(
                _("The map of this carto-party was not asked for these objects: import it again.")
            )
