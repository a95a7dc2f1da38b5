"""`manage.py import_survey FILE --consultation SLUG`: takes over the ratings of a survey."""

import datetime
import hashlib
from dataclasses import asdict
from itertools import islice
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import timezone

from geo.tables.files import open_table
from participation.contributions.judging import version_of
from participation.imports.command_line import SHOWN, TakingOverCommand, check_fields, form_said
from participation.imports.rejects import reasons_csv
from participation.imports.steps import near
from participation.perception.origins import SurveyImport
from participation.perception.scales import SCALES
from participation.surveys.importing import Origin, Tally, import_answers
from participation.surveys.judging import judge_answers
from participation.surveys.options import FIELDS, Said, mapping_of
from participation.surveys.proposing import propose_survey
from participation.surveys.reading import read_answers
from participation.surveys.sentences import explain_row, notes_of
from participation.surveys.undoing import take_back

ACTOR = "manage.py"
COLUMNS = ("rating", "level", "source_id", "date")


class Command(TakingOverCommand):
    """Takes over the ratings of one file, given to one felt question."""

    help = "Take over ratings from a CSV or GeoJSON file, or take an import back."
    record, fields = SurveyImport, FIELDS

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--question",
            type=UUID,
            metavar="ID",
            help="which felt question, where there are several",
        )
        parser.add_argument("--scale", choices=SCALES, default="")
        parser.add_argument(
            "--means", action="store_true", help="ratings are means of several people"
        )
        parser.add_argument("--areas", action="store_true", help="a point stands for an area")
        parser.add_argument(
            "--day", type=datetime.date.fromisoformat, help="of rows that say none: 2019-05-20"
        )
        parser.add_argument(
            "--licence", default="", help="of the file (default: that of the contributions)"
        )
        parser.add_argument(
            "--attribution", default="", help="who is to be named (default: the organisation)"
        )

    def subject_of(self, consultation, options):
        return question_of(consultation, options["question"])

    def brought(self, record):
        return f"{record.perceptions.count()} ratings"

    def take_back(self, record):
        self.stdout.write(f"{take_back(record, ACTOR)} ratings removed.")

    def read_and_store(self, file, path, question, options):
        opened = open_table(file, form_said(options))
        version_of(question.consultation)
        proposal = propose_survey(opened.table, near(question.consultation), question)
        mapping = mapping_of(said_in(options), opened, proposal)
        self.tell_columns(opened, mapping, COLUMNS, f"scale {mapping.scale}")
        zone, now = question.consultation.zone, timezone.now()
        rows = read_answers(opened.table, mapping, zone, now)
        count = self.show(judge_answers(question, rows, options["source"]), mapping, options)
        if not self.may_store(options):
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
    check_fields(options["map"], FIELDS)
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
