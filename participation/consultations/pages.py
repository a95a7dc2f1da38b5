"""How a page of one consultation is found and answered, in its own time zone; pages of prose."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control

from participation.accounts.limits import KEPT as COUNTS_KEPT
from participation.accounts.visitors import KEPT as COOKIE_KEPT
from participation.consultations.models import Consultation, OldSlug

RELATED = ("organisation", "perimeter", "basemap", "places_layer__current")


# Pages show their reader's own pending things: asked for anew each time, kept by no shared cache.
fresh = cache_control(private=True, no_cache=True)


def see_other(address, *arguments):
    """Where to look after a post; reloading that page sends nothing again (303)."""
    response = redirect(address, *arguments)
    response.status_code = 303
    return response


class Moved(Exception):
    """A consultation is asked for under a slug that it no longer has."""

    def __init__(self, consultation):
        super().__init__(consultation.slug)
        self.consultation = consultation


def consultation_at(slug, visitor):
    """The consultation with all that its pages need, in three queries; Http404 or Moved."""
    seen = Consultation.objects.visible_to(visitor).select_related(*RELATED)
    consultation = seen.prefetch_related("phases", "themes").filter(slug=slug).first()
    if consultation:
        return consultation
    old = get_object_or_404(OldSlug.objects.select_related("consultation"), slug=slug)
    if not seen.filter(pk=old.consultation_id).exists():
        raise Http404
    raise Moved(old.consultation)


def page_of(name):
    """Decorates view(request, consultation, …): finds it by slug; old slugs redirect for good."""

    def decorate(view):
        def found(request, slug, **more):
            try:
                consultation = consultation_at(slug, request.visitor)
            except Moved as moved:
                slugs = {"slug": moved.consultation.slug} | more
                address = reverse(f"participation:{name}", kwargs=slugs)
                query = request.META.get("QUERY_STRING", "")
                address = f"{address}?{query}" if query else address
                # A post keeps its method and its fields (308).
                is_post = request.method == "POST"
                return redirect(address, permanent=True, preserve_request=is_post)
            with timezone.override(consultation.zone):
                return view(request, consultation, **more)

        return found

    return decorate


def help_page(request):
    return render(request, "participation/help.html")


def accessibility_page(request):
    return render(request, "participation/accessibility.html")


def privacy_page(request):
    context = {
        "participant_cookie_months": round(COOKIE_KEPT.days / 30.4),
        "rate_hours": round(COUNTS_KEPT.total_seconds() / 3600),
    }
    return render(request, "participation/privacy.html", context)
