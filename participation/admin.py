"""Registers the administration of each slice with Django."""

from participation.accounts import admin as accounts
from participation.carto_parties import admin as carto_parties
from participation.consultations import admin as consultations
from participation.contributions import admin as contributions
from participation.crossings import admin as crossings
from participation.imports import admin as imports
from participation.inventories import admin as inventories
from participation.map_layers import admin as map_layers
from participation.moderation import admin as moderation
from participation.osm_layers import admin as osm_layers
from participation.perception import admin as perception
from participation.surveys import admin as surveys

__all__ = [
    "accounts",
    "carto_parties",
    "consultations",
    "contributions",
    "crossings",
    "imports",
    "inventories",
    "map_layers",
    "moderation",
    "osm_layers",
    "perception",
    "surveys",
]
