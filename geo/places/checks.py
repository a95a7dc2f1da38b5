"""What `manage.py check` says about the address service."""

from django.core.checks import Error, register

from geo.places.service import BadService, service_set


@register
def check_geocoder(**_facts) -> list:
    """Say where the address service is set by half, or wrongly."""
    try:
        service_set()
    except BadService as error:
        return [Error(str(error), id="geo.E001")]
    return []
