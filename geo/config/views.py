"""What stands at the root: the health of the service, and its icon."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from geo.drawings.geojson import FILE_BYTES


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read; where it is only too large, this is said."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    most = FILE_BYTES if request.user.is_staff else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return render(request, "400.html", {"most_mb": most // 1024**2}, status=413)
