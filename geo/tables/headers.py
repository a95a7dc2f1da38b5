"""What a column holds, by its name: in French, Italian, English and Spanish."""

import re
import unicodedata
from collections.abc import Sequence

WORD = re.compile(r"[^a-z0-9]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
EXACT, PARTLY = 1000, 500


def phrases(names: str) -> tuple[str, ...]:
    """Return the names of a column, the likeliest first, of a text that parts them by commas."""
    return tuple(names.split(", "))


DATES = phrases(
    "date, data, fecha, created at, createdat, creation date, created, opened at, opened, "
    "published at, publie le, cree le, submitted at, horodatage, timestamp, datetime, jour, giorno"
)
PLACES = {
    "lat": phrases(
        "latitude, lat, latitudine, latitud, geo latitude, lat wgs84, y, coord y, northing, nord"
    ),
    "lon": phrases(
        "longitude, lon, lng, long, longitudine, longitud, geo longitude, lon wgs84, x, coord x, "
        "easting, est"
    ),
    "pair": phrases(
        "coordonnees, coordinate, coordinates, coordenadas, coords, latlon, lat lon, latlng, "
        "lat lng, lonlat, lon lat, geo point, geo point 2d, geopoint, gps, position, posizione, "
        "posicion, geolocalisation, geolocalizzazione, localisation, point"
    ),
    "wkt": phrases("wkt, geom, geometry, geometrie, geometria, the geom, shape"),
    "geojson": phrases("geojson, geo shape, geometry, geom, geometrie, geometria, shape"),
}


def folded(text: str) -> str:
    """Return words in small letters without accents, parted by single blanks."""
    plain = unicodedata.normalize("NFKD", CAMEL.sub(" ", text))
    return " ".join(WORD.sub(" ", plain.encode("ascii", "ignore").decode().lower()).split())


def likeness(names: Sequence[str], column: str) -> int:
    """Return how well the name of a column is one of these; 0 for not at all."""
    name = folded(column)
    best = 0
    for rank, phrase in enumerate(names):
        if name == phrase:
            return EXACT - rank
        if len(phrase) > 1 and f" {name} ".startswith(f" {phrase} "):
            best = max(best, PARTLY - rank)
        elif len(phrase) > 1 and f" {name} ".endswith(f" {phrase} "):
            best = max(best, PARTLY // 2 - rank)
    return best
