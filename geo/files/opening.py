"""What the child does with one file of people: look inside, ask what it lacks, read. In the jail."""

import json
from pathlib import Path

from geo.files.archives import Source, unpack
from geo.files.encodings import encoding_of
from geo.files.formats import HEAD_BYTES, Format, recognise
from geo.files.gdal import SUFFIXES, read_layer
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.xml import check_xml

LONGEST_SYSTEM = 20_000


def read_upload(path: Path, arguments: dict) -> list[bytes]:
    """Return what `gdal.read_layer` does, its description with what else was noticed.

    For GeoJSON in an archive: a description and the text, for the strict reader.
    """
    form = Format(arguments["format"])
    if form != Format.ARCHIVE:
        named = path.rename(path.with_name(f"file{SUFFIXES[form]}"))  # a KML may take it as a name
        return _read(Source("", form, named), arguments)
    sources = unpack(path)
    source = _chosen(sources, arguments["layer"])
    _check(source)
    inner = arguments["layer"].removeprefix(source.name).removeprefix("/")
    try:
        answer = _read(source, arguments | {"layer": inner})
    except UnreadableFile as error:
        raise _named(error, source, sources) from error
    facts = json.loads(answer[0])
    return _described(answer, **_names(facts, source, sources))


def _chosen(sources: list[Source], layer: str) -> Source:
    """Return the source that is asked for: "communes.shp", or "data.gpkg/communes"."""
    if len(sources) == 1:
        return sources[0]
    for source in sources:
        if layer == source.name or layer.startswith(f"{source.name}/"):
            return source
    raise UnreadableFile(FileCode.WHICH_LAYER, layers=[source.name for source in sources])


def _check(source: Source) -> None:
    """Refuse a file of an archive whose content is not what its name says."""
    with source.path.open("rb") as file:
        kind = recognise(file.read(HEAD_BYTES), source.path.name)
    wanted = Format.SHAPEFILE_PART if source.format == Format.SHAPEFILE else source.format
    if kind.format != wanted:
        facts = {"found": kind.format, "root": kind.root, "claimed": source.format}
        raise UnreadableFile(FileCode.NOT_READ_HERE, **facts)


def _read(source: Source, arguments: dict) -> list[bytes]:
    form, path = source.format, source.path
    if form == Format.GEOJSON:
        return [json.dumps({"format": form}).encode(), path.read_bytes()]
    seen = check_xml(path) if form in {Format.KML, Format.GPX} else {}
    if form == Format.SHAPEFILE:
        answer = _read_shapefile(path, arguments)
    else:
        answer = read_layer(path, form, arguments["layer"], "", arguments["most"])
    return _described(answer, format=form, seen=seen)


def _read_shapefile(path: Path, arguments: dict) -> list[bytes]:
    """Read a Shapefile; where its .prj is not understood, without it, and with what it says."""
    encoding = encoding_of(path.with_suffix(".dbf"), arguments["encoding"])
    try:
        return read_layer(path, Format.SHAPEFILE, path.stem, encoding, arguments["most"])
    except UnreadableFile:  # GDAL also calls the whole damaged for its .prj alone
        if not (system := path.with_suffix(".prj")).exists():
            raise
    said = system.read_text(encoding="utf-8", errors="replace")
    system.unlink()
    answer = read_layer(path, Format.SHAPEFILE, path.stem, encoding, arguments["most"])
    return _described(answer, crs=said[:LONGEST_SYSTEM] or "?")


def _described(answer: list[bytes], **facts) -> list[bytes]:
    return [json.dumps(json.loads(answer[0]) | facts).encode(), *answer[1:]]


def _names(facts: dict, source: Source, sources: list[Source]) -> dict:
    """Return which layer of the archive this is, and all that could have been chosen instead."""
    names = [one.name for one in sources]
    if source.format in {Format.SHAPEFILE, Format.GEOJSON}:
        return {"layer": source.name, "layers": names}
    if len(sources) > 1:
        return {"layer": f"{source.name}/{facts['layer']}", "layers": names}
    return {}


def _named(error: UnreadableFile, source: Source, sources: list[Source]) -> UnreadableFile:
    """Return the question about layers with names that also say which file they are in."""
    if error.code != FileCode.WHICH_LAYER or len(sources) == 1:
        return error
    layers = [f"{source.name}/{layer}" for layer in error.facts["layers"]]
    return UnreadableFile(FileCode.WHICH_LAYER, layers=layers)
