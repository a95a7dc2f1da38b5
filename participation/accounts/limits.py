"""How often somebody may write: counted in the database, so that all workers share the count."""

import datetime
import hmac
import math
import secrets

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import ngettext

WINDOW = datetime.timedelta(minutes=10)
KEPT = datetime.timedelta(days=1)
CONTRIBUTIONS_EACH = 10
COMMENTS_EACH = 20
EDITS_EACH = 20
NETWORK_FREELY = 100  # beyond, what is sent waits for moderation
NETWORK_AT_MOST = 500

# One statement, so that workers that count the same key at the same time wait for one another.
COUNT = """
    INSERT INTO participation_ratecount AS known (key, started_at, count)
    VALUES (%(key)s, %(now)s, %(weight)s)
    ON CONFLICT (key) DO UPDATE SET
        count = %(weight)s + CASE WHEN known.started_at > %(oldest)s THEN known.count ELSE 0 END,
        started_at = CASE WHEN known.started_at > %(oldest)s THEN known.started_at ELSE %(now)s END
    RETURNING count, started_at
"""


class TooMany(Exception):
    """Somebody wrote too often; `retry_after_s` says when the window ends."""

    def __init__(self, retry_after_s):
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s

    @property
    def sentence(self):
        """What to do, in the words of the forms."""
        minutes = math.ceil(self.retry_after_s / 60)
        return ngettext(
            "Too many were sent from here in a short time. Send again in %(count)s minute: "
            "nothing is lost, everything you wrote is still here.",
            "Too many were sent from here in a short time. Send again in %(count)s minutes: "
            "nothing is lost, everything you wrote is still here.",
            minutes,
        ) % {"count": minutes}


class DailySalt(models.Model):
    """Makes the counts of one day unreadable once it is deleted."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    def __str__(self):
        return str(self.day)


class RateCount(models.Model):
    """How often one key wrote since its window began; the key is a salted hash."""

    key = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1), name="rate_count_positive")
        ]

    def __str__(self):
        return f"{self.key[:8]} {self.count}"


def forget_old_counts(now=None):
    """Delete the counts and the salts that are older than a day."""
    now = now or timezone.now()
    RateCount.objects.filter(started_at__lt=now - KEPT).delete()
    DailySalt.objects.filter(day__lt=now.date()).delete()


def salt_of(day, now):
    """The salt of `day`; the first call of a day makes it and forgets the day before."""
    known = DailySalt.objects.filter(day=day).values_list("salt", flat=True).first()
    if known is None:
        forget_old_counts(now)
        made = DailySalt(day=day, salt=secrets.token_bytes(32))
        DailySalt.objects.bulk_create([made], ignore_conflicts=True)
        known = DailySalt.objects.values_list("salt", flat=True).get(day=day)
    return bytes(known)


def hashed(action, key, now, salt=None):
    """Under which key of the table an `action` of `key` is counted today."""
    salt = salt or salt_of(now.date(), now)
    return hmac.digest(salt, f"{action}:{key}".encode(), "sha256").hex()


def seconds_left(started_at, window, now):
    return max(1, round((started_at + window - now).total_seconds()))


def count(action, key, now=None, window=WINDOW, weight=1, salt=None):
    """Count one more `action` of `key`; returns the count and the seconds left in its window."""
    now = now or timezone.now()
    hashed_key = hashed(action, key, now, salt)
    values = {"key": hashed_key, "now": now, "oldest": now - window, "weight": weight}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        counted, started_at = cursor.fetchone()
    return counted, seconds_left(started_at, window, now)


def check(action, key, most, window):
    """Count nothing; raises TooMany where `most` was already reached."""
    now = timezone.now()
    rows = RateCount.objects.filter(key=hashed(action, key, now), count__gte=most)
    started_at = (
        rows.filter(started_at__gt=now - window).values_list("started_at", flat=True).first()
    )
    if started_at:
        raise TooMany(seconds_left(started_at, window, now))


def uncount(action, key):
    """Take one `action` back: it turned out to be rightful."""
    rows = RateCount.objects.filter(key=hashed(action, key, timezone.now()))
    rows.filter(count__gt=1).update(count=models.F("count") - 1) or rows.delete()


def forget(action, key):
    """Start the count of `key` again."""
    RateCount.objects.filter(key=hashed(action, key, timezone.now())).delete()


def take(action, participant_id, network, each):
    """Count one `action`; True where it may go out freely, False where it should wait.

    Raises TooMany beyond `each` per participant, or where the whole network writes too often.
    """
    now = timezone.now()
    salt = salt_of(now.date(), now)
    if participant_id:
        counted, left_s = count(f"{action}/participant", participant_id, now, salt=salt)
        if counted > each:
            raise TooMany(left_s)
    if not network:
        return True
    counted, left_s = count(f"{action}/network", network, now, salt=salt)
    if counted > NETWORK_AT_MOST:
        raise TooMany(left_s)
    return counted <= NETWORK_FREELY
