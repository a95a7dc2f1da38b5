"""Contributions, comments and decisions in the administration."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from geo.perimeters.sentences import share_words
from participation.consultations.admin import OwnOnly
from participation.consultations.querysets import runs
from participation.consultations.versions import raise_version
from participation.contributions.maps import map_around
from participation.contributions.models import Contribution
from participation.contributions.objects import object_of
from participation.contributions.tiles import recount
from participation.discussion.models import Comment
from participation.moderation import decisions
from participation.moderation.forms import ReasonForm
from participation.moderation.models import ModerationDecision

PATHS = ("contribution__consultation__", "comment__contribution__consultation__")


class Moderated(OwnOnly):
    """Nothing is added or deleted here; showing and hiding ask for a reason."""

    actions = ["publish", "hide"]
    actions_selection_counter = True
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Publish, with a reason"), permissions=["change"])
    def publish(self, request, rows):
        return self.decide(request, rows, "publish", decisions.publish)

    @admin.action(description=_("Hide, with a reason"), permissions=["change"])
    def hide(self, request, rows):
        return self.decide(request, rows, "hide", decisions.hide)

    def decide(self, request, rows, action, verb):
        """Ask for the reason first; with it, decide about each row."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, rows, action, form)
        made = [verb(row, request.user, form.cleaned_data["reason"]) for row in rows]
        count = sum(decision is not None for decision in made)
        sentence = ngettext(
            "%(count)s decision was taken.", "%(count)s decisions were taken.", count
        )
        messages.success(request, sentence % {"count": count})
        return None

    def ask(self, request, rows, action, form):
        titles = {"publish": _("Publish"), "hide": _("Hide")}
        context = self.admin_site.each_context(request) | {
            "title": titles[action],
            "action": action,
            "rows": rows,
            "form": form,
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/participation/decide.html", context)


class OutsideFilter(admin.SimpleListFilter):
    """What the perimeter in force would refuse, or accept."""

    title = _("perimeter in force")
    parameter_name = "outside"

    def lookups(self, request, model_admin):
        return [("yes", _("outside")), ("no", _("inside"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            placed = queryset.filter(geometry__isnull=False)
            return placed.filter(found_outside_at__isnull=self.value() == "no")
        return queryset


@admin.register(Contribution)
class ContributionAdmin(Moderated, admin.ModelAdmin):
    path_to_organisation = "consultation__"
    list_display = ["reference", "title", "theme", "visibility", "comment_count", "created_at"]
    list_display_links = ["reference", "title"]
    list_filter = [
        ("consultation", admin.RelatedOnlyFieldListFilter),
        "visibility",
        ("theme", admin.RelatedOnlyFieldListFilter),
        OutsideFilter,
        "outcome",
        "kind",
        "language",
        "channel",
    ]
    search_fields = ["title"]
    search_help_text = _("Words of the title or the text, or a number such as PV-0492.")
    list_select_related = ["consultation", "theme"]
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": ["reference", "title", "text", "theme", "display_name"]}),
        (_("Where"), {"fields": ["place", "place_name", "outcome", "share", "outside"]}),
        (
            _("State"),
            {"fields": ["visibility", "course", "published_at", "edited_at", "decisions_taken"]},
        ),
        (_("Origin"), {"fields": ["consultation", "kind", "language", "channel", "created_at"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        shown = [name for _title, part in self.fieldsets for name in part["fields"]]
        return [name for name in shown if name != "theme"]

    def get_search_results(self, request, queryset, search_term):
        number = search_term.strip().rpartition("-")[2]
        if number.isdecimal() and len(number) < 10:
            return queryset.filter(number=int(number)), False
        return queryset.saying(search_term.replace("\x00", "")), False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "theme":
            pk = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = db_field.related_model.objects.filter(
                consultation__contributions=pk
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Only the theme can be changed here: counts and tiles follow."""
        if not form.changed_data:
            return
        raise_version(obj.consultation_id)
        obj.save(update_fields=["theme"])
        recount(obj.consultation_id, [obj.number])

    @admin.display(description=_("number"), ordering="number")
    def reference(self, obj):
        return obj.reference

    @admin.display(description=_("share kept"))
    def share(self, obj):
        return share_words(obj.share_kept) if obj.is_placed else "–"

    @admin.display(description=_("perimeter in force"))
    def outside(self, obj):
        if not obj.is_placed:
            return "–"
        return _("outside") if obj.found_outside_at else _("inside")

    @admin.display(description=_("place"))
    def place(self, obj):
        about = object_of(obj)
        frame = map_around(obj.drawn, obj.consultation, about)
        context = {"contribution": obj, "map": frame, "about": about}
        return render_to_string("admin/participation/place.html", context)

    @admin.display(description=_("decisions"))
    def decisions_taken(self, obj):
        rows = {"decisions": obj.decisions.select_related("by")}
        return render_to_string("admin/participation/decisions.html", rows)


@admin.register(Comment)
class CommentAdmin(Moderated, admin.ModelAdmin):
    path_to_organisation = "contribution__consultation__"
    list_display = ["__str__", "contribution", "visibility", "created_at"]
    list_filter = ["visibility", "language"]
    list_select_related = ["contribution__consultation"]
    search_fields = ["text", "contribution__title"]
    date_hierarchy = "created_at"
    fields = ["contribution", "text", "display_name", "language", "visibility", "created_at"]
    readonly_fields = fields


@admin.register(ModerationDecision)
class ModerationDecisionAdmin(OwnOnly, admin.ModelAdmin):
    list_display = ["made_at", "action", "about", "reason", "by"]
    list_filter = ["action"]
    list_select_related = ["contribution__consultation", "comment", "by"]
    search_fields = ["reason"]
    date_hierarchy = "made_at"

    def get_queryset(self, request):
        """A decision is about a contribution or about a comment."""
        rows = ModerationDecision.objects.all()
        about = [runs(request.user, path) for path in PATHS]
        return rows.filter(about[0] | about[1])

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("about"))
    def about(self, obj):
        return obj.contribution or obj.comment
