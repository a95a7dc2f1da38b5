"""The browser's libraries as static files, under npm/, by an allow-list; and their hashed names."""

import re
from pathlib import Path

import whitenoise.compress
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
# package → folder inside it → files taken; the .map files beside them are demanded by the hashing
LIBRARIES = {
    "maplibre-gl": {
        "dist": (
            "maplibre-gl.mjs",
            "maplibre-gl-shared.mjs",
            "maplibre-gl-worker.mjs",
            "maplibre-gl.css",
        ),
    },
    "bootstrap": {"dist/css": ("bootstrap-reboot.min.css", "bootstrap-reboot.min.css.map")},
    # put inside of maps that are one file, never linked from a page
    "leaflet": {
        "dist": ("leaflet.js", "leaflet.js.map", "leaflet.css"),
        "dist/images": ("layers.png", "layers-2x.png", "marker-icon.png"),
    },
    FONT: {
        "": ("index.css", "wght-italic.css"),
        "files": tuple(
            f"atkinson-hyperlegible-next-{script}-wght-{slope}.woff2"
            for script in ("latin", "latin-ext")
            for slope in ("normal", "italic")
        ),
    },
}
KEPT_FOLDERS = {"files": "files/", "dist/images": "images/"}  # style sheets refer to them so
HASHED = re.compile(r"\.[0-9a-f]{12}\.")
PLAIN_NAMES = {"maplibre-gl-worker.mjs", "maplibre-gl-shared.mjs"}
# bare name in an import → static file
MODULES = {
    "maplibre-gl": "npm/maplibre-gl/maplibre-gl.mjs",
    "maplibre-gl-worker": "npm/maplibre-gl/maplibre-gl-worker.mjs",
}


def library_files() -> dict[str, str]:
    """Static path → path inside node_modules, for every file of the allow-list."""
    files = {}
    for package, folders in LIBRARIES.items():
        for folder, names in folders.items():
            kept = KEPT_FOLDERS.get(folder, "")
            for name in names:
                inside = "/".join(part for part in (package, folder, name) if part)
                files[f"npm/{package}/{kept}{name}"] = inside
    return files


class NodeModules(StaticFilesStorage):
    """Reads the listed files of node_modules under their static paths."""

    def __init__(self) -> None:
        super().__init__(location=settings.ROOT / "node_modules", base_url=settings.STATIC_URL)
        self.files = library_files()

    def path(self, name: str) -> str:
        return str(Path(self.location) / self.files[name])


class LibraryFinder(BaseFinder):
    """Finds the browser's libraries; nothing of node_modules outside the list is ever served."""

    def __init__(self, *args, **kwargs) -> None:
        self.storage = NodeModules()

    def check(self, **kwargs) -> list:
        return []

    def find(self, path, find_all=False, **kwargs):
        full = path in self.storage.files and self.storage.path(path)
        exists = full and Path(full).exists()
        if find_all:
            return [full] if exists else []
        return full if exists else None

    def list(self, ignore_patterns):
        return ((name, self.storage) for name in self.storage.files)


class Compressor(whitenoise.compress.Compressor):
    """Compresses what browsers ask for: hashed names, and MapLibre's worker."""

    def should_compress(self, filename: str) -> bool:
        name = Path(filename).name
        asked_for = HASHED.search(name) or name in PLAIN_NAMES
        return bool(asked_for) and not name.endswith(".map") and super().should_compress(filename)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, compressed; plain names stay reachable (MapLibre finds its worker beside it)."""

    manifest_strict = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = {}

    uses_brotli = True  # the demonstration does without: half a minute for nothing on one machine

    def url(self, name: str | None, force: bool = False) -> str:
        """Looked up once: a page names some twenty, and the names were read at the start."""
        if name not in self.addresses:
            self.addresses[name] = super().url(name, force)
        return self.addresses[name]

    def create_compressor(self, **choices) -> Compressor:
        return Compressor(use_brotli=self.uses_brotli, **choices)
