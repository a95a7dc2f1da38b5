"""Asks for figures: they are drawn by another process, see `geo.paper.figures`."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 60


def drawn(figures: Mapping[str, Mapping]) -> dict[str, str]:
    """Return the SVG of each figure: name of a kind of figure → what it is made of.

    Raises subprocess.CalledProcessError where something is wrong with it: a mistake of ours.
    """
    made = subprocess.run(  # noqa: S603 - our own program, and nothing of anybody else
        [sys.executable, "-m", "geo.paper.figures"],
        input=json.dumps(figures),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST_S,
    )
    return json.loads(made.stdout)
