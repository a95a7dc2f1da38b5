"""The import map: the bare names of the browser's modules → their static files."""

import json
from pathlib import Path

from django import template
from django.apps import apps
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from geo.config.static import MODULES

register = template.Library()
OURS = ("geo", "participation", "basemaps")
# What would let text end the script element; JSON reads the escapes as the same characters.
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def our_modules() -> list[str]:
    """The static paths of the apps' own modules, such as geo/map-view.js."""
    found = []
    for label in OURS:
        folder = Path(apps.get_app_config(label).path) / "static"
        found += [path.relative_to(folder).as_posix() for path in folder.glob(f"{label}/**/*.js")]
    return sorted(found)


@register.simple_tag(takes_context=True)
def importmap(context) -> SafeString:
    """The one inline script of a page, allowed by the nonce of its Content Security Policy."""
    names = MODULES | {name: name for name in our_modules()}
    imports = {name: static(path) for name, path in names.items()}
    text = json.dumps({"imports": imports}).translate(ESCAPES)
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context["request"].csp_nonce,
        mark_safe(text),  # noqa: S308  (our own file names, escaped above)
    )
