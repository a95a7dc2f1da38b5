"""Judges the contributions of a consultation again: `recheck SLUG`."""

from django.core.management.base import BaseCommand, CommandError

from participation.consultations.models import Consultation
from participation.contributions.judging import NoPerimeter
from participation.contributions.rechecking import recheck


class Command(BaseCommand):
    help = "Flags the contributions that lie outside the perimeter in force; changes nothing else."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the short name of the consultation in its address")

    def handle(self, slug, **options):
        try:
            consultation = Consultation.objects.select_related("perimeter").get(slug=slug)
            outside = recheck(consultation)
        except Consultation.DoesNotExist:
            raise CommandError(f"There is no consultation named {slug}.") from None
        except NoPerimeter:
            raise CommandError("No version of its perimeter has been accepted yet.") from None
        self.stdout.write(f"{outside} contributions lie outside the perimeter in force.")
