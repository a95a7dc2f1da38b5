"""Where the private database lives, and as whom its server runs."""

import hashlib
import os
import pwd
from contextlib import suppress
from pathlib import Path

from geo.config.first_run import stamps
from geo.config.first_run.console import Stopped


def server_user() -> int | None:
    """Whom root lends the server to (it refuses to run as root); nobody's business otherwise."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    raise Stopped("The database server does not run as root: run the command as another user.")


def home() -> Path:
    """Where the database lives: in the clone, or beside it where its user cannot enter the clone."""
    parents = [stamps.ROOT, *stamps.ROOT.parents]
    if server_user() is None or all(folder.stat().st_mode & 0o001 for folder in parents):
        return open_folder(stamps.LOCAL)
    mark = hashlib.sha256(str(stamps.ROOT).encode()).hexdigest()[:12]
    return open_folder(Path("/var/tmp") / f"placette-{os.geteuid()}-{mark}")  # noqa: S108  (checked)


def open_folder(folder: Path) -> Path:
    """A folder of ours that others may enter but not change."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise Stopped(f"{folder} belongs to another user: run the command as that user.")
    folder.chmod(0o755)
    return folder
