"""What the child does with one file of people: look inside, ask what it lacks, read. In the jail."""

import json
from pathlib import Path

from geo.files.formats import Format
from geo.files.gdal import SUFFIXES, read_layer
from geo.files.xml import check_xml


def read_upload(path: Path, arguments: dict) -> list[bytes]:
    """Return what `gdal.read_layer` does, its description with what else was noticed."""
    form = Format(arguments["format"])
    seen = check_xml(path) if form in {Format.KML, Format.GPX} else {}
    named = path.rename(path.with_suffix(SUFFIXES[form]))
    description, *rest = read_layer(
        named, form, arguments["layer"], arguments["encoding"], arguments["most"]
    )
    facts = json.loads(description) | {"format": form, "seen": seen}
    return [json.dumps(facts).encode(), *rest]
