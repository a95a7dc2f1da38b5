"""Every sentence stands in French and in Italian, whole."""

import ast
import re
import string
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
APPS = ("geo/config", "geo", "participation", "basemaps")
LANGUAGES = ("fr", "it")
FUNCTIONS = {  # function → the places of its sentences, of its context
    "_": ((0,), None),
    "gettext": ((0,), None),
    "gettext_lazy": ((0,), None),
    "gettext_noop": ((0,), None),
    "ngettext": ((0, 1), None),
    "ngettext_lazy": ((0, 1), None),
    "pgettext": ((1,), 0),
    "pgettext_lazy": ((1,), 0),
    "npgettext": ((1, 2), 0),
    "npgettext_lazy": ((1, 2), 0),
}
CALL = re.compile(r"\b(_|[np]{0,2}gettext(?:_lazy)?)\(")
CATALOGUES = [
    (app, language)
    for app in APPS
    for language in LANGUAGES
    if (ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po").exists()
]


def catalogue(app: str, language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po"))


def sentence_of(call: ast.Call) -> tuple[str | None, str] | None:
    """Context and sentence of a call for translation."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in FUNCTIONS:
        return None
    (first, *_), context = FUNCTIONS[name]
    words = [a.value if isinstance(a, ast.Constant) else None for a in call.args]
    if len(words) <= first or not isinstance(words[first], str):
        return None
    return (words[context] if context is not None else None, words[first])


def calls_in_template(text: str) -> list[ast.Call]:
    """What makemessages would see: Django turns a template into lines of calls."""
    shown = templatize(text)
    found = []
    for match in CALL.finditer(shown):
        for end in (m.end() for m in re.finditer(r"\)", shown[match.start() :])):
            try:
                tree = ast.parse(shown[match.start() : match.start() + end].strip(), mode="eval")
            except SyntaxError:
                continue
            found.append(tree.body)
            break
    return [call for call in found if isinstance(call, ast.Call)]


def app_of(path: Path) -> str:
    return next(app for app in APPS if path.is_relative_to(ROOT / app))


def sentences(app: str) -> set[tuple[str | None, str]]:
    """Every sentence of an app's code and templates."""
    calls = []
    for path in (ROOT / app).rglob("*.py"):
        if app_of(path) == app and "migrations" not in path.parts:
            calls += [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
    for path in (ROOT / app).rglob("*.html"):
        if app_of(path) == app:
            calls += calls_in_template(path.read_text())
    return {found for call in calls if (found := sentence_of(call))}


def placeholders(text: str) -> set[str]:
    named = {f for _, f, _, _ in string.Formatter().parse(text) if f} if "{" in text else set()
    return named | set(re.findall(r"%\((\w+)\)", text))


def test_both_languages_have_a_catalogue_in_every_app_that_speaks():
    silent = [
        (app, language)
        for app in APPS
        for language in LANGUAGES
        if sentences(app) and (app, language) not in CATALOGUES
    ]
    assert silent == []


@pytest.mark.parametrize(("app", "language"), CATALOGUES)
def test_no_sentence_is_missing(app, language):
    entries = [entry for entry in catalogue(app, language) if not entry.obsolete]
    known = {(entry.msgctxt, entry.msgid) for entry in entries}
    assert sorted(str(sentence) for sentence in sentences(app) - known) == []


@pytest.mark.parametrize(("app", "language"), CATALOGUES)
def test_no_sentence_is_left_untranslated_or_in_doubt(app, language):
    unfinished = [entry.msgid for entry in catalogue(app, language) if not entry.translated()]
    assert unfinished == []


@pytest.mark.parametrize(("app", "language"), CATALOGUES)
def test_placeholders_survive_translation(app, language):
    broken = []
    for entry in catalogue(app, language).translated_entries():
        wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            broken += [entry.msgid] if text and placeholders(text) - wanted else []
        if not entry.msgid_plural and placeholders(entry.msgstr) != wanted:
            broken.append(entry.msgid)
    assert broken == []
