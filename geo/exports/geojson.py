"""GeoJSON as RFC 7946 wants it, each feature's text made in the database."""

import json
from collections.abc import Iterator
from typing import Any

from geo.exports.collection import Collection, Column, Terms
from geo.exports.stream import GEOJSON_LINES, copy_statement, lines
from geo.perimeters.conversion import DECIMALS

DECIMALS_AS_SENT = 15


def write(collection: Collection, owner: Any, terms: Terms) -> Iterator[bytes]:
    """A FeatureCollection with its terms; the last member says how many features there were."""
    head = {
        "type": "FeatureCollection",
        "name": collection.name,
        "license": terms.licence,
        "attribution": terms.attribution,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b',"features":[\n'
    count = 0
    statement = copy_statement(feature_sql(collection), collection.rows(owner), GEOJSON_LINES)
    for batch in lines(statement):
        yield (b"," if count else b"") + b",".join(batch)
        count += len(batch)
    yield b'],"numberReturned":%d}\n' % count


def feature_sql(collection: Collection) -> str:
    """SQL for the text of one feature, built from the declared columns."""
    members = [
        part
        for column in collection.columns[1:]
        if column.type != "tags"
        for part in (literal(f",{json.dumps(column.name)}:"), value_sql(column))
    ]
    members[0] = members[0].replace(",", "", 1)
    parts = [
        literal('{"type":"Feature","id":'),
        value_sql(collection.identifier),
        literal(',"geometry":'),
        # null is what RFC 7946, 3.2, gives to a feature without a place.
        f"COALESCE({geometry_sql('item.out__geometry', DECIMALS)}, 'null')",
        literal(',"properties":{'),
        *members,
        *tags_sql(collection),
        literal("}}"),
    ]
    return " || ".join(parts)


def tags_sql(collection: Collection) -> list[str]:
    """SQL for tags as further properties; one that is called like a declared column is left out."""
    declared = ", ".join(literal(column.name) for column in collection.columns)
    rest = [
        f'(item."out_{column.name}" - ARRAY[{declared}])'
        for column in collection.columns
        if column.type == "tags"
    ]
    return [
        f"CASE WHEN {one} = '{{}}' THEN '' ELSE ',' || substr({one}::text, 2, length({one}::text) - 2) END"
        for one in rest
    ]


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def geometry_sql(value: str, decimals: int) -> str:
    """Outer rings anticlockwise, no crs member, no box. Only areas have rings to turn."""
    turned = f"CASE ST_Dimension({value}) WHEN 2 THEN ST_ForcePolygonCCW({value}) ELSE {value} END"
    return f"ST_AsGeoJSON({turned}, {decimals}, 0)"


def value_sql(column: Column) -> str:
    """SQL for a value as JSON text."""
    value = f'item."out_{column.name}"'
    made = {
        "geometry": geometry_sql(value, DECIMALS_AS_SENT),
        "number": f"{value}::text",
        "code": f"'\"' || {value} || '\"'",
        "day": f"'\"' || {value} || '\"'",
        "time": f"to_json({iso_sql(value)})::text",
    }
    return f"COALESCE({made.get(column.type, f'to_json({value})::text')}, 'null')"


def iso_sql(value: str) -> str:
    """A moment, in UTC, to the second."""
    return f"to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
