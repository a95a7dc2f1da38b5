"""The colours of the classes are told apart by all eyes; the arithmetic of sight is the tests' own."""

from itertools import combinations

import numpy as np
import pytest

from geo.analysis.palettes import CODES, CROSSED, PALETTES, letters_on

TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
D65 = TO_XYZ.sum(axis=1)
# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB (doi:10.1109/TVCG.2009.113)
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "grey": np.tile(TO_XYZ[1], (3, 1)),
}
# vectors.json, block "palettes"
OURS = {"normal": 13.2, "protanopia": 10.6, "deuteranopia": 11.2, "tritanopia": 12.2}
PINK_BLUE = [
    "#e8e8e8",
    "#ace4e4",
    "#5ac8c8",
    "#dfb0d6",
    "#a5add3",
    "#5698b9",
    "#be64ac",
    "#8c62aa",
    "#3b4994",
]
USUAL = {"normal": 10.9, "protanopia": 3.5, "deuteranopia": 3.6, "tritanopia": 10.9}
LEAST_IN_ONE_COLOUR = 8.0


def linear(colour):
    part = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(colour, sight="normal"):
    """CIELAB of a colour as it is seen."""
    seen = np.clip(np.asarray(SIGHTS[sight]) @ linear(colour), 0, 1)
    ratio = TO_XYZ @ seen / D65
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def hue(a, b):
    return np.degrees(np.arctan2(b, a)) % 360 if a or b else 0.0


def ciede2000(one, other):
    """Sharma, Wu and Dalal 2005 (doi:10.1002/col.20070)."""
    l1, a1, b1 = one
    l2, a2, b2 = other
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(mean7 / (mean7 + 25**7)))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = hue(stretch * a1, b1), hue(stretch * a2, b2)
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    level, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    angle = mean_hue(h1, h2) if c1 * c2 else h1 + h2
    weight = 1 + sum(
        share * np.cos(np.radians(times * angle + shift))
        for share, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    )
    sl = 1 + 0.015 * (level - 50) ** 2 / np.sqrt(20 + (level - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    rc = 2 * np.sqrt(chroma**7 / (chroma**7 + 25**7))
    rt = -np.sin(np.radians(60 * np.exp(-(((angle - 275) / 25) ** 2)))) * rc
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return np.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh)


def mean_hue(h1, h2):
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


def nearest(colours, sight):
    pairs = combinations((lab(colour, sight) for colour in colours), 2)
    return min(ciede2000(one, other) for one, other in pairs)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distances_of_colours_are_those_that_were_published(one, other, distance):
    assert ciede2000(one, other) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("sight", OURS)
def test_any_two_of_the_nine_classes_stay_apart_in_every_kind_of_sight(sight):
    assert nearest(CROSSED.values(), sight) == pytest.approx(OURS[sight], abs=0.06)
    assert OURS[sight] >= 10


@pytest.mark.parametrize("sight", USUAL)
def test_the_usual_palette_does_not(sight):
    assert nearest(PINK_BLUE, sight) == pytest.approx(USUAL[sight], abs=0.06)


def test_the_corners_stay_apart_in_grey():
    shades = [lab(CROSSED[code], "grey")[0] for code in ("A1", "A3", "C1", "C3")]
    assert min(abs(one - other) for one, other in combinations(shades, 2)) == pytest.approx(
        15.5, abs=0.06
    )


@pytest.mark.parametrize("view", [name for name in PALETTES if name != "crossed"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_three_classes_stay_apart_in_every_kind_of_sight_and_in_grey(view, sight):
    assert nearest(PALETTES[view].values(), sight) > LEAST_IN_ONE_COLOUR


def luminance(colour):
    return TO_XYZ[1] @ linear(colour)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_letters_can_be_read_on_every_colour(palette):
    for colour in palette.values():
        dark, light = sorted([luminance(colour), luminance(letters_on(colour))])
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour


def test_there_is_a_colour_for_each_code():
    assert tuple(f"{row}{column}" for row in "ABC" for column in "123") == CODES
