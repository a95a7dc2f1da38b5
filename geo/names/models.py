"""The names of a layer's version, gathered to be searched: one row for a street of many ways."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from geo.names.kinds import KINDS

# The words of what is searched, once each; none is longer than the database takes (2,046 bytes).
WORDS = Func(
    "searchable",
    template=r"array_to_tsvector(array_remove(regexp_split_to_array("
    r"regexp_replace(%(expressions)s, '(\S{100})\S+', '\1', 'g'), '\s+'), ''))",
)
FORMS = [("point", _("Point")), ("line", _("Line")), ("area", _("Area"))]


class PlaceQuerySet(models.QuerySet):
    """Reading places."""

    def shown(self):
        """Those of the versions that layers show now."""
        return self.filter(version__layer__current=models.F("version"))


class Place(models.Model):
    """Features of one version, of one kind and name, that lie together."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        "geo.LayerVersion",
        verbose_name=_("version"),
        on_delete=models.CASCADE,
        related_name="places",
    )
    name = models.TextField(_("name"))
    other_names = ArrayField(models.TextField(), verbose_name=_("other names"), default=list)
    searchable = models.TextField()
    words = models.GeneratedField(
        expression=WORDS, output_field=SearchVectorField(), db_persist=True
    )
    kind = models.CharField(_("kind of place"), max_length=10, choices=KINDS)
    form = models.CharField(_("form"), max_length=5, choices=FORMS)
    anchor = models.PointField(_("place of its name"), srid=4326, spatial_index=False)
    extent = models.PolygonField(_("extent"), srid=4326)
    features = ArrayField(models.BigIntegerField(), verbose_name=_("features"))

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [GinIndex(fields=["words"], name="place_words", fastupdate=False)]

    def __str__(self):
        return self.name


class PlaceWord(models.Model):
    """A word of the names of one version: where a question is misspelt, the words it may mean."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        "geo.LayerVersion",
        verbose_name=_("version"),
        on_delete=models.CASCADE,
        related_name="place_words",
    )
    word = models.TextField(_("word"))

    class Meta:
        verbose_name = _("word of places")
        verbose_name_plural = _("words of places")
        indexes = [
            models.Index(
                "version", OpClass("word", "text_pattern_ops"), name="placeword_version_word"
            ),
            GistIndex(OpClass("word", "gist_trgm_ops(siglen=32)"), name="placeword_like"),
        ]

    def __str__(self):
        return self.word
