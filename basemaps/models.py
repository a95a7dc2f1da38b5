"""What is drawn underneath: tile sources, chosen per consultation."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class TileSource(models.Model):
    """Where the tiles of a basemap come from, and the words that must stand on it."""

    class Kind(models.TextChoices):
        LOCAL = "local", _("our own map, drawn from a layer")
        RASTER = "raster", _("pictures from a tile server")
        VECTOR = "vector", _("a style from a tile server")
        NONE = "none", _("no basemap")

    slug = models.SlugField(_("short name in addresses"), primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    address = models.CharField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_(
            "With {z}, {x} and {y} for pictures; of the style for a vector source; "
            "the short name of the layer for our own map."
        ),
    )
    attribution = models.CharField(
        _("attribution"),
        max_length=300,
        blank=True,
        help_text=_("Shown on every map. Required by the licence of the data."),
    )
    max_zoom = models.PositiveSmallIntegerField(_("largest zoom of the tiles"), default=18)
    is_third_party = models.BooleanField(
        _("third party"),
        default=False,
        help_text=_("The visitor's browser asks another service for the tiles."),
    )

    class Meta:
        ordering = ["is_third_party", "name"]
        verbose_name = _("basemap")
        verbose_name_plural = _("basemaps")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["local", "raster", "vector", "none"]),
                name="tilesource_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="none") | ~models.Q(address=""),
                name="tilesource_has_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(is_third_party=False) | models.Q(address__startswith="https://"),
                name="tilesource_third_party_is_https",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def host(self):
        """The server that a visitor's browser asks, "" when it is this one."""
        return urlsplit(self.address).netloc if self.is_third_party else ""

    def clean(self):
        """What a person gets wrong, said kindly."""
        if self.kind != self.Kind.NONE and not self.attribution:
            raise ValidationError({"attribution": _("Say where the map comes from.")})
        is_remote = self.address.startswith(("http://", "https://"))
        if is_remote and not self.address.startswith("https://"):
            raise ValidationError({"address": _("The address must begin with https://.")})
        if is_remote and not self.is_third_party:
            raise ValidationError(
                {"is_third_party": _("This address belongs to another service: say so.")}
            )
        if self.kind == self.Kind.RASTER and not all(
            part in self.address for part in ("{z}", "{x}", "{y}")
        ):
            raise ValidationError({"address": _("The address must contain {z}, {x} and {y}.")})
