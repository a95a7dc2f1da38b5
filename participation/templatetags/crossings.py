"""The crossings of measured and felt that the pages of a consultation lead to, and their files."""

from django import template

from participation.crossings.columns import columns_with_meanings
from participation.crossings.models import Crossing, Release
from participation.crossings.offering import files_of

register = template.Library()
register.simple_tag(columns_with_meanings, name="crossing_columns")


@register.simple_tag
def crossings_of(consultation, visitor):
    """Those that the visitor may read and of which something was released."""
    rows = Crossing.objects.visible_to(visitor).filter(consultation=consultation)
    return rows.filter(releases__in=Release.objects.public()).distinct()


@register.simple_tag
def crossings_with_files(consultation, visitor):
    """[(crossing, release, files)] of those."""
    return [(one, one.shown, files_of(one)) for one in crossings_of(consultation, visitor)]
