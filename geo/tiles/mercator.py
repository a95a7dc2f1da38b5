"""Positions in web Mercator as whole numbers: exact to add up, to take away and to cut in cells.

The world is 2^30 steps wide and high (4 cm at the equator), counted from the north-west corner;
the first bits of a position are the tile it lies in, at every zoom.
"""

import math

BITS = 30
SIDE = 8  # cells along the edge of a tile: 64 px of the 512 at which tiles are drawn
EXTENT = 4096  # steps along the edge of a tile, 512 px on the screen
LAST_ZOOM = 18
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


def exists(zoom: int, x: int, y: int) -> bool:
    """Whether the world has such a tile, and a map would ask for it."""
    return 0 <= zoom <= LAST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom


def x_sql(point: str) -> str:
    """SQL for the column of a point in degrees."""
    return _step(f"(ST_X({point}) + 180) / 360")


def y_sql(point: str) -> str:
    """SQL for the row of a point in degrees."""
    northing = f"ln(tan(pi() / 4 + radians(ST_Y({point})) / 2))"
    return _step(f"0.5 - {northing} / (2 * pi())")


def _step(share: str) -> str:
    return f"greatest(0, least({2**BITS - 1}, floor(({share}) * {2**BITS})))::int"


def lon_sql(x: str) -> str:
    return f"({x}) * 360.0::float8 / {2**BITS} - 180"


def lat_sql(y: str) -> str:
    return f"degrees(atan(sinh(pi() * (1 - ({y}) * 2.0::float8 / {2**BITS}))))"


def spot_sql(x: str, y: str, zoom: str) -> str:
    """SQL for the cell of a position inside its tile: 0 north-west to 63 south-east."""
    column = f"(({x}) >> ({BITS - 3} - {zoom})) & {SIDE - 1}"
    row = f"(({y}) >> ({BITS - 3} - {zoom})) & {SIDE - 1}"
    return f"(({row}) * {SIDE} + ({column}))::smallint"


def bounds(zoom: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile, in degrees."""
    return (_lon(x, zoom), _lat(y + 1, zoom), _lon(x + 1, zoom), _lat(y, zoom))


def _lon(x: float, zoom: int) -> float:
    return x * 360 / 2**zoom - 180


def _lat(y: float, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**zoom))))
