"""An organisation's accent as a small stylesheet: its tints, legible in light and in dark."""

import colorsys

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

LIGHT_SURFACE = "#ffffff"
DARK_SURFACE = "#141b21"
LEAST_CONTRAST = 4.5
STEP = 0.02
A_YEAR = 31_536_000
SHEET = """:root, [data-bs-theme="light"] {{ {light} }}
[data-bs-theme="dark"] {{ {dark} }}
@media (prefers-color-scheme: dark) {{ :root:not([data-bs-theme]) {{ {dark} }} }}
"""


def parts(colour):
    """Red, green and blue of #rrggbb, from 0 to 1."""
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def written(rgb):
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def mixed(colour, other, share):
    """`share` (0 to 1) of `colour`, the rest of `other`."""
    pairs = zip(parts(colour), parts(other), strict=True)
    return written([share * one + (1 - share) * two for one, two in pairs])


def luminance(colour):
    """Relative luminance of WCAG 2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    """From 1 (the same) to 21 (black on white)."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def shifted(colour, by):
    """The same hue, lighter or darker by a share of the whole range."""
    hue, light, saturation = colorsys.rgb_to_hls(*parts(colour))
    return written(colorsys.hls_to_rgb(hue, min(max(light + by, 0.0), 1.0), saturation))


def legible(colour, surface, share_of_tint, step):
    """The nearest shade that can be read on `surface` and on its own tint."""
    while True:
        tint = mixed(colour, surface, share_of_tint)
        if min(contrast(colour, surface), contrast(colour, tint)) >= LEAST_CONTRAST:
            return colour, tint
        colour = shifted(colour, step)


def palette(accent, is_dark):
    """The tokens that an accent replaces."""
    surface, share, step = (DARK_SURFACE, 0.2, STEP) if is_dark else (LIGHT_SURFACE, 0.1, -STEP)
    colour, tint = legible(accent, surface, share, step)
    text = mixed(colour, "#000000", 0.15) if is_dark else LIGHT_SURFACE
    red, green, blue = (round(255 * part) for part in parts(colour))
    return {
        "--pl-accent": colour,
        "--pl-accent-strong": shifted(colour, 6 * step if not is_dark else 0.12),
        "--pl-accent-soft": tint,
        "--pl-on-accent": text,
        "--pl-link": colour,
        "--m-draw": colour,
        "--m-kept": f"rgba({red}, {green}, {blue}, .28)",
    }


def stylesheet(accent):
    themes = {"light": palette(accent, False), "dark": palette(accent, True)}
    declared = {
        name: " ".join(f"{token}: {value};" for token, value in tokens.items())
        for name, tokens in themes.items()
    }
    return SHEET.format(**declared)


@require_safe
@cache_control(max_age=A_YEAR, public=True, immutable=True)
def accent_sheet(request, accent):
    """The address holds the whole colour, so what it answers never changes."""
    return HttpResponse(stylesheet(f"#{accent}"), content_type="text/css; charset=utf-8")
