"""A consultation as one request may read it."""

from django.http import Http404

from geo.tiles.prepared import one_row
from participation.consultations.models import Consultation

PUBLISHED = "SELECT data_version FROM participation_consultation WHERE id = $1 AND is_published"


def published_version(consultation_id):
    """The version of what anyone may read; None where there is nothing, or a draft."""
    found = one_row(PUBLISHED, [consultation_id])
    return found and found[0]


def readable(request, consultation_id):
    """The consultation, or Http404. Who asks matters only for what is not published."""
    consultation = Consultation.objects.filter(pk=consultation_id).order_by().first()
    if consultation is None:
        raise Http404
    if not consultation.is_published:
        may = Consultation.objects.visible_to(request.visitor).filter(pk=consultation_id)
        if not may.exists():
            raise Http404
    return consultation
