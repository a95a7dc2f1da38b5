"""The files that operators copy: each is named, each is read by its own program."""

import re
import shutil
import subprocess

import pytest

from tests.config.conftest import ROOT

FOLDER = ROOT / "docs" / "server"
GUIDES = "\n".join(
    path.read_text()
    for path in [ROOT / "docs" / "install.md", ROOT / "docs" / "operate.md", *FOLDER.glob("*.md")]
)
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDES, re.DOTALL)
COMPOSE = (FOLDER / "compose.yaml").read_text()
DOCKERFILE = (FOLDER / "Dockerfile").read_text()


def files():
    return sorted(path for path in FOLDER.iterdir() if path.is_file())


def test_every_file_is_named_in_a_guide_or_by_another_file():
    said = GUIDES + COMPOSE + DOCKERFILE
    unnamed = [path.name for path in files() if path.name not in said]
    assert [name for name in unnamed if name not in {"Dockerfile.dockerignore"}] == []


def test_every_file_that_is_named_is_there():
    named = set(re.findall(r"docs/server/([\w.-]+)", GUIDES + DOCKERFILE + COMPOSE))
    named |= set(re.findall(r"\]\(server/([\w.-]+)\)", GUIDES))
    named |= set(re.findall(r"- \./([\w.-]+):", COMPOSE))
    assert sorted(name for name in named - {"secrets"} if not (FOLDER / name).exists()) == []


def test_the_settings_are_documented():
    documented = set(re.findall(r"`([A-Z_]+)`", GUIDES))
    for name in ("placette.env", "placette-owner.env"):
        used = re.findall(r"^([A-Z_]+)=", (FOLDER / name).read_text(), re.MULTILINE)
        assert used
        assert set(used) <= documented
    assert set(re.findall(r"^      (PLACETTE_[A-Z]+|DATABASE_URL):", COMPOSE, re.M)) <= documented


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_what_is_typed_can_be_read_by_a_shell(block):
    read = subprocess.run(["sh", "-n"], input=block, text=True, capture_output=True, check=False)
    assert read.stderr == ""


@pytest.mark.parametrize("name", ["placette", "entrypoint", "first-start.sh"])
def test_scripts_can_be_read_and_run(name):
    path = FOLDER / name
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_reads_the_units():
    units = sorted(FOLDER.glob("placette*.service")) + sorted(FOLDER.glob("*.timer"))
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    complaints = [line for line in done.stderr.splitlines() if "placette" in line]
    # The environment of the service is not at its place on this machine.
    assert [line for line in complaints if "is not executable" not in line] == []


def test_units_do_not_run_as_root():
    for path in FOLDER.glob("placette*.service"):
        assert re.search(r"^User=placette(_owner)?$", path.read_text(), re.MULTILINE), path.name
        assert "NoNewPrivileges=yes" in path.read_text()


def test_containers_have_named_versions_a_user_and_a_health_check():
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.M) + re.findall(r"image: (\S+:\S+)", COMPOSE)
    assert len(bases) == 3
    assert [base for base in bases if base.endswith(":latest") or ":" not in base] == []
    assert re.search(r"^USER placette$", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", DOCKERFILE, re.MULTILINE)
    assert "healthcheck:" in COMPOSE
    assert not re.search(r"PASSWORD: |SECRET_KEY: ", COMPOSE)


def test_the_client_of_the_image_is_of_the_version_of_the_database():
    [client] = re.findall(r"postgresql-client-(\d+)", DOCKERFILE)
    [server] = re.findall(r"postgis/postgis:(\d+)-", COMPOSE)
    assert client == server
