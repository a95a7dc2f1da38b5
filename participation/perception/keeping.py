"""Ratings that were withdrawn or hidden before a backup came back stay so after it."""

from django.db import connection, transaction

from participation.perception.models import Perception
from participation.perception.rating import withdraw

UNCOUNTED = ("withdrawn", "hidden")


def uncounted():
    """state → ids of what counts no more now; nothing where there is no table.

    Names no other column: tables of an earlier version may stand here.
    """
    if Perception._meta.db_table not in connection.introspection.table_names():
        return {}
    return {
        state: list(Perception.objects.filter(visibility=state).values_list("pk", flat=True))
        for state in UNCOUNTED
    }


@transaction.atomic
def keep_uncounted(known):
    """Take what came back out of the count again, places included; returns how many there were."""
    gone = Perception.objects.filter(pk__in=known.get("withdrawn", []))
    back = gone.exclude(visibility="withdrawn").count()
    withdraw(gone)
    hidden = Perception.objects.filter(pk__in=known.get("hidden", []), visibility="published")
    return back + hidden.update(visibility="hidden")
