"""Registers the administration of each slice with Django."""

from geo.layers import admin as layers
from geo.perimeters import admin as perimeters

__all__ = ["layers", "perimeters"]
