"""The way in for staff: guessing is slowed down, for each name and for each network.

A name is counted from each network apart, so that a stranger who guesses at it does not keep its
owner waiting; from all networks together only where there are far too many.
"""

import datetime
import math

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participation.accounts import limits
from participation.accounts.networks import network_of

EACH_NAME, NAME_WINDOW = 5, datetime.timedelta(minutes=5)
EVERYWHERE = 100  # for one name, in the same time
EACH_NETWORK, NETWORK_WINDOW = 10, datetime.timedelta(minutes=1)
NAME, NAME_HERE, NETWORK = "sign-in/name", "sign-in/name-here", "sign-in/network"


def count_try(name, network):
    """Count a try before its password is looked at, so that tries at the same moment count too.

    A name is counted whether or not somebody has it. Raises limits.TooMany.
    """
    for action, key, most, window in (
        (NETWORK, network, EACH_NETWORK, NETWORK_WINDOW),
        (NAME_HERE, here(name, network), EACH_NAME, NAME_WINDOW),
        (NAME, name.casefold(), EVERYWHERE, NAME_WINDOW),
    ):
        counted, left_s = limits.count(action, key, window=window)
        if counted > most:
            raise limits.TooMany(left_s)


def here(name, network):
    return f"{network}\n{name.casefold()}"


def forget_tries(name, network):
    """The right password: the name starts again here; network and name take this try back."""
    limits.forget(NAME_HERE, here(name, network))
    limits.uncount(NAME, name.casefold())
    limits.uncount(NETWORK, network)


def wait_words(seconds):
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Too many tries to sign in. Wait %(count)s minute, then try again.",
        "Too many tries to sign in. Wait %(count)s minutes, then try again.",
        minutes,
    ) % {"count": minutes}


class SigningInForm(AdminAuthenticationForm):
    """Says the same, in the same time, for a name that nobody has and for a wrong password."""

    retry_after_s = None
    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": _(
            "This name and this password do not belong together, or the account does not open "
            "the staff area. Capitals and small letters count."
        )
    }

    def clean(self):
        name, password = (self.cleaned_data.get(field) for field in ("username", "password"))
        if not name or not password:
            return self.cleaned_data
        network = network_of(self.request)
        try:
            count_try(name, network)
        except limits.TooMany as error:
            self.retry_after_s = error.retry_after_s
            raise ValidationError(wait_words(error.retry_after_s), code="too_many") from error
        values = super().clean()
        forget_tries(name, network)
        return values
