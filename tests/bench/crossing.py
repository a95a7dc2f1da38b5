"""What the crossing finds in simulated cities whose truth is known, and what it makes up.

python3 -m tests.bench.crossing [--cities 100] [--seed 1] : prints tables. Nothing fails here.
"""

import argparse
from dataclasses import replace

import numpy as np
from scipy import stats

from geo.analysis.clusters import CLUSTER_FDR, agreement, gi_star, two_sided
from geo.analysis.crossing import Crossed, Status
from tests.geo.analysis.cities import QUIET, TROUBLE, City, World, crossed, made, neighbours, smooth
from tests.geo.analysis.marking import KINDS, Marks, clusters_of, marks_of

BASE = World()
WORLDS = {
    "as the method assumes": BASE,
    "half as many answer": replace(BASE, answering=0.1),
    "twice as many people": replace(BASE, people=120),
    "levels known exactly": replace(BASE, error_db=0),
    "levels ± 2.5 dB": replace(BASE, error_db=2.5),
    "all levels 3 dB too low, nobody knows": replace(BASE, hidden_db=-3),
    "the annoyed answer 1.5 times as often": replace(BASE, annoyed_answer=1.5),
    "the annoyed answer twice as often": replace(BASE, annoyed_answer=2),
}
SIZES = ((5, 9), (10, 19), (20, 39), (40, 79), (80, 10_000))


def seeds(seed: int, count: int) -> list[np.random.Generator]:
    return [np.random.default_rng((seed, at)) for at in range(count)]


def marked(world: World, rngs: list[np.random.Generator], *, relative: bool = False) -> Marks:
    return sum((marks_of(made(world, rng), relative=relative) for rng in rngs), Marks())


def row(*cells: object) -> None:
    print("|", " | ".join(str(cell) for cell in cells), "|")  # noqa: T201


def of(part: float, whole: float) -> str:
    return f"{part:.0f} of {whole:.0f} ({part / whole:.0%})" if whole else "none"


def planted(count: int, seed: int) -> None:
    row("city", "answers", "trouble found of what is published", "quiet found", "false of flags",
        "FDR", "hot right", "cold right", "declared / expected")  # fmt: skip
    for name, world in WORLDS.items():
        m = marked(world, seeds(seed, count))
        planted_row(name, m)
    for name in list(WORLDS)[-2:]:
        m = marked(WORLDS[name], seeds(seed, count), relative=True)
        planted_row(f"{name}, relative to the survey", m)


def planted_row(name: str, m: Marks) -> None:
    row(name, f"{m.answers / m.cities:.0f}", of(m.found, m.tellable),
        of(m.quiet_found, m.quiet_tellable), of(m.false, m.flags),
        f"{m.share_false / m.cities:.1%}", of(m.hot_right, m.hot), of(m.cold_right, m.cold),
        f"{m.mean_ratio / m.cities:.2f}")  # fmt: skip


def tops(count: int, seed: int) -> None:
    row("city", "top cells by answers", "by annoyed", "by raw share", "by shrunk ratio", "flagged")
    for name in ("as the method assumes", "twice as many people"):
        m = marked(WORLDS[name], seeds(seed, count))
        row(name, *(of(part, m.planted) for part in (m.by_answers, m.by_annoyed, m.by_share,
                                                     m.by_ratio, m.found)))  # fmt: skip


def power(count: int, seed: int) -> None:
    """Print how many planted cells are found, by the number of their respondents."""
    rows = {kind: ([], []) for kind in KINDS.values()}
    for rng in seeds(seed, count):
        city = made(replace(BASE, people=120), rng)
        found = crossed(city)
        for flag, kind in KINDS.items():
            here = city.truth == kind
            rows[kind][0].extend(found.n[here])
            rows[kind][1].extend((found.found == flag)[here])
    row("respondents in the cell", "trouble spots found", "quiet places found")
    for least, most in SIZES:
        told = []
        for kind in (TROUBLE, QUIET):
            n, hit = (np.array(values) for values in rows[kind])
            within = (n >= least) & (n <= most)
            told.append(of(hit[within].sum(), within.sum()))
        row(f"{least}–{most}" if most < SIZES[-1][1] else f"{least} and more", *told)


def nulls(count: int, seed: int) -> None:
    """Print what is found where there is nothing to find."""
    row("nothing is planted", "cities with a false flag", "with a false cluster",
        "with one by Gi* alone")  # fmt: skip
    for name in ("levels known exactly", "as the method assumes"):
        flagged = clustered = alone = 0
        for rng in seeds(seed, count):
            city = made(replace(WORLDS[name], is_planted=False), rng)
            found = crossed(city)
            flagged += np.isin(found.found, list(KINDS)).any()
            clustered += clusters_of(city, found).any()
            alone += has_cluster_by_gi(city, found)
        row(name, of(flagged, count), of(clustered, count), of(alone, count))


def has_cluster_by_gi(city: City, found: Crossed) -> bool:
    told = found.status == Status.PUBLISHED
    p0, n = found.expected[told], found.n[told]
    scores = (found.share[told] - p0) / np.sqrt(p0 * (1 - p0) / n)
    gi = gi_star(scores, neighbours(city.places)[np.ix_(told, told)])
    p = two_sided(gi[~np.isnan(gi)])
    return bool((stats.false_discovery_control(p) <= CLUSTER_FDR).any())


def agreements(count: int, seed: int) -> None:
    """Print how often two maps that have nothing to do with each other seem to agree (p < 5 %)."""
    row("two unrelated maps of 100 cells, alike within", "naive", "corrected", "cells worth")
    places = made(BASE, np.random.default_rng(seed)).places
    places = places[np.flatnonzero((places < places.max(axis=0) / 2 - 1).all(axis=1))]
    for reach_m in (1.0, 200.0, 400.0, 800.0):
        naive = corrected = worth = 0.0
        for rng in seeds(seed, count):
            found = agreement(smooth(places, reach_m, rng), smooth(places, reach_m, rng), places)
            naive += found.naive_p < 0.05
            corrected += found.p < 0.05
            worth += found.effective
        row(f"{reach_m:.0f} m", of(naive, count), of(corrected, count), f"{worth / count:.0f}")


def raw_shares(count: int, seed: int) -> None:
    """Print how many people stand behind the twenty highest raw shares."""
    medians = []
    for rng in seeds(seed, count):
        found = crossed(made(replace(BASE, answering=0.05), rng))
        share = np.divide(found.k, found.n, out=np.full(found.n.shape, -1.0), where=found.n > 0)
        medians.append(np.median(found.n[np.argsort(-share, kind="stable")[:20]]))
    told = (found.status != Status.NO_ANSWER).sum()
    row("twenty highest raw shares, median respondents", f"{np.median(medians):.0f}",
        f"of some {told} cells with answers")  # fmt: skip


def main(count: int, seed: int) -> None:
    for table in (planted, tops, power, nulls, agreements, raw_shares):
        print()  # noqa: T201
        table(count, seed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    main(chosen.cities, chosen.seed)
