"""A crossing with one release whose cells are given, for tests of its pages."""

import math

import numpy as np
import shapely

from geo.analysis.crossing import cross
from geo.analysis.exposure_response import HIGHLY_ANNOYED
from geo.analysis.hexagons import cells_of, shapes
from geo.crs import reproject
from geo.measurements.models import Dataset
from geo.perimeters.conversion import to_django
from participation.crossings.models import Crossing, ReleasedCell
from participation.perception.models import FeltQuestion
from tests.factories import make_consultation, make_indicator, make_theme, serial

TEXTS = ("flag", "found", "code")
NUMBERS = ("share", "low", "high", "level", "u", "expected", "expected_low", "expected_high", "q",
           "ratio")  # fmt: skip
SRID, EDGE_M = 2154, 100
TITLES = {
    "title_fr": "Bruit mesuré, bruit ressenti",
    "title_it": "Rumore misurato, rumore percepito",
    "title_en": "Noise measured, noise felt",
}


def make_question(consultation, **changes):
    values = {"title_fr": "Chez vous, le bruit de la rue vous gêne-t-il ?", "source": "road"}
    return FeltQuestion.objects.create(consultation=consultation, **values | changes)


def make_dataset(key="lden", **changes):
    values = {
        "slug": f"bruit-{next(serial)}",
        "name": "Bruit routier",
        "indicator": make_indicator(key),
        "source": "road",
        "licence": "Licence Ouverte 2.0",
        "attribution": "Ville de Port-Valdora",
        "instrument": "class_2",
    }
    return Dataset.objects.create(**values | changes)


def make_crossing(consultation=None, **changes):
    """Published, of answers at home and levels of road traffic."""
    consultation = consultation or make_consultation()
    values = {"slug": f"bruit-{next(serial)}", "curve": "road", "is_published": True} | TITLES
    if "theme" not in changes:
        changes.setdefault("question", make_question(consultation))
    if "dataset" not in changes:
        values["dataset"] = make_dataset()
    return Crossing.objects.create(consultation=consultation, **values | changes)


def make_pins_crossing(consultation=None, **changes):
    """Only pins: the share of one theme among all remarks."""
    consultation = consultation or make_consultation()
    theme = make_theme(consultation, "S")
    return make_crossing(consultation, theme=theme, dataset=None, curve="", **changes)


def make_release(crossing, answers, kind="public", **changes):
    """A complete release: answers are (n, k, level) from west to east, or dicts with `i` and `j`."""
    rows = [placed(answer, at) for at, answer in enumerate(answers)]
    thresholds = [53, 68] if crossing.dataset_id else []
    values = {
        "number": 0 if kind == "live" else crossing.releases.count() + 1,
        "kind": kind,
        "method_version": "1",
        "parameters": {"srid": SRID, "thresholds": thresholds},
        "is_complete": True,
    }
    values["totals"] = {"answers": 0, "people": 0, "cells": {}} | changes.pop("totals", {})
    release = crossing.releases.create(**values | changes)
    ReleasedCell.objects.bulk_create(cells_for(release, rows))
    return release


def placed(answer, at):
    if isinstance(answer, dict):
        return {"place_name": "", **answer}
    n, k, level = answer
    place = reproject(shapely.Point(8.35, 43.45), 4326, SRID)
    i, j = cells_of(place.coords[0], EDGE_M)[0].tolist()
    return {"i": i, "j": j + at, "n": n, "k": k, "level": level, "place_name": f"Lieu {at + 1}"}


def cells_for(release, rows):
    curve = HIGHLY_ANNOYED[release.crossing.curve or "road"]
    column = {name: [row[name] for row in rows] for name in ("i", "j", "n", "k")}
    levels = np.array([math.nan if row["level"] is None else row["level"] for row in rows])
    found = cross(column["n"], column["k"], levels, [row.get("u", 2.0) for row in rows], curve)
    hexagons = shapes(column["i"], column["j"], EDGE_M)
    return [
        cell(release, row, found, at, row.get("shape") or reproject(hexagons[at], SRID, 4326))
        for at, row in enumerate(rows)
    ]


def cell(release, row, found, at, shape):
    is_told = found.status[at] in ("uncertain", "published")
    numbers = {name: number(getattr(found, name)[at]) for name in NUMBERS}
    residual = None
    if is_told and numbers["expected"] is not None:
        residual = 100 * (numbers["share"] - numbers["expected"])
    return ReleasedCell(
        release=release,
        i=row["i"],
        j=row["j"],
        geometry=to_django(shapely.multipolygons([shape])),
        status=str(found.status[at]),
        n=row["n"] if is_told else None,
        k=row["k"] if is_told else None,
        residual_pp=residual,
        column=int(found.column[at]),
        place_name=row["place_name"],
        source="lden",
        is_interpolated=row.get("is_interpolated", False),
        **numbers,
        **{name: str(getattr(found, name)[at]) if is_told else "" for name in TEXTS},
    )


def number(value):
    return None if math.isnan(value) else float(value)
