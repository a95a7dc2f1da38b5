"""A verdict in words: one sentence a person can act on, measures in the person's language."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from geo.drawings.reasons import Code, Reason
from geo.elision import elided
from geo.perimeters.clipping import Verdict

INSIDE = {
    "area": gettext_lazy("Your area is entirely inside the perimeter"),
    "line": gettext_lazy("Your line is entirely inside the perimeter"),
    "point": gettext_lazy("This place is inside the perimeter"),
}
# Translators: « 82 % de votre zone est dans le périmètre. 12,5 ha gardés, 2,8 ha non gardés. »
CLIPPED = {
    "area": gettext_lazy("%(share)s of your area is inside the perimeter. %(kept)s, %(removed)s."),
    "line": gettext_lazy("%(share)s of your line is inside the perimeter. %(kept)s, %(removed)s."),
    "point": gettext_lazy(
        "%(share)s of your places are inside the perimeter. %(kept)s, %(removed)s."
    ),
}
UNITS = {
    "area": ((1e6, "km²"), (1e4, "ha"), (1, "m²")),
    "line": ((1e3, "km"), (1, "m")),
    "point": ((1, ""),),
}
WHERE = {
    "n": pgettext_lazy("direction", "north of its edge"),
    "ne": pgettext_lazy("direction", "north-east of its edge"),
    "e": pgettext_lazy("direction", "east of its edge"),
    "se": pgettext_lazy("direction", "south-east of its edge"),
    "s": pgettext_lazy("direction", "south of its edge"),
    "sw": pgettext_lazy("direction", "south-west of its edge"),
    "w": pgettext_lazy("direction", "west of its edge"),
    "nw": pgettext_lazy("direction", "north-west of its edge"),
}
NOT_ALLOWED = {
    "point": gettext_lazy("Single places are not accepted in this consultation."),
    "line": gettext_lazy("Lines are not accepted in this consultation."),
    "area": gettext_lazy("Areas are not accepted in this consultation."),
}
REFUSED = {
    Code.UNREADABLE: gettext_lazy("This is not GeoJSON: it cannot be read."),
    Code.TOO_LARGE: gettext_lazy("This is too large: at most %(limit)s bytes are read."),
    Code.TOO_MANY_FEATURES: gettext_lazy("The file has more than %(limit)s features."),
    Code.TOO_DEEP: gettext_lazy("This GeoJSON is nested too deeply."),
    Code.DUPLICATE_KEY: gettext_lazy("This GeoJSON gives the same key twice."),
    Code.NOT_A_DRAWING: gettext_lazy("This is not a drawing: send a place, a line or an area."),
    Code.COLLECTION: gettext_lazy("This is a collection of drawings: send a single one."),
    Code.WRONG_CRS: gettext_lazy(
        "Send longitudes and latitudes (WGS 84), without another coordinate system."
    ),
    Code.UNKNOWN_CRS: gettext_lazy(
        "The coordinate system of the file is not one that is read here. "
        "Save it in WGS 84 (EPSG:4326)."
    ),
    Code.WRONG_NESTING: gettext_lazy("The coordinates are not nested as GeoJSON asks."),
    Code.NOT_A_NUMBER: gettext_lazy("One of the coordinates is not a number."),
    Code.NOT_IN_DEGREES: gettext_lazy(
        "The coordinates are not longitudes and latitudes in degrees."
    ),
    Code.NOT_IN_METRES: gettext_lazy(
        "The coordinates do not fit the coordinate system that the file names."
    ),
    Code.EMPTY: gettext_lazy("The drawing is empty, or a part of it is."),
    Code.TOO_FEW_POINTS: gettext_lazy("The drawing needs at least %(limit)s different points."),
    Code.TOO_MANY_POINTS: gettext_lazy("The drawing has more than %(limit)s points. Simplify it."),
    Code.NOT_CLOSED: gettext_lazy("The outline is not closed: it must end where it began."),
    Code.CROSSES_ITSELF: gettext_lazy(
        "The outline crosses itself. Move the point marked %(vertex)s."
    ),
    Code.WRONG_HOLE: gettext_lazy("A hole of the area does not lie inside it as it should."),
    Code.OVERLAPPING_PARTS: gettext_lazy("Two parts of the drawing lie over each other."),
    Code.TOO_SMALL: gettext_lazy("The drawing is too small. Zoom in and draw it larger."),
    Code.OUTSIDE: gettext_lazy("This place is outside the perimeter, %(distance)s %(where)s."),
    Code.SWAPPED: gettext_lazy(
        "Longitude and latitude seem to be swapped: the other way round, this place is inside "
        "the perimeter."
    ),
    Code.STRADDLES: gettext_lazy(
        "Your drawing sticks out of the perimeter. Here it must lie entirely inside."
    ),
    Code.TOO_LITTLE_KEPT: gettext_lazy(
        "%(found)s of your drawing is inside the perimeter. Here at least %(limit)s must be."
    ),
}


def sentence(verdict: Verdict) -> str:
    """Return the sentence of a verdict in the active language."""
    if verdict.reason:
        return explain(verdict.reason)
    if verdict.outcome == "inside":
        return str(INSIDE[verdict.kind])
    facts = {
        "share": share_words(verdict.share_kept),
        "kept": _kept(verdict),
        "removed": _removed(verdict),
    }
    return elided(CLIPPED[verdict.kind] % facts)


def details(verdict: Verdict) -> list[str]:
    """Return what is kept and what is not, one phrase each; nothing without a measure."""
    if verdict.kept is None or verdict.kind == "point":
        return []
    return [_kept(verdict), _removed(verdict)] if verdict.removed else [_kept(verdict)]


def _kept(verdict: Verdict) -> str:
    kind, measure = verdict.kind, verdict.kept_measure
    # Translators: « 12,5 ha gardés », « 1,2 ha gardé »
    words = ngettext("%(measure)s kept", "%(measure)s kept", _agreement(kind, measure))
    return words % {"measure": measure_words(kind, measure)}


def _removed(verdict: Verdict) -> str:
    kind, measure = verdict.kind, verdict.removed_measure
    # Translators: « 2,8 ha non gardés »
    words = ngettext("%(measure)s not kept", "%(measure)s not kept", _agreement(kind, measure))
    return words % {"measure": measure_words(kind, measure)}


def explain(reason: Reason) -> str:
    """Return the sentence of a reason in the active language."""
    if reason.code == Code.KIND_NOT_ALLOWED:
        text = str(NOT_ALLOWED[reason.kind])
    elif reason.code == Code.OUTSIDE and reason.bearing is None:
        text = _("This place is outside the perimeter, right at its edge.")
    elif reason.code == Code.CROSSES_ITSELF and reason.vertex is None:
        text = _("The outline crosses itself.")
    else:
        text = elided(REFUSED[reason.code] % _facts(reason))
    if reason.feature is None:
        return text
    return _("Feature %(number)s of the file: %(sentence)s") % {
        "number": reason.feature,
        "sentence": text,
    }


def _facts(reason: Reason) -> dict[str, str]:
    """Return the facts of a reason in words, for the placeholders of its sentence."""
    in_words = share_words if reason.code == Code.TOO_LITTLE_KEPT else _number
    return {
        "limit": in_words(reason.limit or 0),
        "found": in_words(reason.found or 0),
        "vertex": str(reason.vertex),
        "distance": measure_words("line", reason.distance_m or 0),
        "where": str(WHERE.get(reason.bearing, "")),
    }


def measure_words(kind: str, measure: float) -> str:
    """Return a measure in words: m² of an "area", m of a "line", a number of "point"s."""
    value, decimals, unit = _in_unit(kind, measure)
    if kind == "point":
        count = round(value)
        return ngettext("%(count)s place", "%(count)s places", count) % {"count": _number(count)}
    return f"{_number(value, decimals)}\N{NO-BREAK SPACE}{unit}"


def _in_unit(kind: str, measure: float) -> tuple[float, int, str]:
    """Return a measure in the unit in which it is said, with its decimals."""
    size, unit = next(item for item in UNITS[kind] if measure >= item[0] or item[0] == 1)
    value = measure / size
    decimals = 0 if kind == "point" or value >= 100 or (size == 1 and value >= 10) else 1
    return value, decimals, unit


def _agreement(kind: str, measure: float) -> int:
    """Return the number that words agree with: French takes 1,5 ha as one, Italian as several."""
    value, decimals, _unit = _in_unit(kind, measure)
    shown = round(value, decimals)
    if shown == 1:
        return 1
    return 0 if shown < 2 else 2


def share_words(share: float) -> str:
    """Return a share (0-1) as a percentage that says neither 0 nor 100 unless it is."""
    percent = 100 * share
    if 0 < percent < 1 or 99 < percent < 100:
        percent = min(max(percent, 0.1), 99.9)
        number = _number(percent, 1)
    else:
        number = _number(percent)
    return pgettext("percentage", "%(number)s%%") % {"number": number}


def _number(value: float, decimals: int = 0) -> str:
    rounded = round(value, decimals)
    if rounded == int(rounded):
        decimals = 0
    return number_format(rounded, decimals, use_l10n=True, force_grouping=True)
