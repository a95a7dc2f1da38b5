"""How each kind of address service is asked, and how its answer is read: nothing is believed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from geo.places.service import NoAnswer

MOST = 8
LONGEST = 100
PHOTON_SPEAKS = frozenset({"fr", "en"})
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Located:
    """A name and a point in degrees."""

    name: str
    commune: str
    lon: float
    lat: float


def question(kind: str, words: str, language: str, box: Box) -> str:
    """Return what follows the « ? » of the address that is asked."""
    west, south, east, north = (round(degrees, 4) for degrees in box)
    middle = {"lat": round((south + north) / 2, 4), "lon": round((west + east) / 2, 4)}
    fields = {"q": words, "limit": MOST}
    bounds = f"{west},{south},{east},{north}"
    if kind == "addok":
        fields |= middle
    elif kind == "nominatim":
        fields |= {"format": "jsonv2", "addressdetails": 1, "viewbox": bounds, "bounded": 1}
        fields |= {"accept-language": language}
    else:
        fields |= middle | {"bbox": bounds}
        fields |= {"lang": language} if language in PHOTON_SPEAKS else {}
    return urlencode(fields)


def located(kind: str, answer) -> tuple[Located, ...]:
    """Return what is well-formed of an answer; raises NoAnswer where the whole is not."""
    if answer is None:
        return ()
    rows = answer if kind == "nominatim" else _dict(answer).get("features")
    if not isinstance(rows, list):
        raise NoAnswer("JSON, but no places")
    read = {"addok": _addok, "nominatim": _nominatim, "photon": _photon}[kind]
    return tuple(_usable(read, rows))[:MOST]


def _usable(read, rows: list) -> Iterator[Located]:
    for row in rows[: 4 * MOST]:
        name, commune, lon, lat = read(_dict(row))
        name, commune = plain(name), plain(commune)
        lon, lat = _number(lon, 180), _number(lat, 90)
        if name and lon is not None and lat is not None:
            yield Located(name, "" if commune in name else commune, lon, lat)


def _addok(row: dict):
    said = _dict(row.get("properties"))
    return said.get("label") or said.get("name"), said.get("city"), *_point(row)


def _photon(row: dict):
    said = _dict(row.get("properties"))
    address = f"{plain(said.get('housenumber'))} {plain(said.get('street'))}"
    return said.get("name") or address, said.get("city"), *_point(row)


def _nominatim(row: dict):
    address = _dict(row.get("address"))
    names = (address.get(key) for key in ("city", "town", "village", "municipality"))
    commune = next((name for name in names if name), "")
    return row.get("name") or row.get("display_name"), commune, row.get("lon"), row.get("lat")


def _point(row: dict):
    geometry = _dict(row.get("geometry"))
    place = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(place, list) and len(place) >= 2:
        return place[:2]
    return None, None


def _dict(value) -> dict:
    return value if isinstance(value, dict) else {}


def _number(value, largest: int) -> float | None:
    """A finite number of degrees; Nominatim writes them as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= largest else None


def plain(value) -> str:
    """Return a text in one line, of letters and signs that can be seen; "" for anything else."""
    if not isinstance(value, str):
        return ""
    seen = "".join(letter if letter.isprintable() else " " for letter in value[: 4 * LONGEST])
    return " ".join(seen.split())[:LONGEST].strip()
