"""What people feel at a place: the questions of a consultation, and one row for each rating."""

import operator
import uuid
from functools import reduce

from django.contrib.gis.db import models
from django.db.models import Q
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.accounts.models import Participant
from participation.consultations.models import Consultation
from participation.contributions.models import Contribution
from participation.perception import scales
from participation.perception.origins import SurveyImport
from participation.perception.querysets import FeltQuestionQuerySet, PerceptionQuerySet

TITLE_LENGTH = 300
LABEL_LENGTH = 60
HOME, PASSING = "home", "passing"
CONTEXTS = [(HOME, _("at home, over twelve months")), (PASSING, _("in passing, now"))]
SOURCES = [
    ("", _("all sources together, or no noise")),
    ("road", _("road traffic")),
    ("rail", _("trains")),
    ("air", _("aircraft")),
    ("industry", _("industry")),
    ("neighbours", _("neighbours")),
]
VISIBILITIES = [
    ("published", _("Counted")),
    ("hidden", pgettext_lazy("rating", "Hidden")),
    ("withdrawn", pgettext_lazy("rating", "Withdrawn")),
]
CHANNELS = [
    ("web", _("Web")),
    ("walk", _("Walk")),
    ("import", pgettext_lazy("channel", "Import")),
    ("kiosk", _("Kiosk")),
    ("paper", _("Paper")),
    ("api", _("API")),
]


def this_hour():
    """Now, to the hour: the minute would tie a place to a person seen there."""
    return to_the_hour(timezone.now())


def to_the_hour(instant):
    return instant.replace(minute=0, second=0, microsecond=0)


def known(field, choices, name):
    condition = Q(**{f"{field}__in": [value for value, _label in choices]})
    return models.CheckConstraint(condition=condition, name=name)


def on_its_scale():
    """The condition that a raw value lies on the scale on which it was given."""
    ranges = [
        Q(scale=scale.key, value__gte=scale.least, value__lte=scale.most)
        for scale in scales.SCALES.values()
    ]
    return reduce(operator.or_, ranges)


class FeltQuestion(models.Model):
    """One thing that people rate in a consultation, on one scale, at home or in passing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="felt_questions",
        verbose_name=_("consultation"),
    )
    title = models.CharField(_("question"), max_length=TITLE_LENGTH)
    source = models.CharField(
        _("source of the noise"), max_length=10, choices=SOURCES, blank=True, default=""
    )
    scale = models.CharField(_("scale"), max_length=8, choices=scales.CHOICES, default="0-10")
    least_label = models.CharField(_("words at the low end"), max_length=LABEL_LENGTH, blank=True)
    most_label = models.CharField(_("words at the high end"), max_length=LABEL_LENGTH, blank=True)
    context = models.CharField(_("where it is felt"), max_length=7, choices=CONTEXTS, default=HOME)
    is_asked_with_contributions = models.BooleanField(
        _("also asked with a contribution"), default=False
    )
    is_open = models.BooleanField(_("asked at present"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = FeltQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("felt question")
        verbose_name_plural = _("felt questions")
        ordering = ["order", "pk"]
        constraints = [
            known("source", SOURCES, "feltquestion_source_known"),
            known("scale", scales.CHOICES, "feltquestion_scale_known"),
            known("context", CONTEXTS, "feltquestion_context_known"),
            models.CheckConstraint(
                condition=Q(is_asked_with_contributions=False) | Q(context=PASSING),
                name="feltquestion_with_contributions_in_passing",
                violation_error_message=_(
                    "A contribution is about a place where one passes: a question about the home "
                    "cannot be asked with it."
                ),
            ),
        ]

    def __str__(self):
        return self.title or str(self.pk)

    @property
    def steps(self):
        """The scale itself, with its limits and its words."""
        return scales.SCALES[self.scale]

    @property
    def words(self):
        """number → the words that stand for it: the organiser's own at the ends, where given."""
        own = {self.steps.least: self.least_label, self.steps.most: self.most_label}
        return {**self.steps.labels, **{value: label for value, label in own.items() if label}}


class Perception(models.Model):
    """One rating of one place by one person, as it was given. Only cells of many are public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        related_name="perceptions",
        verbose_name=_("consultation"),
    )
    question = models.ForeignKey(
        FeltQuestion,
        on_delete=models.PROTECT,
        related_name="perceptions",
        verbose_name=_("felt question"),
    )
    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="perceptions",
        verbose_name=_("participant"),
    )
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="perceptions",
        verbose_name=_("contribution"),
    )
    survey = models.ForeignKey(
        SurveyImport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="perceptions",
        verbose_name=_("survey"),
    )
    place = models.PointField(_("place as given"), srid=4326, spatial_index=False)
    public_place = models.PointField(_("place to 100 m"), srid=4326, spatial_index=False)
    context = models.CharField(_("where it is felt"), max_length=7, choices=CONTEXTS)
    value = models.FloatField(_("rating"))
    scale = models.CharField(_("scale"), max_length=8, choices=scales.CHOICES)
    given_at = models.DateTimeField(_("given"), default=this_hour)
    channel = models.CharField(_("channel"), max_length=6, choices=CHANNELS, default="web")
    visibility = models.CharField(
        _("visibility"), max_length=9, choices=VISIBILITIES, default="published"
    )
    client_id = models.UUIDField(editable=False)
    receipt_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    objects = PerceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["-given_at", "pk"]
        permissions = [
            ("export_perceptions", "Can download ratings"),
            ("locate_perceptions", "Can see where the homes of ratings are"),
        ]
        indexes = [
            models.Index(fields=["consultation", "question"], name="perception_of_a_question")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "client_id"], name="perception_sent_once"
            ),
            models.UniqueConstraint(
                fields=["contribution", "question"], name="perception_once_per_contribution"
            ),
            models.CheckConstraint(condition=on_its_scale(), name="perception_on_its_scale"),
            known("context", CONTEXTS, "perception_context_known"),
            known("channel", CHANNELS, "perception_channel_known"),
            known("visibility", VISIBILITIES, "perception_visibility_known"),
            models.CheckConstraint(
                condition=Q(place__isempty=False, public_place__isempty=False),
                name="perception_has_a_place",
            ),
        ]

    def __str__(self):
        return self.in_words

    @property
    def in_words(self):
        """« 7 sur 10 »."""
        most = scales.SCALES[self.scale].most
        return _("%(value)s out of %(most)s") % {
            "value": floatformat(self.value, -1),
            "most": most,
        }
