"""Habits that no reviewer should have to remember."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CODE = {".py", ".js", ".mjs", ".css", ".html"}
MOST_LINES = 400
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|/op[t]/pypi"
    r"|/work/(main|shared)|/far[m]/|/tmp/(bash_jobs|team)"
)
THIRD_PARTIES = re.compile(
    r"https?://(cdn\.|unpkg\.com|cdnjs|fonts\.googleapis|cdn\.jsdelivr|code\.jquery)"
)
ENVIRONMENT = re.compile(
    r"""(?:env\.(?:text|flag|number|words|database)|environ\.get)\(\s*["']([A-Z_]+)["']"""
)
# Variables of other programs that the first run looks at or hands on.
FOREIGN = {"PATH", "UV"}


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    paths = [ROOT / name for name in listed if name]
    return [path for path in paths if path.is_file() and (path.suffix in suffixes or not suffixes)]


def texts(*suffixes: str) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(errors="ignore") for path in tracked(*suffixes)
    }


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--quiet"],
        ["ruff", "format", "--check", "--quiet"],
        ["djlint", "--lint", "--quiet", "geo", "participation", "basemaps"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_style_is_kept(command):
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_django_finds_nothing_to_complain_of():
    call_command("check", fail_level="WARNING", verbosity=0)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_files_are_short():
    long = {
        name: len(text.splitlines())
        for name, text in texts(*CODE).items()
        if "/migrations/" not in name
    }
    assert {n: lines for n, lines in long.items() if lines > MOST_LINES} == {}


def test_no_address_of_a_registry_and_no_path_of_one_machine():
    found = {name: REGISTRIES.search(text) for name, text in texts().items()}
    assert {name: hit[0] for name, hit in found.items() if hit} == {}


def test_pages_load_nothing_from_third_parties():
    found = {n: THIRD_PARTIES.search(text) for n, text in texts(*CODE).items()}
    assert {name: hit[0] for name, hit in found.items() if hit} == {}


def test_nothing_of_others_is_copied_into_the_repository():
    copied = re.compile(r"\.min\.(js|css)$|(^|/)(node_modules|vendor)/|\.mo$")
    assert [name for name in map(str, tracked()) if copied.search(name)] == []


def test_every_template_is_used():
    sources = "\n".join(texts(".py", ".html").values())
    asked_for_by_django = re.compile(r"(400|403|404|500|403_csrf)\.html|admin/.*")
    names = [str(path).partition("/templates/")[2] for path in tracked(".html")]
    unused = [
        name
        for name in names
        if name and not asked_for_by_django.fullmatch(name)
        # by its name, or by its folder where the name is put together (icons)
        if not re.search(
            rf"""["']({re.escape(name)}|{re.escape(name.rpartition("/")[0])}/)["']""", sources
        )
    ]
    assert unused == []


def test_every_variable_of_the_environment_is_documented():
    code = [text for name, text in texts(".py").items() if not name.startswith("tests/")]
    read = {name for text in code for name in ENVIRONMENT.findall(text)} - FOREIGN
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "install.md").read_text()))
    assert "DATABASE_URL" in read
    assert sorted(read - documented) == []


def test_no_import_hides_inside_a_function():
    """Ruff's rule, also for the apps.py files that it lets through: only ready() may."""
    hidden = []
    for name, text in texts(".py").items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.name != "ready":
                hidden += [name for n in node.body if isinstance(n, ast.Import | ast.ImportFrom)]
    assert hidden == []
