"""Importing a perimeter from files: read, choose, dissolve, store for staff to accept."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import BinaryIO

import shapely
from django.db import transaction

from geo.crs import metric_srid
from geo.drawings.reasons import Code, InvalidDrawing
from geo.perimeters.boundaries import ATTRIBUTION, is_extract
from geo.perimeters.choosing import Choice, choose_in_each, name_of
from geo.perimeters.conversion import to_django
from geo.perimeters.dissolving import Dissolved, dissolve
from geo.perimeters.ground import Ground
from geo.perimeters.models import Perimeter, PerimeterVersion
from geo.perimeters.sources import Answers, read_source

COUNTRIES = {
    "FR": [(-6, 41, 10.5, 52), (-64, 2, -51, 19), (44, -22, 56, -12), (-57, 46, -56, 48)]
    + [(158, -24, 173, -18), (-180, -29, -134, -7)],
    "IT": [(6, 35, 19, 48)],
}
"""Boxes (west, south, east, north) in which a country lies, generously."""
NOT_ASKED = Answers()
LONGEST_LIST = 2_000  # letters of the names of chosen features


def import_perimeter(
    *files: BinaryIO,
    name: str = "",
    where: Sequence[tuple[str, str]] = (),
    boundaries: Sequence[str] = (),
    countries: Sequence[str] = (),
    perimeter: Perimeter | None = None,
    close_gaps: bool = True,
    answers: Answers = NOT_ASKED,
) -> PerimeterVersion:
    """Return a new version, not yet accepted, of a new or a given perimeter.

    files: the operator's own, open in binary mode, of any format that is read here, at most 50 MB
    each; where, boundaries: conditions as in `choosing.choose_in_each`; answers: what the files do
    not say by themselves; countries and perimeter as in `store`.
    Raises one of `reports.REFUSALS`, and stores nothing then.
    """
    paths = [str(getattr(file, "name", "")) for file in files]
    collections = [
        read_source(file, path, answers, trusted=True)
        for file, path in zip(files, paths, strict=True)
    ]
    choices = choose_in_each(collections, where, boundaries)
    conditions = [*where, *(("boundary", boundary) for boundary in boundaries)]
    dissolved = dissolve(choices, close_gaps=close_gaps)
    origin = origin_of(paths, conditions, choices)
    return store(dissolved, origin=origin, name=name, countries=countries, perimeter=perimeter)


def store(
    dissolved: Dissolved,
    *,
    origin: str,
    name: str = "",
    countries: Sequence[str] = (),
    perimeter: Perimeter | None = None,
) -> PerimeterVersion:
    """Return a stored version, not yet accepted.

    countries: ISO codes, they decide the metric system of a new perimeter.
    Raises InvalidDrawing where longitude and latitude are the other way round.
    """
    report = dissolved.report + _place_report(dissolved.area, countries)
    srid = perimeter.metric_srid if perimeter else _metric_srid(dissolved, countries)
    area_m2 = Ground.of(dissolved.area, srid).measure(dissolved.area)
    with transaction.atomic():  # short: one that waits for a computation is cut
        perimeter = perimeter or Perimeter.objects.create(name=name[:200], metric_srid=srid)
        return PerimeterVersion.objects.create(
            perimeter=perimeter,
            area=to_django(dissolved.area),
            area_m2=area_m2,
            origin=origin,
            report=report,
        )


def _metric_srid(dissolved: Dissolved, countries: Sequence[str]) -> int:
    place = dissolved.area.representative_point()
    return metric_srid(countries, place.x, place.y)


def origin_of(
    paths: Sequence[str], conditions: Iterable[tuple[str, str]], choices: Sequence[Choice]
) -> str:
    """Return the files, the conditions, and the source that a licence wants named, one a line.

    Without conditions, what was chosen one by one in each file is told where it is not all.
    """
    told = [f"{name}={value}" for name, value in conditions]
    names = [PurePath(path).name for path in paths]
    if not told:
        names = [_chosen_of(name, one) for name, one in zip(names, choices, strict=True)]
    named = [ATTRIBUTION] if any(is_extract(one.collection) for one in choices) else []
    return "\n".join(line for line in [*names, *told, *named] if line)


def _chosen_of(file: str, choice: Choice) -> str:
    """Return the name of a file, with the features chosen in it where some were left out."""
    if not choice.left_out:
        return file
    names = [name_of(feature.properties) or str(feature.number) for feature in choice.areas]
    count = f"{len(names)}/{len(names) + len(choice.left_out)}"
    listed = ", ".join(names)
    return f"{file} ({count}): {listed}" if len(listed) <= LONGEST_LIST else f"{file} ({count})"


def _place_report(area, countries: Sequence[str]) -> list[dict]:
    """Return a warning where the area lies in none of the countries.

    Raises InvalidDrawing when it would with longitude and latitude the other way round.
    """
    place = area.representative_point()
    boxes = [shapely.box(*box) for code in countries for box in COUNTRIES.get(code.upper(), [])]
    if not boxes or shapely.intersects(boxes, place).any():
        return []
    if shapely.intersects(boxes, shapely.Point(place.y, place.x)).any():
        raise InvalidDrawing(Code.SWAPPED)
    return [{"code": "far_away", "count": 1, "place": [place.x, place.y]}]
