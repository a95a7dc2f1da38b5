"""Jobs in the administration: those that one started, how far each is, cancelling one."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from procrastinate.contrib.django.models import ProcrastinateJob
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from geo.jobs.cancelling import cancel
from geo.jobs.models import Job
from geo.jobs.telling import counts_words, job_context, page_of

admin.site.unregister(ProcrastinateJob)  # messages, of which people need not know


@admin.register(Job)
class JobAdmin(ObjectPermissionsModelAdminMixin, admin.ModelAdmin):
    """Whoever started a job sees it; jobs are started by other pages."""

    list_display = ["title", "state", "progress", "created_at", "actor"]
    list_filter = ["state"]
    search_fields = ["title"]
    change_form_template = "geo/jobs/job.html"

    def get_urls(self):
        pages = [("live", self.live_view), ("cancel", self.cancel_view)]
        return [
            path(f"<uuid:pk>/{name}/", self.admin_site.admin_view(view), name=f"geo_job_{name}")
            for name, view in pages
        ] + super().get_urls()

    def get_queryset(self, request):
        return super().get_queryset(request).of(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("how far"))
    def progress(self, job):
        return counts_words(job) or "–"

    def render_change_form(self, request, context, **kwargs):
        job = context["original"]
        context |= job_context(job) | {
            "title": job.title,
            "live_address": reverse("admin:geo_job_live", args=[job.pk]),
            "cancel_address": reverse("admin:geo_job_cancel", args=[job.pk]),
        }
        return super().render_change_form(request, context, **kwargs)

    def live_view(self, request, pk):
        """The part of the page that changes."""
        job = get_object_or_404(self.get_queryset(request), pk=pk)
        return TemplateResponse(request, "geo/jobs/_job.html", job_context(job))

    def cancel_view(self, request, pk):
        return _cancelled(request, get_object_or_404(self.get_queryset(request), pk=pk))


@never_cache
@require_POST
def _cancelled(request, job):
    if job.is_over:
        messages.info(request, _("It was already over."))
    else:
        cancel(job)
    return HttpResponseRedirect(page_of(job))
