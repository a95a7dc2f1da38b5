"""Which choices do not go together, and why a crossing cannot be made now: one sentence each."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from geo.measurements.models import AREAS
from participation.crossings.computing import NoPerimeter, TooManyCells, check_size
from participation.crossings.models import PUBLIC, Crossing, Release
from participation.perception.models import HOME

FOR_CURVES = ("lden", "laeq")


def obstacles(crossing: Crossing) -> dict[str, str]:
    """Return the sentences about choices that do not go together, by the field to change."""
    found = {}
    for check in (_of_parts, _of_curve, _of_interpolation, _of_grid, _of_size):
        for name, sentence in check(crossing).items():
            found.setdefault(name, sentence)
    return found


def _of_parts(crossing: Crossing) -> dict[str, str]:
    question, theme = crossing.question, crossing.theme
    if bool(question) == bool(theme):
        return {
            "question": _("Choose a question on what is felt, or else a theme: one of the two.")
        }
    part, name = (question, "question") if question else (theme, "theme")
    if part.consultation_id != crossing.consultation_id:
        return {name: _("This belongs to another consultation: choose one of this consultation.")}
    dataset = crossing.dataset
    if dataset and dataset.current_id is None:
        return {
            "dataset": _("No file has been read into these measurements yet: import one first.")
        }
    least = crossing.consultation.anonymity_threshold
    if crossing.k_min and crossing.k_min < least:
        sentence = _("This consultation promises to show at least %(count)s people together.")
        return {"k_min": sentence % {"count": least}}
    return {}


def _of_curve(crossing: Crossing) -> dict[str, str]:
    if not crossing.curve:
        return {}
    if crossing.dataset is None or crossing.question is None:
        return {"curve": _("The directive’s curve needs a question and measurements.")}
    if crossing.question.context != HOME:
        return {
            "curve": _(
                "The directive’s curve holds for what people say of their home: choose such a "
                "question, or no curve."
            )
        }
    if crossing.dataset.indicator.key not in FOR_CURVES:
        return {
            "curve": _(
                "The directive’s curve needs levels of the whole day (Lden), or LAeq from which "
                "they can be computed: choose other measurements, or no curve."
            )
        }
    if any(source not in ("", crossing.curve) for source in _sources(crossing)):
        return {
            "curve": _("The curve, the question and the measurements speak of different sources.")
        }
    return {}


def _sources(crossing: Crossing) -> tuple[str, str]:
    return crossing.question.source, crossing.dataset.source


def _of_interpolation(crossing: Crossing) -> dict[str, str]:
    if not crossing.interpolation:
        return {}
    version = crossing.dataset and crossing.dataset.current
    if version is None or version.form == AREAS:
        return {"interpolation": _("Only measurements at points can be continued to cells nearby.")}
    return {}


def _of_grid(crossing: Crossing) -> dict[str, str]:
    """Two grids of one question, or one that moves, would tell of single answers."""
    other = (
        Release.objects.filter(
            kind=PUBLIC, crossing__question=crossing.question_id, crossing__theme=crossing.theme_id
        )
        .exclude(crossing__cell_edge_m=crossing.cell_edge_m)
        .select_related("crossing")
        .first()
    )
    if other is None or crossing.cell_edge_m is None:
        return {}
    sentence = _(
        "Cells with an edge of %(edge)s m were already released of these answers: two grids of the "
        "same answers, compared, would tell of single people. Keep this edge."
    )
    return {"cell_edge_m": sentence % {"edge": number_format(other.crossing.cell_edge_m)}}


def _of_size(crossing: Crossing) -> dict[str, str]:
    try:
        check_size(crossing)
    except (NoPerimeter, TooManyCells) as error:
        field = "consultation" if isinstance(error, NoPerimeter) else "cell_edge_m"
        return {field: explain(error)}
    return {}


def explain(error: NoPerimeter | TooManyCells) -> str:
    """Return why it cannot be computed, and what to do."""
    if isinstance(error, NoPerimeter):
        return _("No version of this perimeter has been accepted yet.")
    sentence = _(
        "The perimeter is too large for such small cells: take an edge of %(edge)s m or more."
    )
    return sentence % {"edge": number_format(error.least_m)}
