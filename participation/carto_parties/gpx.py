"""The outline of a cell as GPX, for the editors of OpenStreetMap: no name, no team, nothing else."""

from xml.sax.saxutils import escape

import shapely

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Placette" xmlns="http://www.topografix.com/GPX/1/1">
<trk><name>{name}</name>{segments}</trk>
</gpx>
"""


def outline_gpx(name: str, area: shapely.Geometry) -> str:
    """Return a track along every ring of an area in degrees; `name` is the code of a cell."""
    rings = shapely.get_rings(shapely.get_parts(area))
    return GPX.format(name=escape(name), segments="".join(_segment(ring) for ring in rings))


def _segment(ring: shapely.LinearRing) -> str:
    points = (
        f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}"/>' for lon, lat in shapely.get_coordinates(ring)
    )
    return f"<trkseg>{''.join(points)}</trkseg>"
