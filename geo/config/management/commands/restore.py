"""`manage.py restore FILE`: brings back what a backup holds, or says that the file is damaged."""

import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from geo.config.backup import archive
from geo.config.backup.programs import NoPrograms
from geo.config.backup.restoring import Refused, restore
from participation.moderation.keeping import keep_out_of_sight, out_of_sight
from participation.perception.keeping import keep_uncounted, uncounted

DAMAGED = (archive.Damaged, zipfile.BadZipFile, KeyError, ValueError)


class Command(BaseCommand):
    help = "Restore a backup into an empty database; it is checked before anything is touched."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="what manage.py backup wrote")
        parser.add_argument(
            "--replace",
            metavar="NAME",
            help="the name of the database, typed, to lose what it holds now",
        )
        parser.add_argument(
            "--show-again",
            action="store_true",
            help="with --replace: what was hidden or withdrawn since becomes public again",
        )
        parser.add_argument("--check", action="store_true", help="only see whether it is whole")

    def handle(self, *args, file, replace, check, show_again, **options):
        try:
            with archive.opened(file) as (opened, manifest):
                self.tell(manifest)
                if check:
                    return
                known = {} if show_again else out_of_sight()
                ratings = {} if show_again else uncounted()
                restore(opened, manifest, replace)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}.") from error
        except DAMAGED as error:
            raise CommandError(
                f"{file} cannot be restored: {error}. Nothing was touched."
            ) from error
        except (NoPrograms, Refused) as error:
            raise CommandError(str(error)) from error
        self.tell_end(manifest)
        hidden = keep_out_of_sight(known) + keep_uncounted(ratings)
        if hidden:
            self.stdout.write(f"Hidden or withdrawn since the backup, and so again: {hidden}.")

    def tell(self, manifest):
        made_by = f"version {manifest['version']} {manifest['commit']}".strip()
        self.stdout.write(f"The file is whole: made on {manifest['made_at']} by {made_by}.")

    def tell_end(self, manifest):
        tables = manifest["tables"]
        rows = sum(facts["rows"] for facts in tables.values())
        self.stdout.write(
            f"Restored and compared: {len(tables)} tables, {rows} rows, counts and hashes equal."
        )
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("The backup is older than this version: run  manage.py migrate")
