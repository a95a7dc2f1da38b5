"""Which consultations a visitor may read, and which ones staff may change."""

from django.db.models import Q, QuerySet

CHANGE = "participation.change_consultation"


def runs(user, path=""):
    """A condition: `user` works for the organisation at the end of `path`."""
    if not user.is_active or not user.is_staff:
        return Q(pk__in=[])
    if user.is_superuser:
        return Q(pk__isnull=False)
    return Q(**{f"{path}organisation__in": user.organisations.values("pk")})


class ConsultationQuerySet(QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def visible_to(self, visitor):
        """Everyone reads what is published; staff also what their organisation prepares."""
        return self.filter(Q(is_published=True) | runs(visitor.user))

    def changeable_by(self, user):
        """Those that somebody of the staff may change, not only read."""
        found = self.filter(runs(user))
        return self.filter(pk__in=[one.pk for one in found if user.has_perm(CHANGE, one)])
