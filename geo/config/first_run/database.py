"""The database that a command works on: DATABASE_URL, or the private one for as long as it runs."""

import contextlib
import os
import secrets
from collections.abc import Iterator

from geo.config.first_run import stamps
from geo.config.first_run.cluster import PrivateCluster
from geo.config.first_run.console import Stopped

SECRET_KEY = stamps.LOCAL / "secret_key"


def is_private() -> bool:
    return not os.environ.get("DATABASE_URL", "").strip()


@contextlib.contextmanager
def chosen() -> Iterator[None]:
    """Have a database: start the private one where no other is named, and stop it if last."""
    keep_secret_key()
    if not is_private():
        yield
        return
    with PrivateCluster() as cluster:
        os.environ["DATABASE_URL"] = cluster.address
        yield


def forget() -> None:
    """Throw the private database away; one that the operator named is never touched."""
    if not is_private():
        raise Stopped(
            "--reset empties the private database only, and DATABASE_URL names another: "
            "empty that one yourself, or unset DATABASE_URL."
        )
    PrivateCluster().forget()


def keep_secret_key() -> None:
    """The key of this machine's own sessions; a service in production is given one."""
    if os.environ.get("PLACETTE_SECRET_KEY", "").strip() or SECRET_KEY.exists():
        return
    stamps.LOCAL.mkdir(exist_ok=True)
    part = SECRET_KEY.with_name(f"secret_key.{os.getpid()}")
    part.touch(mode=0o600)
    try:
        part.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another run was faster: its key stays
            os.link(part, SECRET_KEY)
    finally:
        part.unlink(missing_ok=True)
