"""Registers the administration of each slice with Django."""

from geo.jobs import admin as jobs
from geo.layers import admin as layers
from geo.measurements import admin as measurements
from geo.perimeters import admin as perimeters

__all__ = ["jobs", "layers", "measurements", "perimeters"]
