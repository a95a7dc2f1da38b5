"""What is proposed for a new set of measurements, from its files."""

import re
from pathlib import PurePath

from django.utils.text import slugify

from geo.measurements.forms import DescribeForm
from geo.measurements.models import Dataset
from geo.measurements.preview import Preview
from geo.measurements.reading.choices import Choices, Kind
from geo.measurements.steps import Step

SCHEMES = {"Europe/Paris": "FR", "Europe/Rome": "IT"}
SOURCES = {
    "road": r"road|route|strad|voirie",
    "rail": r"rail|ferr|train|fer\b",
    "air": r"air|aer|aero|avion",
    "industry": r"indust",
}
INSTRUMENTS = {
    Kind.POINTS: "uncalibrated_phone",
    Kind.TRACK: "uncalibrated_phone",
    Kind.SENSORS: "class_2",
    Kind.AREAS: "modelled",
}


def describe_form(
    step: Step, preview: Preview, dataset: Dataset, choices: Choices, sent
) -> DescribeForm:
    """Return the form about a set, filled in with what its files suggest; checked where sent."""
    name = PurePath(step.uploads[0].name).name.split(".")[0][:100]
    initial = {
        "name": name.replace("_", " ").replace("-", " "),
        "slug": slugify(name)[:50],
        "source": source_in(name) if choices.kind == Kind.AREAS else "",
        "period_scheme": SCHEMES.get(dataset.time_zone, "EU"),
        "instrument": INSTRUMENTS[choices.kind] if dataset.indicator.is_in_decibels else "",
    }
    return DescribeForm(
        sent,
        initial=initial,
        dataset=step.dataset,
        indicator=dataset.indicator,
        says_when=preview.says_when,
    )


def source_in(name: str) -> str:
    """Return which source of noise the name of a file speaks of, "" for none."""
    found = (key for key, words in SOURCES.items() if re.search(words, name, re.IGNORECASE))
    return next(found, "")


def expected_rows(step: Step, preview: Preview, choices: Choices) -> int:
    """Return how many rows the files may have, for a bar that fills; 0 where nobody can tell."""
    if preview.is_whole:
        return preview.counts.total()
    if choices.kind != Kind.POINTS or choices.way == "file":
        return 0
    return sum(bytes(one.content).count(b"\n") for one in step.uploads)
