"""What a visitor may do in a consultation."""

from django.utils.translation import gettext as _

from participation.consultations.phases import state_of
from participation.templatetags.dates import opening


def is_admitted(visitor, consultation):
    """Whether the consultation lets this kind of visitor write."""
    return consultation.who_may_contribute == "everyone" or visitor.user.is_authenticated


def may_contribute(visitor, consultation, now=None):
    now = now or state_of(consultation)
    return consultation.is_published and now.is_contributing and is_admitted(visitor, consultation)


def may_comment(visitor, contribution, now=None):
    consultation = contribution.consultation
    now = now or state_of(consultation)
    is_open = consultation.is_published and now.is_commenting and contribution.is_published
    return is_open and is_admitted(visitor, consultation)


def _not_open(now):
    """One sentence: they open on a day, are not open yet, or are over."""
    if now.next_contributing:
        # Translators: « Les contributions ouvrent le 4 juin. »
        return _("Contributions open %(on_day)s.") % {"on_day": opening(now.next_contributing)}
    if now.state == "coming":
        return _("Contributions are not open yet.")
    return _("Contributions are closed.")


def why_closed(visitor, consultation, now):
    """One sentence that says why nobody, or not this visitor, may contribute now."""
    if not now.is_contributing:
        return _not_open(now)
    if not is_admitted(visitor, consultation):
        return _("Only people with an account may contribute here. Please log in first.")
    return _("This consultation is not published yet.")
