"""Deletes what was kept for a while (counts, uploads, jobs, teams, homes): run it daily."""

from django.core.management.base import BaseCommand

from geo.files.uploads import forget_old
from geo.jobs.forgetting import forget_old_jobs
from participation.accounts.limits import forget_old_counts
from participation.carto_parties.holding import forget_teams
from participation.perception.coarsening import forget_homes


class Command(BaseCommand):
    help = (
        "Deletes the counts and uploads of yesterday, messages to workers that nobody hears any "
        "more, jobs that ended ninety days ago, the teams of carto-parties that ended, and where "
        "the homes of ratings are, half a year after their consultation closed."
    )

    def handle(self, **options):
        forget_old_counts()
        forget_old()
        forget_teams()
        forget_old_jobs()
        forget_homes()
        self.stdout.write("Counts, uploads, teams, jobs and homes whose time is over are gone.")
