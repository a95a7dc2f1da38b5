"""The private link of a contribution: whoever holds it may correct or withdraw it."""

import base64
import hashlib
import re

from django.utils.crypto import salted_hmac

SALT = "participation.receipt"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}\Z")


def token_for(consultation_id, client_id):
    """128 bits that nobody can guess without the service's secret key.

    The same message gives the same link again, so that an answer lost on its way loses nothing.
    """
    digest = salted_hmac(SALT, f"{consultation_id}/{client_id}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def hash_of(token):
    """What the database holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
