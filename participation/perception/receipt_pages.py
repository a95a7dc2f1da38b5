"""The private link of ratings: what was kept, and taking it back. The link is the authority."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from participation.consultations.pages import see_other
from participation.contributions.receipts import TOKEN
from participation.perception.rating import by_receipt, withdraw


def of_link(view):
    """Decorates view(request, token, rows): finds ratings by their link, and keeps it private."""

    @wraps(view)
    def found(request, token):
        rows = list(related(by_receipt(token))) if TOKEN.match(token) else []
        if not rows:
            raise Http404
        with timezone.override(rows[0].consultation.zone):
            response = view(request, token, rows)
        # The address is the secret: no other site and no shared cache may learn it.
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(never_cache(found))


def related(rows):
    rows = rows.select_related("question", "consultation__organisation")
    return rows.order_by("question__order", "pk")


@require_safe
@of_link
def receipt(request, token, rows):
    return render(request, "participation/perception/receipt.html", told(request, token, rows))


@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def withdraw_page(request, token, rows):
    is_gone = rows[0].visibility == "withdrawn"
    if request.method == "POST" and not is_gone:
        withdraw(by_receipt(token))
    if request.method == "POST" or is_gone:
        return see_other("participation:ratings_receipt", token)
    return render(request, "participation/perception/withdraw.html", told(request, token, rows))


def told(request, token, rows):
    return {
        "consultation": rows[0].consultation,
        "perceptions": rows,
        "visibility": rows[0].visibility,
        "is_walk": rows[0].channel == "walk",
        "token": token,
        "link": request.build_absolute_uri(request.path.removesuffix("withdraw/")),
        "just_sent": "new" in request.GET,
    }
