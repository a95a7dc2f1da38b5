"""What happens to a demonstration in a few days, for a dump: `manage.py shell < everyday.py`."""

import uuid

from django.contrib.sessions.backends.db import SessionStore

from geo.layers.models import Feature, LayerVersion
from geo.perimeters.models import PerimeterVersion
from participation.accounts import limits
from participation.accounts.models import Participant, User
from participation.accounts.visitors import Visitor
from participation.consultations.models import Consultation, Membership, OldSlug
from participation.contributions.changing import withdraw
from participation.contributions.models import Contribution
from participation.contributions.tiles import recount
from participation.discussion.commenting import Said, comment_on
from participation.moderation.decisions import hide, publish

staff = User.objects.create_superuser("staff", password=None)
moderator = User.objects.create_user("moderation", is_staff=True)
square = Consultation.objects.order_by("slug").last()
Membership.objects.create(organisation=square.organisation, user=moderator, role="moderator")
OldSlug.objects.create(consultation=square, slug="place-de-montechiaro")
SessionStore().save(must_create=True)

rows = list(Contribution.objects.order_by("consultation", "number"))
hide(rows[0], staff, "Des personnes y sont reconnaissables.")
hide(rows[1], moderator, "Hors sujet.")
publish(rows[1], staff, "Après relecture, si.")
withdraw(rows[2])
rows[3].visibility = "pending"
rows[3].save()
recount(rows[3].consultation_id, [rows[3].number])
Contribution.objects.filter(pk=rows[4].pk).update(found_outside_at=rows[4].created_at)

person = Visitor(staff, Participant.objects.create(user=staff))
for serial, contribution in enumerate(rows[5:9]):
    said = Said(uuid.uuid4(), f"Remarque {serial} : et à l’ombre ?", "fr", "Une voisine")
    comment, _is_new = comment_on(contribution, person, said)
    if serial % 2:
        hide(comment, moderator, "Répétition.")
limits.take("contribution", person.participant.pk, "192.0.2.0/24", 10)

# The island drawn by some of its features: the dump stays small.
kept = list(Feature.objects.order_by("pk").values_list("pk", flat=True)[::60])
Feature.objects.exclude(pk__in=kept).delete()
for version in LayerVersion.objects.all():
    LayerVersion.objects.filter(pk=version.pk).update(feature_count=version.features.count())
version = PerimeterVersion.objects.order_by("area_m2").first()
PerimeterVersion.objects.create(
    perimeter=version.perimeter, area=version.area, area_m2=version.area_m2, origin="brouillon"
)
