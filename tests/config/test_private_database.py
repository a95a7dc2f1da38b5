"""The private database: shared while it is used, gone when nobody uses it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.config.first_run import cluster, postgis
from geo.config.first_run.cluster import PrivateCluster
from geo.config.first_run.console import Stopped

ROOT = Path(__file__).resolve().parents[2]
USE = """
import sys
from pathlib import Path
from geo.config.first_run import cluster, places, postgis
places.home = lambda: Path({home!r})
postgis.find = lambda home: postgis.Programs(Path({programs!r}), {environment!r})
with cluster.PrivateCluster() as used:
    print(used.address, flush=True)
    sys.stdin.readline()
"""


def user_of(home: Path) -> subprocess.Popen:
    """Another process that uses the same private database until it is told to leave."""
    programs = postgis.find(home)
    code = USE.format(
        home=str(home), programs=str(programs.folder), environment=programs.environment
    )
    started = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return started


def server_of(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def is_gone(number: int) -> bool:
    for _ in range(100):
        if not Path(f"/proc/{number}").exists():
            return True
        time.sleep(0.05)
    return False


def test_two_users_share_one_server_and_the_last_one_stops_it(home):
    first, second = user_of(home), user_of(home)
    addresses = {first.stdout.readline(), second.stdout.readline()}
    server = server_of(home)
    assert len(addresses) == 1
    first.communicate("leave\n", timeout=30)
    assert server_of(home) == server
    second.communicate("leave\n", timeout=30)
    assert is_gone(server)


def test_a_killed_user_leaves_a_server_that_the_next_one_uses_and_stops(home):
    killed = user_of(home)
    killed.stdout.readline()
    server = server_of(home)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    with PrivateCluster():
        assert server_of(home) == server
    assert is_gone(server)


def test_what_an_interrupted_run_half_made_is_made_again(home):
    (home / "postgres" / "data.part").mkdir(parents=True)
    (home / "postgres" / "data.part" / "PG_VERSION").write_text("1")
    with PrivateCluster() as used:
        assert used.is_running()
    assert not (home / "postgres" / "data.part").exists()


def test_a_server_that_crashed_is_started_again(home):
    with PrivateCluster():
        crashed = server_of(home)
        os.kill(crashed, signal.SIGKILL)
        assert is_gone(crashed) or not Path(f"/proc/{crashed}/exe").exists()
    with PrivateCluster() as used:
        assert used.is_running()


def test_a_long_path_puts_the_socket_elsewhere_and_takes_it_away_again(home, monkeypatch):
    monkeypatch.setattr(cluster, "LONGEST_SOCKET", 20)
    with PrivateCluster() as used:
        elsewhere = used.socket_folder()
        assert elsewhere.parent == Path("/tmp")  # noqa: S108  (that is the point)
        assert elsewhere.stat().st_mode & 0o777 == 0o700
        assert used.is_running()
    assert not elsewhere.exists()


def test_only_the_owner_may_reach_the_server(home):
    with PrivateCluster() as used:
        assert used.socket_folder().stat().st_mode & 0o077 == 0
        assert used.data.stat().st_mode & 0o077 == 0


def test_it_is_not_thrown_away_while_somebody_uses_it(home):
    with PrivateCluster() as used, pytest.raises(Stopped, match="is using the database"):
        PrivateCluster().forget()
    used.forget()
    assert not used.folder.exists()


def test_data_of_another_version_is_kept_and_told(home):
    with PrivateCluster() as used:
        pass
    (used.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Stopped, match="made by PostgreSQL 9.*demo --reset"), used:
        pass
    assert used.data.exists()


def test_a_server_that_cannot_start_says_why(home):
    with PrivateCluster() as used:
        pass
    with (used.data / "postgresql.conf").open("a") as file:
        file.write("nonsense = on\n")
    with pytest.raises(Stopped, match="nonsense"), used:
        pass
