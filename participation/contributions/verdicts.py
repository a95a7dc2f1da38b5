"""A verdict in words and GeoJSON: for the API, the forms and their maps."""

import json

from django.utils.translation import gettext as _

from geo.perimeters.conversion import to_geojson
from geo.perimeters.sentences import details, measure_words, sentence
from participation.contributions.places import place_name_of


def told(verdict):
    """The verdict as the API answers it."""
    reason = verdict.reason
    said = sentence(verdict)
    return {
        "outcome": verdict.outcome,
        "reason": str(reason.code) if reason else None,
        "sentence": said,
        # Where the measures stand beside it, the first half is enough.
        "headline": said.partition(". ")[0] if verdict.outcome == "clipped" else said,
        "details": details(verdict),
        "share_kept": round(verdict.share_kept, 4),
        "kept": to_geojson(verdict.kept) if verdict.kept else None,
        "removed": to_geojson(verdict.removed) if verdict.removed else None,
        "kept_measure": words_for(verdict, verdict.kept_measure),
        "removed_measure": words_for(verdict, verdict.removed_measure),
        "may_send": verdict.may_send,
        "crossing": list(reason.crossing) if reason and reason.crossing else None,
        "vertex": reason.vertex if reason else None,
    }


def told_refused(code, why, vertex=None):
    """The same for what is not even a drawing."""
    empty = dict.fromkeys(["kept", "removed", "kept_measure", "removed_measure", "crossing"])
    said = {"outcome": "refused", "reason": code, "sentence": why, "headline": why, "details": []}
    return said | {"share_kept": 0.0, "may_send": False, "vertex": vertex} | empty


def shown(verdict):
    """The verdict as templates show it: with the geometries as text."""
    if verdict is None:
        return None
    told_verdict = told(verdict)
    for name in ("kept", "removed"):
        told_verdict[f"{name}_json"] = json.dumps(told_verdict[name]) if told_verdict[name] else ""
    return told_verdict


def words_for(verdict, measure):
    return measure_words(verdict.kind, measure) if verdict.kind and measure else None


def place_sentence(verdict, consultation, called=""):
    """What the place is, for the person who checks: « Area of 12.5 ha, Montechiaro ».

    `called`: the name by which it was chosen, which says more than « A place on the map ».
    """
    measure = measure_words(verdict.kind, verdict.kept_measure)
    point = "" if called else _("A place on the map")
    kinds = {
        "area": _("Area of %(measure)s"),
        "line": _("Line of %(measure)s"),
        "point": point if verdict.kept_measure == 1 else "%(measure)s",
    }
    name = place_name_of(consultation, verdict.kept)
    return ", ".join(filter(None, [kinds[verdict.kind] % {"measure": measure}, called, name]))
