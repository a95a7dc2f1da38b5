"""Figures drawn by matplotlib as SVG, in a process of their own: `python -m geo.paper.figures`.

matplotlib takes 40 MB and is not made for several threads at once; the service asks this module
through `geo.paper.drawing` and never loads it. What comes in and goes out is JSON.
"""

import io
import json
import re
import sys

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

DPI = 72
STEP = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)|Z")
INK, GREY, BLUE = "#16202b", "#8d9499", "#0b5d66"
ROW_PX = 21.0
SETTINGS = {
    "font.family": "DejaVu Sans",
    "hatch.linewidth": 0.5,
    "hatch.color": GREY,
    "svg.hashsalt": "placette",
}


def path_of(text: str) -> Path:
    """Return the path that an SVG writes with M, L and Z."""
    points, codes = [], []
    for found in STEP.finditer(text):
        letter, x, y = found.groups()
        if letter is None:
            points.append(points[-1])
            codes.append(Path.CLOSEPOLY)
        else:
            points.append((float(x), float(y)))
            codes.append(Path.MOVETO if letter == "M" else Path.LINETO)
    return Path(points, codes) if points else Path([(0, 0)])


def canvas(width: float, height: float) -> tuple[Figure, object]:
    """Return a figure of so many pixels and its axes: y grows downwards, nothing is drawn yet."""
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    FigureCanvasSVG(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return figure, axes


def written(figure: Figure) -> str:
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()


def cells_map(told: dict) -> str:
    """Return the map: ground below, cells above, each with its code where it has room."""
    figure, axes = canvas(told["width"], told["height"])
    figure.patch.set_facecolor(told["background"])
    for layer, shape in enumerate([*told["ground"], *told["cells"]]):
        axes.add_patch(_patch(shape, zorder=layer))
    for label in told["labels"]:
        axes.text(
            label["x"], label["y"], label["text"], color=label["ink"], fontsize=label["size"],
            fontweight="bold", ha="center", va="center_baseline", zorder=10**6,
        )  # fmt: skip
    _scale(axes, told["height"], **told["scale"])
    return written(figure)


def _scale(axes, height: float, words: str, pixels: float) -> None:
    """Draw a bar of a round length at the lower left."""
    x, y = [18, 18, 18 + pixels, 18 + pixels], [height - n for n in (22, 15, 15, 22)]
    axes.plot(x, y, color="white", linewidth=4, zorder=10**6)
    axes.plot(x, y, color=INK, linewidth=1.4, zorder=10**6 + 1)
    axes.text(18 + pixels / 2, height - 19, words, fontsize=11, color=INK, ha="center", va="bottom",
              zorder=10**6 + 1)  # fmt: skip


def _patch(shape: dict, zorder: int) -> PathPatch:
    fill = shape.get("fill") or "none"
    return PathPatch(
        path_of(shape["path"]),
        facecolor=fill if fill == "none" else (fill, shape.get("alpha", 1.0)),
        edgecolor=shape.get("edge") or "none",
        linewidth=shape.get("width", 0.0),
        hatch=shape.get("hatch"),
        capstyle="round",
        joinstyle="round",
        zorder=zorder,
    )


def intervals(told: dict) -> str:
    """Return for each row the declared interval with its share, over the band that is expected."""
    rows, width = told["rows"], told["width"]
    height = ROW_PX * (len(rows) + 1.6)
    figure, axes = canvas(width, height)
    left, right = 0.40 * width, 0.985 * width

    def at(share: float) -> float:
        return left + share * (right - left)

    bottom = ROW_PX * (len(rows) + 0.4)
    for share, words in told["ticks"]:
        x = at(share)
        axes.plot([x, x], [4, bottom], color="#d8dde1", linewidth=0.8, zorder=0)
        axes.text(x, bottom + 3, words, fontsize=7.5, color=INK,
                  ha="right" if share == 1 else "center", va="top")  # fmt: skip
    for number, row in enumerate(rows):
        _interval(axes, row, ROW_PX * (number + 0.7), at)
    return written(figure)


def _interval(axes, row: dict, y: float, at) -> None:
    if row["expected"] is not None:
        low, high = row["expected_low"], row["expected_high"]
        least = max(high - low, 0.008)
        axes.fill_betweenx([y - 7, y + 7], at(low), at(low + least), color="#c3c9ce", linewidth=0)
    axes.plot([at(row["low"]), at(row["high"])], [y, y], color=BLUE, linewidth=3,
              solid_capstyle="butt", alpha=row["alpha"])  # fmt: skip
    axes.plot([at(row["share"])], [y], "o", color=BLUE, markersize=6, markeredgecolor="white")
    axes.text(4, y, row["code"], fontsize=8, fontweight="bold", color=INK, va="center_baseline")
    axes.text(30, y, row["label"], fontsize=8, color=INK, va="center_baseline")


DRAWN = {"map": cells_map, "intervals": intervals}


def main() -> None:
    with mpl.rc_context(SETTINGS):
        figures = {name: DRAWN[name](told) for name, told in json.load(sys.stdin).items()}
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
