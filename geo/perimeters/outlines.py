"""Outlines as SVG paths: a perimeter is seen before any script runs, and where none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely

FINEST = 0.5  # pixels: what is smaller is not drawn


@dataclass(frozen=True)
class Window:
    """A box in degrees (west, south, east, north), shown `width` pixels wide."""

    bounds: tuple[float, float, float, float]
    width: int = 480

    @property
    def _scales(self) -> tuple[float, float]:
        """Pixels per degree of longitude and of latitude, in the middle of the box."""
        west, south, east, north = self.bounds
        narrowing = cos(radians((south + north) / 2))
        across, up = max(east - west, 1e-6) * narrowing, max(north - south, 1e-6)
        scale = min((self.width - 12) / across, (self.width - 12) / up)
        return scale * narrowing, scale

    @property
    def height(self) -> int:
        """Pixels."""
        return round((self.bounds[3] - self.bounds[1]) * self._scales[1]) + 12

    def pixels(self, coordinates: np.ndarray) -> np.ndarray:
        """Return degrees as pixels, y downwards, shape (n, 2)."""
        west, south, east, north = self.bounds
        middle = ((west + east) / 2, (south + north) / 2)
        x_scale, y_scale = self._scales
        shift = (self.width / 2, self.height / 2)
        return (coordinates - middle) * (x_scale, -y_scale) + shift


def path_of(area: shapely.Geometry, window: Window) -> str:
    """Return the `d` of an SVG path for a (multi)polygon in degrees, drawn with evenodd."""
    drawn = shapely.simplify(shapely.transform(area, window.pixels), FINEST)
    rings = shapely.get_rings(shapely.get_parts(drawn))
    return "".join(_ring_path(shapely.get_coordinates(ring)) for ring in rings)


def path_of_rings(rings: Sequence[Sequence[Sequence[float]]], window: Window) -> str:
    """Return the `d` of an SVG path for rings that may cross themselves, as they are."""
    return "".join(_ring_path(window.pixels(np.asarray(ring))) for ring in rings)


def _ring_path(pixels: np.ndarray) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pixels) + "Z"
