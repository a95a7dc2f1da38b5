"""Why a file is not read, and what was left out of one that is: sentences that say what to do."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.files.formats import Format
from geo.files.refusals import FileCode, UnreadableFile

MEGABYTE = 1024 * 1024
READ_HERE = "GeoJSON, Shapefile (.zip), GeoPackage, KML, KMZ, GPX, FlatGeobuf"
REFUSED = {
    FileCode.WHICH_LAYER: gettext_lazy("The file holds several layers. Choose one: %(layers)s."),
    FileCode.WHICH_ENCODING: gettext_lazy(
        "The file does not say how its letters are encoded. Choose the encoding in which the "
        "names look right: %(candidates)s."
    ),
    FileCode.WHICH_SYSTEM: gettext_lazy(
        "The file does not say in which coordinate system it is: give the EPSG code, such as 2154 "
        "for Lambert-93 or 32632 for UTM 32 North, or add the .prj file to a Shapefile."
    ),
    FileCode.TABLE: gettext_lazy(
        "This is a table, not a map: a file with shapes is needed (%(formats)s)."
    ),
    FileCode.OSM_EXTRACT: gettext_lazy(
        "This is an OpenStreetMap extract, which is not read here. Save the shapes that you need "
        "as GeoJSON, or have the extract imported as a layer."
    ),
    FileCode.NO_EXTRACT: gettext_lazy(
        "This is not an OpenStreetMap extract of one moment. These are read here: .osm, .osm.gz, "
        ".osm.bz2 and .osm.pbf."
    ),
    FileCode.LOOSE_PART: gettext_lazy(
        "A Shapefile is several files: put those ending in .shp, .shx, .dbf, .prj and, if there "
        "is one, .cpg into one ZIP archive, and send that."
    ),
    FileCode.EMPTY: gettext_lazy("The file is empty. Export it again."),
    FileCode.NO_LAYER: gettext_lazy("No layer of the file holds shapes, only tables at most."),
    FileCode.TOO_LARGE: gettext_lazy(
        "The file is larger than %(limit)s. Keep only the features and the details that are "
        "needed, or simplify the outlines."
    ),
    FileCode.XML_TOO_LARGE: gettext_lazy(
        "Unpacked, the file is larger than %(limit)s. Save it as .osm.pbf, or cut it closer to the "
        "perimeter, or have it imported from the command line."
    ),
    FileCode.DAMAGED: gettext_lazy(
        "The file is damaged or cut off: it cannot be read to its end. Export it again."
    ),
    FileCode.MISSING_PARTS: gettext_lazy(
        "The Shapefile is not whole, these files are missing: %(parts)s. Put all its files into "
        "one ZIP archive."
    ),
    FileCode.UNKNOWN_SYSTEM: gettext_lazy(
        "The coordinate system of the file (“%(system)s”) is not one with a known EPSG code. Save "
        "the file in WGS 84 (EPSG:4326), or give the EPSG code of its system."
    ),
    FileCode.UNKNOWN_ENCODING: gettext_lazy("The encoding “%(encoding)s” is not known here."),
    FileCode.WRONG_ENCODING: gettext_lazy(
        "The letters of the file are not encoded in %(encoding)s. Choose another encoding: "
        "%(candidates)s."
    ),
    FileCode.XML_ENTITIES: gettext_lazy(
        "The file declares XML entities, which are not accepted here. Export it again without them."
    ),
    FileCode.ARCHIVE_DAMAGED: gettext_lazy(
        "The archive is damaged or cut off. Make it again and send it once more."
    ),
    FileCode.ARCHIVE_TOO_MANY: gettext_lazy(
        "The archive holds more than %(limit)s files. Keep only those of one data set."
    ),
    FileCode.ARCHIVE_TOO_LARGE: gettext_lazy(
        "The archive is too large once unpacked: at most %(limit)s are read, and at most a hundred "
        "times its own size."
    ),
    FileCode.ARCHIVE_ENCRYPTED: gettext_lazy(
        "The archive is protected by a password. Make it without one."
    ),
    FileCode.ARCHIVE_UNSAFE: gettext_lazy(
        "The archive is not an ordinary one (“%(entry)s”). Make it again with the files themselves."
    ),
    FileCode.ARCHIVE_NESTED: gettext_lazy(
        "The archive holds another archive (“%(entry)s”). Send that one by itself."
    ),
    FileCode.ARCHIVE_STRANGER: gettext_lazy(
        "“%(entry)s” does not belong to geographic data: take it out of the archive."
    ),
    FileCode.ARCHIVE_NOTHING: gettext_lazy(
        "The archive holds no file that is read here (%(formats)s)."
    ),
    FileCode.TOO_COSTLY: gettext_lazy(
        "Reading the file took too long or too much memory, and was given up. Simplify its "
        "outlines, or keep fewer features."
    ),
    FileCode.CLOSED: gettext_lazy(
        "On this server only GeoJSON files can be read from a page: it cannot shut in the "
        "programs that read other formats. Save the file as GeoJSON, or have it imported from "
        "the command line."
    ),
}
FORMATS = {
    Format.GEOJSON: gettext_lazy("a GeoJSON file"),
    Format.GEOPACKAGE: gettext_lazy("a GeoPackage"),
    Format.KML: gettext_lazy("a KML file"),
    Format.GPX: gettext_lazy("a GPX track"),
    Format.FLATGEOBUF: gettext_lazy("a FlatGeobuf file"),
    Format.SHAPEFILE_PART: gettext_lazy("a part of a Shapefile"),
    Format.OSM: gettext_lazy("an extract of OpenStreetMap"),
    Format.CSV: gettext_lazy("a table (CSV)"),
    Format.XML: gettext_lazy("an XML file"),
    Format.PDF: gettext_lazy("a PDF document"),
    Format.OFFICE: gettext_lazy("an office document"),
    Format.IMAGE: gettext_lazy("a picture"),
    Format.OTHER_ARCHIVE: gettext_lazy("an archive of another kind than ZIP"),
    Format.GZIP: gettext_lazy("a file packed with gzip"),
    Format.BZIP2: gettext_lazy("a file packed with bzip2"),
    Format.SQLITE: gettext_lazy("an SQLite database that is no GeoPackage"),
    Format.UNKNOWN: gettext_lazy("of a kind that is not recognised"),
}
NOTES = {
    "placeless": lambda n: ngettext(
        "%(count)s feature has no geometry.", "%(count)s features have no geometry.", n
    ),
    "measures_dropped": lambda n: _("The measures (M) of the points were dropped."),
    "curves_straightened": lambda n: _("Curves were replaced by lines of many points."),
    "system_imprecise": lambda n: _(
        "Converted from EPSG:%(srid)s, places may lie off by some %(off_m)s metres."
    ),
    "links_not_followed": lambda n: ngettext(
        "%(count)s link to another file was not followed: what it leads to is not read.",
        "%(count)s links to other files were not followed: what they lead to is not read.",
        n,
    ),
    "pictures_left_out": lambda n: ngettext(
        "%(count)s picture laid over the map was left out.",
        "%(count)s pictures laid over the map were left out.",
        n,
    ),
}
"""For each note its sentence, as in `geo.perimeters.reports`."""


def explain_file(error: UnreadableFile) -> str:
    """Return why a file is not read, and what to do, in the active language."""
    if error.code == FileCode.NOT_READ_HERE:
        return _not_read(error.facts)
    return str(REFUSED[error.code]) % _facts(error.facts)


def note_lines(notes: Iterable[dict]) -> list[str]:
    """Return one sentence for each note of a Collection, in the active language."""
    return [
        NOTES[note["code"]](note["count"]) % _in_words(note)
        for note in notes
        if note["code"] in NOTES
    ]


def _in_words(note: dict) -> dict[str, str]:
    numbers = {name: note[name] for name in ("count", "off_m") if name in note}
    return note | {name: number_format(round(number)) for name, number in numbers.items()}


def _facts(facts: dict) -> dict[str, str]:
    """Return the facts of a refusal in words, for the placeholders of its sentence."""
    words = {"formats": READ_HERE} | {name: str(fact) for name, fact in facts.items()}
    for name in ("layers", "parts", "candidates"):
        words[name] = ", ".join(map(str, facts.get(name, ())))
    if facts.get("limit", 0) >= MEGABYTE:
        words["limit"] = _("%(count)s MB") % {"count": facts["limit"] // MEGABYTE}
    return words


def _not_read(facts: dict) -> str:
    words = {
        "found": _kind(facts["found"], facts["root"]),
        "claimed": facts["claimed"],
        "formats": READ_HERE,
    }
    if facts["claimed"] and facts["claimed"] != facts["found"]:
        text = _(
            "The name of the file promises %(claimed)s, but its content is %(found)s. These are "
            "read here: %(formats)s."
        )
    else:
        text = _("This file is %(found)s. These are read here: %(formats)s.")
    return text % words


def _kind(found: str, root: str) -> str:
    """Return what a file is; root: its outermost element, or the kind of JSON."""
    if found == Format.XML and root:
        return _("an XML file (“%(root)s”)") % {"root": root}
    if found == Format.UNKNOWN and root:
        return root
    return str(FORMATS.get(found, found))
