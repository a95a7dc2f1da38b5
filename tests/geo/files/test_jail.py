"""The jail: what is inside reaches nothing, learns nothing, and ends."""

import io
import os
import tempfile
from time import monotonic

import pytest
from django.core.checks import run_checks
from django.utils.translation import override

from geo.files import confinement, jail
from geo.files.jail import Limits, in_jail
from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from geo.perimeters.forms import PerimeterUploadForm
from tests.geo.files.samples import written

PRISONERS = "tests.geo.files.prisoners"
needs_seccomp = pytest.mark.skipif(
    jail.wall_of_this_machine() != "seccomp", reason="this system has no seccomp"
)


def jailed(task: str, source: bytes = b"", arguments: dict | None = None, **limits) -> bytes:
    answer = in_jail(f"{PRISONERS}:{task}", source, arguments, limits=Limits(**limits))
    return b"\n".join(answer)


def refused(task: str, **limits) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        jailed(task, **limits)
    return caught.value


@needs_seccomp
def test_no_socket_is_opened_and_no_program_started():
    answers = jailed("attempt").decode().splitlines()
    assert [line for line in answers if not line.endswith(": forbidden")] == []
    assert len(answers) == 10


@needs_seccomp
def test_sockets_are_not_opened_through_a_ring_either():
    assert jailed("io_uring") == b"-1 1"  # EPERM


def test_root_is_left_no_right_but_to_read():
    read_anything = 0b110
    assert int(jailed("rights")) & ~read_anything == 0


def test_no_secret_is_in_its_surroundings(monkeypatch):
    for name in ("DATABASE_URL", "PLACETTE_SECRET_KEY", "PGPASSWORD", "SOMETHING"):
        monkeypatch.setenv(name, "canary-in-the-environment")
    assert b"canary" not in jailed("show_surroundings")


def test_the_disk_is_hidden_where_the_kernel_can(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("canary")
    answer = jailed("read", arguments={"path": str(secret)})
    if answer == b"canary":
        pytest.skip("this kernel has no Landlock")
    assert answer == b"forbidden"
    assert jailed("read", arguments={"path": f"/proc/{os.getpid()}/environ"}) == b"forbidden"


@pytest.mark.parametrize("task", ["loop", "sleep"])
def test_what_never_ends_is_ended(task):
    start = monotonic()
    assert refused(task, seconds=1).code == FileCode.TOO_COSTLY
    assert monotonic() - start < 10


def test_too_much_memory_is_refused():
    assert refused("hoard").code == FileCode.TOO_COSTLY


def test_too_long_an_answer_is_refused():
    assert refused("chatter", answer_bytes=10_000_000).code == FileCode.TOO_COSTLY


def test_too_large_a_file_is_not_written():
    assert refused("fill", file_bytes=1_000_000).code in {FileCode.TOO_COSTLY, FileCode.DAMAGED}


def test_a_library_that_dies_takes_nothing_with_it():
    assert refused("crash").code == FileCode.DAMAGED


def test_what_fails_is_logged_without_the_words_of_the_file(caplog):
    assert refused("fail").code == FileCode.DAMAGED
    assert "LookupError at prisoners.py" in caplog.text and "words" not in caplog.text


def test_what_libraries_print_does_not_disturb_the_answer():
    assert jailed("talk") == b"answer"


def test_nothing_stays_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for task in ("talk", "crash", "loop"):
        try:
            jailed(task, seconds=1)
        except UnreadableFile:
            continue
    assert list(tmp_path.iterdir()) == []


def test_this_very_process_is_not_shut_in():
    """So the child's question can be answered with no."""
    assert not confinement.is_shut_in()


def test_a_wall_that_does_not_stand_is_noticed(monkeypatch, tmp_path):
    """A program called unshare that shares everything: the child finds itself open, and stops."""
    fake = tmp_path / "unshare"
    fake.write_text('#!/bin/sh\nshift 2\nexec "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setattr(jail.shutil, "which", lambda _name: str(fake))
    monkeypatch.setattr(jail, "wall_of_this_machine", lambda: "network")
    assert refused("talk").code == FileCode.CLOSED


@pytest.mark.skipif(not jail._stands("network"), reason="no network namespace can be made here")
def test_a_network_namespace_does_where_seccomp_is_missing(monkeypatch, tmp_path, canary):
    monkeypatch.setattr(jail, "wall_of_this_machine", lambda: "network")
    assert jailed("reach", arguments={"port": canary.port}) == b"OSError"
    path = written(tmp_path, ".gpkg")
    assert len(read_file(io.BytesIO(path.read_bytes()), "a.gpkg").features) == 2
    assert canary.hits == []


def test_without_any_wall_other_formats_are_closed_but_to_the_operator(monkeypatch, tmp_path):
    monkeypatch.setattr(jail, "wall_of_this_machine", lambda: "none")
    source = written(tmp_path, ".gpkg").read_bytes()
    with pytest.raises(UnreadableFile) as caught:
        read_file(io.BytesIO(source), "a.gpkg")
    assert caught.value.code == FileCode.CLOSED
    assert len(read_file(io.BytesIO(source), "a.gpkg", trusted=True).features) == 2
    point = b'{"type": "Point", "coordinates": [7.2, 43.7]}'
    assert len(read_file(io.BytesIO(point), "a.geojson").features) == 1


def test_the_page_says_beforehand_which_formats_are_closed(monkeypatch):
    assert "GeoPackage" in str(PerimeterUploadForm()["files"].help_text)
    monkeypatch.setattr("geo.perimeters.forms.wall_of_this_machine", lambda: "none")
    with override("fr"):
        said = str(PerimeterUploadForm()["files"].help_text)
    assert "Sur ce serveur" in said and "GeoPackage" not in said


@pytest.mark.parametrize(
    ("wall", "ids"), [("seccomp", []), ("network", ["geo.I001"]), ("none", ["geo.W001"])]
)
def test_the_check_says_what_is_missing(monkeypatch, wall, ids):
    monkeypatch.setattr("geo.files.checks.wall_of_this_machine", lambda: wall)
    assert [found.id for found in run_checks() if found.id.startswith("geo.")] == ids
