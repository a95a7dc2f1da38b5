"""`manage.py cross SLUG [--release]`, `manage.py cross --due`: crosses what is measured and felt."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from participation.crossings.computing import NoPerimeter, TooManyCells
from participation.crossings.jobs import outcome_words, released_today_words
from participation.crossings.models import Crossing
from participation.crossings.refusing import explain
from participation.crossings.releasing import (
    ReleasedToday,
    compute_live,
    due,
    forget_erased_everywhere,
    publish_release,
)


class Command(BaseCommand):
    help = (
        "Computes one crossing for the staff, or with --release the next state that the public "
        "sees. With --due, every release whose day has come: run it daily."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", nargs="?", help="the short name of a crossing")
        parser.add_argument("--consultation", help="the short name of its consultation")
        parser.add_argument("--release", action="store_true", help="for the public, not the staff")
        parser.add_argument("--due", action="store_true", help="all whose day has come")

    def handle(self, **options):
        if bool(options["slug"]) == options["due"]:
            raise CommandError("Name a crossing, or say --due.")
        with translation.override("en"):
            if options["due"]:
                self.release_due()
            else:
                crossing = crossing_called(options["slug"], options["consultation"])
                self.stdout.write(self.cross(crossing, options["release"]))

    def release_due(self):
        forget_erased_everywhere()
        crossings = due()
        for crossing in crossings:
            try:
                said = self.cross(crossing, is_release=True)
            except CommandError as error:
                said = str(error)
            self.stdout.write(f"{crossing.slug}: {said}")
        if not crossings:
            self.stdout.write("No crossing is due.")

    def cross(self, crossing, is_release):
        try:
            return outcome_words((publish_release if is_release else compute_live)(crossing))
        except (NoPerimeter, TooManyCells) as error:
            raise CommandError(explain(error)) from error
        except ReleasedToday as error:
            raise CommandError(released_today_words()) from error


def crossing_called(slug, consultation):
    rows = Crossing.objects.order_by("slug", "consultation__slug").select_related("consultation")
    rows = rows.filter(consultation__slug=consultation) if consultation else rows
    called = [row for row in rows if row.slug == slug]
    if not called:
        known = ", ".join(dict.fromkeys(row.slug for row in rows))
        raise CommandError(f"There is no crossing {slug}. Known: {known or 'none yet'}.")
    if len(called) > 1:
        where = ", ".join(row.consultation.slug for row in called)
        raise CommandError(f"Several consultations have it: add --consultation, one of {where}.")
    return called[0]
