"""Places in whose names every word of a question begins a word, asked of the database."""

from dataclasses import dataclass
from uuid import UUID

import shapely
from django.db import connection

from geo.crs import DEGREES
from geo.names.words import LONGEST_WORD

RANKED = 40  # of which place and commune are looked at
LOOKED_AT = 2_000  # that hold every word; a question that more of them answer says too little
FALL = 0.06  # of the share of a word, for each that it may mean rather than another
WHOLE, BEGUN = 0.4, 0.2  # more for a name that begins with the question; as whole words, or not
# The words of each name have an index; only the first that hold them all are looked at closer.
SQL = """
SELECT place.id, place.name, place.other_names, place.kind, place.form, place.features,
  ST_X(place.anchor), ST_Y(place.anchor),
  ST_XMin(place.extent), ST_YMin(place.extent), ST_XMax(place.extent), ST_YMax(place.extent),
  version.licence, {likeness} AS likeness
FROM (
  SELECT * FROM geo_place
  WHERE words @@ %s::tsquery AND version_id = ANY(%s) AND extent && ST_GeomFromWKB(%s, %s)
  LIMIT {looked_at}
) AS place
JOIN geo_layerversion AS version ON version.id = place.version_id
ORDER BY likeness DESC, length(place.name), place.id
LIMIT {ranked}"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that holds every word; likeness: 0 to 1.4; box: west, south, east, north."""

    pk: int
    name: str
    other_names: list[str]
    kind: str
    form: str
    features: list[int]
    lon: float
    lat: float
    box: tuple[float, float, float, float]
    licence: str
    likeness: float

    def touches(self, box: tuple[float, float, float, float]) -> bool:
        """Whether its extent and a box have a point in common."""
        west, south, east, north = box
        own_west, own_south, own_east, own_north = self.box
        return own_west <= east and west <= own_east and own_south <= north and south <= own_north


def candidates(words, versions: list[UUID], frame: shapely.Polygon) -> list[Candidate]:
    """Return places of some versions within a frame, the likest first.

    words: each with the other words that it may mean, folded, as `asked` returns them.
    """
    likeness, values = _likeness(words)
    sql = SQL.format(likeness=likeness, looked_at=LOOKED_AT, ranked=RANKED)
    asked = [_tsquery(words), versions, shapely.to_wkb(frame), DEGREES]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *asked])
        return [Candidate(*row[:8], row[8:12], *row[12:]) for row in cursor.fetchall()]


def _tsquery(words) -> str:
    """« av jean »: ('av':* | 'avenue':*) & ('jean':*); folded words hold no sign of their own."""
    return " & ".join(f"({' | '.join(map(_begins, word))})" for word in words)


def _begins(form: str) -> str:
    """Every word of a form, which may be several (« rond point »), the last at its beginning."""
    return "(" + " & ".join(f"'{part[:LONGEST_WORD]}':*" for part in form.split()) + ")"


def _likeness(words) -> tuple[str, list]:
    """The share of whole words, by their length; more where a name begins with the question."""
    question = " ".join(word[0] for word in words)
    cases = [_case([(f" {question} %", WHOLE), (f" {question}%", BEGUN)])]
    total = sum(len(word[0]) for word in words)
    for word in words:
        share = len(word[0]) / total
        cases.append(
            _case([(f"% {form} %", share * (1 - FALL * at)) for at, form in enumerate(word)])
        )
    return " + ".join(sql for sql, _ in cases), [value for _, values in cases for value in values]


def _case(patterns: list[tuple[str, float]]) -> tuple[str, list]:
    """What the first pattern that fits is worth."""
    when = " ".join("WHEN place.searchable LIKE %s THEN %s::float8" for _ in patterns)
    return f"CASE {when} ELSE 0 END", [value for pattern in patterns for value in pattern]
