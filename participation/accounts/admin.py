"""Accounts in the administration: for superusers only."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from participation.accounts.models import User

admin.site.register(User, UserAdmin)
