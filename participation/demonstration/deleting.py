"""Takes the demonstration away, with everything that was written in it."""

from django.db import transaction

from basemaps.models import TileSource
from geo.layers.models import Layer
from geo.measurements.models import Dataset
from geo.perimeters.models import Perimeter
from participation.carto_parties.models import CartoParty
from participation.consultations.models import Consultation, Organisation
from participation.contributions.tiles import recount_all
from participation.crossings.models import Crossing
from participation.demonstration.carto_parties import PARTY
from participation.demonstration.files import read_json
from participation.demonstration.layers import COMMUNES, MAP
from participation.demonstration.measured_and_felt import FILE as NOISE
from participation.perception.models import Perception
from participation.perception.origins import SurveyImport
from participation.surveys.undoing import take_back


@transaction.atomic
def delete_demonstration(told):
    slugs = [entry["slug"] for entry in told["consultations"]]
    consultations = Consultation.objects.filter(slug__in=slugs)
    delete_measured_and_felt(consultations)
    for consultation in consultations:
        consultation.contributions.all().delete()
        recount_all(consultation.pk)
    CartoParty.objects.filter(consultation__in=consultations).delete()
    names = [entry["perimeter"]["name"] for entry in told["consultations"]]
    consultations.delete()
    Organisation.objects.filter(slug=told["organisation"]["slug"], consultations=None).delete()
    perimeters = Perimeter.objects.filter(name__in=names)
    perimeters.update(current=None)
    perimeters.delete()
    TileSource.objects.filter(pk=MAP).delete()
    party = read_json(PARTY)["slug"]
    layers = Layer.objects.filter(slug__in=[MAP, COMMUNES, party])
    layers.update(current=None)
    layers.delete()


def delete_measured_and_felt(consultations):
    """Crossings, ratings with those who gave them, and the sets of measurements."""
    Crossing.objects.filter(consultation__in=consultations).delete()
    for record in SurveyImport.objects.standing().filter(consultation__in=consultations):
        take_back(record, "load_demo")
    Perception.objects.filter(consultation__in=consultations).delete()
    SurveyImport.objects.filter(consultation__in=consultations).delete()
    slugs = [entry["slug"] for entry in read_json(NOISE)["datasets"]]
    sets = Dataset.objects.filter(slug__in=slugs)
    sets.update(current=None)
    sets.delete()
