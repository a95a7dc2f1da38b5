"""`manage.py import_measurements SET FILE [FILE …]`: a set of measurements, or its next version."""

from dataclasses import fields, replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from geo.measurements.bringing import bring_in, fitting
from geo.measurements.explaining import (
    doubt_words,
    nothing_measured_words,
    reason_words,
    refusal_words,
)
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset
from geo.measurements.preview import previewed
from geo.measurements.reading.choices import Choices, Refused
from geo.measurements.reading.files import read_all
from geo.measurements.reading.recognising import recognise_all
from geo.measurements.storing import NothingMeasured
from geo.measurements.words import INSTRUMENT_NAMES, SCHEME_NAMES, SOURCES

NEEDED = ("indicator", "licence", "attribution", "instrument")
OF_A_SET = (
    "name", "source", "period_scheme", "time_zone", "licence", "attribution", "instrument",
    "uncertainty_db",
)  # fmt: skip
COLUMNS = "place_columns"


class Command(BaseCommand):
    """Does what the pages do; how the file is read is proposed, and can be said otherwise."""

    help = "Import files of measurements as a set; later files become its next version."

    def add_arguments(self, parser):
        parser.add_argument("set", metavar="SET", help="slug of the set, such as mesures-2025")
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="of one kind")
        parser.add_argument("--indicator", default="", help="key, such as laeq; of a new set")
        parser.add_argument("--name", default="", help="of the set (default: its slug)")
        parser.add_argument("--licence", default="", help="under which the files were published")
        parser.add_argument("--attribution", default="", help="who is to be named as their source")
        instruments, schemes, sources = (
            [key for key, _name in names if key]
            for names in (INSTRUMENT_NAMES, SCHEME_NAMES, SOURCES)
        )
        parser.add_argument("--instrument", default="", choices=instruments)
        parser.add_argument("--uncertainty", dest="uncertainty_db", type=float)
        parser.add_argument("--source", default="", choices=sources, help="of the noise")
        parser.add_argument("--period-scheme", default="", choices=schemes)
        parser.add_argument("--time-zone", default="", help="such as Europe/Rome")
        parser.add_argument("--from", dest="measured_from", default="", metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="measured_to", default="", metavar="YYYY-MM-DD")
        parser.add_argument(
            "--read", action="append", default=[], metavar="FIELD=VALUE",
            help="how the files are read, where the proposal is wrong: value=LAeq, srid=2154, "
            "place_columns=X,Y; give it again for more",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="store nothing, tell what would")

    def handle(self, *args, **options):
        with override("en"):
            try:
                with transaction.atomic():
                    self.bring(options)
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
            except Refused as error:
                raise CommandError(refusal_words(error)) from error
            except NothingMeasured as error:
                raise CommandError(nothing_measured_words(error.report)) from error
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error

    def bring(self, options: dict) -> None:
        """In one transaction: files that are refused leave no set behind."""
        dataset = self.dataset_of(options)
        choices = self.choices_of(options, dataset)
        files = [(path.name, path) for path in options["files"]]
        if options["dry_run"]:
            self.tell_preview(files, fitting(choices, dataset))
            transaction.set_rollback(True)
            return
        names = ("measured_from", "measured_to")
        days = {name: options[name] for name in names if options[name]}
        version = bring_in(
            dataset, files, choices, days=days, trusted=True, progress=self.tell_progress
        )
        self.tell(version.report)
        self.stdout.write(f"{dataset.slug}: {version.count} values.")

    def dataset_of(self, options: dict) -> Dataset:
        """Return the set, made where it is new; what was said of it is kept."""
        said = {name: options[name] for name in OF_A_SET if options[name] not in ("", None)}
        dataset = Dataset.objects.filter(slug=options["set"]).first()
        if dataset is None:
            missing = [f"--{name}" for name in NEEDED if not options[name]]
            if missing:
                raise CommandError(f"There is no such set. For a new one say {', '.join(missing)}.")
            dataset = Dataset(slug=options["set"], name=options["set"])
            dataset.indicator = self.indicator_of(options["indicator"])
        for name, value in said.items():
            setattr(dataset, name, value)
        dataset.full_clean(exclude=["current"])
        dataset.save()
        return dataset

    def indicator_of(self, key: str) -> Indicator:
        known = {one.key: one for one in Indicator.objects.all()}
        if key not in known:
            raise CommandError(f"There is no indicator “{key}”. There are: {', '.join(known)}.")
        return known[key]

    def choices_of(self, options: dict, dataset: Dataset) -> Choices:
        """Return how the files are read: as it was said, else as it was found."""
        files = [(path.name, path) for path in options["files"]]
        said = said_choices(options["read"])
        begun = Choices(zone=dataset.time_zone)
        written = {name for name in said if name in WRITTEN}
        answers = replace(begun, **{name: said[name] for name in written}) if written else None
        found = recognise_all(files, indicator=dataset.indicator.key, answers=answers, trusted=True)
        for code in () if said else found.doubts:
            self.stdout.write(f"? {doubt_words(code)}")
        return replace(found.choices, **said)

    def tell_preview(self, files, choices: Choices) -> None:
        preview = previewed(read_all(files, choices, trusted=True))
        for (fate, code), count in preview.reasons.most_common():
            self.stdout.write(f"- {fate}: {reason_words(fate, code)} ({count})")
        counts = ", ".join(f"{fate} {count}" for fate, count in preview.counts.items())
        self.stdout.write(f"{counts} of the first rows. Nothing was stored.")

    def tell(self, report: dict) -> None:
        for fate in ("rejected", "flagged", "repaired"):
            for code, count in report[fate]["by"].items():
                self.stdout.write(f"- {fate}: {reason_words(fate, code)} ({count})")

    def tell_progress(self, done: int, total: int = 0, message: str = "") -> None:
        self.stdout.write(f"  {done} rows …")


WRITTEN = {"encoding", "separator", "quote", "header_row", "layer", "srid", "way"}
NOT_SAID = {"kind", "levels", "least", "most"}
"""What the file, its classes and its indicator decide."""


def truth_in(text: str) -> bool:
    """Return what “yes” and “no” mean; raises ValueError."""
    return bool(("no", "yes").index(text))


TYPES = {
    "header_row": int, "srid": int, "seconds": float, "limit": float, "farthest_off_m": float,
    "is_utc": truth_in, "zero_is_none": truth_in,
}  # fmt: skip


def said_choices(pairs: list[str]) -> dict:
    """Return FIELD=VALUE as fields of Choices."""
    known = {field.name for field in fields(Choices)} - NOT_SAID
    said = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or name not in known:
            raise CommandError(
                f"“{pair}”: write FIELD=VALUE, with one of {', '.join(sorted(known))}."
            )
        try:
            said[name] = tuple(text.split(",")) if name == COLUMNS else TYPES.get(name, str)(text)
        except ValueError as error:
            kind = "neither yes nor no" if TYPES[name] is truth_in else "no number"
            raise CommandError(f"“{pair}”: {text} is {kind}.") from error
    return said
