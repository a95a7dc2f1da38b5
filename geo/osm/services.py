"""The live servers of OpenStreetMap that are asked when staff say so: where, and under which name."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings


class BadServer(ValueError):
    """The address that is set for a live server cannot be used; says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Server:
    """One server: its address, its name for people, and how this service introduces itself."""

    url: str
    agent: str

    @property
    def name(self) -> str:
        return urlsplit(self.url).netloc


def overpass() -> Server:
    """Return the Overpass server that is set; raises BadServer."""
    return _server("PLACETTE_OVERPASS_URL", settings.OVERPASS_URL)


def nominatim() -> Server:
    """Return the Nominatim server that is set; raises BadServer."""
    return _server("PLACETTE_NOMINATIM_URL", settings.NOMINATIM_URL)


def osm_api() -> Server:
    """Return the interface of OpenStreetMap that is set; raises BadServer."""
    return _server("PLACETTE_OSM_API_URL", settings.OSM_API_URL)


def _server(variable: str, address: str) -> Server:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or not address.isascii() or not address.isprintable() or " " in address:
        raise BadServer(f"{variable} is no address of a server: see docs/install.md.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_near(host)):
        raise BadServer(f"{variable} must begin with https:// (http:// on a private network only).")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise BadServer(f"{variable} must have no name, no question mark and no #.")
    return Server(address.rstrip("/"), _agent())


def _agent() -> str:
    """Return who asks and how to reach them, as the public servers want to know."""
    contact = settings.OSM_CONTACT or next((f"https://{n}" for n in settings.PUBLIC_HOSTS), "")
    return f"Placette (participatory maps{'; ' if contact else ''}{contact})"


def _is_near(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_private
