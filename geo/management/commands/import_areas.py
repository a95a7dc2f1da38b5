"""`manage.py import_areas FILE`: a layer of communes or districts that people choose by name."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from geo.layers.areas import import_areas
from geo.layers.importing import EmptyVersion
from geo.layers.models import Layer
from geo.management.commands.import_perimeter import condition
from geo.perimeters.choosing import NothingChosen
from geo.perimeters.reasons import InvalidDrawing
from geo.perimeters.repair import BeyondRepair
from geo.perimeters.reports import refusal


class Command(BaseCommand):
    """Makes the layer where it is new; a later file becomes its next version."""

    help = "Import named areas from a GeoJSON file as a layer, to be chosen by name."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="GeoJSON: areas in WGS 84 or a named EPSG code")
        parser.add_argument("--layer", required=True, help="slug of the layer, such as communes-06")
        parser.add_argument(
            "--named-by", required=True, metavar="PROPERTY", help="the property with the name"
        )
        parser.add_argument(
            "--where", action="append", default=[], type=condition, metavar="PROPERTY=VALUE",
            help="choose features; give it again for more values or more properties",
        )  # fmt: skip
        parser.add_argument("--licence", required=True, help="under which the file was published")
        parser.add_argument("--attribution", required=True, help="who is to be named as its source")

    def handle(self, *args, file, layer, named_by, where, licence, attribution, **options):
        words = {"licence": licence, "attribution": attribution}
        names = {"create_defaults": words | {"name": layer}, "defaults": words}
        try:
            # One transaction: a file that is refused changes no licence and leaves no empty layer.
            with file.open("rb") as opened, transaction.atomic():
                kept, _ = Layer.objects.update_or_create(slug=layer, **names)
                version = import_areas(opened, kept, named_by, where)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except EmptyVersion as error:
            raise CommandError(f"No area of the file has a name under “{named_by}”.") from error
        except (InvalidDrawing, NothingChosen, BeyondRepair) as error:
            with override("en"):
                raise CommandError(refusal(error)) from error
        self.stdout.write(f"{layer}: {version.feature_count} areas.")
