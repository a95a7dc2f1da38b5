"""What the parameters of a web address say, where it can be used; nonsense in it is left out."""

from uuid import UUID

LONGEST_SYSTEM = 7  # digits of an EPSG code


def uuid_in(text) -> UUID | None:
    """Return the UUID that a text is, None where it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def system_in(query) -> int:
    """Return the coordinate system under "srid", 0 where none is said."""
    text = query.get("srid", "")
    is_code = text.isascii() and text.isdecimal() and len(text) <= LONGEST_SYSTEM
    return int(text) if is_code else 0
