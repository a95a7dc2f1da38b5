"""The map of what changed as one picture of its own, for the town's newsletter."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from geo.paper.styles import FONT, INK, ground_styles, style_element, written
from participation.carto_parties.comparing import Comparison, Fate
from participation.carto_parties.models import CartoParty
from participation.carto_parties.recap import HEIGHT, WIDTH, Mark, pictures_of

LEGEND_PX = 64
STYLES = ground_styles(street=1.7, main_road=2.2, edge=1.1) | {
    "area": f"fill:none;stroke:{INK};stroke-width:1.5",
    "created": "fill:#2a68d6;stroke:#fff;stroke-width:1.6",
    "detailed": "fill:#c15311;stroke:#fff;stroke-width:1.5",
    "gone": "fill:none;stroke:#a3211b;stroke-width:2.6",
    "unchanged": "fill:#5c6772;stroke:#fff;stroke-width:1.2",
}
SHAPES = {
    Fate.CREATED: '<circle class="created" r="5"/>',
    Fate.CONVERTED: '<rect class="detailed" x="-4.6" y="-4.6" width="9.2" height="9.2" rx="1.5"/>',
    Fate.DETAILED: '<rect class="detailed" x="-4.6" y="-4.6" width="9.2" height="9.2" rx="1.5"/>',
    Fate.GONE: '<path class="gone" d="M-4-4L4 4M4-4L-4 4"/>',
    Fate.UNCHANGED: '<circle class="unchanged" r="4.2"/>',
}


def newsletter_map(party: CartoParty, comparison: Comparison) -> str:
    """Return a whole SVG: the area, what changed, a legend, whose data it is."""
    _before, after = pictures_of(party, comparison)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + LEGEND_PX}"'
            f' width="{WIDTH}" height="{HEIGHT + LEGEND_PX}" role="img">',
            f"<title>{written(party.title)}</title>",
            style_element(STYLES),
            f'<rect width="{WIDTH}" height="{HEIGHT + LEGEND_PX}" fill="#fff"/>',
            f'<svg width="{WIDTH}" height="{HEIGHT}"><rect width="100%" height="100%"'
            ' fill="#f6f4ee"/>',
            *(f'<path class="{name}" d="{path}"/>' for name, path in after.ground),
            f'<path class="area" d="{after.area}"/>',
            *(_drawn(mark) for mark in after.marks),
            "</svg>",
            *_legend(),
            _text(12, HEIGHT + 54, comparison.after.version.attribution, 13),
            "</svg>",
        ]
    )


def _drawn(mark: Mark) -> str:
    return f'<g transform="translate({mark.x} {mark.y})">{SHAPES[mark.fate]}</g>'


def _legend() -> list[str]:
    # Translators: « ajouté », « précisé ou déplacé », « n’est plus là », « inchangé »
    words = {
        Fate.CREATED: pgettext("object", "added"),
        Fate.DETAILED: _("described better or moved"),
        Fate.GONE: _("no longer there"),
        Fate.UNCHANGED: _("unchanged"),
    }
    return [
        f'<g transform="translate({22 + 220 * at} {HEIGHT + 22})">{SHAPES[fate]}</g>'
        + _text(34 + 220 * at, HEIGHT + 27, word, 15)
        for at, (fate, word) in enumerate(words.items())
    ]


def _text(x: int, y: int, words: str, size: int) -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="{FONT}, sans-serif" font-size="{size}"'
        f' fill="{INK}">{written(words)}</text>'
    )
