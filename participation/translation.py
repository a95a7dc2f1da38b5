"""Which texts of a consultation exist in each language."""

from modeltranslation.translator import TranslationOptions, register

from participation.carto_parties.models import CartoParty
from participation.consultations.models import Consultation, Organisation, Phase, Theme
from participation.crossings.models import Crossing
from participation.map_layers.models import LayerClass, PublishedLayer
from participation.perception.models import FeltQuestion

FALLBACKS = {"default": ("fr", "it", "en"), "it": ("fr", "en"), "en": ("fr", "it")}


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name",)
    fallback_languages = FALLBACKS
    fallback_undefined = {"name": ""}


@register(Consultation)
class ConsultationTranslation(TranslationOptions):
    fields = ("title", "summary", "description")
    fallback_languages = FALLBACKS
    fallback_undefined = {"title": "", "summary": "", "description": ""}


@register(Phase)
class PhaseTranslation(TranslationOptions):
    fields = ("title",)
    fallback_languages = FALLBACKS
    fallback_undefined = {"title": ""}


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("title", "short_title")
    fallback_languages = FALLBACKS
    fallback_undefined = {"title": "", "short_title": ""}


@register(CartoParty)
class CartoPartyTranslation(TranslationOptions):
    fields = ("title", "summary", "meeting_place", "audience", "preparation")
    fallback_languages = FALLBACKS
    fallback_undefined = dict.fromkeys(fields, "")


@register(PublishedLayer)
class PublishedLayerTranslation(TranslationOptions):
    fields = ("title",)
    fallback_languages = FALLBACKS
    fallback_undefined = {"title": ""}


@register(LayerClass)
class LayerClassTranslation(TranslationOptions):
    fields = ("label",)
    fallback_languages = FALLBACKS
    fallback_undefined = {"label": ""}


@register(FeltQuestion)
class FeltQuestionTranslation(TranslationOptions):
    fields = ("title", "least_label", "most_label")
    fallback_languages = FALLBACKS
    fallback_undefined = dict.fromkeys(fields, "")


@register(Crossing)
class CrossingTranslation(TranslationOptions):
    fields = ("title", "summary")
    fallback_languages = FALLBACKS
    fallback_undefined = {"title": "", "summary": ""}
