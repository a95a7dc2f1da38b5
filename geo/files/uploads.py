"""Keeps a file between the steps of a page, so that a question about it does not lose it.

A page stores what was sent with `keep`, carries its id along, and calls `forget` once the file is
used. Whoever does not come back loses it after a day.
"""

import datetime
import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from geo.files.models import Upload

KEPT = datetime.timedelta(days=1)
MOST_EACH = 40  # files that one person may have waiting; the oldest go first


class Gone(Exception):
    """The file was used meanwhile, or its day is over."""


def keep(file: BinaryIO, *, owner, purpose: str) -> Upload:
    """Store a file, open in binary mode, for its owner (the key of a user), and return it.

    How large it may be is decided by the form that took it (`geo.config.uploads`).
    """
    forget_old()
    file.seek(0)
    content = file.read()
    waiting = Upload.objects.filter(owner=str(owner)).order_by("-created_at")
    waiting.filter(pk__in=list(waiting.values_list("pk", flat=True)[MOST_EACH - 1 :])).delete()
    return Upload.objects.create(
        owner=str(owner),
        purpose=purpose,
        name=_plain(getattr(file, "name", "")),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
    )


def content_of(upload: Upload) -> bytes:
    """Return the bytes of an upload; raise Gone where it was used since it was found."""
    try:
        return bytes(upload.content)
    except Upload.DoesNotExist:
        raise Gone(upload.pk) from None


def opened(upload: Upload) -> BinaryIO:
    """Return the bytes of an upload as an open file that carries its name."""
    file = io.BytesIO(content_of(upload))
    file.name = upload.name
    return file


@contextmanager
def on_disk(upload: Upload) -> Iterator[Path]:
    """The bytes of an upload as a file, for readers that go through it several times."""
    with NamedTemporaryFile(prefix="upload-") as file:
        file.write(content_of(upload))
        file.flush()
        yield Path(file.name)


@contextmanager
def using(upload: Upload) -> Iterator[None]:
    """Use a file once, in one transaction, and forget it; whoever comes second raises Gone."""
    with transaction.atomic():
        waiting = Upload.objects.filter(pk=upload.pk)
        if not waiting.select_for_update().exists():
            raise Gone(upload.pk)
        yield
        waiting.delete()


def forget(ids: Iterable[UUID], *, owner) -> None:
    """Delete uploads of one person: they are used, or no longer wanted."""
    Upload.objects.filter(pk__in=list(ids), owner=str(owner)).delete()


def forget_old(now: datetime.datetime | None = None) -> None:
    """Delete the uploads that are older than a day."""
    Upload.objects.filter(created_at__lt=(now or timezone.now()) - KEPT).delete()


def _plain(name: str) -> str:
    """Return the last part of a name, as a browser of any system may send it, without controls."""
    last = PurePath(str(name).replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-200:]
