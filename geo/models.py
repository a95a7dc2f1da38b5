"""The models of the app, each defined in its slice."""

from geo.perimeters.models import Perimeter, PerimeterVersion

__all__ = ["Perimeter", "PerimeterVersion"]
