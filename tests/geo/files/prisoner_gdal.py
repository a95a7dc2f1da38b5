"""GDAL with all its drivers, run in the jail by the tests, as if every check before had failed."""

from pathlib import Path

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError


def open_anything(path: Path, arguments: dict) -> list[bytes]:
    """Open a name, in which {file} stands for the file sent, and answer all that is in it."""
    name = arguments["name"].replace("{file}", str(path))
    try:
        layers = [layer for layer, _ in pyogrio.list_layers(name)]
        return [repr([pyogrio.raw.read(name, layer=layer) for layer in layers]).encode()]
    except (DataSourceError, DataLayerError) as error:
        return [f"refused: {type(error).__name__}".encode()]
