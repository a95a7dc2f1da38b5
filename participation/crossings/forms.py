"""What staff say of a crossing: what is crossed with what, and by which rules."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from participation.consultations.forms import OneLanguageForm
from participation.crossings.models import CURVES, INTERPOLATIONS, Crossing
from participation.crossings.refusing import obstacles

HELP = {
    "question": _("Each person counts once in a cell, with the latest answer."),
    "theme": _(
        "Without a question: which share of all remarks in a cell is on this theme. It says where "
        "people speak of it, not how many it annoys."
    ),
    "dataset": _("Levels of cells. Without any, only what is felt is shown."),
    "curve": _(
        "How many are expected to be highly annoyed at a level, from Directive (EU) 2020/367: for "
        "one source, at home, over twelve months. Without it, cells are compared with the mean of "
        "the cells of the same class of level."
    ),
    "cell_edge_m": _(
        "Small cells show more and hold fewer answers: a difference from one person in five to two needs some 35 "
        "people in a cell. It cannot be changed after the first release."
    ),
    "k_min": _(
        "Cells with fewer people say nothing. Five protect them; they do not yet prove anything."
    ),
    "interpolation": _(
        "Up to 150 m from measurements, and only where that guesses better than their mean. Never "
        "right behind a row of buildings: a courtyard is 10 to 20 dB quieter than its street."
    ),
    "is_published": _("Its page is public from the first release on."),
}

CHOSEN = (
    "consultation", "question", "theme", "dataset", "curve", "cell_edge_m", "k_min",
    "interpolation",
)  # fmt: skip
"""What must go together."""
LONGEST = 60  # letters of a question in a list
NOTHING = {
    "curve": _("the mean of the cells of the same class"),
    "interpolation": _("no level is said"),
}


def with_consultation(part):
    return f"{Truncator(str(part)).chars(LONGEST)} ({part.consultation})"


class CrossingForm(OneLanguageForm):
    spoken = ("title",)

    class Meta:
        model = Crossing
        fields = "__all__"  # noqa: DJ007 - the administration lists them, in its fieldsets
        help_texts = HELP
        labels = {"is_published": _("Its page is public")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        """An empty choice says what it means; questions say whose they are."""
        super().__init__(*args, **kwargs)
        for name, choices in (("curve", CURVES), ("interpolation", INTERPOLATIONS)):
            if name in self.fields:
                self.fields[name].choices = [("", NOTHING[name]), *choices]
        for name in ("question", "theme"):
            if name in self.fields:
                self.fields[name].label_from_instance = with_consultation

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        known = {name: getattr(self.instance, name) for name in CHOSEN if name not in said}
        choice = Crossing(
            pk=self.instance.pk, **known | {name: said[name] for name in CHOSEN if name in said}
        )
        for name, sentence in obstacles(choice).items():
            self.add_error(name if name in self.fields else None, sentence)
        return said
