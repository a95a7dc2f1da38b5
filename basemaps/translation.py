"""The fields of basemaps that exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from basemaps.models import TileSource


@register(TileSource)
class TileSourceTranslation(TranslationOptions):
    fields = ("name", "attribution")
