"""The first page of the staff area: what belongs together, in the order in which it is needed."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

GROUPS = [
    (
        _("Prepare a consultation"),
        _(
            "First the perimeter, then the consultation with its phases and themes. Its page leads "
            "to all the rest: layers of the map, last year’s ideas, questions on what is felt."
        ),
        ["Perimeter", "Consultation", "Layer", "PublishedLayer", "ContributionImport"],
    ),
    (
        _("What residents say"),
        _("Publishing and hiding ask for a reason, which the author reads."),
        ["Contribution", "Comment", "ModerationDecision"],
    ),
    (
        _("Measured and felt"),
        _("What is felt, what is measured, then the crossing of the two."),
        ["FeltQuestion", "SurveyImport", "Perception", "Dataset", "Indicator", "Crossing"],
    ),
    (
        _("OpenStreetMap and carto-parties"),
        _("The map before, the party with its cells, the map after."),
        ["OsmSnapshot", "CartoParty", "Inventory"],
    ),
    (_("The service"), "", ["Organisation", "User", "Group", "TileSource", "Job"]),
]


def grouped(apps: list[dict]) -> Iterator[dict]:
    """Yield the groups in which this person sees something, in the form of Django's apps.

    What belongs to no group comes with the last one.
    """
    seen = {model["object_name"]: model for app in apps for model in app["models"]}
    for name, about, wanted in GROUPS:
        models = [seen.pop(one) for one in wanted if one in seen]
        if name == GROUPS[-1][0]:
            models += seen.values()
        if models:
            yield {"name": name, "about": about, "models": models}
