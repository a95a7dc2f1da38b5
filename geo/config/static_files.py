"""The demonstration's static files, collected where one of them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from geo.config.first_run import stamps
from geo.config.first_run.console import say


def collect() -> None:
    stamp = Path(settings.STATIC_ROOT) / "placette-stamp"
    if stamps.is_current(stamp, state()):
        return
    with stamps.alone(stamps.LOCAL / "static.lock"):
        wanted = state()
        if not stamps.is_current(stamp, wanted):
            say("Collecting the static files …")
            stamp.unlink(missing_ok=True)
            staticfiles_storage.uses_brotli = False
            call_command("collectstatic", interactive=False, verbosity=0)
            stamps.write(stamp, wanted)


def state() -> str:
    """A hash of the names, sizes and times of every static file."""
    total = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            total.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return total.hexdigest()
