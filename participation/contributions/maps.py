"""What the maps of contributions ask for besides what every map does."""

from django.urls import reverse
from django.utils.translation import get_language

from participation.consultations.maps import allowing, map_around, map_of, style_url

__all__ = ["allowing", "map_around", "map_of", "style_url", "verdict_url"]


def verdict_url(consultation):
    """Where the map asks for the verdict on a drawing, in the language of the page."""
    address = reverse("api:verdict", args=[consultation.pk])
    return f"{address}?language={get_language()}"
