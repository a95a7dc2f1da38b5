"""The rating that goes with a contribution: asked, stored, corrected and withdrawn with it."""

import uuid

from django.db import transaction

from participation.contributions.forms import WordsForm
from participation.perception.answers import Asked, field_for, name_of
from participation.perception.coarsening import public_place_of
from participation.perception.models import Perception
from participation.perception.rating import answer_to


class RatedWordsForm(WordsForm):
    """The words of a contribution, and how the place feels, where the consultation asks it."""

    more = "participation/perception/in_words.html"

    def __init__(self, consultation, *args, **kwargs):
        super().__init__(consultation, *args, **kwargs)
        asked = consultation.felt_questions.open().filter(is_asked_with_contributions=True)
        self.questions = list(asked)
        for question in self.questions:
            self.fields[name_of(question)] = field_for(question)

    @property
    def asked(self):
        return [Asked(question, self[name_of(question)]) for question in self.questions]

    @property
    def said(self):
        """[(question, « 7 sur 10 »)] of what was answered, to be checked before it is sent."""
        return [
            (question, Perception(**answer_to(question, value)).in_words)
            for question, value in self.values.items()
            if value is not None
        ]

    @property
    def values(self):
        return {one: self.cleaned_data.get(name_of(one)) for one in self.questions}

    @staticmethod
    def words_of(contribution):
        """What the form of a correction starts with."""
        rated = Perception.objects.filter(contribution=contribution).select_related("question")
        return {name_of(one.question): int(one.value) for one in rated}

    def keep(self, contribution):
        """Store what was answered, on the place of the contribution; no number: none is left."""
        if contribution.is_placed:
            keep_ratings(contribution, self.values)


@transaction.atomic
def keep_ratings(contribution, values):
    """`values`: question → number or None. Ratings of questions that closed stay, and move along."""
    contribution.refresh_from_db(fields=["anchor"])
    place = contribution.anchor
    srid = contribution.consultation.perimeter.metric_srid
    where = {"place": place, "public_place": public_place_of(place, srid)}
    for question, value in values.items():
        row = Perception.objects.filter(contribution=contribution, question=question)
        if value is None:
            row.delete()
        elif not row.update(value=value):
            Perception.objects.create(
                contribution=contribution,
                consultation_id=contribution.consultation_id,
                participant_id=contribution.participant_id,
                channel=contribution.channel,
                client_id=uuid.uuid5(contribution.client_id, str(question.pk)),
                **answer_to(question, value),
                **where,
            )
    Perception.objects.filter(contribution=contribution).update(**where)
