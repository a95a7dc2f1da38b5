"""`manage.py worker`: does what is to be done in the background, one job after the other."""

from django.core.management.base import BaseCommand

from geo.jobs.working import work


class Command(BaseCommand):
    help = "Do background jobs until SIGTERM or Ctrl-C. Several workers may run, on one machine or more."

    def add_arguments(self, parser):
        parser.add_argument(
            "--patience",
            type=float,
            default=20,
            metavar="SECONDS",
            help="how long a running job may go on after the signal; then it is given back",
        )

    def handle(self, **options):
        work(options["patience"])
