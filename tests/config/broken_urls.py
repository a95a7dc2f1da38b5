"""One address that fails, for the page that is shown then."""

from django.urls import path


def broken(request):
    raise RuntimeError("canary")


urlpatterns = [path("broken/", broken)]
