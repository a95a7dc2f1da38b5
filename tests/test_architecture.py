"""Arrows point down: geo.config → participation → geo → basemaps, and down the slices of each."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ["basemaps", "geo", "participation", "geo.config"]  # the lowest first
# A slice may import those on its right.
SLICES = {
    "geo": [
        {"tiles", "osm", "exports", "places", "paper", "measurements"},
        {"layers"},
        {"names"},
        {"perimeters"},
        {"files", "tables"},
        {"drawings"},
        {"crs", "jobs", "analysis"},
    ],
    "participation": [
        {"inventories", "crossings"},
        {"carto_parties", "surveys"},
        {"imports", "opening", "osm_layers", "perception"},
        {"moderation"},
        {"discussion"},
        {"contributions"},
        {"map_layers"},
        {"consultations"},
        {"accounts"},
    ],
}
MODULES = [
    path for app in ("basemaps", "geo", "participation") for path in (ROOT / app).rglob("*.py")
]


def app_of(module: str) -> str | None:
    return next((app for app in reversed(APPS) if f"{module}.".startswith(f"{app}.")), None)


def slice_level(module: str) -> tuple[str, int] | None:
    """The slice of a module and its height; None for what belongs to the app as a whole."""
    app, _, rest = module.partition(".")
    name = rest.split(".")[0]
    levels = SLICES.get(app, [])
    return next(((name, -at) for at, level in enumerate(levels) if name in level), None)


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return plain | {
        f"{n.module}.{a.name}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom)
        for a in n.names
    }


def is_upward(module: str, imported: str) -> bool:
    app, other = app_of(module), app_of(imported)
    if other is None:
        return False
    if app != other:
        return APPS.index(other) > APPS.index(app)
    here, there = slice_level(module), slice_level(imported)
    return bool(here and there and here[0] != there[0] and there[1] >= here[1])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path):
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    upward = sorted(imported for imported in imports_of(path) if is_upward(module, imported))
    assert upward == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "geo" / "analysis").glob("*.py")), ids=lambda path: path.stem
)
def test_the_analysis_knows_no_django(path):
    """Plain arrays in, plain arrays out: it is tested and read without the service."""
    foreign = {name.split(".")[0] for name in imports_of(path)} & {"django", "participation"}
    assert foreign == set()


def is_missing(name: str) -> bool:
    """Whether no module of ours has this name, nor any that could hold it."""
    path = ROOT.joinpath(*name.split("."))
    package = path.parent / "__init__.py"
    holds = package.exists() and package.stat().st_size > 0
    is_there = path.is_dir() or path.with_suffix(".py").exists()
    return app_of(name) is not None and not (
        is_there or holds or path.parent.with_suffix(".py").exists()
    )


@pytest.mark.parametrize("folder", ["basemaps", "fixtures", "geo", "participation", "tests"])
def test_every_module_that_is_imported_exists(folder):
    paths = (ROOT / folder).rglob("*.py")
    missing = {str(path): sorted(filter(is_missing, imports_of(path))) for path in paths}
    assert {path: names for path, names in missing.items() if names} == {}


def test_a_module_that_was_moved_is_missed():
    assert is_missing("geo.perimeters.nowhere") and is_missing("geo.perimeters.nowhere.Code")
    assert not is_missing("geo.perimeters.clipping.judge")


def test_an_upward_import_is_seen():
    assert is_upward("geo.layers.models", "participation.models")
    assert is_upward("participation.urls", "geo.config.settings")
    assert is_upward("geo.perimeters.views", "geo.tiles.mvt")
    assert is_upward("geo.osm.reading", "geo.tiles.mvt")
    assert not is_upward("geo.tiles.mvt", "geo.crs")
    assert not is_upward("geo.config.urls", "participation.urls")
