"""The browser's modules: the import map, bare names → static files; and the modules of a page."""

import json
import re
from functools import cache
from pathlib import Path

from django import template
from django.apps import apps
from django.contrib.staticfiles import finders
from django.core.files.storage import Storage, storages
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from geo.config.static import MODULES

register = template.Library()
OURS = ("geo", "participation", "basemaps")
# import … from "geo/x.js"; and import "geo/x.js"; but not import("geo/x.js"), which comes later
IMPORT = re.compile(
    rf'^(?:import|export)\b[^;"(]*"((?:{"|".join(OURS)})/[^"]+\.js)";', re.MULTILINE
)
# What would let text end the script element; JSON reads the escapes as the same characters.
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def our_modules() -> list[str]:
    """The static paths of the apps' own modules, such as geo/map-view.js."""
    found = []
    for label in OURS:
        folder = Path(apps.get_app_config(label).path) / "static"
        found += [path.relative_to(folder).as_posix() for path in folder.glob(f"{label}/**/*.js")]
    return sorted(found)


@cache
def needed_by(name: str) -> tuple[str, ...]:
    """The modules of ours that `name` imports, and those that they import, each once."""
    found, waiting = [], [name]
    while waiting:
        text = Path(finders.find(waiting.pop())).read_text()
        new = [other for other in IMPORT.findall(text) if other not in found]
        found += new
        waiting += new
    return tuple(found)


@register.simple_tag
def module(name: str) -> SafeString:
    """A module of a page. What it imports is asked for at once, not one level after the other."""
    links = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(n),) for n in needed_by(name))
    )
    return format_html('{}<script type="module" src="{}"></script>', links, static(name))


@register.simple_tag
def map_ahead() -> SafeString:
    """MapLibre and its worker, for a page that will show a map: behind the page in the line.

    Two seconds of a slow line: asked for by a script they would begin a second later.
    """
    return format_html(
        '<link rel="modulepreload" href="{}" fetchpriority="low">'
        '<link rel="preload" as="fetch" href="{}" crossorigin fetchpriority="low">',
        static(MODULES["maplibre-gl"]),
        static(MODULES["maplibre-gl-worker"]),
    )


@register.simple_tag(takes_context=True)
def importmap(context) -> SafeString:
    """The one inline script of a page, allowed by the nonce of its Content Security Policy."""
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context["request"].csp_nonce,
        import_map(storages["staticfiles"]),
    )


@cache
def import_map(storage: Storage) -> SafeString:
    """Bare names → addresses under which `storage` gives the modules; the same for every page."""
    names = MODULES | {name: name for name in our_modules()}
    imports = {name: storage.url(path) for name, path in names.items()}
    text = json.dumps({"imports": imports}).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308  (our own file names, escaped above)
