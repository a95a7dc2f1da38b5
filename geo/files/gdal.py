"""Reads one layer of a file with GDAL. In the jail only: nothing else may import this module."""

import ctypes
import json
import sys
import warnings
from pathlib import Path

# Without these pyogrio starts in half the time; GDAL needs none of them.
sys.modules.update(dict.fromkeys(("pandas", "geopandas", "pyarrow", "shapely", "pyproj")))

import numpy as np  # noqa: E402
import pyogrio  # noqa: E402
from pyogrio import raw  # noqa: E402
from pyogrio.errors import (  # noqa: E402
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from geo.files.encodings import decoded  # noqa: E402
from geo.files.formats import Format  # noqa: E402
from geo.files.refusals import FileCode, UnreadableFile  # noqa: E402

FAULTS = (
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    UnicodeDecodeError,
)
DRIVERS = {
    Format.SHAPEFILE: "ESRI Shapefile",
    Format.GEOPACKAGE: "GPKG",
    Format.KML: "LIBKML",
    Format.GPX: "GPX",
    Format.FLATGEOBUF: "FlatGeobuf",
}
SUFFIXES = {
    Format.GEOPACKAGE: ".gpkg",
    Format.KML: ".kml",
    Format.GPX: ".gpx",
    Format.FLATGEOBUF: ".fgb",
}
REPEATED = {"route_points", "track_points"}  # of a GPX file: its routes and tracks, once more
SAID_BY_NO_ONE = {"tessellate", "extrude", "visibility", "drawOrder", "altitudeMode"}  # of KML
VECTOR = 4  # GDAL_OF_VECTOR
BYTEWISE = "ISO-8859-1"


def read_layer(path: Path, form: Format, layer: str, encoding: str, most: int) -> list[bytes]:
    """Return a description as JSON, the properties as JSON, then one WKB a feature (or nothing).

    encoding: of a Shapefile, which GDAL reads byte by byte; most: features, and one more than
    that is read, so that it shows. Raises UnreadableFile.
    """
    library = _library()
    _leave_only(DRIVERS[form], library)
    try:
        layers = _layers(path, form)
        chosen = _chosen(layers, layer)
        meta, numbers, shapes, columns, said = _read(
            path, chosen, BYTEWISE if encoding else None, most + 1
        )
    except CRSError as error:
        raise UnreadableFile(FileCode.UNKNOWN_SYSTEM, system="") from error
    except FAULTS as error:
        raise UnreadableFile(FileCode.DAMAGED) from error
    kept = _columns(meta, columns, form, encoding)
    rows = [dict(zip(kept, row, strict=True)) for row in zip(*kept.values(), strict=True)]
    description = {
        "layer": chosen,
        "layers": layers,
        "crs": meta["crs"] or "",
        "encoding": encoding or "utf-8",
        "count": len(numbers),
        "measures": any("Measured" in words for words in said),
        "curves": _may_curve(library, path, chosen),
    }
    return [
        json.dumps(description).encode(),
        json.dumps(rows or [{}] * len(numbers)).encode(),
        *(shape or b"" for shape in shapes),
    ]


def _library() -> ctypes.CDLL:
    """Return the GDAL that pyogrio has loaded, for what pyogrio does not offer."""
    library = ctypes.CDLL(str(next(_libraries())))
    library.GDALGetDriver.restype = ctypes.c_void_p
    library.GDALGetDescription.restype = ctypes.c_char_p
    library.GDALOpenEx.restype = library.GDALDatasetGetLayerByName.restype = ctypes.c_void_p
    return library


def _leave_only(driver: str, library: ctypes.CDLL) -> None:
    """Take every other driver of GDAL out of this process."""
    drivers = [library.GDALGetDriver(index) for index in range(library.GDALGetDriverCount())]
    for one in map(ctypes.c_void_p, drivers):
        if library.GDALGetDescription(one) != driver.encode():
            library.GDALDeregisterDriver(one)
    if list(pyogrio.list_drivers()) != [driver]:
        raise UnreadableFile(FileCode.CLOSED)


def _libraries():
    package = Path(pyogrio.__file__).parent
    yield from package.with_name("pyogrio.libs").glob("libgdal*.so*")
    yield from (package / ".dylibs").glob("libgdal*.dylib")


def _may_curve(library: ctypes.CDLL, path: Path, layer: str) -> bool:
    """Whether a layer is of a kind that may hold curves; pyogrio straightens them in silence."""
    library.OGRSetNonLinearGeometriesEnabledFlag(1)
    source = ctypes.c_void_p(library.GDALOpenEx(bytes(path), VECTOR, None, None, None))
    found = ctypes.c_void_p(library.GDALDatasetGetLayerByName(source, layer.encode()))
    return bool(found and library.OGR_GT_IsNonLinear(library.OGR_L_GetGeomType(found)))


def _layers(path: Path, form: Format) -> list[str]:
    """Return the names of the layers that have places."""
    listed = pyogrio.list_layers(path)
    found = [name for name, kind in listed if kind is not None]
    if not len(listed):
        raise UnreadableFile(FileCode.DAMAGED)
    if form != Format.GPX:
        return found
    return [name for name in found if name not in REPEATED and _has_features(path, name)]


def _has_features(path: Path, layer: str) -> bool:
    return pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"] > 0


def _chosen(layers: list[str], layer: str) -> str:
    if layer in layers:
        return layer
    if len(layers) == 1 and not layer:
        return layers[0]
    if not layers:
        raise UnreadableFile(FileCode.NO_LAYER)
    raise UnreadableFile(FileCode.WHICH_LAYER, layers=layers)


def _read(path: Path, layer: str, encoding: str | None, most: int) -> tuple:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        meta, numbers, shapes, columns = raw.read(
            path,
            layer=layer,
            encoding=encoding,
            max_features=most,
            return_fids=True,
            datetime_as_string=True,
        )
    return meta, numbers, shapes, columns, [str(warning.message) for warning in heard]


def _columns(meta: dict, columns: list, form: Format, encoding: str) -> dict[str, list]:
    """Return the values of each property, as JSON can say them."""
    kept = {}
    for name, kind, values in zip(meta["fields"], meta["ogr_types"], columns, strict=True):
        plain = _plain(values, kind in {"OFTInteger", "OFTInteger64"}, encoding)
        is_noise = form == Format.KML and name in SAID_BY_NO_ONE
        if is_noise or (form in {Format.KML, Format.GPX} and not any(plain)):
            continue
        kept[_said(str(name), encoding)] = plain
    return kept


def _plain(values: np.ndarray, is_whole: bool, encoding: str) -> list:
    if values.dtype.kind == "f":
        kind = int if is_whole else float  # whole numbers come as floats where one is missing
        known = np.isfinite(values)
        pairs = zip(values.tolist(), known.tolist(), strict=True)
        return [kind(number) if is_known else None for number, is_known in pairs]
    if values.dtype.kind in "iub":
        return values.tolist()
    return [_said(value, encoding) for value in values]


def _said(value, encoding: str):
    """Return one text, list or nothing; NUL, which no database holds, goes, and raw bytes too."""
    if isinstance(value, str):
        text = decoded(value, encoding) if encoding else value
        return text.replace("\0", "")
    if isinstance(value, np.ndarray):
        return value.tolist()
    return None if value is None or isinstance(value, bytes) else str(value)
