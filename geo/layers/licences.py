"""Licences of layers: what they allow, how they are called, where they can be read."""

from typing import NamedTuple

from django.utils.translation import gettext as _

SHARE_ALIKE = ("odbl", "open database", "-sa", "sharealike", "share-alike", "share alike")
OSM = "openstreetmap"
OSM_COPYRIGHT = "https://www.openstreetmap.org/copyright"


class Licence(NamedTuple):
    """A licence by its short name in files, its name, the words that it is also called by."""

    code: str
    name: str
    address: str
    also: tuple[str, ...] = ()


LICENCES = (
    Licence(
        "etalab-2.0",
        "Licence Ouverte 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        ("licence ouverte", "open licence 2.0", "lo 2.0"),
    ),
    Licence(
        "ODbL-1.0",
        "ODbL 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        ("odbl", "open database license"),
    ),
    Licence(
        "CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", ("cc0", "cc-0")
    ),
    Licence(
        "CC-BY-4.0",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        ("cc by", "cc-by"),
    ),
    Licence(
        "CC-BY-SA-4.0",
        "CC BY-SA 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        ("cc by-sa", "cc-by-sa"),
    ),
    Licence("IODL-2.0", "IODL 2.0", "https://www.dati.gov.it/iodl/2.0/", ("iodl",)),
)
"""Those that staff choose from; a layer may stand under any other, in its own words."""


class Credit(NamedTuple):
    """What must stand beside a layer: who made it, under which licence, where both are told."""

    text: str
    address: str
    licence: str
    licence_address: str


def may_be_copied(licence: str) -> bool:
    """Whether an outline under this licence may stand in a row under another one.

    Share-alike licences, OpenStreetMap's ODbL above all, only let it be referred to.
    """
    words = licence.lower()
    return not any(mark in words for mark in SHARE_ALIKE)


def licence_called(words: str) -> Licence | None:
    """Return the known licence that these words name, None where they name another one."""
    said = words.strip().lower()
    exact = (one for one in LICENCES if said in (one.code.lower(), one.name.lower(), *one.also))
    return next(exact, None)


def licence_name(words: str) -> str:
    """Return how a licence is called that is kept by its code, or in words of its own."""
    known = licence_called(words)
    return known.name if known else words


def credit_of(version) -> Credit:
    """Return what must stand beside a version of a layer, in the active language."""
    known = licence_called(version.licence)
    licence, address = licence_name(version.licence), known.address if known else ""
    if OSM in version.attribution.lower():
        return Credit(_("© OpenStreetMap contributors"), OSM_COPYRIGHT, licence, address)
    return Credit(version.attribution, "", licence, address)
