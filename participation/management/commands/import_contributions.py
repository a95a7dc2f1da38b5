"""`manage.py import_contributions FILE --consultation SLUG`: takes over a campaign from elsewhere."""

import hashlib
import sys
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from geo.crs import READABLE_SRIDS
from geo.drawings.reasons import InvalidDrawing
from geo.tables.dates import ORDERS
from geo.tables.encodings import ENCODINGS, NotText
from geo.tables.files import open_table
from geo.tables.reading import NoTable
from participation.consultations.models import Consultation
from participation.contributions.judging import NoPerimeter, version_of
from participation.contributions.origins import ContributionImport
from participation.imports.importing import Origin, Tally, import_rows
from participation.imports.options import FIELDS, Said, Unclear, mapping_of
from participation.imports.preview import BATCH, KNOWN, judge_rows
from participation.imports.proposing import propose_mapping
from participation.imports.reading import read_rows
from participation.imports.rejects import rejects_csv
from participation.imports.rows import Note, Rejected
from participation.imports.sentences import explain_file, explain_row
from participation.imports.steps import near
from participation.imports.undoing import AlreadyTakenBack, undo_import

SHOWN = 10
REMARKS = {
    Note.UNPLACED: "without a place",
    Note.CLIPPED: "cut at the edge of the perimeter",
    Note.TITLE_FROM_TEXT: "with the beginning of their text as the title",
    Note.TITLE_SHORTENED: "with a title cut short, whole in the text",
}


