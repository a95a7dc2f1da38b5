"""The Python environment, `.venv`, built from requirements.lock."""

import contextlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from geo.config.first_run import stamps
from geo.config.first_run.children import run
from geo.config.first_run.console import Progress, Stopped, say

FOLDER = stamps.ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "placette-stamp"
LOCK = stamps.ROOT / "requirements.lock"


def is_inside() -> bool:
    return Path(sys.prefix).resolve() == FOLDER.resolve()


def is_ready() -> bool:
    return stamps.is_current(STAMP, stamps.digest(LOCK))


def ensure() -> None:
    """Build the environment where it is missing, half-made or older than the lock."""
    if is_ready():
        return
    with stamps.alone(stamps.LOCAL / "setup.lock"):
        if not is_ready():
            build()


def build() -> None:
    say("Making the Python environment (.venv) from requirements.lock …")
    if not STAMP.exists() and not is_inside():
        make_anew()
    STAMP.unlink(missing_ok=True)
    install(LOCK)
    stamps.write(STAMP, stamps.digest(LOCK))


def uv_program() -> str | None:
    """uv, where the machine has it: faster than pip. `uv run` names itself in UV."""
    return os.environ.get("UV") or shutil.which("uv")


def make_anew() -> None:
    """An environment without a stamp was left half-made: nothing of it is trusted."""
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    uv = uv_program()
    if uv:
        run([uv, "venv", "--no-project", "--python", sys.executable, FOLDER])
    elif importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        run([sys.executable, "-m", "venv", FOLDER])
    else:
        raise Stopped("Python's venv module is missing: run  sudo apt install python3-venv")


def install(lock: Path, into: Path | None = None) -> None:
    """Install what a lock names, wheels only, each checked by its hash."""
    target = ["--target", into] if into else []
    choices = ["install", "--require-hashes", "--no-deps", "--only-binary", ":all:", *target]
    uv = uv_program()
    if uv:
        run([uv, "pip", *choices, "--python", PYTHON, "-r", lock])
        return
    names = sum(line[:1].isalnum() for line in lock.read_text().splitlines())
    progress = Progress("packages", names)

    def heard(line: str) -> None:
        if line.startswith(("Collecting ", "Ignoring ", "Requirement already")):
            progress.step()

    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--retries", "2"]
    run([*pip, *choices, "--no-compile", "--progress-bar", "off", "-r", lock], heard=heard)
    precompile(into or next(FOLDER.glob("lib/python*/site-packages")))


def precompile(packages: Path) -> None:
    """Compile on all cores; where that is not possible Python compiles what it imports."""
    with contextlib.suppress(Stopped):
        run([PYTHON, "-m", "compileall", "-q", "-j", "0", "-x", "/tests?/", packages])


def enter(arguments: list[str]) -> None:
    """Go on inside the environment: this process becomes its Python."""
    if not is_inside():
        os.execv(PYTHON, [str(PYTHON), *arguments])  # noqa: S606  (the environment just built)
