"""Deletes yesterday's counts of who wrote how often: run it daily; writing does it as well."""

from django.core.management.base import BaseCommand

from participation.accounts.limits import forget_old_counts


class Command(BaseCommand):
    help = "Deletes the counts behind the limits, and their salts, that are older than a day."

    def handle(self, **options):
        forget_old_counts()
        self.stdout.write("Counts older than a day are gone.")
