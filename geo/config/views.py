"""What stands at the root: the health of the service, and its icon."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says “ok” when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon that a page does not name: Django's admin names none."""
    return redirect(static("geo/placette.svg"))
