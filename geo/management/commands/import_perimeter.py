"""`manage.py import_perimeter FILE [FILE …]`: make a perimeter of chosen features of files.

Commands speak English whatever the language of the service: their output is searched for and
pasted into questions.
"""

import sys
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from geo.files.sentences import READ_HERE
from geo.perimeters.acceptance import accept
from geo.perimeters.importing import import_perimeter
from geo.perimeters.models import PerimeterVersion
from geo.perimeters.reports import REFUSALS, refusal, report_lines
from geo.perimeters.sentences import measure_words
from geo.perimeters.sources import Answers


class Command(BaseCommand):
    """Imports, shows the report, asks, accepts."""

    help = (
        "Import a perimeter from one file or several; the chosen features become one area. "
        "Gaps where the files do not meet are closed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help=f"{READ_HERE}, or an OpenStreetMap extract with --boundary",
        )
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            type=condition,
            metavar="PROPERTY=VALUE",
            help="choose features; give it again for more values or more properties; "
            "a condition holds for the files that have the property",
        )
        parser.add_argument(
            "--boundary",
            action="append",
            default=[],
            metavar="NAME",
            help="of an OpenStreetMap extract, by its name or number; give it again for more",
        )
        parser.add_argument("--layer", default="", help="of a file with several layers")
        parser.add_argument("--encoding", default="", help="of a Shapefile that does not say it")
        parser.add_argument(
            "--epsg", type=int, default=0, metavar="CODE", help="of a file that names no system"
        )
        parser.add_argument("--name", help="name of the perimeter (default: name of the file)")
        parser.add_argument(
            "--country",
            action="append",
            default=[],
            metavar="CODE",
            help="FR, IT…: decides the metric system; several give EPSG:3035",
        )
        parser.add_argument(
            "--keep-gaps", action="store_true", help="leave gaps between features open, as holes"
        )
        parser.add_argument("--yes", action="store_true", help="accept without asking")

    def handle(self, *args, files, yes, **options):
        with override("en"):
            version = self.imported(files, options)
            for line in report_lines(version.report):
                self.stdout.write(f"- {line}")
            size = measure_words("area", version.area_m2)
        self.stdout.write(f"{version.perimeter.name}: {size}, EPSG:{version.perimeter.metric_srid}")
        if yes or self.agreed():
            accept(version)
            self.stdout.write(self.style.SUCCESS(f"Accepted: perimeter {version.perimeter_id}"))
        else:
            self.stdout.write("Not accepted yet: staff can accept it in the administration.")

    def imported(self, paths: list[Path], options: dict) -> PerimeterVersion:
        """Return the version; errors become one sentence."""
        try:
            with ExitStack() as opened:
                files = [opened.enter_context(path.open("rb")) for path in paths]
                return import_perimeter(
                    *files,
                    name=options["name"] or paths[0].stem,
                    where=options["where"],
                    boundaries=options["boundary"],
                    answers=Answers(options["encoding"], options["layer"], options["epsg"]),
                    countries=options["country"],
                    close_gaps=not options["keep_gaps"],
                )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except REFUSALS as error:
            raise CommandError(refusal(error)) from error

    def agreed(self) -> bool:
        """Ask a person at a terminal; elsewhere nobody agrees."""
        if not sys.stdin.isatty():
            return False
        return input("Accept this perimeter? [y/N] ").strip().lower() in ("y", "yes", "o", "oui")


def condition(text: str) -> tuple[str, str]:
    """Return (property, value) of `property=value`."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise CommandError(f"{text}: write --where property=value")
    return name.strip(), value.strip()
