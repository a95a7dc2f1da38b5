"""Outlines as SVG paths: what is drawn by the server is seen before any script, and without one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

MARGIN = 0.08  # of the picture, on each side
TOLERANCE_PX = 0.5  # what is smaller is not drawn
LEAST_DEGREES = 0.002  # a mere point is shown with so much around it
FLATTEST = 0.1


@dataclass(frozen=True)
class Frame:
    """A window on the ground: its centre in degrees, its scale and its size in pixels.

    `scale`: pixels in a degree of latitude.
    """

    lon: float
    lat: float
    scale: float
    width: int
    height: int

    def points(self, degrees: np.ndarray) -> np.ndarray:
        """Return longitudes and latitudes as pixels, y downwards, shape (n, 2)."""
        x = (degrees[:, 0] - self.lon) * _narrowing(self.lat) * self.scale + self.width / 2
        y = self.height / 2 - (degrees[:, 1] - self.lat) * self.scale
        return np.column_stack((x, y))

    @property
    def window(self) -> shapely.Polygon:
        """What is seen, with a little beyond, as a box in degrees."""
        half_lat = (self.height / 2 + 10) / self.scale
        half_lon = (self.width / 2 + 10) / self.scale / _narrowing(self.lat)
        return shapely.box(
            self.lon - half_lon, self.lat - half_lat, self.lon + half_lon, self.lat + half_lat
        )


def _narrowing(lat: float) -> float:
    """Return how much shorter a degree of longitude is than one of latitude."""
    return math.cos(math.radians(lat))


def frame_around(
    bounds: Sequence[float], width: int, height: int | None = None, share: float = 1.0
) -> Frame:
    """Return the frame that shows `bounds` (west, south, east, north in degrees) whole.

    width, height: pixels; without a height it is as high as it needs, never higher than wide.
    share: below 1 it leaves room around.
    """
    west, south, east, north = bounds
    lat = (south + north) / 2
    across = max((east - west) * _narrowing(lat), LEAST_DEGREES)
    up = max(north - south, LEAST_DEGREES)
    height = height or round(width * min(max(up / across, FLATTEST), 1))
    scale = min(width / across, height / up) * (1 - 2 * MARGIN) * share
    return Frame((west + east) / 2, lat, scale, width, height)


def path_of(shape: shapely.Geometry, frame: Frame) -> str:
    """Return the `d` of an SVG path: clipped to the window, drawn no finer than the eye sees."""
    seen = shapely.clip_by_rect(shape, *frame.window.bounds)
    drawn = shapely.simplify(shapely.transform(seen, frame.points), TOLERANCE_PX)
    parts = []
    for part in shapely.get_parts(drawn):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = [part.exterior, *part.interiors]
            parts += [_line_path(ring.coords) + "Z" for ring in rings]
        elif part.geom_type == "LineString" and not part.is_empty:
            parts.append(_line_path(part.coords))
    return "".join(parts)


def path_of_rings(rings: Sequence[Sequence[Sequence[float]]], frame: Frame) -> str:
    """Return the `d` of an SVG path for rings that may cross themselves, as they are."""
    return "".join(_line_path(frame.points(np.asarray(ring))) + "Z" for ring in rings)


def _line_path(pixels) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pixels)
