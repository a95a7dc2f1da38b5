"""The three steps of taking part: each post carries every field, nothing is kept in between."""

import uuid
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.parameters import uuid_in
from participation.contributions.contributing import Sent
from participation.contributions.forms import SendForm, WordsForm
from participation.contributions.maps import map_of, verdict_url
from participation.contributions.named_places import named_context
from participation.contributions.objects import object_called
from participation.contributions.place_form import PlaceForm
from participation.contributions.verdicts import shown

STEPS = ["where", "what", "check"]
# How many forms must be right before a step is shown, or the whole is sent.
NEEDED = {"where": 0, "what": 1, "check": 2, "send": 3}
# The ids of what shows the fields of a place that cannot be seen themselves.
SHOWN_BY = {"place_way": "ways", "drawing": "map", "position": "way-position"}
SEARCHING = (None, "", "map", "place")


class Steps:
    """What was typed so far, which step to show, and what is wrong with it."""

    def __init__(self, consultation, posted=None, about="", words_form=WordsForm):
        """`about`: the object of the map with which somebody begins, where it is known."""
        self.consultation = consultation
        self.words_form = words_form
        begun = {"place_way": "object", "about": about} if about else {}
        self.posted = begun if posted is None else dict(posted.items())
        self.target = self.posted.get("go", "where" if posted is None else "what")
        if self.target == "search":
            self.search()
        self.needed = NEEDED.get(self.target, 0)
        self.client_id = uuid_in(self.posted.get("client_id")) or uuid.uuid4()

    def search(self):
        """The first button of the form is what Enter presses, in whichever field."""
        way = self.posted.get("place_way")
        if way == "object" and self.posted.get("place_words"):  # another place than the object
            self.posted |= {"place_way": "", "about": ""}
        elif way not in SEARCHING:
            self.target = "what"

    @cached_property
    def forms(self):
        """The forms in order: bound as far as they are needed, else with what was typed."""
        makers = [self.made(PlaceForm), self.made(self.words_form), SendForm]
        typed = dict(self.posted.items())
        if self.target == "search":  # other words look for another place
            typed.pop("place", None)
        return [
            make(typed) if position < self.needed else make(initial=typed)
            for position, make in enumerate(makers)
        ]

    def made(self, form_class):
        return lambda *args, **kwargs: form_class(self.consultation, *args, **kwargs)

    @cached_property
    def failed(self):
        """The position of the first form that is not right, or None."""
        wrong = [i for i, form in enumerate(self.forms[: self.needed]) if not form.is_valid()]
        return wrong[0] if wrong else None

    @property
    def is_ready(self):
        return self.target == "send" and self.failed is None

    @property
    def step(self):
        if self.failed is not None:
            return STEPS[self.failed]
        return self.target if self.target in STEPS else "check" if self.is_ready else "where"

    @property
    def form(self):
        return self.forms[STEPS.index(self.step)]

    @property
    def carried(self):
        """(name, value) of every field that is not on the screen."""
        hidden = [("client_id", str(self.client_id)), ("step", self.step)]
        for form in self.forms:
            if form is not self.form:
                hidden += [(name, self.posted.get(name, "")) for name in form.fields]
        return [(name, value) for name, value in hidden if value]

    @property
    def verdict(self):
        """The verdict on the place, where it was asked for."""
        return self.forms[0].verdict if self.needed else None

    def keep_more(self, contribution):
        """Store what was asked with the words."""
        self.forms[1].keep(contribution)

    def sent(self):
        place, words, sending = (form.cleaned_data for form in self.forms)
        names = ("kind", "theme", "title", "text", "language")
        return Sent(
            client_id=self.client_id,
            drawing=self.forms[0].shape,
            about=self.forms[0].about,
            display_name=sending["display_name"],
            **{name: words[name] for name in names},
        )


def errors_of(*forms):
    """(id of the field, sentence) of each error, for the summary on top of the form."""
    return [
        (target_of(form[name]), sentence)
        for form in forms
        if form.is_bound
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def target_of(field):
    """The id of what the summary leads to: the field, or the group of a choice."""
    return SHOWN_BY.get(field.name) or field.id_for_label or field.auto_id


def form_context(consultation, forms, verdict, summary=""):
    """What a page needs that shows the fields of the place, of the words and of the signature."""
    place, words, name = forms
    errors = errors_of(*forms)
    return map_of(consultation) | {
        "consultation": consultation,
        "consultation_themes": list(consultation.themes.all()),
        "place_form": place,
        "words_form": words,
        "send_form": name,
        "verdict": shown(verdict),
        "errors_count": len(errors),
        "errors_summary": summary or summary_of(errors),
        "error_list": errors,
        "communes": [(str(value), label) for value, label in place.areas],
        "ways": place.ways,
        "chosen_object": object_called(place["about"].value(), consultation),
        "about": object_called(place.about.reference, consultation) if place.about else None,
        **named_context(consultation, place),
        "geometry_kinds": consultation.geometry_kinds,
        "verdict_url": verdict_url(consultation),
    }


def summary_of(errors):
    if not errors:
        return ""
    if len(errors) == 1:
        return _("One thing left to complete")
    if len(errors) == 2:
        return _("Two things left to complete")
    return ngettext(
        "%(count)s thing left to complete", "%(count)s things left to complete", len(errors)
    ) % {"count": len(errors)}
