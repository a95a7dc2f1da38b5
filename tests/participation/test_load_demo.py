"""The demonstration loads through the importers, twice without harm, and can be deleted."""

import pytest
from django.core.management import call_command

from basemaps.models import TileSource
from geo.layers.models import Layer
from participation.consultations.models import Consultation
from participation.consultations.phases import state_of
from participation.contributions.models import Contribution
from participation.discussion.models import Comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_demo", verbosity=0, stdout=open("/dev/null", "w"))


def counts():
    return Contribution.objects.count(), Comment.objects.count(), Layer.objects.count()
