"""The models of the app, each defined in its slice."""

from geo.files.models import Upload
from geo.jobs.models import Job
from geo.layers.models import Feature, Layer, LayerVersion
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset, DatasetVersion, MeasuredArea, Measurement
from geo.names.models import Place, PlaceWord
from geo.osm.models import OsmSnapshot
from geo.perimeters.models import Perimeter, PerimeterDraft, PerimeterVersion
from geo.tiles.models import CellCount, CountedPoint

__all__ = [
    "CellCount",
    "CountedPoint",
    "Dataset",
    "DatasetVersion",
    "Feature",
    "Indicator",
    "Job",
    "Layer",
    "LayerVersion",
    "MeasuredArea",
    "Measurement",
    "OsmSnapshot",
    "Perimeter",
    "PerimeterDraft",
    "PerimeterVersion",
    "Place",
    "PlaceWord",
    "Upload",
]
