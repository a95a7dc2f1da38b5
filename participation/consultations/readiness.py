"""What a consultation still needs before residents can take part, in sentences for its staff."""

from django.utils.translation import gettext as _


def still_missing(consultation) -> list[str]:
    """One sentence for each thing; none where everything is there."""
    opens = any(phase.opens_contributing for phase in consultation.phases.all())
    needs = [
        (opens, _("No phase opens contributing: add one below, with its dates.")),
        (
            consultation.themes.exists(),
            _("There is no theme: add one below, since every contribution has one."),
        ),
        (consultation.basemap_id, _("There is no basemap: the map shows the perimeter alone.")),
        (
            consultation.is_published,
            _("It is not published: only the staff see it. When all is ready, tick “published”."),
        ),
    ]
    return [sentence for is_there, sentence in needs if not is_there]