class Command(BaseCommand):
    """Shows first what would become of each row; writes with --yes, or when somebody agrees."""

    help = "Take over contributions from a CSV or GeoJSON file, or take an import back."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="CSV, or GeoJSON in WGS 84")
        parser.add_argument("--consultation", metavar="SLUG", help="where they go")
        parser.add_argument(
            "--map", action="append", default=[], type=field_and_column, metavar="FIELD=COLUMN",
            help=f"which column holds what ({', '.join(FIELDS)}); the rest is proposed by the names "
            "of the columns; again for each field, and for text in several columns",
        )  # fmt: skip
        parser.add_argument(
            "--theme-map", action="append", default=[], type=value_and_letter, metavar="VALUE=LETTER",
            help="the theme (or none) that a value of the theme's column stands for",
        )  # fmt: skip
        parser.add_argument("--other-themes", default="", help="a letter, none or refuse")
        parser.add_argument("--kind", default="", help="of rows that say none")
        parser.add_argument("--language", default="", help="of rows that say none")
        parser.add_argument("--date-order", choices=ORDERS, default="")
        parser.add_argument("--crs", type=int, choices=sorted(READABLE_SRIDS), metavar="EPSG", default=0)  # fmt: skip
        parser.add_argument("--encoding", choices=ENCODINGS, default="")
        parser.add_argument("--separator", default="")
        parser.add_argument(
            "--unplaced", action="store_true", help="take rows without coordinates, without a place"
        )
        parser.add_argument("--zero-is-none", action="store_true", help="0, 0 stands for no place")
        parser.add_argument("--source", default="", help="tells files apart that number alike")
        parser.add_argument("--licence", default="", help="under which the file was published")
        parser.add_argument("--attribution", default="", help="who is to be named as its source")
        parser.add_argument("--pending", action="store_true", help="to be read before publishing")
        parser.add_argument("--rejected", type=Path, metavar="FILE.csv", help="a line per row that is not taken over")  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="only show, never ask")
        parser.add_argument("--yes", action="store_true", help="do it without asking")
        parser.add_argument("--undo", type=UUID, metavar="ID", help="take an import back")

    def handle(self, *args, **options):
        with translation.override("en"):  # commands speak English, whatever the service speaks
            self.answer(options)

    def answer(self, options):
        if options["undo"]:
            self.undo(options)
        elif not (options["file"] and options["consultation"]):
            raise CommandError("Say a file and --consultation SLUG, or --undo ID.")
        else:
            self.take_over(**options)

    def undo(self, options):
        record = ContributionImport.objects.filter(pk=options["undo"]).first()
        if record is None:
            raise CommandError("There is no import with this id.")
        if options["dry_run"] or not (options["yes"] or agreed("Take this import back?")):
            count = record.contributions.count()
            self.stdout.write(f"{record}: {count} contributions; nothing was changed.")
            return
        try:
            record = undo_import(record, None)
        except AlreadyTakenBack:
            raise CommandError("This import was taken back before.") from None
        self.stdout.write(f"{record.removed} contributions removed.")
        if record.withdrawn:
            self.stdout.write(f"{record.withdrawn} withdrawn: they had comments or decisions.")

    def take_over(self, file, consultation, **options):
        consultation = consultation_at(consultation)
        try:
            with file.open("rb") as opened:
                self.read_and_store(opened, file, consultation, options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except (NotText, NoTable, InvalidDrawing) as error:
            raise CommandError(explain_file(error)) from error
        except Unclear as error:
            raise CommandError(str(error)) from error
        except NoPerimeter:
            raise CommandError("No version of its perimeter has been accepted yet.") from None

    def read_and_store(self, file, path, consultation, options):
        opened = open_table(file, form_said(options))
        version_of(consultation)
        proposal = propose_mapping(opened.table, near(consultation))
        mapping = mapping_of(said_in(options), opened, proposal, consultation)
        self.show_mapping(opened, mapping)
        judged = judge_rows(consultation, rows_of(opened, mapping, consultation), options["source"])
        count = self.show(judged, options["rejected"])
        if options["dry_run"] or not (options["yes"] or agreed("Take them over?")):
            self.stdout.write("Nothing was stored. Say --yes to take them over.")
            return
        file.seek(0)
        origin = Origin(
            file_name=path.name,
            sha256=hashlib.file_digest(file, "sha256").hexdigest(),
            mapping={
                "file": asdict(opened.form) if opened.form else {},
                "columns": asdict(mapping),
            },
            **{name: options[name] for name in ("licence", "attribution", "source")},
        )
        rows = rows_of(opened, mapping, consultation)
        visibility = "pending" if options["pending"] else ""
        told = self.tell_part
        record = import_rows(consultation, rows, None, origin, visibility, told, count)
        self.report(record)

    def show_mapping(self, opened, mapping):
        found = asdict(mapping)
        place = ", ".join(mapping.place_columns) or mapping.place.way
        shown = [f"{name} ← {found[name]}" for name in ("title", "source_id", "theme", "kind", "language", "date", "address", "display_name") if found[name]]  # fmt: skip
        shown += [f"text ← {' + '.join(mapping.text)}"] if mapping.text else []
        if opened.form:
            form = opened.form
            self.stdout.write(f"Read as {form.encoding}, separator {form.separator!r}.")
        self.stdout.write(f"Columns: {'; '.join(shown)}; place ← {place}")
        for value, answer in mapping.themes.items():
            self.stderr.write(f"  theme {answer} ← {value}")

    def show(self, judged, rejected_file):
        """Write the counts and the first problems; all of them into a file where one is given.

        Return how many rows there are.
        """
        tally = Tally()
        rejected = (one for one in self.counted(judged, tally) if isinstance(one, Rejected))
        first = list(islice(rejected, SHOWN))
        lines = ((one.number, explain_row(one), words_of(one)) for one in chain(first, rejected))
        if rejected_file:
            with rejected_file.open("w", encoding="utf-8", newline="") as file:
                file.writelines(rejects_csv(lines))
        else:
            for _line in lines:
                pass
        known = tally.states[KNOWN]
        self.stdout.write(f"{tally.read} rows: {tally.states.total() - known} to take over, {known} already there, {tally.reasons.total()} rejected.")  # fmt: skip
        self.write_remarks(tally.notes)
        for one in first:
            self.stdout.write(f"  {one.number}: {explain_row(one)}")
        return tally.read

    def counted(self, judged, tally):
        for one in judged:
            tally.add(one)
            if tally.read % BATCH == 0:
                self.tell_progress(tally.read)
            yield one

    def write_remarks(self, notes):
        for note, words in REMARKS.items():
            if notes.get(str(note)):
                self.stdout.write(f"  {notes[str(note)]} {words}")

    def tell_progress(self, read):
        self.stderr.write(f"{read} rows read")

    def tell_part(self, done, total):
        self.stderr.write(f"{done} of {total} rows done")

    def report(self, record):
        self.stdout.write(
            self.style.SUCCESS(
                f"{record.added} added, {record.restored} shown again, "
                f"{record.already_there} already there, {record.rejected} rejected."
            )
        )
        self.stdout.write(f"To take it back: manage.py import_contributions --undo {record.pk}")


def field_and_column(text: str) -> tuple[str, str]:
    """Return (field, column) of `field=column`; an empty column takes a proposal back."""
    name, equals, column = text.partition("=")
    if not (name and equals):
        raise CommandError(f"{text}: write FIELD=COLUMN")
    return name.strip(), column.strip()


def value_and_letter(text: str) -> tuple[str, str]:
    """Return (value, letter) of `value=letter`; the value may hold signs of equality."""
    value, equals, letter = text.rpartition("=")
    if not (value and equals):
        raise CommandError(f"{text}: write VALUE=LETTER")
    return value.strip(), letter.strip()


def said_in(options) -> Said:
    unknown = [name for name, _column in options["map"] if name not in FIELDS]
    if unknown:
        raise CommandError(f"“{unknown[0]}” is no field. There are: {', '.join(FIELDS)}.")
    names = ("other_themes", "kind", "language", "date_order", "unplaced", "zero_is_none")
    return Said(
        columns=tuple(options["map"]),
        themes=tuple(options["theme_map"]),
        srid=options["crs"],
        **{name: options[name] for name in names},
    )


def form_said(options) -> dict:
    said = {name: options[name] for name in ("encoding", "separator") if options[name]}
    return {name: value.replace("\\t", "\t") for name, value in said.items()}


def consultation_at(slug: str) -> Consultation:
    rows = Consultation.objects.select_related("perimeter", "places_layer__current")
    consultation = rows.prefetch_related("themes").filter(slug=slug).first()
    if consultation is None:
        raise CommandError(f"There is no consultation named {slug}.")
    return consultation


def rows_of(opened, mapping, consultation):
    return read_rows(opened.table, mapping, consultation, timezone.now())


def words_of(rejected: Rejected) -> str:
    return (rejected.row.title or rejected.row.text) if rejected.row else ""


def agreed(question: str) -> bool:
    """Ask a person at a terminal; elsewhere nobody agrees."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes", "o", "oui", "s", "sì", "si")
