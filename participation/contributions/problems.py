"""Errors of the API as problem details (RFC 9457)."""

from django.http import JsonResponse


def problem(status, title, detail="", headers=None, **members):
    """One application/problem+json answer; `title` names the kind, `detail` this case."""
    body = {"type": "about:blank", "title": str(title), "status": status}
    if detail:
        body["detail"] = str(detail)
    return JsonResponse(
        body | members,
        status=status,
        content_type="application/problem+json",
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )
