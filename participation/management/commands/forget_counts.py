"""Deletes yesterday's counts of who wrote how often, uploads left over, names of teams: run it daily."""

from django.core.management.base import BaseCommand

from geo.files.uploads import forget_old
from participation.accounts.limits import forget_old_counts
from participation.carto_parties.holding import forget_teams


class Command(BaseCommand):
    help = "Deletes the counts and uploads of yesterday, and the teams of carto-parties that ended."

    def handle(self, **options):
        forget_old_counts()
        forget_old()
        forget_teams()
        self.stdout.write("Counts and unused uploads older than a day are gone, and old teams.")
