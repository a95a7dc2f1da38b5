"""The crossing of measured and felt against numbers that independent libraries computed."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.analysis import clusters, crossing, hexagons, kernels, levels, shares, soundscape
from geo.analysis.exposure_response import HIGHLY_ANNOYED, SLEEP_DISTURBED, heart_disease_risk
from geo.analysis.interpolation import (
    Variogram,
    inverse_distance,
    is_worth_it,
    left_out_error,
    ordinary_kriging,
)

FILE = Path(__file__).resolve().parents[3] / "shared" / "science" / "vectors.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is not there")
VECTORS = json.loads(FILE.read_text()) if FILE.exists() else {}
close = pytest.approx


def near(value, tolerance=1e-6):
    return close(value, rel=tolerance, abs=tolerance)


def known(name):
    return VECTORS.get(name, {})


def cases(name):
    return known(name).get("cases", [])


@pytest.mark.parametrize("case", cases("lden"), ids=str)
def test_lden(case):
    given = case["lday"], case["levening"], case["lnight"]
    assert levels.day_evening_night(*given, levels.SCHEMES["EU"]) == near(case["lden_12_4_8"])
    assert levels.day_evening_night(*given, levels.SCHEMES["IT"]) == near(case["lden_14_2_8"])


@pytest.mark.parametrize(("scheme", "name"), [("FR", "FR"), ("EU", "EU_default"), ("IT", "IT")])
def test_lden_from_hourly(scheme, name):
    vector = known("lden_from_hourly")
    periods, expected = levels.SCHEMES[scheme], vector["expected"][name]
    found = levels.period_levels(vector["hourly_laeq_0_23"], periods)
    assert list(found.values()) == near([expected[f"l{period}"] for period in found])
    assert levels.day_evening_night(*found.values(), periods) == near(expected["lden"])


@pytest.mark.parametrize("case", cases("energetic_mean"), ids=str)
def test_energetic_mean(case):
    assert levels.energetic_mean(case["levels"], case["weights"]) == near(case["energetic"])
    if case["se_db"] is not None:
        assert levels.standard_error_db(case["levels"]) == near(case["se_db"])


def test_two_stage_mean():
    level = np.repeat([55, 70, 62], [600, 60, 120])
    session = np.repeat([0, 1, 2], [600, 60, 120])
    _names, means = levels.session_levels(level, np.ones(780), session)
    assert levels.energetic_mean(means) == near(known("two_stage_mean")["two_stage"])
    assert levels.energetic_mean(level) == near(known("two_stage_mean")["pooled"])


CURVES = {f"ha_{name}": curve for name, curve in HIGHLY_ANNOYED.items()} | {
    f"hsd_{name}": curve for name, curve in SLEEP_DISTURBED.items()
}


@pytest.mark.parametrize("name", CURVES)
def test_exposure_response(name):
    vector, curve = known("erf"), CURVES[name]
    for level, percent in vector["values"][name].items():
        assert curve.percent(float(level)) == close(percent, abs=1e-3)
    told = vector["coefficients"][name]
    assert (curve.indicator, curve.least, curve.most) == (
        told["indicator"], told["valid_min"], told["valid_max"],
    )  # fmt: skip
    assert curve.vertex_db == near(told["vertex_db"])


def test_the_curve_for_maps_never_falls():
    for name, curve in CURVES.items():
        rising = curve.expected_share(np.arange(20, 100, 0.5))
        assert np.all(np.diff(rising) >= 0), name


def test_heart_disease_risk():
    for level, risk in known("erf")["rr_ihd_road"]["values"].items():
        assert heart_disease_risk(float(level)) == near(risk)


@pytest.mark.parametrize("case", cases("wilson"), ids=str)
def test_wilson(case):
    low, high = shares.wilson(case["k"], case["n"])
    assert (low, high) == (near(case["low"]), near(case["high"]))


@pytest.mark.parametrize("case", cases("residual"), ids=str)
def test_residual(case):
    found = crossing.cross(
        [case["n"]], [case["k"]], [case["lden"]], [case["u_db"]], HIGHLY_ANNOYED["road"]
    )
    values = {"p_obs": found.share, "p0": found.expected, "p0_low": found.expected_low,
              "p0_high": found.expected_high, "wilson_low": found.low, "wilson_high": found.high}  # fmt: skip
    for name, value in values.items():
        assert value[0] == near(case[name]), name
    assert found.flag[0] == case["flag"].removesuffix("_than_expected")
    p = shares.exact_p([case["k"]], [case["n"]], [found.expected[0]])[0]
    assert p == close(case["p_exact"], abs=1e-7)


def test_benjamini_hochberg():
    vector = known("fdr_bh")
    found = shares.adjusted(vector["p"])
    assert found == near(vector["adjusted"])
    assert list(found <= vector["alpha"]) == vector["reject"]


def test_empirical_bayes():
    vector = known("empirical_bayes")
    found = shares.empirical_bayes(vector["events"], vector["base"])
    assert (found.mean, found.variance) == (near(vector["m"]), near(vector["s2"]))
    assert found.ratios == near(np.array(vector["smoothed"]))


def test_observed_to_expected():
    vector = known("oe_ratio")
    expected = np.array(vector["n"]) * HIGHLY_ANNOYED["road"].expected_share(vector["lden"])
    assert expected == near(np.array(vector["expected"]), 1e-5)
    found = shares.empirical_bayes(vector["observed"], expected)
    assert found.mean == near(vector["global_ratio"])
    assert found.ratios == near(np.array(vector["smoothed"]))
    low, high = shares.poisson_ratio_interval(vector["observed"], expected)
    assert (low, high) == (near(np.array(vector["ci_low"])), near(np.array(vector["ci_high"])))


@pytest.mark.parametrize("case", cases("beta_shrink"), ids=str)
def test_pulled_share(case):
    assert shares.pulled_share(case["k"], case["n"], case["m"], case["M"]) == near(case["value"])


@pytest.mark.parametrize("case", cases("soundscape_iso12913_3"), ids=str)
def test_soundscape(case):
    assert soundscape.pleasant_and_eventful(case) == (near(case["P"]), near(case["E"]))


@pytest.mark.parametrize("case", cases("idw"), ids=str)
def test_inverse_distance(case):
    vector = known("idw")
    found = inverse_distance(
        vector["points"], vector["values"], [case["q"]],
        power=case["p"], neighbours=case["k"], reach_m=case["radius"],
    )[0]  # fmt: skip
    assert np.isnan(found) if case["value"] is None else found == near(case["value"])


def test_five_points_are_not_worth_interpolating():
    vector = known("idw")
    points, values = np.array(vector["points"]), np.array(vector["values"])
    choices = {"neighbours": None, "reach_m": None}
    assert left_out_error(points, values, **choices) == near(vector["loo_p2_rmse"])
    assert not is_worth_it(points, values, **choices)


@pytest.mark.parametrize("case", cases("ordinary_kriging"), ids=lambda case: str(case["q"]))
def test_ordinary_kriging(case):
    vector = known("ordinary_kriging")
    variogram = Variogram(case["nugget"], case["psill"], case["range"])
    value, variance = ordinary_kriging(
        vector["points"], vector["values"], [case["q"]], variogram, neighbours=None
    )
    assert (value[0], variance[0]) == (near(case["value"]), near(case["variance"]))


def test_bandwidth():
    vector = known("kde_bandwidth")
    expected = vector["values"]["loo_likelihood_grid_10_300_step5"]
    assert kernels.bandwidth(vector["points"], 10, 300) == expected


@pytest.mark.parametrize("case", cases("kde_edge"), ids=lambda case: str(case["h"]))
def test_edge_correction_in_a_rectangle(case):
    vector = known("kde_edge")
    area, points = shapely.Polygon(vector["perimeter"]), np.array(vector["points"], float)
    kept = kernels.kept_inside(points, area, case["h"], side_m=5)
    assert kept == close(np.array(case["e"]), abs=2e-4)
    for place, value in case["lambda_corrected"].items():
        at = [[float(part) for part in place.split(",")]]
        assert kernels.intensity_at(points, at, case["h"], case["e"])[0] == near(value)
    raster = kernels.raster_over(area, 5)
    surface = kernels.intensity(points, raster, case["h"])
    assert (surface * raster.inside).sum() * 25 == close(len(points), rel=1e-3)


def test_edge_correction_in_an_l():
    vector = known("kde_edge_lshape")
    area, points = shapely.Polygon(vector["perimeter"]), np.array(vector["points"], float)
    kept = kernels.kept_inside(points, area, 80, side_m=2)
    assert kept == close(np.array(vector["e"]), abs=2e-3)
    assert kept.sum() == close(vector["mass_uncorrected"], abs=1e-2)
    raster = kernels.raster_over(area, 4)
    mass = (kernels.intensity(points, raster, 80) * raster.inside).sum() * 16
    assert mass == close(vector["mass_corrected"], rel=1e-3)


@pytest.mark.parametrize("case", cases("kernel_share"), ids=str)
def test_share_surface(case):
    vector = known("kernel_share")
    found = kernels.share_at(vector["points"], vector["highly_annoyed"], [case["q"]], 100)
    assert found.share[0] == near(case["share"])
    assert (found.support[0], found.effective[0]) == (near(case["support"]), near(case["n_eff"]))


def queen(side, itself):
    rows, columns = np.divmod(np.arange(side * side), side)
    apart = np.maximum(abs(rows[:, None] - rows), abs(columns[:, None] - columns))
    return ((apart <= 1) & (itself | (apart > 0))).astype(float)


def test_hot_spots():
    vector = known("gi_star")
    values = np.array(vector["values"])
    scores = clusters.gi_star(values, queen(5, itself=True))
    assert scores == near(np.array(vector["z"]))
    assert clusters.two_sided(scores) == near(np.array(vector["p_normal_two_sided"]))
    shifted = clusters.gi_star(values + vector["shift_invariance"]["c"], queen(5, itself=True))
    assert shifted == near(scores)
    significant = np.flatnonzero(shares.adjusted(clusters.two_sided(scores)) <= 0.05)
    assert list(significant) == vector["significant_fdr05"]


def test_two_maps_side_by_side():
    vector = known("bivariate_moran")
    weights = queen(5, itself=False)
    weights /= weights.sum(axis=1, keepdims=True)
    found = clusters.bivariate_moran(vector["x"], vector["y"], weights)
    assert found == near(np.array(vector["I_own"]))


def test_agreement_is_corrected_for_neighbours():
    vector = known("spearman_clifford")
    rows, columns = np.divmod(np.arange(64), 8)
    found = clusters.agreement(vector["x"], vector["y"], np.column_stack([columns, rows]) * 100.0)
    assert (found.rho, found.naive_p) == (near(vector["rho"]), near(vector["p_naive"]))
    assert (found.effective, found.p) == (near(vector["n_eff"]), near(vector["p_corrected"]))


def test_hexagons():
    vector = known("hexgrid")
    for edge, area in vector["area"].items():
        assert hexagons.area_m2(float(edge)) == near(area)
    for case in vector["index_cases"]:
        cell = hexagons.cells_of([(case["x"], case["y"])], case["s"])[0]
        assert list(cell) == [case["i"], case["j"]], case
        assert hexagons.centres(*cell[:, None], case["s"])[0] == near(case["centre"])


def test_suppression():
    vector = known("suppression")
    n = vector["respondents"]
    rules = crossing.Rules(k_min=vector["k"])
    assert list(crossing.statuses(n, np.zeros(len(n)), np.zeros(len(n)), rules)) == vector["status"]


def test_respondents_needed():
    for change, n in known("sample_size")["table"].items():
        expected, truth = map(float, change.split("->"))
        assert shares.respondents_needed(expected, truth) == n, change
