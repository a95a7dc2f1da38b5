"""Files that take a while to make, kept with the release that they tell of: each is made once."""

import hashlib
from collections.abc import Callable
from threading import Lock

from django.db import models

from participation.crossings.models import Release

ONE_AT_A_TIME = Lock()  # in each process, so that a public page cannot take all of the machine


class KeptFile(models.Model):
    """One file of a release. made_from: fingerprint of all that it says beside the cells."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=60)
    made_from = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        default_permissions = ()  # read with its release
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="keptfile_once"),
        ]

    def __str__(self):
        return self.name


def fingerprint_of(*facts: object) -> str:
    """Return what changes when one of the facts does."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def kept(release: Release, name: str, made_from: str, make: Callable[[], bytes]) -> bytes:
    """Return a file of a release, made where it is not kept yet or tells what is no longer so."""
    found = stored(release, name, made_from)
    if found is not None:
        return found
    with ONE_AT_A_TIME:
        found = stored(release, name, made_from)
        if found is not None:
            return found
        content = make()
        KeptFile.objects.filter(release__crossing=release.crossing_id).exclude(
            release=release
        ).delete()
        KeptFile.objects.update_or_create(
            release=release, name=name, defaults={"made_from": made_from, "content": content}
        )
    return content


def stored(release: Release, name: str, made_from: str) -> bytes | None:
    files = KeptFile.objects.filter(release=release, name=name, made_from=made_from)
    content = files.values_list("content", flat=True).first()
    return None if content is None else bytes(content)
