"""Registers the administration of each slice with Django."""

from geo.perimeters import admin as perimeters

__all__ = ["perimeters"]
