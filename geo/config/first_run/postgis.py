"""Where PostgreSQL and PostGIS are: installed on the machine, or Debian's packages unpacked."""

import platform
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from geo.config.first_run import debian
from geo.config.first_run.children import run
from geo.config.first_run.console import Stopped

INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
COMMANDS = {
    "brew": "brew install postgis",
    "dnf": "sudo dnf install postgresql-server postgis",
    "pacman": "sudo pacman -S postgis",
    "zypper": "sudo zypper install postgresql-server postgis",
    "apk": "sudo apk add postgresql postgis",
}


@dataclass(frozen=True, slots=True)
class Programs:
    """A PostgreSQL that has PostGIS: its folder of programs, and what they need to run."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The major version, such as 15: data of another one cannot be read."""
        return run([self.folder / "postgres", "--version"], environment=self.environment).split()[2]

    @property
    def major(self) -> str:
        return self.version.split(".")[0]


def find(home: Path) -> Programs:
    """The newest installed PostgreSQL with PostGIS, else Debian's packages, else one sentence."""
    return installed() or from_debian(home)


def installed() -> Programs | None:
    folders = [Path(found) for pattern in INSTALLED for found in Path("/").glob(pattern[1:])]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    usable = [folder for folder in folders if (folder / "initdb").exists() and has_postgis(folder)]
    return Programs(max(usable, key=version_in_name)) if usable else None


def version_in_name(folder: Path) -> int:
    digits = "".join(letter for letter in folder.parent.name if letter.isdigit())
    return int(digits or 0)


def has_postgis(folder: Path) -> bool:
    shares = [Path("/usr/share/postgresql") / folder.parent.name]
    if (folder / "pg_config").exists():
        shares.append(Path(run([folder / "pg_config", "--sharedir"]).strip()))
    return any((share / "extension" / "postgis.control").exists() for share in shares)


def from_debian(home: Path) -> Programs:
    if not debian.is_possible():
        raise Stopped(f"PostGIS was not found: run  {command()}  or set DATABASE_URL.")
    root = debian.unpacked(home)
    folders = sorted(root.glob("usr/lib/postgresql/*/bin"), key=version_in_name)
    return Programs(folders[-1], debian.environment(root))


def command() -> str:
    """The one command that installs PostGIS here."""
    if platform.system() == "Darwin":
        return COMMANDS["brew"]
    found = [line for program, line in COMMANDS.items() if shutil.which(program)]
    return found[0] if found else "your system's installer for PostgreSQL and PostGIS"
