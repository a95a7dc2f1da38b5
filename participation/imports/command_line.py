"""What the commands that take a table over have in common: what may be said, how they end."""

import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from geo.crs import READABLE_SRIDS
from geo.tables.dates import ORDERS
from geo.tables.encodings import ENCODINGS
from geo.tables.files import Opened
from participation.consultations.models import Consultation
from participation.contributions.judging import NoPerimeter
from participation.imports.options import Unclear
from participation.imports.sentences import explain_file
from participation.imports.steps import UNREADABLE
from participation.imports.undoing import AlreadyTakenBack

SHOWN = 10  # rows that are not taken over
YES = ("y", "yes", "o", "oui", "s", "sì", "si")


class TakingOverCommand(BaseCommand):
    """Shows first what would become of each row; writes with --yes, or when somebody agrees.

    Each command adds `subject_of`, what in a consultation the file is for; `read_and_store`; and
    for taking back `brought`, what there is in words, and `take_back`.
    """

    record = None
    """The model that keeps what was taken over."""
    fields: tuple[str, ...] = ()
    """What a column can hold."""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="CSV or GeoJSON")
        parser.add_argument("--consultation", metavar="SLUG", help="where they go")
        parser.add_argument(
            "--map", action="append", default=[], type=field_and_column, metavar="FIELD=COLUMN",
            help=f"which column holds what ({', '.join(self.fields)}); the rest is proposed by the "
            "names of the columns; again for each field",
        )  # fmt: skip
        parser.add_argument("--date-order", choices=ORDERS, default="")
        parser.add_argument("--crs", type=int, choices=sorted(READABLE_SRIDS), metavar="EPSG", default=0)  # fmt: skip
        parser.add_argument("--encoding", choices=ENCODINGS, default="")
        parser.add_argument("--separator", default="")
        parser.add_argument("--source", default="", help="tells files apart that number alike")
        parser.add_argument("--rejected", type=Path, metavar="FILE.csv", help="a line per row that is not taken over")  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="only show, never ask")
        parser.add_argument("--yes", action="store_true", help="do it without asking")
        parser.add_argument("--undo", type=UUID, metavar="ID", help="take an import back")

    def handle(self, *args, **options):
        with translation.override("en"):  # commands speak English, whatever the service speaks
            if options["undo"]:
                self.undo(options)
            elif not (options["file"] and options["consultation"]):
                raise CommandError("Say a file and --consultation SLUG, or --undo ID.")
            else:
                self.take_over(**options)

    def undo(self, options):
        record = self.record.objects.filter(pk=options["undo"]).first()
        if record is None:
            raise CommandError("There is no import with this id.")
        if not is_agreed(options, "Take this import back?"):
            self.stdout.write(f"{record}: {self.brought(record)}; nothing was changed.")
            return
        try:
            self.take_back(record)
        except AlreadyTakenBack:
            raise CommandError("This import was taken back before.") from None

    def take_over(self, file, consultation, **options):
        subject = self.subject_of(consultation_at(consultation), options)
        try:
            with file.open("rb") as opened:
                self.read_and_store(opened, file, subject, options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except UNREADABLE as error:
            raise CommandError(explain_file(error)) from error
        except Unclear as error:
            raise CommandError(str(error)) from error
        except NoPerimeter:
            raise CommandError("No version of its perimeter has been accepted yet.") from None

    def may_store(self, options) -> bool:
        """Whether somebody agrees; else it is said how to agree."""
        if is_agreed(options, "Take them over?"):
            return True
        self.stdout.write("Nothing was stored. Say --yes to take them over.")
        return False

    def tell_columns(self, opened: Opened, mapping, names: Iterable[str], *others: str):
        """Say how the file is read, and which column holds what."""
        if form := opened.form:
            self.stdout.write(f"Read as {form.encoding}, separator {form.separator!r}.")
        said = ((name, getattr(mapping, name)) for name in names)
        found = [f"{name} ← {joined(columns)}" for name, columns in said if columns]
        place = ", ".join(mapping.place_columns) or mapping.place.way
        self.stdout.write(f"Columns: {'; '.join([*found, f'place ← {place}', *others])}")

    def tell_part(self, done, total):
        self.stderr.write(f"{done} of {total} rows done")


def joined(columns: str | tuple[str, ...]) -> str:
    """Return the names of columns that are read one after the other."""
    return columns if isinstance(columns, str) else " + ".join(columns)


def field_and_column(text: str) -> tuple[str, str]:
    """Return (field, column) of `field=column`; an empty column takes a proposal back."""
    name, equals, column = text.partition("=")
    if not (name and equals):
        raise CommandError(f"{text}: write FIELD=COLUMN")
    return name.strip(), column.strip()


def check_fields(pairs: Iterable[tuple[str, str]], fields: Iterable[str]) -> None:
    """Raise CommandError where something is said of no field."""
    unknown = [name for name, _column in pairs if name not in fields]
    if unknown:
        raise CommandError(f"“{unknown[0]}” is no field. There are: {', '.join(fields)}.")


def form_said(options) -> dict:
    """Return how the CSV is written, as far as it was said."""
    said = {name: options[name] for name in ("encoding", "separator") if options[name]}
    return {name: value.replace("\\t", "\t") for name, value in said.items()}


def consultation_at(slug: str) -> Consultation:
    rows = Consultation.objects.select_related("perimeter", "places_layer__current")
    consultation = rows.prefetch_related("themes").filter(slug=slug).first()
    if consultation is None:
        raise CommandError(f"There is no consultation named {slug}.")
    return consultation


def is_agreed(options, question: str) -> bool:
    """Whether it was said, or a person at a terminal says so; elsewhere nobody agrees."""
    if options["dry_run"]:
        return False
    if options["yes"]:
        return True
    return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() in YES
