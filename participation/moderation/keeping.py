"""What was out of sight before a backup came back stays out of sight after it."""

from itertools import groupby

from django.db import connection, transaction

from participation.consultations.versions import raise_version
from participation.contributions.models import Contribution
from participation.contributions.tiles import recount
from participation.discussion.commenting import count_comments
from participation.discussion.models import Comment

OUT_OF_SIGHT = ("hidden", "merged", "withdrawn")
MODELS = (Contribution, Comment)


def out_of_sight():
    """model → visibility → ids of what nobody may read now; nothing where there is no table.

    Names no other column: tables of an earlier version may stand here.
    """
    tables = set(connection.introspection.table_names())
    return {
        model: {state: ids_of(model, state) for state in OUT_OF_SIGHT}
        for model in MODELS
        if model._meta.db_table in tables
    }


def ids_of(model, visibility):
    return list(model.objects.filter(visibility=visibility).values_list("pk", flat=True))


@transaction.atomic
def keep_out_of_sight(known):
    """Take what came back into sight out of it again; returns how many things there were."""
    count = 0
    for state, ids in known.get(Contribution, {}).items():
        count += hide_contributions(ids, state)
    for state, ids in known.get(Comment, {}).items():
        count += hide_comments(ids, state)
    return count


def seen(model, ids):
    return model.objects.filter(pk__in=ids).exclude(visibility__in=OUT_OF_SIGHT)


def hide_contributions(ids, state):
    rows = seen(Contribution, ids).order_by("consultation_id")
    found = list(rows.values_list("consultation_id", "number", "pk"))
    for consultation_id, group in groupby(found, key=lambda row: row[0]):
        members = list(group)
        raise_version(consultation_id)
        Contribution.objects.filter(pk__in=[pk for _c, _n, pk in members]).update(visibility=state)
        recount(consultation_id, [number for _c, number, _pk in members])
    return len(found)


def hide_comments(ids, state):
    rows = seen(Comment, ids).order_by("contribution__consultation_id")
    found = list(rows.values_list("contribution__consultation_id", "contribution_id", "pk"))
    for consultation_id in sorted({row[0] for row in found}):
        raise_version(consultation_id)
    Comment.objects.filter(pk__in=[pk for _c, _about, pk in found]).update(visibility=state)
    for contribution_id in {row[1] for row in found}:
        count_comments(contribution_id)
    return len(found)
