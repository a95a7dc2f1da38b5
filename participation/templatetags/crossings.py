"""The crossings of measured and felt that the pages of a consultation lead to."""

from django import template

from participation.crossings.models import Crossing, Release

register = template.Library()


@register.simple_tag
def crossings_of(consultation, visitor):
    """Those that the visitor may read and of which something was released."""
    rows = Crossing.objects.visible_to(visitor).filter(consultation=consultation)
    return rows.filter(releases__in=Release.objects.public()).distinct()
