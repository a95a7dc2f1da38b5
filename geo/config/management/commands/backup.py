"""`manage.py backup FILE`: everything that the service holds, in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from geo.config.backup.making import NotDumped, make
from geo.config.backup.programs import NoPrograms


class Command(BaseCommand):
    help = "Write a backup of the service, as it is at this instant, while it goes on working."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, help="where to write it; nothing may stand there yet"
        )

    def handle(self, *args, file, **options):
        if file.exists():
            raise CommandError(f"{file} exists already: choose another name, or delete it first.")
        try:
            manifest = make(file)
        except OSError as error:
            raise CommandError(f"{file} was not written: {error.strerror or error}.") from error
        except (NoPrograms, NotDumped) as error:
            raise CommandError(f"{file} was not written. {error}") from error
        rows = sum(facts["rows"] for facts in manifest["tables"].values())
        size = file.stat().st_size / 1e6
        self.stdout.write(f"{file}: {len(manifest['tables'])} tables, {rows} rows, {size:.1f} MB.")
