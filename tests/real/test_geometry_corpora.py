"""What others test their geometry with: JTS, geojsonhint, the schema of GeoJSON."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from geo.drawings.geojson import read_collection, read_drawing
from geo.drawings.reasons import Code, InvalidDrawing
from geo.perimeters.clipping import judge
from geo.perimeters.ground import TOLERANCE, Ground

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "geometry"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")

WORLD = Ground.of(shapely.box(-179, -89, 179, 89), 3857)
SCALE = 2.0**-10  # a power of two: figures of some hundreds become degrees without rounding
UNSOUND = {
    Code.CROSSES_ITSELF,
    Code.WRONG_HOLE,
    Code.OVERLAPPING_PARTS,
    Code.TOO_FEW_POINTS,
    Code.NOT_A_NUMBER,
}
# right, but no single drawing in degrees with a place
NOT_FOR_DRAWINGS = {
    "good-featurecollection-bbox.geojson",
    "good-featurecollection-bbox3d.geojson",
    "good-featurecollection-extensions.geojson",
    "good-featurecollection.geojson",
    "good-geometrycollection.geojson",
    "nullgeometry.geojson",
    "nullproperties.geojson",
    "issue82.geojson",  # in metres
    "empty-polygon.json",
    "null-geometry.json",
    "featurecollection/basic.json",
    "featurecollection/empty.json",
    "geometrycollection/3d.json",
    "geometrycollection/basic.json",
    "geometrycollection/bbox.json",
}
# wrong, but in a member that is not read (bbox, id, missing properties), or put right: the
# direction of outlines, decimals beyond the grid, a height given at one end of a ring only
HARMLESS = {
    "bad-polygon-interiorring-rhr.geojson",
    "polygon_winding_order.geojson",
    "excessive_precision_truncated.geojson",
    "different-first-size.geojson",
    "bbox-4or6elements.geojson",
    "bbox-contains-string.geojson",
    "bbox-string.geojson",
    "bad-bbox.json",
    "boolean-id.json",
    "object-id.json",
    "no-properties.json",
    "feature/no-type.json",
}


def documents(*folders: str) -> list:
    """The files of some folders, each a test of its own."""
    files = [path for folder in folders for path in sorted((DATA / folder).rglob("*.*json"))]
    return [pytest.param(path, id=str(path.relative_to(DATA))) for path in files]


def is_among(path: Path, names: set[str]) -> bool:
    return path.name in names or f"{path.parent.name}/{path.name}" in names


def drawing_in(path: Path):
    """The drawing of a file, or None where it is refused as it should be."""
    try:
        return read_drawing(path.read_bytes())
    except InvalidDrawing:
        return None


@pytest.mark.parametrize("path", documents("geojsonhint/good", "geojson-schema/valid"))
def test_right_documents_are_read(path):
    assert (drawing_in(path) is None) is is_among(path, NOT_FOR_DRAWINGS)


@pytest.mark.parametrize("path", documents("geojsonhint/bad", "geojson-schema/invalid"))
def test_wrong_documents_are_refused(path):
    assert (drawing_in(path) is not None) is is_among(path, HARMLESS)


@pytest.mark.parametrize("path", documents("."))
def test_what_is_kept_of_any_document_is_valid_finite_and_not_empty(path):
    kept = judge(drawing_in(path), WORLD).kept
    assert kept is None or (kept.is_valid and not kept.is_empty and not kept.has_z)


@pytest.mark.parametrize("path", documents("."))
def test_any_document_is_read_as_a_file_or_refused(path):
    try:
        collection = read_collection(path.read_bytes())
    except InvalidDrawing:
        return
    assert all(one.geometry is None or not one.geometry.is_empty for one in collection.features)


def geometry(text: str | None):
    """A geometry of JTS, in WKT or WKB, as degrees around 0°."""
    if text is None:
        return None
    text = text.strip()
    read = shapely.from_wkb if text.startswith("0") else shapely.from_wkt
    with np.errstate(invalid="ignore"):  # some hold NaN
        return shapely.transform(read(text), lambda xy: xy * SCALE)


def cases(*names: str) -> list:
    """The cases of JTS files: (description, A, B, {operation: answer})."""
    found = []
    for name in names:
        for case in ElementTree.parse(DATA / "jts" / name).iter("case"):  # noqa: S314 - our file
            answers = {(op.get("name"), op.get("arg1").upper()): op.text for op in case.iter("op")}
            texts = (case.findtext("a"), case.findtext("b"), answers)
            found.append(pytest.param(*texts, id=f"{name}-{case.findtext('desc', '')[:50]}"))
    return found


VALIDITY = ("TestValid.xml", "TestValid2.xml", "TestInvalidA.xml")
OVERLAYS = ("TestOverlayAA.xml", "TestOverlayLA.xml", "TestOverlayPA.xml")


@pytest.mark.parametrize(("a", "b", "answers"), cases(*VALIDITY) if DATA.exists() else [])
def test_what_jts_calls_invalid_is_refused_and_nothing_else_is(a, b, answers):
    valid = {"true": True, "false": False}[answers["isValid", "A"].strip()]
    drawing = geometry(a)
    reason = judge(drawing, WORLD).reason
    if shapely.get_dimensions(drawing) < 0 or drawing.geom_type in (
        "LinearRing",
        "GeometryCollection",
    ):
        assert reason.code in (Code.EMPTY, Code.NOT_A_DRAWING)
    else:
        assert (reason is not None and reason.code in UNSOUND) is not valid


def only(shape, dimension: int):
    """The parts of a geometry of one dimension, as one geometry."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])


def is_nearly(one, other) -> bool:
    """Whether two geometries, or None for nothing, are the same but for the tolerance."""
    one, other = one or shapely.Point(), other or shapely.Point()
    beyond = [shapely.difference(a, b.buffer(TOLERANCE)) for a, b in ((one, other), (other, one))]
    return all(part.is_empty for part in beyond)


@pytest.mark.parametrize(("a", "b", "answers"), cases(*OVERLAYS) if DATA.exists() else [])
def test_the_verdict_keeps_and_removes_what_jts_does(a, b, answers):
    drawing, perimeter = geometry(a), geometry(b)
    if shapely.get_dimensions(perimeter) < 2:  # in some cases the area comes first
        drawing, perimeter = perimeter, drawing
    verdict = judge(drawing, Ground.of(perimeter, 32631))
    dimension = shapely.get_dimensions(drawing)
    answer = geometry(answers.get(("intersection", "A"))) or drawing & perimeter
    common = only(answer, dimension)
    assert is_nearly(verdict.kept, common)
    if verdict.outcome == "clipped":
        assert is_nearly(verdict.removed, only(drawing - perimeter, dimension))
