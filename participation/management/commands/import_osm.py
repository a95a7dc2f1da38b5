"""`manage.py import_osm FILE --consultation SLUG --preset bench`: OpenStreetMap from an extract.

`--live` in the place of a file asks the Overpass server that is set.

Commands speak English whatever the language of the service.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from geo.files.refusals import UnreadableFile
from geo.files.sentences import explain_file
from geo.osm.conditions import UnreadableCondition, parse_conditions
from geo.osm.failure_sentences import LIVE_FAILURES, explain_failure
from geo.osm.importing import Imported, Wanted
from geo.osm.presets import EVERYTHING, PRESETS
from geo.osm.remarks import count_lines, remark_lines
from geo.osm.sentences import explain_condition, explain_refusal
from geo.osm.storing import SnapshotRefused
from participation.consultations.models import Consultation
from participation.osm_layers.importing import NAME, import_for, import_live_for, layer_slug


class Command(BaseCommand):
    """Reads the operator's own file, of any size, or asks a live server."""

    help = (
        "Make what an OpenStreetMap extract, or a live server, holds within a perimeter the next "
        "version of a layer."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help=".osm, .osm.gz, .osm.bz2 or .osm.pbf"
        )
        parser.add_argument(
            "--live", action="store_true", help=f"no file: ask {settings.OVERPASS_URL} now"
        )
        parser.add_argument(
            "--at", type=moment, metavar="DATE", help="with --live: as it was then, 2026-10-01"
        )
        parser.add_argument("--consultation", required=True, metavar="SLUG", help="whose perimeter")
        parser.add_argument(
            "--preset", action="append", default=[], choices=[*PRESETS], metavar="PRESET",
            help=f"again for more: {', '.join(PRESETS)}",
        )  # fmt: skip
        parser.add_argument(
            "--where", action="append", default=[], metavar="CONDITION",
            help="amenity=bench, or amenity=bench & backrest=yes, or highway=*; again for more, "
            "of which one is enough",
        )  # fmt: skip
        parser.add_argument("--everything", action="store_true", help="every object with tags")
        cutting = parser.add_mutually_exclusive_group()
        cutting.add_argument("--clip", action="store_true", help="cut at the perimeter (default)")
        cutting.add_argument("--keep-whole", action="store_true", help="whole what touches it")
        parser.add_argument("--layer", default="", metavar="SLUG", help="default: CONSULTATION-osm")
        parser.add_argument("--name", default=NAME, help="of a new layer")
        parser.add_argument(
            "--accept-fewer", action="store_true",
            help="also replace what is shown by nothing, or by less than half of it",
        )  # fmt: skip

    def handle(self, *args, file, live, at, consultation, layer, name, **options):
        if bool(file) == live or (at and not live):
            raise CommandError("Name a file, or --live (and --at, if you like); not both.")
        asked = consultation_at(consultation)
        slug = layer or layer_slug(asked)
        with override("en"):
            wanted = self.wanted(asked, options)
            imported = (
                self.asked(slug, name, wanted, at)
                if live
                else self.imported(file, slug, name, wanted)
            )
            self.report(imported)

    def asked(self, slug: str, name: str, wanted: Wanted, at: datetime | None) -> Imported:
        """Return what became of the answer of a live server; errors become one sentence."""
        self.stdout.write(f"Asking {settings.OVERPASS_URL} …")
        try:
            return import_live_for(slug, name, wanted, at=at)
        except LIVE_FAILURES as error:
            raise CommandError(explain_failure(error)) from error
        except SnapshotRefused as error:
            raise CommandError(f"{explain_refusal(error)} (--accept-fewer)") from error

    def wanted(self, consultation: Consultation, options: dict) -> Wanted:
        """Return what is asked for; a condition that is not understood is one sentence."""
        if consultation.perimeter.current_id is None:
            raise CommandError("No version of its perimeter has been accepted yet.")
        try:
            free = parse_conditions(options["where"])
        except UnreadableCondition as error:
            raise CommandError(explain_condition(error)) from error
        free += [*EVERYTHING] * options["everything"]
        if not (free or options["preset"]):
            raise CommandError("Say what to look for: --preset, --where or --everything.")
        return Wanted(
            consultation.perimeter.current_id,
            presets=list(dict.fromkeys(options["preset"])),
            free=free,
            is_clipped=not options["keep_whole"],
            accept_fewer=options["accept_fewer"],
        )

    def imported(self, path: Path, slug: str, name: str, wanted: Wanted) -> Imported:
        """Return what became of the file; errors become one sentence."""
        try:
            with path.open("rb") as file:
                return import_for(
                    slug,
                    name,
                    file,
                    wanted,
                    file_name=path.name,
                    trusted=True,
                    progress=self.tell_progress if self.stderr.isatty() else None,
                )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except UnreadableFile as error:
            raise CommandError(explain_file(error)) from error
        except SnapshotRefused as error:
            raise CommandError(f"{explain_refusal(error)} (--accept-fewer)") from error

    def tell_progress(self, done: int, total: int) -> None:
        if done:
            self.stderr.write(f"{done} of {total}", ending="\r")

    def report(self, imported: Imported) -> None:
        version = imported.version
        for line in [*count_lines(version.snapshot), *remark_lines(version.snapshot)]:
            self.stdout.write(f"- {line}")
        words = "shown now" if imported.is_new else "nothing new, it is shown already"
        self.stdout.write(
            self.style.SUCCESS(f"{version.layer.slug}: {version.feature_count} objects, {words}.")
        )


def consultation_at(slug: str) -> Consultation:
    consultation = Consultation.objects.select_related("perimeter").filter(slug=slug).first()
    if consultation is None:
        raise CommandError(f"There is no consultation named {slug}.")
    return consultation


def moment(text: str) -> datetime:
    """Return the moment of `2026-10-01` or `2026-10-01T12:00`, UTC where no zone is said."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
