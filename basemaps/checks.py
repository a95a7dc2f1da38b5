"""System checks: a basemap without attribution breaks a licence, one without https a promise."""

from django.core.checks import Error, Tags, register
from django.db import connections
from django.utils.translation import gettext_lazy as _

from basemaps.catalogue import CATALOGUE
from basemaps.models import TileSource


@register(Tags.security)
def check_catalogue(**kwargs):
    """Every entry names its authors in every language and is asked for over https."""
    return [
        problem for known in CATALOGUE for problem in _problems(known, known.attribution.values())
    ]


@register(Tags.database)
def check_tile_sources(databases=None, **kwargs):
    """The same for what an organiser entered; run with `check --database default`."""
    if not databases or not _is_migrated(databases[0]):
        return []
    return [
        problem
        for source in TileSource.objects.using(databases[0])
        for problem in _problems(source, [source.attribution])
    ]


def _is_migrated(database):
    return TileSource._meta.db_table in connections[database].introspection.table_names()


def _problems(source, attributions):
    if source.kind != TileSource.Kind.NONE and not all(attributions):
        yield Error(
            _("The basemap “%(slug)s” has no attribution.") % {"slug": source.slug},
            id="basemaps.E001",
        )
    if source.is_third_party and not source.address.startswith("https://"):
        yield Error(
            _("The basemap “%(slug)s” is not asked for over https.") % {"slug": source.slug},
            id="basemaps.E002",
        )
