"""Felt questions and ratings in the administration."""

from django.contrib import admin, messages
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from participation.consultations.admin import OwnOnly
from participation.consultations.models import Consultation
from participation.consultations.versions import raise_version
from participation.perception.forms import FeltQuestionForm
from participation.perception.models import FeltQuestion, Perception

ABOUT_WORDS = _(
    "Leave it empty in every language for the standard question about this noise. "
    "Write it yourself to ask about anything else: heat, light, smells, ease… "
    "The higher number must always be the worse."
)
ABOUT_SCALE = _(
    "0 to 10 is the one to which studies compare. Its ends are “not at all” and “extremely” unless "
    "you write other words; these are standard in French and English, the Italian ones are adapted."
)


@admin.register(FeltQuestion)
class FeltQuestionAdmin(OwnOnly, TranslationAdmin):
    path_to_organisation = "consultation__"
    form = FeltQuestionForm
    list_display = ["title", "consultation", "context", "scale", "is_open", "ratings"]
    list_filter = [("consultation", admin.RelatedOnlyFieldListFilter), "context", "is_open"]
    list_select_related = ["consultation"]
    search_fields = ["title_fr", "title_it", "title_en"]
    fieldsets = [
        (None, {"fields": ["consultation", "context", "source"]}),
        (_("Question"), {"fields": ["title"], "description": ABOUT_WORDS}),
        (
            _("Scale"),
            {"fields": ["scale", "least_label", "most_label"], "description": ABOUT_SCALE},
        ),
        (_("When and where"), {"fields": ["is_asked_with_contributions", "is_open", "order"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(rating_count=Count("perceptions"))

    @admin.display(description=_("ratings"), ordering="rating_count")
    def ratings(self, question):
        return question.rating_count

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "consultation":
            kwargs["queryset"] = Consultation.objects.changeable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        """A question that was answered stays, closed."""
        is_answered = obj is not None and obj.perceptions.exists()
        return super().has_delete_permission(request, obj) and not is_answered

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        raise_version(obj.consultation_id)


@admin.register(Perception)
class PerceptionAdmin(OwnOnly, admin.ModelAdmin):
    """To read, and to hide what is not meant; where it was felt is for those with the right."""

    path_to_organisation = "consultation__"
    list_display = ["in_words", "question", "context", "given_at", "channel", "visibility"]
    list_filter = [
        ("consultation", admin.RelatedOnlyFieldListFilter),
        ("question", admin.RelatedOnlyFieldListFilter),
        "visibility",
        "channel",
        "context",
    ]
    list_select_related = ["question", "consultation"]
    list_per_page = 50
    actions = ["count_them", "hide"]
    actions_selection_counter = True
    fields = ["consultation", "question", "in_words", "scale", "context", "given_at", "channel"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        may_locate = request.user.has_perm("participation.locate_perceptions", obj)
        return [*self.fields, "visibility", "where"] if may_locate else [*self.fields, "visibility"]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    @admin.display(description=_("rating"), ordering="value")
    def in_words(self, perception):
        return perception.in_words

    @admin.display(description=_("latitude, longitude"))
    def where(self, perception):
        return f"{perception.place.y:.6f}, {perception.place.x:.6f}"

    @admin.action(description=_("Count these ratings"), permissions=["change"])
    def count_them(self, request, rows):
        self.set_visibility(request, rows.filter(visibility="hidden"), "published")

    @admin.action(description=_("Hide these ratings"), permissions=["change"])
    def hide(self, request, rows):
        self.set_visibility(request, rows.filter(visibility="published"), "hidden")

    def set_visibility(self, request, rows, visibility):
        """What its author withdrew stays withdrawn."""
        changed = list(rows)
        for row in changed:
            self.log_change(request, row, f"visibility: {visibility}")
        count = Perception.objects.filter(pk__in=[row.pk for row in changed]).update(
            visibility=visibility
        )
        sentence = ngettext("%(count)s rating changed.", "%(count)s ratings changed.", count)
        messages.success(request, sentence % {"count": count})
