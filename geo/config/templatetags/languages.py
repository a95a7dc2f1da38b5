"""The same page in another language."""

from django import template
from django.urls import translate_url

register = template.Library()


@register.simple_tag(takes_context=True)
def language_address(context, code):
    """The address of this page in `code`, its filters kept; the home page where there is none."""
    request = context.get("request")
    return translate_url(request.get_full_path(), code) if request else f"/{code}/"
