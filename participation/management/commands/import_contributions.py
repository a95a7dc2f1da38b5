"""`manage.py import_contributions FILE --consultation SLUG`: takes over a campaign from elsewhere."""

import hashlib
from dataclasses import asdict
from itertools import chain, islice

from django.core.management.base import CommandError
from django.utils import timezone

from geo.tables.files import open_table
from participation.contributions.judging import version_of
from participation.contributions.origins import ContributionImport
from participation.imports.command_line import SHOWN, TakingOverCommand, check_fields, form_said
from participation.imports.importing import Origin, Tally, import_rows
from participation.imports.options import FIELDS, Said, mapping_of
from participation.imports.preview import BATCH, KNOWN, judge_rows
from participation.imports.proposing import propose_mapping
from participation.imports.reading import read_rows
from participation.imports.rejects import rejects_csv
from participation.imports.rows import Note, Rejected
from participation.imports.sentences import explain_row
from participation.imports.steps import near
from participation.imports.undoing import undo_import

COLUMNS = ("title", "source_id", "theme", "kind", "language", "date", "address", "display_name", "text")  # fmt: skip
REMARKS = {
    Note.UNPLACED: "without a place",
    Note.CLIPPED: "cut at the edge of the perimeter",
    Note.TITLE_FROM_TEXT: "with the beginning of their text as the title",
    Note.TITLE_SHORTENED: "with a title cut short, whole in the text",
}


class Command(TakingOverCommand):
    """Takes over the contributions of one file."""

    help = "Take over contributions from a CSV or GeoJSON file, or take an import back."
    record, fields = ContributionImport, FIELDS

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--theme-map", action="append", default=[], type=value_and_letter, metavar="VALUE=LETTER",
            help="the theme (or none) that a value of the theme's column stands for",
        )  # fmt: skip
        parser.add_argument("--other-themes", default="", help="a letter, none or refuse")
        parser.add_argument("--kind", default="", help="of rows that say none")
        parser.add_argument("--language", default="", help="of rows that say none")
        parser.add_argument(
            "--unplaced", action="store_true", help="take rows without coordinates, without a place"
        )
        parser.add_argument("--zero-is-none", action="store_true", help="0, 0 stands for no place")
        parser.add_argument("--licence", default="", help="under which the file was published")
        parser.add_argument("--attribution", default="", help="who is to be named as its source")
        parser.add_argument("--pending", action="store_true", help="to be read before publishing")

    def subject_of(self, consultation, options):
        return consultation

    def brought(self, record):
        return f"{record.contributions.count()} contributions"

    def take_back(self, record):
        record = undo_import(record, None)
        self.stdout.write(f"{record.removed} contributions removed.")
        if record.withdrawn:
            self.stdout.write(f"{record.withdrawn} withdrawn: they had comments or decisions.")

    def read_and_store(self, file, path, consultation, options):
        opened = open_table(file, form_said(options))
        version_of(consultation)
        proposal = propose_mapping(opened.table, near(consultation))
        mapping = mapping_of(said_in(options), opened, proposal, consultation)
        self.show_mapping(opened, mapping)
        judged = judge_rows(consultation, rows_of(opened, mapping, consultation), options["source"])
        count = self.show(judged, options["rejected"])
        if not self.may_store(options):
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
        self.tell(import_rows(consultation, rows, None, origin, visibility, self.tell_part, count))

    def show_mapping(self, opened, mapping):
        self.tell_columns(opened, mapping, COLUMNS)
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

    def tell(self, record):
        self.stdout.write(
            self.style.SUCCESS(
                f"{record.added} added, {record.restored} shown again, "
                f"{record.already_there} already there, {record.rejected} rejected."
            )
        )
        self.stdout.write(f"To take it back: manage.py import_contributions --undo {record.pk}")


def value_and_letter(text: str) -> tuple[str, str]:
    """Return (value, letter) of `value=letter`; the value may hold signs of equality."""
    value, equals, letter = text.rpartition("=")
    if not (value and equals):
        raise CommandError(f"{text}: write VALUE=LETTER")
    return value.strip(), letter.strip()


def said_in(options) -> Said:
    check_fields(options["map"], FIELDS)
    names = ("other_themes", "kind", "language", "date_order", "unplaced", "zero_is_none")
    return Said(
        columns=tuple(options["map"]),
        themes=tuple(options["theme_map"]),
        srid=options["crs"],
        **{name: options[name] for name in names},
    )


def rows_of(opened, mapping, consultation):
    return read_rows(opened.table, mapping, consultation, timezone.now())


def words_of(rejected: Rejected) -> str:
    return (rejected.row.title or rejected.row.text) if rejected.row else ""
