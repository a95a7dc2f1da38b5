"""Which ratings a visitor may read, and which count in a crossing. No rating is public alone."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from geo.perimeters.models import PerimeterVersion
from participation.consultations.querysets import runs

PUBLISHED = "published"


class FeltQuestionQuerySet(QuerySet):
    def open(self):
        """Those that are asked at present."""
        return self.filter(is_open=True)

    def at_home(self):
        return self.filter(context="home")

    def in_passing(self):
        return self.filter(context="passing")


class PerceptionQuerySet(QuerySet):
    def counted(self):
        """What a crossing counts: published, with its contribution, inside the perimeter now."""
        ground = PerimeterVersion.objects.filter(
            pk=OuterRef("consultation__perimeter__current"), area__covers=OuterRef("place")
        )
        is_shown = Q(contribution=None) | Q(contribution__visibility=PUBLISHED)
        return self.filter(is_shown, Exists(ground), visibility=PUBLISHED)

    def run_by(self, user):
        """All ratings of the consultations that somebody of the staff works for."""
        return self.filter(runs(user, "consultation__"))
