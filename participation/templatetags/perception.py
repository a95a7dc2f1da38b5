"""What pages ask of ratings: where one may give them, their files, that of a contribution."""

from django import template

from participation.perception.collections import files_of
from participation.perception.models import HOME, PASSING, FeltQuestion, Perception

register = template.Library()


@register.simple_tag
def felt_asked(consultation):
    """{"home": …, "passing": …}: whether something is asked there at present."""
    asked = FeltQuestion.objects.open().filter(consultation=consultation).order_by()
    contexts = set(asked.values_list("context", flat=True))
    return {HOME: HOME in contexts, PASSING: PASSING in contexts}


@register.simple_tag
def rating_files(consultation, user):
    """The files for staff with the right to them, where anything was ever asked."""
    if not user.has_perm("participation.export_perceptions", consultation):
        return None
    return files_of(consultation) if consultation.felt_questions.exists() else None


@register.simple_tag
def felt_with(contribution):
    """The ratings given with a contribution, for whoever may read it."""
    rows = Perception.objects.filter(contribution=contribution, visibility="published")
    return rows.select_related("question").order_by("question__order")
