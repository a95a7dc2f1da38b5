"""`manage.py import_layer FILE`: a layer of whatever a map file holds, or its next version."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from geo.files.reading import read_file
from geo.files.sentences import READ_HERE, note_lines
from geo.layers.bringing import Prepared, bring_in, name_column, prepare
from geo.layers.importing import EmptyVersion
from geo.layers.models import Layer, LayerVersion
from geo.layers.sentences import report_lines
from geo.perimeters.reports import REFUSALS, refusal


class Command(BaseCommand):
    """Does what the page does; areas that people choose by name come by `import_areas`."""

    help = "Import a map file as a layer; a later file becomes its next version."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help=READ_HERE)
        parser.add_argument("--layer", required=True, help="slug of the layer, such as lampadaires")
        parser.add_argument("--licence", required=True, help="under which the file was published")
        parser.add_argument("--attribution", required=True, help="who is to be named as its source")
        parser.add_argument("--name", default="", help="of the layer (default: its slug)")
        parser.add_argument("--named-by", default="", help="the property with the names of objects")
        parser.add_argument(
            "--keep", action="append", metavar="PROPERTY",
            help="a property to keep; give it again for more (default: all of them)",
        )  # fmt: skip
        parser.add_argument("--file-layer", default="", help="of a file with several layers")
        parser.add_argument("--encoding", default="", help="of a Shapefile that does not say it")
        parser.add_argument("--epsg", type=int, default=0, help="of a file that names no system")

    def handle(self, *args, file, layer, **options):
        with override("en"):
            try:
                prepared, notes = self.read(file, options)
                version = self.store(file, layer, prepared, options)
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
            except EmptyVersion as error:
                raise CommandError("No object of this file has a place.") from error
            except REFUSALS as error:
                raise CommandError(refusal(error)) from error
            for line in [*notes, *report_lines(prepared.report)]:
                self.stdout.write(f"- {line}")
        self.stdout.write(f"{layer}: {version.feature_count} objects.")

    def read(self, path: Path, options: dict) -> tuple[Prepared, list[str]]:
        with path.open("rb") as file:
            answers = {"encoding": options["encoding"], "layer": options["file_layer"]}
            collection = read_file(file, path.name, srid=options["epsg"], trusted=True, **answers)
        return prepare(collection), note_lines(collection.notes)

    @transaction.atomic
    def store(self, path: Path, slug: str, prepared: Prepared, options: dict) -> LayerVersion:
        """One transaction: a file that is refused changes no licence and leaves no empty layer."""
        columns = prepared.columns()
        kept = options["keep"] or [column.name for column in columns]
        unknown = {*kept, *filter(None, [options["named_by"]])} - {one.name for one in columns}
        if unknown:
            raise CommandError(f"The file has no property {', '.join(sorted(unknown))}.")
        words = {"licence": options["licence"], "attribution": options["attribution"]}
        new = words | {"name": options["name"] or slug}
        layer, _ = Layer.objects.update_or_create(slug=slug, defaults=words, create_defaults=new)
        named_by = options["named_by"] or name_column(columns)
        return bring_in(layer, prepared, source=path.name, kept=kept, named_by=named_by)
