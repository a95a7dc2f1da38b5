"""The same page in the other languages."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

register = template.Library()


@register.simple_tag(takes_context=True)
def language_links(context):
    """For each language: its code, its own name, the address of this page in it, filters kept."""
    request = context.get("request")
    address = request and request.get_full_path()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "address": translate_url(address, code) if address else f"/{code}/",
            "is_current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]
