"""The address service that an operator may choose: which one, and where it answers."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

ATTRIBUTIONS = {
    "addok": "Base Adresse Nationale, Licence Ouverte 2.0",
    "nominatim": "© OpenStreetMap contributors, ODbL 1.0",
    "photon": "© OpenStreetMap contributors, ODbL 1.0",
}


class BadService(Exception):
    """What is set for the address service cannot be used; says why in one sentence."""


class NoAnswer(Exception):
    """The service did not answer, or not with what it should."""


@dataclass(frozen=True)
class Service:
    """An address service: it is asked at this address and no other."""

    kind: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def attribution(self) -> str:
        return ATTRIBUTIONS[self.kind]

    @property
    def is_on_this_machine(self) -> bool:
        return _is_loopback(self.host)


def chosen_service() -> Service | None:
    """Return the service that is set, or None where none is, or where it is set wrongly."""
    try:
        return service_set()
    except BadService:
        return None


def service_set() -> Service | None:
    """Return the service that is set, or None; raises BadService where it is set wrongly."""
    kind, address = settings.GEOCODER, settings.GEOCODER_URL
    if not kind and not address:
        return None
    if not kind or not address:
        raise BadService("Set both PLACETTE_GEOCODER and PLACETTE_GEOCODER_URL, or neither.")
    if kind not in ATTRIBUTIONS:
        raise BadService(f"PLACETTE_GEOCODER is “{kind}”: write addok, nominatim or photon.")
    return _at(kind, address)


def _at(kind: str, address: str) -> Service:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or not address.isascii() or not address.isprintable() or " " in address:
        raise BadService("PLACETTE_GEOCODER_URL is no address of a service: see docs/install.md.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise BadService(
            "PLACETTE_GEOCODER_URL must begin with https:// (http:// on this machine only)."
        )
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise BadService("PLACETTE_GEOCODER_URL must have no name, no question mark and no #.")
    port = port or (443 if parts.scheme == "https" else 80)
    return Service(kind, parts.scheme, host, port, parts.path or "/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
