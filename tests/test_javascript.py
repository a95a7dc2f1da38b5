"""The browser's modules, tested by node's own test runner."""

import subprocess
from pathlib import Path

import pytest

from geo.config.first_run import browser_libraries

ROOT = Path(__file__).resolve().parents[1]
NODE = browser_libraries.node()


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_the_modules_of_the_browser():
    modules = sorted(map(str, (ROOT / "tests" / "js").glob("*.test.*")))  # node 24 takes no folder
    command = [NODE, "--import", "./tests/js/hooks.mjs", "--test", *modules]
    assert modules
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
