"""Counts of points per cell, so that a tile of a million points costs as much as one of ten."""

from django.db import models
from django.db.models import Q


class CountedPoint(models.Model):
    """A point as it stands in the counts: what must be taken away when it moves or goes."""

    pk = models.CompositePrimaryKey("point_set", "key")
    point_set = models.UUIDField()
    key = models.IntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    category = models.CharField(max_length=40)

    class Meta:
        verbose_name = "counted point"

    def __str__(self):
        return f"{self.point_set} {self.key}"


class CellCount(models.Model):
    """How many points of one category lie in one of the 64 cells of a tile, and their sums.

    The sum of the positions gives the mean; the sum of the keys names the point that is alone.
    """

    pk = models.CompositePrimaryKey("point_set", "zoom", "tile_x", "tile_y", "spot", "category")
    point_set = models.UUIDField()
    zoom = models.SmallIntegerField()
    tile_x = models.IntegerField()
    tile_y = models.IntegerField()
    spot = models.SmallIntegerField()
    category = models.CharField(max_length=40)
    count = models.IntegerField()
    sum_x = models.BigIntegerField()
    sum_y = models.BigIntegerField()
    sum_key = models.BigIntegerField()

    class Meta:
        verbose_name = "count of a cell"
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="cell_count_positive"),
        ]

    def __str__(self):
        return f"{self.zoom}/{self.tile_x}/{self.tile_y} {self.spot}: {self.count}"
