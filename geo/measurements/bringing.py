"""Makes a version of files: the same for the page, its job, the command and the demonstration."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from geo.measurements.models import Dataset, DatasetVersion
from geo.measurements.reading.choices import Choices, Kind
from geo.measurements.reading.files import File, read_all
from geo.measurements.storing import FileDetails, store_dataset_version

BLOCK = 1024 * 1024


def bring_in(
    dataset: Dataset,
    files: Sequence[File],
    choices: Choices,
    *,
    days: dict[str, str] | None = None,
    expected: int = 0,
    trusted: bool = False,
    progress: Callable | None = None,
) -> DatasetVersion:
    """Store files of one kind as a new version of `dataset`, and put it in force.

    days: "measured_from" and "measured_to" as ISO dates, for files that do not say when; expected:
    how many rows there may be; trusted: the operator's own files. Raises Refused where a file is
    not read, NothingMeasured where nothing in it counts; nothing changes then.
    """
    given = {name: datetime.date.fromisoformat(day) for name, day in (days or {}).items()}
    details = FileDetails(
        ", ".join(name for name, _path in files),
        fingerprint(path for _name, path in files),
        expected=expected,
        **given,
    )
    fitted = fitting(choices, dataset)
    records = read_all(files, fitted, trusted=trusted)
    return store_dataset_version(dataset, records, details, progress)


def fitting(choices: Choices, dataset: Dataset) -> Choices:
    """Return choices with what the set knows: its time zone, and what its indicator can be."""
    indicator = dataset.indicator
    known = replace(choices, zone=dataset.time_zone, least=indicator.least, most=indicator.most)
    # Each archive of a phone names its own walk.
    return replace(known, walk="") if choices.kind == Kind.TRACK else known


def fingerprint(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of files, one after the other."""
    found = sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                found.update(block)
    return found.hexdigest()
