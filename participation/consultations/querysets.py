"""Which consultations a visitor may read."""

from django.db.models import Q, QuerySet


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
