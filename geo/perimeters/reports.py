"""The report of an import in words, and why an import was refused."""

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.drawings.features import Collection
from geo.drawings.reasons import Code, InvalidDrawing
from geo.files.refusals import UnreadableFile
from geo.files.sentences import explain_file
from geo.perimeters.boundaries import CutOff, WhichBoundary
from geo.perimeters.choosing import NoAreas, NothingChosen
from geo.perimeters.repair import BeyondRepair
from geo.perimeters.sentences import explain, measure_words


def report_lines(report: list[dict]) -> list[str]:
    """Return one sentence for each entry of a report, in the active language."""
    return [_line(entry) for entry in report if entry["code"] in SENTENCES]


def _line(entry: dict) -> str:
    facts = {"count": entry["count"], "of": entry.get("of"), "srid": entry.get("srid")}
    if pieces := entry.get("pieces"):
        facts |= {
            "area": measure_words("area", entry["area_m2"]),
            "largest": measure_words("area", pieces[0]["area_m2"]),
            "place": place_words(pieces[0]),
        }
    return SENTENCES[entry["code"]](entry["count"]) % facts


def place_words(piece: dict) -> str:
    """Return where a gap or an overlap lies: between which features, else its coordinates."""
    names = piece["between"]
    if len(names) > 1:
        return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    lon, lat = shapely.Polygon(piece["outline"]).representative_point().coords[0]
    return f"{lat:.4f}, {lon:.4f}"


SENTENCES = {
    "chosen": lambda n: ngettext(
        "%(count)s area chosen of %(of)s features.",
        "%(count)s areas chosen of %(of)s features.",
        n,
    ),
    "without_area": lambda n: ngettext(
        "%(count)s chosen feature is not an area and was left out.",
        "%(count)s chosen features are not areas and were left out.",
        n,
    ),
    "heights_dropped": lambda n: ngettext(
        "%(count)s height was dropped: a perimeter is flat.",
        "%(count)s heights were dropped: a perimeter is flat.",
        n,
    ),
    "reprojected": lambda n: _("The coordinates were converted from EPSG:%(srid)s to WGS 84."),
    "turned": lambda n: ngettext(
        "%(count)s outline was turned: outlines run anticlockwise in GeoJSON.",
        "%(count)s outlines were turned: outlines run anticlockwise in GeoJSON.",
        n,
    ),
    "repaired": lambda n: ngettext(
        "%(count)s area crossed itself and was repaired: compare before and after.",
        "%(count)s areas crossed themselves and were repaired: compare before and after.",
        n,
    ),
    "hairlines_closed": lambda n: ngettext(
        "%(count)s gap narrower than one metre between areas was closed.",
        "%(count)s gaps narrower than one metre between areas were closed.",
        n,
    ),
    "gaps_closed": lambda n: ngettext(
        "%(count)s gap between areas that do not meet was closed: %(area)s (%(place)s).",
        "%(count)s gaps between areas that do not meet were closed: %(area)s in all, the largest "
        "%(largest)s (%(place)s).",
        n,
    ),
    "gaps_kept": lambda n: ngettext(
        "%(count)s gap between areas that do not meet stays a hole: %(area)s (%(place)s).",
        "%(count)s gaps between areas that do not meet stay holes: %(area)s in all, the largest "
        "%(largest)s (%(place)s).",
        n,
    ),
    "overlaps": lambda n: ngettext(
        "%(count)s piece lies in several areas and counts once: %(area)s (%(place)s).",
        "%(count)s pieces lie in several areas and count once: %(area)s in all, the largest "
        "%(largest)s (%(place)s).",
        n,
    ),
    "notches": lambda n: ngettext(
        "%(count)s narrow notch between areas of several files opens to the outside and stays as it "
        "is: %(area)s (%(place)s).",
        "%(count)s narrow notches between areas of several files open to the outside and stay as "
        "they are: %(area)s in all, the largest %(largest)s (%(place)s).",
        n,
    ),
    "narrow_gaps": lambda n: ngettext(
        "%(count)s narrow gap between areas was kept as a hole: check that it is meant.",
        "%(count)s narrow gaps between areas were kept as holes: check that they are meant.",
        n,
    ),
    "parts": lambda n: ngettext(
        "The perimeter is in one piece.", "The perimeter has %(count)s separate parts.", n
    ),
    "holes": lambda n: ngettext(
        "The perimeter has %(count)s hole.", "The perimeter has %(count)s holes.", n
    ),
    "far_away": lambda n: _("The perimeter lies in none of the countries that were named."),
}

