"""`manage.py import_perimeter FILE`: make a perimeter of chosen features of a GeoJSON file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from geo.perimeters.acceptance import accept
from geo.perimeters.dissolving import NothingChosen
from geo.perimeters.importing import import_perimeter
from geo.perimeters.models import PerimeterVersion
from geo.perimeters.reasons import InvalidDrawing
from geo.perimeters.repair import BeyondRepair
from geo.perimeters.reports import refusal, report_lines
from geo.perimeters.sentences import measure_words


class Command(BaseCommand):
    """Imports, shows the report, asks, accepts."""

    help = "Import a perimeter from a GeoJSON file; the chosen features become one area."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="GeoJSON: areas in WGS 84 or a named EPSG code")
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            type=condition,
            metavar="PROPERTY=VALUE",
            help="choose features; give it again for more values or more properties",
        )
        parser.add_argument("--name", help="name of the perimeter (default: name of the file)")
        parser.add_argument(
            "--country",
            action="append",
            default=[],
            metavar="CODE",
            help="FR, IT…: decides the metric system; several give EPSG:3035",
        )
        parser.add_argument("--yes", action="store_true", help="accept without asking")

    def handle(self, *args, file, where, name, country, yes, **options):
        version = self.imported(file, where, name or file.stem, country)
        for line in report_lines(version.report):
            self.stdout.write(f"- {line}")
        size = measure_words("area", version.area_m2)
        self.stdout.write(f"{version.perimeter.name}: {size}, EPSG:{version.perimeter.metric_srid}")
        if yes or self.agreed():
            accept(version)
            self.stdout.write(self.style.SUCCESS(f"Accepted: perimeter {version.perimeter_id}"))
        else:
            self.stdout.write("Not accepted yet: staff can accept it in the administration.")

    def imported(self, path: Path, where, name: str, countries) -> PerimeterVersion:
        """Return the version; errors become one sentence."""
        try:
            with path.open("rb") as file:
                return import_perimeter(file, name=name, where=where, countries=countries)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except (InvalidDrawing, NothingChosen, BeyondRepair) as error:
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
