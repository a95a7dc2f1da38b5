"""Conditions on tags in SQL, as `geo.osm.conditions` reads them from people.

[{"amenity": "bench"}, {"amenity": "fountain", "drinking_water": "yes"}]: one is enough, with all
its tags; a value is a text, a list of which one is enough, or True for any. No condition at all
means everything.
"""

import json
from collections.abc import Mapping, Sequence

Value = str | bool | Sequence[str]
Conditions = Sequence[Mapping[str, Value]]


def conditions_sql(conditions: Conditions, tags: str = "tags") -> tuple[str, list]:
    """Return SQL that is true where `tags`, a jsonb column, fits, and its values."""
    alternatives, values = [], []
    for one in conditions:
        parts = [_tag_sql(key, value, tags) for key, value in one.items()]
        alternatives.append(f"({' AND '.join(sql for sql, _ in parts) or 'true'})")
        values += [given for _, some in parts for given in some]
    return f"({' OR '.join(alternatives) or 'true'})", values


def _tag_sql(key: str, value: Value, tags: str) -> tuple[str, list]:
    if value is True:
        return f"{tags} ? %s", [key]
    if isinstance(value, str):
        return f"{tags} @> %s::jsonb", [json.dumps({key: value})]
    return f"{tags} ->> %s = ANY(%s)", [key, list(value)]
