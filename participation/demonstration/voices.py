"""What the people of the island say, each on the day of their own."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from participation.accounts.models import Participant
from participation.accounts.visitors import NOBODY
from participation.consultations.versions import raise_version
from participation.contributions.api import read_feature
from participation.contributions.contributing import SentOtherwise, contribute
from participation.contributions.models import Contribution
from participation.demonstration.files import read_json
from participation.discussion.commenting import Said, comment_on


@transaction.atomic
def load_voices(consultation):
    """Add the contributions that are missing, with their comments; returns how many."""
    voices = [
        feature
        for feature in read_json("contributions.geojson")["features"]
        if feature["properties"]["consultation"] == consultation.slug
    ]
    added = sum(load_voice(consultation, voice) for voice in voices)
    raise_version(consultation.pk)
    return added


def load_voice(consultation, voice):
    """Read as the API reads it, judged as everything is, on the day of its own; whether new."""
    sent, told = read_feature(voice, consultation), voice["properties"]
    seed = int(sent.client_id)
    at = moment(told["days_ago"], 6 + seed % 7, seed % 60)
    try:
        stored = contribute(consultation, NOBODY, sent, "import", at=at)
    except SentOtherwise:  # edited since, or told otherwise by an older version of the file
        return False
    if not stored.is_new:
        return False
    Contribution.objects.filter(pk=stored.contribution.pk).update(course=told["course"])
    date_back(stored.contribution, at)
    for place, comment in enumerate(told["comments"]):
        load_comment(stored.contribution, comment, 13 + place)
    return True


def load_comment(contribution, told, hour):
    words = {name: told[name] for name in ("text", "language", "display_name")}
    said = Said(client_id=uuid.UUID(told["id"]), **words)
    at = moment(told["days_ago"], hour, len(said.text))
    comment, _is_new = comment_on(contribution, NOBODY, said, at=at)
    date_back(comment, at)


def date_back(row, at):
    """Who wrote came into being that day."""
    Participant.objects.filter(pk=row.participant_id).update(created_on=at.date())


def moment(days_ago, hour, seed):
    """A daytime of that day, always the same for the same thing."""
    day = timezone.now() - datetime.timedelta(days=days_ago)
    return day.replace(hour=hour, minute=seed % 60, second=0, microsecond=0)
