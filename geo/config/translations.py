"""The translations, compiled from the .po files where those are newer; .mo files are not kept in git."""

import os
from pathlib import Path

import polib

from geo.config.first_run.stamps import ROOT

APPS = ("geo/config", "geo", "participation", "basemaps")


def catalogues() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app / "locale").glob("*/*/*.po"))]


def compile_all() -> None:
    for source in catalogues():
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            compile_one(source, compiled)


def compile_one(source: Path, compiled: Path) -> None:
    """Write whole or not at all: another run may be reading."""
    part = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    try:
        polib.pofile(str(source)).save_as_mofile(str(part))
        part.replace(compiled)
    finally:
        part.unlink(missing_ok=True)
