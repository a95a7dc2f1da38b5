"""The fields in which staff say under which licence something stands, and who is to be named."""

from django import forms
from django.utils.translation import gettext_lazy as _

from geo.layers.licences import LICENCES, licence_called

OWN = "own"


class LicenceFields(forms.Form):
    """After validation `words` are licence and attribution, as they are kept."""

    licence = forms.ChoiceField(
        label=_("Licence"), choices=[(one.code, one.name) for one in LICENCES] + [(OWN, _("Other"))]
    )
    own_licence = forms.CharField(label=_("Other licence"), max_length=100, required=False)
    attribution = forms.CharField(
        label=_("Attribution"),
        max_length=300,
        help_text=_("Who is to be named: it stands on the map and in the files."),
    )

    def clean(self):
        values = super().clean()
        if values.get("licence") == OWN and not values.get("own_licence", "").strip():
            self.add_error("own_licence", _("Write the name of the licence."))
        return values

    @property
    def words(self) -> dict[str, str]:
        """Licence and attribution, as a layer keeps them."""
        data = self.cleaned_data
        licence = data["own_licence"] if data["licence"] == OWN else data["licence"]
        return {"licence": licence.strip(), "attribution": data["attribution"]}


def licence_initial(known) -> dict[str, str]:
    """Return what a layer, or whatever has a licence and an attribution, says already."""
    if known is None:
        return {}
    licence = licence_called(known.licence)
    own = {"licence": OWN, "own_licence": known.licence}
    return {"attribution": known.attribution} | ({"licence": licence.code} if licence else own)
