"""Documents for paper: a template of ours set by typst as a tagged PDF (PDF/UA-1)."""

import json
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import typst

# DejaVu, which French and Italian read well; found without loading what draws with it.
FONTS = Path(find_spec("matplotlib").submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
ACCESSIBLE = ["ua-1"]


def typeset(template: Path, words: Mapping, pictures: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a template.

    words: what JSON can carry, read there by `json("words.json")`; pictures: file name → bytes.
    The template sees nothing but these. Raises typst.TypstError where it is wrong: a mistake of
    ours, since nobody else's words are code.
    """
    with tempfile.TemporaryDirectory(prefix="placette-") as name:
        folder = Path(name)
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        for picture, content in pictures.items():
            (folder / picture).write_bytes(content)
        document = folder / "document.typ"
        document.write_bytes(template.read_bytes())
        return typst.compile(
            str(document),
            root=str(folder),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=ACCESSIBLE,
        )
