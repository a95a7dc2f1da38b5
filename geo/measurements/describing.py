"""What is proposed for a new set of measurements, from its files."""

import re
from pathlib import PurePath

from django.utils.text import slugify
from django.utils.translation import gettext as _

from geo.files.uploads import content_of
from geo.measurements.bringing import fingerprint
from geo.measurements.forms import DescribeForm
from geo.measurements.models import Dataset
from geo.measurements.preview import Preview
from geo.measurements.reading.choices import Choices, Kind
from geo.measurements.reading.recognising import Recognised
from geo.measurements.steps import Step

SCHEMES = {"Europe/Paris": "FR", "Europe/Rome": "IT"}
SOURCES = {
    "road": r"roads?(?![a-z])|route|strad|voirie",
    "rail": r"rail|ferr|train|\bfer\b",
    "air": r"airport|aircraft|aéro|aero|avion",
    "industry": r"indust",
}
INSTRUMENTS = {
    Kind.POINTS: "uncalibrated_phone",
    Kind.TRACK: "uncalibrated_phone",
    Kind.SENSORS: "class_2",
    Kind.AREAS: "modelled",
}


def describe_form(
    step: Step, recognised: Recognised, preview: Preview, dataset: Dataset, sent
) -> DescribeForm:
    """Return the form about a set, filled in with what its files suggest; checked where sent."""
    name = PurePath(step.uploads[0].name).name.split(".")[0][:100]
    initial = {
        "name": name.replace("_", " ").replace("-", " "),
        "slug": slugify(name.replace("_", "-"))[:50].strip("-"),
        "source": source_of(name, recognised),
        "period_scheme": SCHEMES.get(dataset.time_zone, "EU"),
        "instrument": INSTRUMENTS[recognised.kind] if dataset.indicator.is_in_decibels else "",
    }
    return DescribeForm(
        sent,
        initial=initial,
        dataset=step.dataset,
        indicator=dataset.indicator,
        says_when=preview.says_when,
    )


def source_of(name: str, recognised: Recognised) -> str:
    """Return which source of noise a noise map speaks of, in its rows or its name; "" for none."""
    if recognised.kind != Kind.AREAS:
        return ""
    texts = [" ".join(row.values()) for row in recognised.rows]
    found = (
        key
        for text in (*texts, name)
        for key, words in SOURCES.items()
        if re.search(words, text, re.IGNORECASE)
    )
    return next(found, "")


def notes_of(step: Step) -> list[str]:
    """Return what staff should know before they store files: these are in force already."""
    current = step.dataset and step.dataset.current
    if not current or current.sha256 != fingerprint(path for _name, path in step.files):
        return []
    return [_("These very files are in force already.")]


def expected_rows(step: Step, preview: Preview, choices: Choices) -> int:
    """Return how many rows the files may have, for a bar that fills; 0 where nobody can tell."""
    if preview.is_whole:
        return preview.counts.total()
    if choices.kind != Kind.POINTS or choices.way == "file":
        return 0
    return sum(content_of(one).count(b"\n") for one in step.uploads)
