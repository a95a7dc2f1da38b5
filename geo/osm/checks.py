"""What `manage.py check` says about the live servers of OpenStreetMap."""

from django.core.checks import Error, register

from geo.osm import services


@register
def check_osm_servers(**_facts) -> list:
    """Say where the address of a server is set wrongly."""
    found = []
    for server in (services.overpass, services.nominatim, services.osm_api):
        try:
            server()
        except services.BadServer as error:
            found.append(Error(str(error), id="geo.E002"))
    return found
