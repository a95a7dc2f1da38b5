"""The verdict under the rules of one consultation: the same behind every door."""

from geo.perimeters.clipping import KINDS, Rules, Verdict, judge
from geo.perimeters.grounds import ground_of


class NoPerimeter(Exception):
    """The consultation's perimeter has no accepted version yet."""


def version_of(consultation):
    """The id of the version of the perimeter that judges now."""
    version_id = consultation.perimeter.current_id
    if version_id is None:
        raise NoPerimeter(consultation.pk)
    return version_id


def follow_perimeter(consultation):
    """Whether another version came into force since the consultation was read; it judges now.

    Call with the consultation's row locked: accepting a perimeter waits for that row, so that
    what is stored is either judged by the new version or found by its re-check.
    """
    known = consultation.perimeter.current_id
    consultation.perimeter.refresh_from_db(fields=["current"])
    return consultation.perimeter.current_id != known


def rules_of(consultation, is_referred=False):
    """What the consultation allows; which objects it takes was asked when they were chosen."""
    return Rules(
        kinds=KINDS if is_referred else tuple(consultation.geometry_kinds),
        straddling=consultation.straddling,
        least_share_kept=consultation.least_share_kept,
    )


def verdict_on(drawing, consultation, is_referred=False) -> Verdict:
    """What of a shapely `drawing` in degrees, or of an object, belongs to the consultation."""
    rules = rules_of(consultation, is_referred)
    return judge(drawing, ground_of(version_of(consultation)), rules)
