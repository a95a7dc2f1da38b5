"""Django's administration as the staff area of the service."""

from functools import partial, wraps

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.config.staff_index import grouped
from participation.accounts.signing_in import SigningInForm


class StaffSite(AdminSite):
    """One name, one way in, and lists that answer whatever stands in their address."""

    site_header = site_title = gettext_lazy("Placette, staff area")
    index_title = gettext_lazy("What can be prepared and decided here")
    enable_nav_sidebar = False  # the lists need the room, and the first page says the same
    login_form = SigningInForm

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Django's own page; 429 where somebody tried too often."""
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if getattr(form, "retry_after_s", None):
            response.status_code = 429
            response["Retry-After"] = str(form.retry_after_s)
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None):
        """Every page asks for the lists and few show them: each costs questions about rights."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        own = {
            "app_list": list(grouped(self.get_app_list(request))),
            "is_nowhere": not (request.user.is_superuser or request.user.memberships.exists()),
        }
        return super().index(request, own | (extra_context or {}))

    def admin_view(self, view, cacheable: bool = False):
        """Where a filter cannot be read Django shows the whole list: here it says so.

        Django does not expect NUL, which PostgreSQL refuses, nor years and patterns that are none.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def readable(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if "\x00" in request.path:
                raise Http404
            if has_nul(request.GET):
                return whole_list(request)
            if ERROR_FLAG in request.GET and request.method == "GET":
                text = _("The filter in this address cannot be read, so the whole list is shown.")
                messages.warning(request, text)
            try:
                return guarded(request, *args, **kwargs)
            except (DataError, OverflowError, ValidationError, ValueError):
                if not is_to_blame(request):
                    raise
                return nothing_done(request) if request.method == "POST" else whole_list(request)

        return readable


def has_nul(parameters) -> bool:
    return any("\x00" in text for name in parameters for text in (name, *parameters.getlist(name)))


def is_to_blame(request: HttpRequest) -> bool:
    """Whether what stands in the address of a list, or was chosen in it, may be unreadable."""
    is_list = request.resolver_match.url_name.endswith("_changelist")
    return is_list and (request.method == "POST" or not request.GET.keys() <= {ERROR_FLAG})


def whole_list(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")


def nothing_done(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Nothing was done: what was chosen is not in this list."))
    return HttpResponseRedirect(request.get_full_path())
