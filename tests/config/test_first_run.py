"""The first run: what befalls people is said in one sentence, and the next run mends it."""

import errno
import io
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.config.first_run import browser_libraries, debian, environment, places, port, stamps, start
from geo.config.first_run.children import run
from geo.config.first_run.console import (
    NO_NETWORK,
    NO_SPACE,
    Progress,
    Stopped,
    reason_in,
    say,
    sentence_for,
)

ROOT = Path(__file__).resolve().parents[2]
FILL_THE_DISK = "import os; os.write(os.open('/dev/full', os.O_WRONLY), b'much')"


def python(code: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# ---- the environment -------------------------------------------------------------------------


@pytest.fixture
def own_environment(monkeypatch, tmp_path):
    """An environment of its own, from a lock that names nothing."""
    folder, lock = tmp_path / ".venv", tmp_path / "requirements.lock"
    lock.write_text("# nothing\n")
    monkeypatch.setattr(environment, "FOLDER", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(environment, "STAMP", folder / "placette-stamp")
    monkeypatch.setattr(environment, "LOCK", lock)
    monkeypatch.setattr(environment, "install", lambda lock: None)
    monkeypatch.setattr(stamps, "LOCAL", tmp_path / ".local")
    monkeypatch.delenv("UV", raising=False)
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    return folder


def test_a_half_made_environment_is_made_again(own_environment, capfd):
    (own_environment / "bin").mkdir(parents=True)
    (own_environment / "bin" / "python").write_text("broken")
    environment.ensure()
    assert run([environment.PYTHON, "-c", "print('works')"]) == "works\n"
    assert environment.is_ready()


def test_a_changed_lock_is_installed_anew_and_the_stamp_is_written_last(
    own_environment, monkeypatch
):
    environment.ensure()
    environment.LOCK.write_text("# something else\n")
    seen = []
    monkeypatch.setattr(
        environment, "install", lambda lock: seen.append(environment.STAMP.exists())
    )
    environment.ensure()
    assert seen == [False]
    assert environment.is_ready()


def test_an_interrupted_installation_leaves_no_stamp(own_environment, monkeypatch):
    def interrupted(lock):
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.ensure()
    assert not environment.is_ready()


def test_a_python_without_venv_is_told_what_to_install(own_environment, monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Stopped, match="sudo apt install python3-venv"):
        environment.ensure()


def test_an_old_python_is_told_in_one_sentence():
    old = "import sys; sys.version_info = (3, 9); sys.argv = ['manage.py', 'demo']; exec(open('manage.py').read())"
    told = python(old).communicate()[1]
    assert told.startswith("Placette needs Python 3.11 or newer")
    assert told.count("\n") == 1


def test_the_first_run_needs_nothing_but_the_standard_library():
    bare = "import geo.config.first_run.start, geo.config.first_run.database"
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); {bare}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


# ---- the browser's libraries -----------------------------------------------------------------


def test_an_old_npm_is_left_alone(monkeypatch, tmp_path):
    for name, said in (("npm", "6.14.4"), ("node", "v12")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert browser_libraries.installed_npm() is None
    (tmp_path / "npm").write_text("#!/bin/sh\necho a warning\necho 10.2.0\n")
    assert browser_libraries.installed_npm() == [str(tmp_path / "npm")]


# ---- the database ----------------------------------------------------------------------------


def test_debians_packages_leave_out_what_the_server_does_not_need():
    simulated = (
        "Inst libc6 [2.36-9] (2.36-10 Debian:12 [amd64])\n"
        "Inst libgdal32 (3.6.2 Debian:12 [amd64])\n"
        "Inst libllvm14 (1:14 Debian:12 [amd64])\n"
        "Conf libgdal32 (3.6.2 Debian:12 [amd64])\n"
    )
    named = debian.INSTALLED.findall(simulated)
    assert [name for name in named if not debian.LEFT_OUT.match(name)] == ["libgdal32"]


def test_the_extension_is_named_as_debian_does_at_installation(tmp_path):
    folder = tmp_path / "usr/share/postgresql/15/extension"
    folder.mkdir(parents=True)
    (folder / "postgis-3.control").write_text("default_version = '3.3.2'\n")
    debian.name_the_extension(tmp_path)
    assert (folder / "postgis.control").read_text() == "default_version = '3.3.2'\n"


def test_a_folder_of_somebody_else_is_not_trusted(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Stopped, match="belongs to another user"):
        places.open_folder(tmp_path / "link")


# ---- what befalls people ---------------------------------------------------------------------


def test_a_port_in_use_is_told_with_another_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(Stopped, match=rf"Port {number} is in use .* --port {number + 1}"):
            port.take(number)


def test_a_port_in_use_is_told_before_the_environment_is_made(monkeypatch, capfd):
    def made():
        raise AssertionError("the environment was made first")

    monkeypatch.setattr(start.environment, "ensure", made)
    monkeypatch.setattr(start.signal, "signal", lambda *words: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = str(taken.getsockname()[1])
        assert start.main(["manage.py", "demo", "--port", number]) == 1
    assert capfd.readouterr().err.startswith(f"Port {number} is in use")


def test_a_port_that_is_none_is_told():
    with pytest.raises(Stopped, match="99999 is not a port"):
        port.take(99999)


def test_a_full_disk_is_told_when_a_program_meets_it():
    with pytest.raises(Stopped) as stopped:
        run([sys.executable, "-c", FILL_THE_DISK])
    assert str(stopped.value) == NO_SPACE


def test_a_full_disk_is_told_when_we_meet_it(monkeypatch, capfd):
    def fill():
        with Path("/dev/full").open("w") as file:
            file.write("much")

    monkeypatch.setattr(start.environment, "ensure", fill)
    monkeypatch.setattr(start.port, "take", lambda number: io.StringIO())
    monkeypatch.setattr(start.signal, "signal", lambda *words: None)
    assert start.main(["manage.py", "demo"]) == 1
    assert capfd.readouterr().err == f"{NO_SPACE}\n"


@pytest.mark.parametrize(
    "said",
    [
        "NewConnectionError('…: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')",
        "npm error code EAI_AGAIN",
        "Err:1 http://example bookworm InRelease  Temporary failure resolving",
    ],
)
def test_a_missing_network_is_told(said):
    assert reason_in(said) == NO_NETWORK


def test_another_failure_shows_the_last_words_of_the_program():
    with pytest.raises(Stopped, match="sh failed: first second"):
        run(["sh", "-c", "echo first; echo second; exit 3"])


def test_a_folder_that_may_not_be_written_is_told():
    told = sentence_for(OSError(errno.EACCES, "Permission denied", "/srv/x"))
    assert told.startswith("/srv/x cannot be written")
    assert sentence_for(OSError(errno.EIO, "Input/output error")) is None


def test_progress_is_told_in_quarters_where_there_is_no_terminal(capfd):
    progress = Progress("packages", 8)
    for _ in range(9):
        progress.step()
    assert capfd.readouterr().err.split("\n")[:-1] == [
        f"  packages: {done} of 8" for done in (2, 4, 6, 8)
    ]


def test_progress_on_a_terminal_stays_on_one_line_and_gives_way_to_a_sentence(capfd):
    progress = Progress("packages", 3)  # the third never comes
    progress.on_terminal = True
    progress.step()
    progress.step()
    say(NO_SPACE)
    told = capfd.readouterr().err
    assert told == f"\r  packages: 1 of 3\r  packages: 2 of 3\n{NO_SPACE}\n"


# ---- two runs at once, and runs that end early -----------------------------------------------


def test_two_runs_do_not_set_things_up_at_the_same_time(tmp_path):
    code = (
        "import time, pathlib; from geo.config.first_run import stamps\n"
        f"with stamps.alone(pathlib.Path({str(tmp_path)!r}) / 'lock'):\n"
        "    start = time.monotonic(); time.sleep(0.4); print(start, time.monotonic())"
    )
    runs = [python(code) for _ in range(3)]
    spans = sorted(tuple(map(float, run.communicate()[0].split())) for run in runs)
    assert all(earlier[1] <= later[0] for earlier, later in zip(spans, spans[1:], strict=False))


def test_a_killed_run_does_not_lock_out_the_next(tmp_path):
    lock = tmp_path / "lock"
    code = (
        "import time, pathlib; from geo.config.first_run import stamps\n"
        f"with stamps.alone(pathlib.Path({str(lock)!r})):\n"
        "    print('in', flush=True); time.sleep(60)"
    )
    killed = python(code)
    assert killed.stdout.readline() == "in\n"
    killed.kill()
    killed.communicate()
    with stamps.alone(lock):
        pass


def test_a_stamp_is_written_whole_or_not_at_all(tmp_path):
    stamp = tmp_path / "stamp"
    stamps.write(stamp, "one")
    with pytest.raises(TypeError):
        stamps.write(stamp, None)
    assert stamps.is_current(stamp, "one")
    assert [path.name for path in tmp_path.iterdir()] == ["stamp"]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_ends_early_leaves_no_program_behind(tmp_path, end):
    number = tmp_path / "number"
    code = (
        "import signal, sys; signal.signal(signal.SIGTERM, lambda *a: sys.exit(1))\n"
        "from geo.config.first_run.children import run\n"
        f"run(['sh', '-c', 'echo $$ > {number}; exec sleep 60'])"
    )
    ended = python(code)
    while not number.exists() or not number.read_text().strip():
        time.sleep(0.02)
    ended.send_signal(end)
    ended.communicate(timeout=20)
    time.sleep(0.1)
    assert not is_alive(int(number.read_text()))
