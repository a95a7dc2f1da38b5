"""Noise of the island, measured and felt, through the importers that any user's files go through."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from geo.measurements.bringing import bring_in
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset
from geo.measurements.reading.choices import Choices
from geo.measurements.reading.recognising import recognise
from geo.tables.files import open_table
from participation.consultations.models import Consultation
from participation.crossings.models import Crossing
from participation.crossings.releasing import publish_release
from participation.demonstration.files import FOLDER, in_languages, read_json
from participation.demonstration.layers import ATTRIBUTION, LICENCE
from participation.imports.steps import near
from participation.perception.models import FeltQuestion
from participation.perception.origins import SurveyImport
from participation.surveys.importing import Origin, import_answers
from participation.surveys.proposing import propose_survey
from participation.surveys.reading import read_answers

FILE = "measured-and-felt.json"
OF_A_SET = ("name", "source", "instrument", "period_scheme", "time_zone")
DAYS = {"from": "measured_from", "to": "measured_to"}


@transaction.atomic
def load_measured_and_felt() -> Crossing | None:
    """Load the maps, the measurements and the survey, and cross them; None where it is there."""
    told = read_json(FILE)
    consultation = Consultation.objects.get(slug=told["consultation"])
    if consultation.crossings.filter(slug=told["crossing"]["slug"]).exists():
        return None
    for entry in told["datasets"]:
        load_dataset(entry, consultation)
    question = consultation.felt_questions.get(**told["question"])
    load_survey(told["survey"], question)
    return load_crossing(told["crossing"], question)


def load_dataset(entry: dict, consultation: Consultation) -> None:
    """One file of measurements, read as its page would propose to read it."""
    path = FOLDER / entry["file"]
    words = {name: entry[name] for name in OF_A_SET}
    words |= {"licence": LICENCE, "attribution": ATTRIBUTION["fr"]}
    words["indicator"] = Indicator.objects.get(key=entry["indicator"])
    dataset, is_new = Dataset.objects.get_or_create(slug=entry["slug"], defaults=words)
    if not is_new:
        return
    answers = Choices(zone=dataset.time_zone)
    found = recognise(
        path, indicator=entry["indicator"], near=near(consultation), answers=answers, trusted=True
    )
    days = {name: entry[key] for key, name in DAYS.items() if key in entry}
    bring_in(dataset, [(path.name, path)], found.choices, days=days, trusted=True)


def load_survey(entry: dict, question: FeltQuestion) -> SurveyImport:
    """The answers of residents, read as their page would propose to read them."""
    consultation = question.consultation
    with (FOLDER / entry["file"]).open("rb") as file:
        opened = open_table(file)
        mapping = propose_survey(opened.table, near(consultation), question).mapping
        origin = Origin(
            file_name=entry["file"],
            mapping=mapping,
            written=asdict(opened.form),
            licence=LICENCE,
            attribution=ATTRIBUTION["fr"],
            source=entry["name"],
        )
        answers = read_answers(opened.table, mapping, consultation.zone, timezone.now())
        return import_answers(question, answers, "load_demo", origin)


def load_crossing(entry: dict, question: FeltQuestion) -> Crossing:
    """The map of measured and felt, with its first release."""
    crossing = Crossing.objects.create(
        consultation=question.consultation,
        slug=entry["slug"],
        question=question,
        dataset=Dataset.objects.get(slug=entry["dataset"]),
        curve=entry["curve"],
        is_published=True,
        **in_languages(entry, "title", "summary"),
    )
    publish_release(crossing)
    return crossing
