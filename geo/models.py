"""The models of the app, each defined in its slice."""

from geo.layers.models import Feature, Layer, LayerVersion
from geo.perimeters.models import Perimeter, PerimeterVersion

__all__ = ["Feature", "Layer", "LayerVersion", "Perimeter", "PerimeterVersion"]
