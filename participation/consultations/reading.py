"""A consultation as one request may read it."""

from django.http import Http404

from participation.consultations.models import Consultation


def readable(request, consultation_id, *fields):
    """The consultation, or Http404. Who asks matters only for what is not published.

    `fields`: those that are needed besides, where few are and it must be quick.
    """
    rows = Consultation.objects.filter(pk=consultation_id).order_by()
    rows = rows.only("is_published", *fields) if fields else rows
    consultation = rows.first()
    if consultation is None:
        raise Http404
    if not consultation.is_published:
        may = Consultation.objects.visible_to(request.visitor).filter(pk=consultation_id)
        if not may.exists():
            raise Http404
    return consultation
