"""The paper atlas of a carto-party: a sheet for each cell, for those who go out without a screen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from geo.layers.belonging import name_in
from geo.layers.models import Feature
from geo.layers.tag_words import name_of, readable
from geo.paper.cell_map import Mark, cell_map, frame_of
from geo.paper.codes import square_code
from geo.paper.typesetting import typeset
from geo.perimeters.conversion import from_django
from geo.templatetags.figures import landscape_of, layer_version_of
from participation.carto_parties.known import Known, known_in_cell
from participation.carto_parties.models import CartoParty, Cell
from participation.carto_parties.streets import KINDS
from participation.carto_parties.words import expected, meeting_time

TEMPLATE = Path(__file__).with_name("atlas.typ")
MOST_KNOWN = 24  # objects that are told on a sheet; the others are on the page of the cell
LINES, FEWER_LINES = 12, 8  # to write on; fewer below a long list
LONG_LIST = 12
LONGEST = 90  # letters of what is said of one object


def atlas_pdf(party: CartoParty, cells: Sequence[Cell], address_of: Callable[[Cell], str]) -> bytes:
    """Return the PDF of some cells, one page each, tagged for screen readers.

    address_of: the whole web address of a cell's page, which its code leads to.
    """
    words, pictures = [], {}
    for cell in cells:
        known = known_in_cell(cell)
        words.append(_sheet(cell, known, address_of(cell)))
        pictures[_map_file(cell)] = sheet_map(cell, known).encode()
        pictures[_code_file(cell)] = square_code(address_of(cell))
    return typeset(TEMPLATE, _words(party) | {"cells": words}, pictures)


def sheet_map(cell: Cell, known: Sequence[Known]) -> str:
    """Return the map of a sheet as SVG."""
    outline = from_django(cell.geometry)
    basemap = cell.party.consultation.basemap
    frame = frame_of(outline)
    marks = [Mark(str(one.number), one.place) for one in known[:MOST_KNOWN]]
    return cell_map(outline, landscape_of(basemap, frame), _streets(cell, basemap), marks)


def _streets(cell: Cell, basemap) -> list[tuple[str, object]]:
    version_id = layer_version_of(basemap)
    if version_id is None:
        return []
    near = Feature.objects.filter(
        version_id=version_id, kind__in=KINDS, geometry__bboverlaps=cell.geometry
    )
    named = [(name_in(tags), shape) for tags, shape in near.values_list("tags", "geometry")]
    return [(name, from_django(shape)) for name, shape in named if name]


def _words(party: CartoParty) -> dict:
    """Return what stands on every sheet."""
    return {
        "title": party.title,
        "organisation": party.consultation.organisation.name,
        "day": meeting_time(party),
        "language": get_language() or "en",
        "attribution": _attribution(party),
        "page": _("Page"),
        # Translators: « Équipe : » followed by a dotted line
        "team": _("Team:"),
        # Translators: « La page de ce carreau : »
        "scan": _("The page of this cell:"),
        # Translators: « Ce que la carte connaît déjà »
        "known": _("What the map knows already"),
        # Translators: « Ce que vous voyez »
        "observed": _("What you see"),
        # Translators: « N° », « Quoi », « Précisions (matériau, état, accès…) »
        "columns": [_("No."), _("What"), _("Details (material, condition, access…)")],
    }


def _attribution(party: CartoParty) -> str:
    basemap = party.consultation.basemap
    told = [
        party.before.attribution if party.before else "",
        basemap.attribution if basemap else "",
    ]
    return ", ".join(dict.fromkeys(one for one in told if one))


def _sheet(cell: Cell, known: Sequence[Known], address: str) -> dict:
    title = _("Cell %(code)s") % {"code": cell.code}
    told, beyond = known[:MOST_KNOWN], max(len(known) - MOST_KNOWN, 0)
    parts = urlsplit(address)
    return {
        "title": title,
        "expected": f"{', '.join(cell.streets)}. {capfirst(expected(cell))}".lstrip(". "),
        "address": address,
        "shown": f"{parts.netloc}{parts.path}",
        "code": _code_file(cell),
        "code_alt": _("Code that leads to the page of cell %(code)s") % {"code": cell.code},
        "map": _map_file(cell),
        "map_alt": _map_words(cell, known),
        "things": [{"number": str(one.number), "text": said_of(one)} for one in told],
        "more": _more(beyond),
        "lines": FEWER_LINES if len(told) > LONG_LIST else LINES,
        "first": len(known) + 1,
    }


def _map_words(cell: Cell, known: Sequence[Known]) -> str:
    sentence = ngettext(
        "Map of cell %(code)s with %(count)s numbered object",
        "Map of cell %(code)s with %(count)s numbered objects",
        len(known),
    )
    return sentence % {"code": cell.code, "count": len(known)}


def _more(beyond: int) -> str:
    if not beyond:
        return ""
    # Translators: « et 12 autres, sur la page du carreau »
    sentence = ngettext(
        "and %(count)s other, on the page of the cell",
        "and %(count)s others, on the page of the cell",
        beyond,
    )
    return sentence % {"count": beyond}


def said_of(one: Known) -> str:
    """Return an object in one line: what it is, its name, the attributes that are known."""
    language = get_language() or "en"
    tags = {key: str(one.tags[key]) for key in one.sort.attributes if one.tags.get(key)}
    lines = readable(tags, language, only=list(tags))
    details = [_("%(label)s: %(value)s") % {"label": x.label, "value": x.value} for x in lines]
    name = name_of(one.tags, language).text
    said = ", ".join([one.sort.label, *([name] if name else []), *details])
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…"


def _map_file(cell: Cell) -> str:
    return f"map-{cell.pk}.svg"


def _code_file(cell: Cell) -> str:
    return f"code-{cell.pk}.svg"
