"""Accepting a version: from then on it is the perimeter in force."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now

from geo.perimeters.models import Perimeter, PerimeterVersion


@transaction.atomic
def accept(version: PerimeterVersion) -> None:
    """Put a version into force, again if it was before; all or nothing.

    The function that settings.PERIMETER_ACCEPTED names is called with the version in the same
    transaction, so that what lies in the perimeter is judged again by those who know of it.
    """
    perimeter = Perimeter.objects.select_for_update().get(pk=version.perimeter_id)
    version.accepted_at = version.accepted_at or now()
    version.save(update_fields=["accepted_at"])
    perimeter.current = version
    perimeter.save(update_fields=["current"])
    hook = getattr(settings, "PERIMETER_ACCEPTED", None)
    if hook:
        import_string(hook)(version)
