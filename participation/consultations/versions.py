"""The version of what readers see: part of every ETag and of every tile address."""

from django.db.models import F

from participation.consultations.models import Consultation


def raise_version(consultation_id):
    """Call in the transaction of any change that a reader can see; it orders such changes."""
    Consultation.objects.filter(pk=consultation_id).update(data_version=F("data_version") + 1)
