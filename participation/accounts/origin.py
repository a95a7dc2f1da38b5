"""Public forms carry no token: a post must come from a page of this service instead."""

from functools import wraps
from urllib.parse import urlsplit

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def is_same_origin(request):
    """Browsers say from where a post comes; programs that say nothing hold no visitor's cookie."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or host_in(origin) == request.get_host()


def host_in(origin):
    """The host and port of an origin; empty where it is none, such as http://[."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def same_origin(view):
    """Decorates a view whose posts are accepted from our own pages only."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method in SAFE or is_same_origin(request):
            return view(request, *args, **kwargs)
        sentence = _("This form was sent from another site, so nothing was stored.")
        return render(request, "participation/refused.html", {"sentence": sentence}, status=403)

    return csrf_exempt(guarded)
