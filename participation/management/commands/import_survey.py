"""`manage.py import_survey FILE --consultation SLUG`: takes over the ratings of a survey."""

import datetime
import hashlib
from dataclasses import asdict
from itertools import islice
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
from participation.contributions.judging import NoPerimeter, version_of
from participation.imports.options import Unclear
from participation.imports.rejects import reasons_csv
from participation.imports.sentences import explain_file
from participation.imports.steps import near
from participation.imports.undoing import AlreadyTakenBack
from participation.management.commands.import_contributions import (
    agreed,
    consultation_at,
    field_and_column,
    form_said,
)
from participation.perception.origins import SurveyImport
from participation.perception.scales import SCALES
from participation.surveys.importing import Origin, Tally, import_answers
from participation.surveys.judging import judge_answers
from participation.surveys.options import FIELDS, Said, mapping_of
from participation.surveys.proposing import propose_survey
from participation.surveys.reading import read_answers
from participation.surveys.sentences import explain_row, notes_of
from participation.surveys.undoing import take_back

SHOWN = 10
ACTOR = "manage.py"


class Command(BaseCommand):
    """Shows first what would become of each row; writes with --yes, or when somebody agrees."""

    help = "Take over ratings from a CSV or GeoJSON file, or take an import back."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="CSV or GeoJSON")
        parser.add_argument("--consultation", metavar="SLUG", help="where they go")
        parser.add_argument(
            "--question",
            type=UUID,
            metavar="ID",
            help="which felt question, where there are several",
        )
        parser.add_argument(
            "--map", action="append", default=[], type=field_and_column, metavar="FIELD=COLUMN",
            help=f"which column holds what ({', '.join(FIELDS)}); the rest is proposed",
        )  # fmt: skip
        parser.add_argument("--scale", choices=SCALES, default="")
        parser.add_argument(
            "--means", action="store_true", help="ratings are means of several people"
        )
        parser.add_argument("--areas", action="store_true", help="a point stands for an area")
        parser.add_argument(
            "--day", type=datetime.date.fromisoformat, help="of rows that say none: 2019-05-20"
        )
        parser.add_argument("--date-order", choices=ORDERS, default="")
        parser.add_argument("--crs", type=int, choices=sorted(READABLE_SRIDS), metavar="EPSG", default=0)  # fmt: skip
        parser.add_argument("--encoding", choices=ENCODINGS, default="")
        parser.add_argument("--separator", default="")
        parser.add_argument("--source", default="", help="tells surveys apart that number alike")
        parser.add_argument(
            "--licence", default="", help="of the file (default: that of the contributions)"
        )
        parser.add_argument(
            "--attribution", default="", help="who is to be named (default: the organisation)"
        )
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
        record = SurveyImport.objects.filter(pk=options["undo"]).first()
        if record is None:
            raise CommandError("There is no import with this id.")
        if options["dry_run"] or not (options["yes"] or agreed("Take this import back?")):
            count = record.perceptions.count()
            self.stdout.write(f"{record}: {count} ratings; nothing was changed.")
            return
        try:
            removed = take_back(record, ACTOR)
        except AlreadyTakenBack:
            raise CommandError("This import was taken back before.") from None
        self.stdout.write(f"{removed} ratings removed.")

    def take_over(self, file, consultation, **options):
        question = question_of(consultation_at(consultation), options["question"])
        try:
            with file.open("rb") as opened:
                self.read_and_store(opened, file, question, options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except (NotText, NoTable, InvalidDrawing) as error:
            raise CommandError(explain_file(error)) from error
        except Unclear as error:
            raise CommandError(str(error)) from error
        except NoPerimeter:
            raise CommandError("No version of its perimeter has been accepted yet.") from None

    def read_and_store(self, file, path, question, options):
        opened = open_table(file, form_said(options))
        version_of(question.consultation)
        proposal = propose_survey(opened.table, near(question.consultation), question)
        mapping = mapping_of(said_in(options), opened, proposal)
        self.show_mapping(opened, mapping)
        zone, now = question.consultation.zone, timezone.now()
        rows = read_answers(opened.table, mapping, zone, now)
        count = self.show(judge_answers(question, rows, options["source"]), mapping, options)
        if options["dry_run"] or not (options["yes"] or agreed("Take them over?")):
            self.stdout.write("Nothing was stored. Say --yes to take them over.")
            return
        file.seek(0)
        origin = Origin(
            file_name=path.name,
            mapping=mapping,
            sha256=hashlib.file_digest(file, "sha256").hexdigest(),
            written=asdict(opened.form) if opened.form else {},
            **{name: options[name] for name in ("licence", "attribution", "source")},
        )
        rows = read_answers(opened.table, mapping, zone, now)
        self.tell(import_answers(question, rows, ACTOR, origin, self.tell_part, count))

    def show_mapping(self, opened, mapping):
        place = ", ".join(mapping.place_columns) or mapping.place.way
        if opened.form:
            self.stdout.write(
                f"Read as {opened.form.encoding}, separator {opened.form.separator!r}."
            )
        names = [
            name for name in ("rating", "level", "source_id", "date") if getattr(mapping, name)
        ]
        shown = [f"{name} ← {getattr(mapping, name)}" for name in names]
        self.stdout.write(f"Columns: {'; '.join(shown)}; place ← {place}; scale {mapping.scale}")

    def show(self, judged, mapping, options):
        """Write the counts, the first problems and the remarks; return how many rows there are."""
        tally = Tally(mapping.level)
        for one in judged:
            tally.add(one)
        report = tally.report()
        self.stdout.write(f"{report['read']} rows: {report['kept']} to take over, {report['known']} already there, {report['outside']} outside, {report['rejected']} rejected.")  # fmt: skip
        for note in notes_of(report, mapping.are_means):
            self.stdout.write(f"  {note}")
        lines = [(one.number, explain_row(one)) for one in tally.refused]
        for number, reason in islice(lines, SHOWN):
            self.stdout.write(f"  {number}: {reason}")
        if options["rejected"]:
            with options["rejected"].open("w", encoding="utf-8", newline="") as file:
                file.writelines(reasons_csv(lines))
        return report["read"]

    def tell_part(self, done, total):
        self.stderr.write(f"{done} of {total} rows done")

    def tell(self, record):
        report = record.report
        self.stdout.write(
            self.style.SUCCESS(
                f"{report['kept']} added, {report['known']} already there, "
                f"{report['outside']} outside, {report['rejected']} rejected."
            )
        )
        self.stdout.write(f"To take it back: manage.py import_survey --undo {record.pk}")


def said_in(options) -> Said:
    unknown = [name for name, _column in options["map"] if name not in FIELDS]
    if unknown:
        raise CommandError(f"“{unknown[0]}” is no field. There are: {', '.join(FIELDS)}.")
    names = ("scale", "means", "areas", "day", "date_order")
    said = {name: options[name] for name in names}
    return Said(columns=tuple(options["map"]), srid=options["crs"], **said)


def question_of(consultation, key):
    """Return the felt question that was said, or the only one that there is."""
    questions = list(consultation.felt_questions.select_related("consultation__perimeter"))
    chosen = [one for one in questions if key in (None, one.pk)]
    if len(chosen) == 1:
        return chosen[0]
    known = "".join(f"\n  {one.pk} {one}" for one in questions)
    raise CommandError(
        f"Say --question ID, one of those of the consultation:{known or ' it has none.'}"
    )
