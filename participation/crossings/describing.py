"""What a release says of itself: by which rules and data it was made, and what it adds up to."""

import math

import numpy as np

from geo.analysis import interpolation
from geo.analysis.clusters import CLUSTER_FDR
from geo.analysis.crossing import Status, may_enter_mean, published_total
from geo.analysis.pipeline import DETECTABLE, Method, Result
from participation.crossings.computing import Present, Taken
from participation.crossings.models import Crossing
from participation.crossings.taking import LEAST_MOVED
from participation.perception.origins import SurveyImport


def parameters_of(crossing: Crossing, now: Present, result: Result) -> dict:
    """Return everything by which somebody else could compute the same."""
    perimeter = crossing.consultation.perimeter
    return {
        "srid": perimeter.metric_srid,
        "perimeter_version": str(perimeter.current_id),
        "cell_edge_m": crossing.cell_edge_m,
        "kind": result.kind,
        "question": _question(crossing),
        "theme": crossing.theme.title if crossing.theme else None,
        "dataset": _dataset(crossing),
        "surveys": _surveys(crossing),
        "curve": crossing.curve,
        "is_relative": result.is_relative,
        "interpolation": _interpolation(crossing, result),
        "moved": LEAST_MOVED,
        **_rules(now.method, result),
    }


def _rules(method: Method, result: Result) -> dict:
    rules = method.rules
    return {
        "k_min": rules.k_min,
        "level": rules.level,
        "fdr": rules.fdr,
        "clusters_fdr": CLUSTER_FDR,
        "half_width_max": rules.half_width_max,
        "u_max": rules.u_max_db if math.isfinite(rules.u_max_db) else None,
        "homogeneous_below": rules.homogeneous_below,
        "detectable": DETECTABLE,
        "thresholds": list(method.thresholds.get(result.kind, rules.thresholds)),
    }


def _question(crossing: Crossing) -> dict | None:
    question = crossing.question
    if question is None:
        return None
    names = ("title_fr", "title_it", "title_en", "source", "scale", "context")
    return {"id": str(question.pk)} | {name: getattr(question, name) for name in names}


def _dataset(crossing: Crossing) -> dict | None:
    dataset = crossing.dataset
    if dataset is None:
        return None
    told = {"slug": dataset.slug, "name": dataset.name, "source": dataset.source}
    told |= {"indicator": dataset.indicator.key, "names": dataset.indicator.names}
    told |= {"unit": dataset.indicator.unit, "instrument": dataset.instrument}
    told |= {"u": dataset.calibration_db, "period_scheme": dataset.period_scheme}
    version = dataset.current
    if version:
        told |= {"version": str(version.pk), "form": version.form, "file": version.file_name}
        told |= {"licence": version.licence, "attribution": version.attribution}
        days = (version.measured_from, version.measured_to)
        told["measured"] = [day and day.isoformat() for day in days]
    return told


def _surveys(crossing: Crossing) -> list[dict]:
    """Return whose ratings were taken over from elsewhere, for the credits."""
    if crossing.question is None:
        return []
    rows = SurveyImport.objects.standing().filter(question=crossing.question)
    names = ("file_name", "licence", "attribution", "are_means")
    return [{name: getattr(one, name) for name in names} for one in rows.order_by("created_at")]


def _interpolation(crossing: Crossing, result: Result) -> dict:
    filling = result.filling
    return {
        "asked": crossing.interpolation,
        "way": filling.way,
        "reach_m": interpolation.REACH_M,
        "places": filling.places,
        "error": rounded(filling.error, 1),
        "spread": rounded(filling.spread, 1),
        "cells": filling.filled,
    }


def totals_of(
    result: Result, now: Present, taken: Taken, *, before: dict | None, is_public: bool
) -> dict:
    """Return what the cells add up to. before: the totals of the release before, or None.

    In public what tells of people is rounded to five, and of all at once only told anew where
    some cell is: else two releases would tell of one answer.
    """
    totals, crossed = result.totals, result.crossed
    published = crossed.status == Status.PUBLISHED
    found = {name: int((crossed.found[published] == name).sum()) for name in
             ("more", "compatible", "less")}  # fmt: skip
    codes = {
        str(code): int((crossed.code == code).sum()) for code in sorted({*crossed.code} - {""})
    }
    return {
        "answers": totals.answers if is_public else int(taken.n.sum()),
        "hits": totals.hits if is_public else round(float(taken.k.sum()), 1),
        "cells": dict(totals.cells),
        "hidden": totals.hidden,
        "found": found,
        "codes": codes,
        "clusters": {name: int((result.cluster == name).sum()) for name in ("hot", "cold")},
        "mean_ratio": rounded(result.mean_ratio, 1),
        "mean_share": rounded(_share(result, now.method), 3 if not is_public else 2),
        "agreement": _agreement(result),
        "interpolated": int(result.levels.is_interpolated.sum()),
        "levels": _levels(result),
        "measured": _measured(now),
        "renewed": taken.renewed,
        **_of_all(now, taken, before, is_public=is_public),
    }


def _share(result: Result, method: Method) -> float:
    """Return the share of all who are highly annoyed, over the cells that may be told of."""
    told = ~np.isnan(result.crossed.share)
    n, k = result.crossed.n, result.crossed.k
    told[told] = may_enter_mean(n[told], k[told], np.zeros(told.sum(), int), method.rules)
    asked = n[told].sum()
    return float(k[told].sum() / asked) if asked else float("nan")


def _agreement(result: Result) -> dict | None:
    found = result.agreement
    if found is None:
        return None
    return {
        "rho": rounded(found.rho, 2),
        "p": rounded(found.p, 3),
        "naive_p": rounded(found.naive_p, 3),
        "effective": rounded(found.effective, 1),
    }


def _levels(result: Result) -> dict[str, int]:
    """Return how many cells have a level of each kind."""
    kinds = [str(kind) for kind in result.levels.kind if kind]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def _measured(now: Present) -> dict | None:
    if now.together is None:
        return None
    return {"values": now.together.measurements, "mean": rounded(now.together.mean, 1)}


def _of_all(now: Present, taken: Taken, before: dict | None, *, is_public: bool) -> dict:
    """Return how many people answered, and how answers go with levels at the same places."""
    if is_public and not taken.renewed:
        old = before or {}
        return {name: old.get(name) for name in ("people", "together", "by_row")}
    at_places = now.together
    told = {"people": published_total(now.people, is_public), "together": None, "by_row": None}
    if at_places is not None and math.isfinite(at_places.r):
        pairs = published_total(at_places.pairs, is_public)
        told["together"] = {"pairs": pairs, "r": rounded(at_places.r, 2)}
        told["by_row"] = now.by_row and _by_row(now.by_row, is_public=is_public)
    return told


def _by_row(told: dict, *, is_public: bool) -> dict:
    """Return the same of the rows of the survey's file, which are neither left out nor paired."""
    rows = published_total(told["rows"], is_public)
    return {"column": told["column"], "rows": rows, "r": rounded(told["r"], 2)}


def rounded(value: float, digits: int) -> float | None:
    """Return a number as JSON takes it."""
    return round(float(value), digits) if math.isfinite(value) else None
