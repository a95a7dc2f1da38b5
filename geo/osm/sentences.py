"""Why a condition is not understood, and why a snapshot is refused: what to do, in one sentence."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.osm.conditions import ConditionCode, UnreadableCondition
from geo.osm.storing import AnotherLayer, EmptyAnswer, FewerThanBefore, SnapshotRefused

CONDITIONS = {
    ConditionCode.NO_EQUALS: gettext_lazy(
        "“%(text)s” is not a condition: write a key and a value, such as amenity=bench, or "
        "highway=* for any value."
    ),
    ConditionCode.NO_KEY: gettext_lazy(
        "“%(text)s” names no key: write it before the equals sign, such as amenity=bench."
    ),
    ConditionCode.NO_VALUE: gettext_lazy(
        "“%(text)s” names no value: write one after the equals sign, or * for any."
    ),
    ConditionCode.NEGATION: gettext_lazy(
        "“%(text)s” says what objects should not be: only conditions that they meet can be written."
    ),
    ConditionCode.TWICE: gettext_lazy(
        "The key “%(text)s” stands twice in one condition: write its values as a|b, or put the "
        "conditions on two lines."
    ),
    ConditionCode.TOO_LONG: gettext_lazy(
        "“%(text)s” is too long: OpenStreetMap has no key or value beyond 255 letters."
    ),
    ConditionCode.TOO_MANY: gettext_lazy("At most %(text)s conditions can be written."),
}


def explain_condition(error: UnreadableCondition) -> str:
    """Return why a condition is not understood, in the active language."""
    text = error.text if len(error.text) <= 60 else f"{error.text[:59]}…"
    return str(CONDITIONS[error.code]) % {"text": text}


def explain_refusal(error: SnapshotRefused) -> str:
    """Return why what was read does not replace what is shown, in the active language."""
    if isinstance(error, FewerThanBefore):
        return _(
            "There are %(now)s of the %(before)s objects of the last time: less than half. The layer "
            "stays as it was; say that fewer are right if they are."
        ) % {"now": number_format(error.now), "before": number_format(error.before)}
    if isinstance(error, EmptyAnswer):
        return _(
            "Nothing within the perimeter meets the conditions. The layer stays as it was; say "
            "that nothing is right if there really is nothing."
        )
    if isinstance(error, AnotherLayer):
        return _("There is a layer of this name that is no OpenStreetMap snapshot: choose another.")
    return _("The answer is not whole. The layer stays as it was; try again later.")
