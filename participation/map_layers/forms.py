"""The forms in which staff choose the layers of a map and say how their objects look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from geo.osm.fields import ConditionsField
from participation.consultations.forms import OneLanguageForm
from participation.map_layers.models import LayerClass, PublishedLayer


class PublishedLayerForm(forms.ModelForm):
    """Which layer, under which name. A title that is left out is that of the layer."""

    class Meta:
        model = PublishedLayer
        fields = "__all__"  # noqa: DJ007 - the administration lists them, in its fieldsets

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.titles:
            self.fields[name].required = False

    @property
    def titles(self):
        return [name for name in self.fields if name.startswith("title_")]

    def clean(self):
        values = super().clean()
        layer, titles = values.get("layer"), self.titles
        if layer and not any(values.get(name) for name in titles):
            values[titles[0]] = layer.name[:100]
            setattr(self.instance, titles[0], values[titles[0]])
        return values


class LayerClassForm(OneLanguageForm):
    """Which objects, and how they look."""

    spoken = ("label",)
    conditions = ConditionsField(
        label=_("Which objects"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40, "placeholder": "amenity=bench"}),
        help_text=_(
            "One condition per line, of which one is enough: amenity=bench; shop=*; "
            "leisure=park|garden; amenity=fountain & drinking_water=yes. Empty: all the others."
        ),
    )

    class Meta:
        model = LayerClass
        fields = ["label", "conditions", "letter", "shape", "colour", "line", "fill", "order"]
