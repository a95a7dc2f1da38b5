"""`manage.py load_demo`: the island of Valdora, through the importers that any file goes through."""

from django.core.management.base import BaseCommand, CommandError

from participation.demonstration.carto_parties import load_party
from participation.demonstration.consultations import load_consultation, load_organisation
from participation.demonstration.deleting import delete_demonstration
from participation.demonstration.felt import ask_what_is_felt
from participation.demonstration.files import read_json
from participation.demonstration.layers import DamagedExtract, load_layers
from participation.demonstration.measured_and_felt import load_measured_and_felt
from participation.demonstration.past_party import load_past_party
from participation.demonstration.voices import load_voices


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Load the demonstration: the invented island of Valdora."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset",
            action="store_true",
            help="delete the demonstration first, with everything that was written in it",
        )

    def handle(self, *args, reset, **options):
        told = read_json("consultation.json")
        if reset:
            delete_demonstration(told)
            self.stdout.write("The demonstration was deleted.")
        try:
            drawn = load_layers()
        except DamagedExtract as error:
            raise CommandError(f"The extract is damaged: {error}") from error
        if drawn:
            self.stdout.write(f"{drawn} features of the island are drawn.")
        organisation = load_organisation(told["organisation"])
        for entry in told["consultations"]:
            consultation = load_consultation(entry, organisation, told["themes"])
            ask_what_is_felt(consultation, entry.get("felt_questions", []))
            added = load_voices(consultation)
            self.stdout.write(f"{consultation.title}: {added} contributions added.")
        past = load_past_party()
        if past:
            self.stdout.write(f"{past.title}: what a carto-party changed.")
        party = load_party()
        if party:
            self.stdout.write(f"{party.title}: {party.cells.count()} cells of a carto-party.")
        crossing = load_measured_and_felt()
        if crossing:
            self.stdout.write(f"{crossing.title}: noise as it is measured and as it is felt.")
