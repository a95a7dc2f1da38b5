"""Debian's own packages of PostGIS, fetched by apt (which checks their signatures) and unpacked.

No root, no installation: they are only unpacked in a folder of ours, and their libraries are shown
to the database server alone.
"""

import os
import re
import shutil
from pathlib import Path

from geo.config.first_run import stamps
from geo.config.first_run.children import run
from geo.config.first_run.console import Progress, Stopped, say

POSTGIS = re.compile(r"postgresql-(\d+)-postgis-3")
INSTALLED = re.compile(r"^Inst (\S+) ", re.MULTILINE)
# The C library must be the machine's own; the others are not needed to serve maps.
LEFT_OUT = re.compile(
    r"libc6|libc-bin|libc-l10n|locales|libllvm|libz3|perl|libperl|libgdbm|libjson-perl|netbase"
    r"|postgresql-common|postgresql-client-common|ssl-cert|sysvinit|lsb|logrotate|readline-common"
)
MISSING = (
    "PostGIS was not found, and Debian's packages of it are not offered here: "
    "run  sudo apt install postgresql postgis  or set DATABASE_URL."
)


def is_possible() -> bool:
    return all(shutil.which(program) for program in ("apt-get", "apt-cache", "dpkg-deb"))


def unpacked(home: Path) -> Path:
    """The root folder of the unpacked packages, which are fetched the first time."""
    root, stamp = home / "debian", home / "debian-stamp"
    if stamp.exists():
        return root
    with stamps.alone(home / "debian.lock"):
        if not stamp.exists():
            say("Fetching Debian's packages of PostgreSQL and PostGIS (75 MB, no root needed) …")
            shutil.rmtree(root, ignore_errors=True)
            fetch(home / "apt", root)
            shutil.rmtree(home / "apt", ignore_errors=True)
            stamps.write(stamp, "unpacked\n")
    return root


def fetch(work: Path, root: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "debs"):
        (work / folder).mkdir(parents=True)
    options = apt_options(work)
    run(["apt-get", *options, "--quiet", "update", "--error-on=any"])
    packages = wanted_packages(options)
    progress = Progress("packages", 2 * len(packages))

    def heard(line: str) -> None:
        if line.startswith("Get:"):
            progress.step()

    download = ["apt-get", *options, "--quiet", "download", *packages]
    run(download, heard=heard, folder=work / "debs")
    root.mkdir(parents=True)
    root.chmod(0o755)
    for package in sorted((work / "debs").glob("*.deb")):
        run(["dpkg-deb", "--extract", package, root])
        progress.step()
    name_the_extension(root)


def apt_options(work: Path) -> list[str]:
    """Lists and archives of our own: nothing of the machine's apt is touched."""
    choices = {
        "Dir::State::Lists": work / "lists",
        "Dir::Cache": work / "cache",
        "Debug::NoLocking": "1",
        "Acquire::Retries": "1",
        "Acquire::Languages": "none",
        "APT::Get::Install-Recommends": "false",
    }
    if os.geteuid() == 0:
        choices["APT::Sandbox::User"] = "root"
    return [word for name, value in choices.items() for word in ("-o", f"{name}={value}")]


def wanted_packages(options: list[str]) -> list[str]:
    """PostGIS, its server and what this machine lacks of their libraries."""
    names = run(["apt-cache", *options, "pkgnames", "postgresql-"]).split()
    versions = [int(found[1]) for found in map(POSTGIS.fullmatch, names) if found]
    if not versions:
        raise Stopped(MISSING)
    newest = max(versions)
    server = f"postgresql-{newest}"
    simulated = run(["apt-get", *options, "--simulate", "install", f"{server}-postgis-3"])
    missing = [name for name in INSTALLED.findall(simulated) if not LEFT_OUT.match(name)]
    return sorted({*missing, server, f"postgresql-client-{newest}"})


def name_the_extension(root: Path) -> None:
    """The link that Debian makes at installation (update-alternatives)."""
    for control in root.glob("usr/share/postgresql/*/extension/postgis-3.control"):
        link = control.with_name("postgis.control")
        if not link.exists():
            link.symlink_to(control.name)


def environment(root: Path) -> dict[str, str]:
    """What the unpacked server needs to find its libraries and the grids of its projections."""
    libraries = [*root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*")]
    inner = [folder / name for folder in libraries for name in ("blas", "lapack")]
    found = [str(folder) for folder in [*libraries, *inner] if folder.is_dir()]
    return {"LD_LIBRARY_PATH": os.pathsep.join(found), "PROJ_DATA": str(root / "usr/share/proj")}
