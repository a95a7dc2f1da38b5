"""Deletes yesterday's counts of who wrote how often, and uploads left over: run it daily."""

from django.core.management.base import BaseCommand

from geo.files.uploads import forget_old
from participation.accounts.limits import forget_old_counts


class Command(BaseCommand):
    help = "Deletes what is older than a day: the counts behind the limits, unused uploads."

    def handle(self, **options):
        forget_old_counts()
        forget_old()
        self.stdout.write("Counts and unused uploads older than a day are gone.")
