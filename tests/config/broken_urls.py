"""Addresses that fail, for what is answered then."""

from django.db import connection
from django.urls import path


def broken(request):
    raise RuntimeError("canary")


def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(10), 'canary'")


urlpatterns = [path("broken/", broken), path("slow/", slow), path("api/slow/", slow)]
