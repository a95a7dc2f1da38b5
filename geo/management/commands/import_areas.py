"""`manage.py import_areas FILE [FILE …]`: a layer of communes or districts that people choose by name."""

from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from geo.files.sentences import READ_HERE
from geo.layers.areas import import_areas
from geo.layers.importing import EmptyVersion
from geo.layers.models import Layer
from geo.management.commands.import_perimeter import condition
from geo.perimeters.reports import REFUSALS, refusal


class Command(BaseCommand):
    """Makes the layer where it is new; a later file becomes its next version."""

    help = "Import named areas from one file or several as a layer, to be chosen by name."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=READ_HERE)
        parser.add_argument("--layer", required=True, help="slug of the layer, such as communes-06")
        parser.add_argument(
            "--named-by", required=True, action="append", metavar="PROPERTY",
            help="the property with the name; give it again where files call it differently",
        )  # fmt: skip
        parser.add_argument(
            "--where", action="append", default=[], type=condition, metavar="PROPERTY=VALUE",
            help="choose features; give it again for more values or more properties",
        )  # fmt: skip
        parser.add_argument("--licence", required=True, help="under which the file was published")
        parser.add_argument("--attribution", required=True, help="who is to be named as its source")

    def handle(self, *args, files, layer, named_by, where, licence, attribution, **options):
        words = {"licence": licence, "attribution": attribution}
        names = {"create_defaults": words | {"name": layer}, "defaults": words}
        try:
            # One transaction: a file that is refused changes no licence and leaves no empty layer.
            with ExitStack() as stack, transaction.atomic():
                opened = [stack.enter_context(path.open("rb")) for path in files]
                kept, _ = Layer.objects.update_or_create(slug=layer, **names)
                version = import_areas(opened, kept, named_by, where)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except EmptyVersion as error:
            raise CommandError(f"No area has a name under “{', '.join(named_by)}”.") from error
        except REFUSALS as error:
            with override("en"):
                raise CommandError(refusal(error)) from error
        self.stdout.write(f"{layer}: {version.feature_count} areas.")
