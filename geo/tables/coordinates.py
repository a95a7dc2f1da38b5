"""Reads the coordinates that people type, in the notations that maps and phones show."""

import re

LAT, LON = "lat", "lon"
SIDES = {"N": (LAT, 1), "S": (LAT, -1), "E": (LON, 1), "W": (LON, -1), "O": (LON, -1)}
NAMES = re.compile(r"\b(lat|lon)[a-z]*\.?\s*[:=]?\s*")
ADDRESS = re.compile(r"(?:#map=[\d.]+/|[@:]|[?&](?:q|ll|query)=)(-?\d+\.\d+)[,/](-?\d+\.\d+)")
LINK = re.compile(r"\s*(https?://|geo:)")
LOOKALIKES = str.maketrans("−–‑’‘′´ʹ”“″º", "---'''''\"\"\"°")
ANGLE = re.compile(
    r"""(?P<before>[NSEWO])?\s*
        (?P<sign>[-+])?\s*
        (?P<degrees>\d{1,3}(?:\.\d+)?)\s*
        (?:°\s*(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*'\s*
            (?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:"|'')\s*)?)?)?
        (?(before)|(?P<after>[NSEWO])?)""",
    re.VERBOSE,
)
SEPARATORS = re.compile(r"[\s,;/()]*")
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
COMMA_FOR_ALL = re.compile(r"\s*([-+]?\d+),(\d+)\s*,\s*([-+]?\d+),(\d+)\s*")


class UnreadableCoordinates(ValueError):
    """A text that is not a latitude and a longitude."""


def read_coordinates(text):
    """Return (longitude, latitude, is_certain) in degrees; not certain where the text names no axis.

    Reads 43.45, 8.35 · 43,45 8,35 · 43°27'00"N 8°21'00"E · N 43 27.5' … · geo: and map links.
    Without names or letters the first number is taken as the latitude.
    """
    if LINK.match(text):
        return from_link(text)
    text = decimal_points(text.translate(LOOKALIKES))
    text = NAMES.sub(lambda name: f" {'N' if name[1] == LAT else 'E'} ", text.lower()).upper()
    angles = angles_of(text.strip(" ()[]\t\r\n"))
    axes = [axis for axis, _value in angles]
    if axes == [None, None]:
        return in_range(angles[1][1], angles[0][1], False)
    if sorted(axes, key=str) != [LAT, LON]:
        raise UnreadableCoordinates(text)
    values = dict(angles)
    return in_range(values[LON], values[LAT], True)


def from_link(text):
    found = ADDRESS.search(text)
    if not found:
        raise UnreadableCoordinates(text)
    return in_range(float(found[2]), float(found[1]), True)


def decimal_points(text):
    """43,45 8,35 and 43,45,8,35 with points; 43.45, 8.35 stays as it is."""
    four = COMMA_FOR_ALL.fullmatch(text)
    if four:
        return "{}.{} {}.{}".format(*four.groups())
    return text if "." in text else DECIMAL_COMMA.sub(".", text)


def angles_of(text):
    """The two (axis or None, signed degrees) that make up the whole of `text`."""
    angles = []
    at = 0
    while at < len(text) and len(angles) < 2:
        found = ANGLE.match(text, at)
        if not found:
            raise UnreadableCoordinates(text)
        angles.append(angle_of(found))
        at = SEPARATORS.match(text, found.end()).end()
    if at < len(text) or len(angles) < 2:
        raise UnreadableCoordinates(text)
    return angles


def angle_of(found):
    minutes, seconds = float(found["minutes"] or 0), float(found["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        raise UnreadableCoordinates(found[0])
    axis, direction = SIDES.get(found["before"] or found["after"], (None, 1))
    sign = -1 if found["sign"] == "-" else 1
    return axis, sign * direction * (float(found["degrees"]) + minutes / 60 + seconds / 3600)


def in_range(lon, lat, is_certain):
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise UnreadableCoordinates(f"{lat} {lon}")
    return lon, lat, is_certain