LISTED = 12  # boundaries named in a sentence
WAYS_NAMED = 6
WARNINGS = frozenset(
    {"repaired", "gaps_closed", "gaps_kept", "notches", "narrow_gaps", "far_away", "without_area"}
)
"""Codes that staff should look at before they accept."""


REFUSALS = (InvalidDrawing, UnreadableFile, NothingChosen, BeyondRepair, WhichBoundary, CutOff)
"""What an import of areas raises when it stores nothing; `refusal` says why."""


def refusal(error: Exception) -> str:
    """Return why an import failed, in one or two sentences of the active language."""
    if isinstance(error, InvalidDrawing):
        return _invalid(error)
    words = {
        UnreadableFile: explain_file,
        NoAreas: lambda _error: _(
            "There is no area here, only points or lines: a perimeter is made of areas."
        ),
        NothingChosen: _nothing_chosen,
        WhichBoundary: _which_boundary,
        CutOff: _cut_off,
        BeyondRepair: lambda _error: _(
            "The outlines of this file cross themselves so often that they cannot be repaired "
            "here. Repair the file in QGIS first."
        ),
    }
    return words[type(error)](error)


def _invalid(error: InvalidDrawing) -> str:
    if error.reason.code == Code.SWAPPED:
        return _(
            "Longitude and latitude seem to be swapped: the other way round, the file lies in "
            "the country that was named."
        )
    return explain(error.reason)


def _which_boundary(error: WhichBoundary) -> str:
    """Return which boundaries can be chosen, each with its level and its number."""
    if not error.known:
        return _("This extract holds no boundary that is whole: take a larger extract.")
    listed = [f"{name} ({level}, r{number})" for name, level, number in error.known[:LISTED]]
    words = {"name": error.asked, "known": ", ".join(listed)}
    if error.asked:
        text = _(
            "No boundary is called “%(name)s”. Whole in this extract (level, number): %(known)s."
        )
    else:
        text = _("Say which boundary. Whole in this extract (level, number): %(known)s.")
    return text % words


def _cut_off(error: CutOff) -> str:
    return ngettext(
        "The boundary “%(name)s” is cut off in this extract: way %(ways)s is missing. Take an "
        "extract that holds it whole.",
        "The boundary “%(name)s” is cut off in this extract: the ways %(ways)s are missing. Take "
        "an extract that holds it whole.",
        error.count,
    ) % {"name": error.name, "ways": _ways(error.ways, error.count)}


def _ways(ways: list[int], count: int) -> str:
    named = ", ".join(map(str, ways[:WAYS_NAMED]))
    return named if count <= WAYS_NAMED else f"{named}… ({count})"


def cut_off_lines(collection: Collection) -> list[str]:
    """Return a sentence on the boundaries of an extract that cannot be chosen."""
    cut = [
        one for note in collection.notes if note["code"] == "cut_off" for one in note["boundaries"]
    ]
    if not cut:
        return []
    whole = {feature.properties["name"] for feature in collection.features}
    nearest = sorted(cut, key=lambda one: one["missing"])
    names = list(dict.fromkeys(one["name"] for one in nearest if one["name"] not in whole))
    more = "…" if len(names) > LISTED else ""
    text = _(
        "Cut off in this extract, some of their ways are missing: %(names)s. Take a larger one."
    )
    return [text % {"names": ", ".join(names[:LISTED]) + more}]


def _nothing_chosen(error: NothingChosen) -> str:
    if not error.properties:
        return _("No area is chosen: choose one at least.")
    samples = "; ".join(f"{name} = {', '.join(v)}…" for name, v in error.properties.items())
    return _(
        "The file has no area that fulfils the conditions. Its properties look like this: "
        "%(samples)s"
    ) % {"samples": samples}


def repaired_areas(report: list[dict]) -> list[dict]:
    """Return the repaired features that a report keeps, with their areas in words."""
    return [
        {**feature, "area": measure_words("area", feature["area_m2"])}
        for entry in report
        if entry["code"] == "repaired"
        for feature in entry["features"]
    ]
