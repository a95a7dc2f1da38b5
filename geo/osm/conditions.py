"""Conditions on tags as people write them: `amenity=bench & backrest=yes`; several are OR.

Knows no Django; `sentences.explain_condition` says what is wrong with one.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from geo.osm.presets import Conjunction

MOST = 50
LONGEST = 255  # letters that OpenStreetMap allows in a key or a value
ANY, AND, OR = "*", "&", "|"


class ConditionCode(StrEnum):
    """What is wrong with a condition."""

    NO_EQUALS = "no_equals"
    NO_KEY = "no_key"
    NO_VALUE = "no_value"
    NEGATION = "negation"
    TWICE = "twice"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


class UnreadableCondition(ValueError):
    """A condition is not written as it should; text: the part at fault."""

    def __init__(self, code: ConditionCode, text: str):
        self.code = code
        self.text = text
        super().__init__(f"{code}: {text}")


def parse_conditions(lines: Iterable[str]) -> list[dict]:
    """Return conditions, of which one is enough, from lines; empty lines are passed over.

    A line holds tags that must all be there: `key=value`, `key=*` for any value, `key=a|b` for
    one of several, joined by `&`. Raises UnreadableCondition for the first that is not so.
    """
    written = [line.strip() for line in lines]
    found = [_conjunction(line) for line in written if line]
    if len(found) > MOST:
        raise UnreadableCondition(ConditionCode.TOO_MANY, str(MOST))
    return [one for at, one in enumerate(found) if one not in found[:at]]


def write_condition(condition: Conjunction) -> str:
    """Return a condition as a person would write it; `*` for the one that everything meets."""
    return f" {AND} ".join(f"{key}={_written(value)}" for key, value in condition.items()) or ANY


def _written(wanted: str | bool | list) -> str:
    if wanted is True:
        return ANY
    return OR.join(wanted) if isinstance(wanted, list) else wanted


def _conjunction(line: str) -> dict[str, str | bool | list]:
    found: dict[str, str | bool | list] = {}
    for part in line.split(AND):
        key, wanted = _tag(part.strip())
        if key in found:
            raise UnreadableCondition(ConditionCode.TWICE, key)
        found[key] = wanted
    return found


def _tag(part: str) -> tuple[str, str | bool | list]:
    key, equals, value = (piece.strip() for piece in part.partition("="))
    _check(part, key, equals, value)
    if value == ANY:
        return key, True
    values = [one.strip() for one in value.split(OR)]
    if not all(values) or ANY in values:
        raise UnreadableCondition(ConditionCode.NO_VALUE, part)
    return key, values if len(values) > 1 else values[0]


def _check(part: str, key: str, equals: str, value: str) -> None:
    faults: Mapping[ConditionCode, bool] = {
        ConditionCode.TOO_LONG: max(len(key), len(value)) > LONGEST,
        ConditionCode.NO_EQUALS: not equals,
        ConditionCode.NEGATION: key.endswith("!"),
        ConditionCode.NO_KEY: not key or key == ANY,
        ConditionCode.NO_VALUE: not value,
    }
    for code, is_fault in faults.items():
        if is_fault:
            raise UnreadableCondition(code, part[:LONGEST])
