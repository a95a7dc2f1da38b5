"""Simulated cities: people, who of them answers, noise, and quarters that depart from the curve.

What is true of each cell is known, so that what the crossing says of it can be marked.
"""

from dataclasses import dataclass, replace

import numpy as np

from geo.analysis.crossing import Crossed, cross, felt_by_cell
from geo.analysis.exposure_response import HIGHLY_ANNOYED, Curve
from geo.analysis.hexagons import CORNERS, cells_of, centres

EDGE_M = 100.0
SIDE = 20  # cells along each side
TROUBLE, QUIET = 1, -1
QUARTERS = {TROUBLE: (4, 4, 5), QUIET: (3, 3, 3)}  # planted cells, quarter by quarter
CURVE = HIGHLY_ANNOYED["road"]
LEAST_APART_M = 600.0


@dataclass(frozen=True, slots=True)
class World:
    """What may go wrong in a city; as it stands, what the method assumes.

    error_db: of the measured levels, as the instrument says; hidden_db: added to each, which
    nobody knows; annoyed_answer: how many times as often the highly annoyed take part; lifts: on
    the share in troubled cells, and by what it is multiplied in quiet ones; people: in a cell.
    """

    error_db: float = 1.5
    hidden_db: float = 0.0
    annoyed_answer: float = 1.0
    lift: float = 0.30
    calm: float = 0.15
    people: float = 60.0
    answering: float = 0.20
    is_planted: bool = True


@dataclass(frozen=True, slots=True)
class City:
    """A city as it is (truth, levels, shares) and as it is seen (measured, answers).

    truth: TROUBLE, QUIET or 0 for each cell; answers: place in metres, who, highly annoyed, when.
    """

    cells: np.ndarray
    places: np.ndarray
    truth: np.ndarray
    levels: np.ndarray
    people: np.ndarray
    measured: np.ndarray
    u: np.ndarray
    answers: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def made(world: World, rng: np.random.Generator) -> City:
    """Return a city of SIDE × SIDE hexagons."""
    cells = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij"), -1)
    cells = cells.reshape(-1, 2)
    places = centres(*cells.T, EDGE_M)
    levels = _levels(places, rng)
    people, centre = _people(places, world.people, rng)
    truth = np.zeros(len(cells), int)
    if world.is_planted:
        truth = _planted(places, levels, centre, rng)
    share = CURVE.expected_share(levels)
    share = np.where(truth == TROUBLE, share + world.lift, share)
    share = np.where(truth == QUIET, share * world.calm, share)
    measured = levels + rng.normal(0, world.error_db, len(cells)) + world.hidden_db
    answers = _answers(places, people, share, world, rng)
    u = np.full(len(cells), world.error_db)
    return City(cells, places, truth, levels, people, measured, u, answers)


def _levels(places: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return Lden that falls off from five straight roads, between some 45 and 75 dB."""
    level = np.full(len(places), 47.0)
    middle, reach = places.mean(axis=0), np.ptp(places, axis=0).max() / 2
    for strength in rng.uniform(66, 75, 5):
        angle, offset = rng.uniform(0, np.pi), rng.uniform(-0.8, 0.8) * reach
        away = np.abs((places - middle) @ (np.cos(angle), np.sin(angle)) - offset)
        level = np.maximum(level, strength - 10 * np.log10(1 + (away / 40) ** 1.5))
    return level + rng.normal(0, 1, len(places))


def _people(places, mean: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return how many live in each cell, dense around a centre, and the centre."""
    centre = places.mean(axis=0) + rng.normal(0, 400, 2)
    away = np.hypot(*(places - centre).T)
    density = (0.25 + 4 * np.exp(-away / 700)) * rng.lognormal(0, 0.5, len(places))
    return rng.poisson(mean * density / density.mean()), centre


def _planted(places, levels, centre, rng: np.random.Generator) -> np.ndarray:
    """Return quarters of neighbours, trouble where it is not loud, quiet where it is, outside.

    A trouble spot amid the crowd would be found by any count: those are planted where fewer live.
    """
    truth = np.zeros(len(places), int)
    outside = np.hypot(*(places - centre).T) > 700
    for kind, sizes in QUARTERS.items():
        fits = levels < 62 if kind == TROUBLE else levels > 64
        for size in sizes:
            free = np.flatnonzero(fits & outside & _far_from(places, truth != 0))
            away = np.hypot(*(places - places[rng.choice(free)]).T)
            near = np.argsort(away, kind="stable")
            chosen = near[fits[near]][:size] if kind == QUIET else near[:size]
            truth[chosen] = kind
    return truth


def _far_from(places: np.ndarray, taken: np.ndarray) -> np.ndarray:
    if not taken.any():
        return np.ones(len(places), bool)
    return np.linalg.norm(places[:, None] - places[taken], axis=2).min(axis=1) > LEAST_APART_M


def _answers(places, people, share, world: World, rng: np.random.Generator):
    """Return answers: who answers differs from cell to cell, and one in ten answers twice."""
    eager = np.clip(world.answering * rng.lognormal(0, 0.6, len(places)), 0, 0.9)
    home = np.repeat(np.arange(len(places)), people)
    hit = rng.random(home.size) < share[home]
    often = np.where(hit, world.annoyed_answer, 1.0)
    answers = np.flatnonzero(rng.random(home.size) < np.minimum(eager[home] * often, 0.95))
    again = answers[rng.random(answers.size) < 0.1]
    who = np.concatenate([answers, again])
    # Homes lie on the spokes of the hexagon: in their cell, whatever its neighbours.
    corner = CORNERS[rng.integers(0, 6, who.size)] * EDGE_M * rng.uniform(0, 0.95, (who.size, 1))
    moments = np.concatenate([np.zeros(answers.size), np.ones(again.size)])
    return places[home[who]] + corner, who, hit[who], moments


def crossed(city: City, times: float = 1.0) -> Crossed:
    """Return what the crossing says of each cell of a city; times: multiplies what is expected."""
    places, who, hits, moments = city.answers
    felt = felt_by_cell(cells_of(places, EDGE_M), who, hits, moments)
    n, k = np.zeros(len(city.cells), int), np.zeros(len(city.cells), int)
    at = felt.cells @ (SIDE, 1)
    n[at], k[at] = felt.n, felt.k
    return cross(n, k, city.measured, city.u, multiplied(CURVE, times))


def multiplied(curve: Curve, times: float) -> Curve:
    """Return a curve that foretells as many times more."""
    return replace(curve, c0=curve.c0 * times, c1=curve.c1 * times, c2=curve.c2 * times)


def neighbours(places: np.ndarray) -> np.ndarray:
    """Return weights (n, n): 1 for a cell and each hexagon that shares an edge with it."""
    away = np.linalg.norm(places[:, None] - places, axis=2)
    return (away < 1.1 * np.sqrt(3) * EDGE_M).astype(float)


def smooth(places: np.ndarray, reach_m: float, rng: np.random.Generator) -> np.ndarray:
    """Return a field in which near cells are alike (exponential covariance)."""
    away = np.linalg.norm(places[:, None] - places, axis=2)
    return np.linalg.cholesky(np.exp(-away / reach_m) + 1e-9 * np.eye(len(places))) @ rng.normal(
        size=len(places)
    )
