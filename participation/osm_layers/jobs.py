"""An import of OpenStreetMap as a job: what it is asked with, and what it tells at its end."""

import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.files.models import Upload
from geo.files.refusals import UnreadableFile
from geo.files.sentences import explain_file
from geo.files.uploads import forget, opened
from geo.jobs.ending import JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.starting import start
from geo.osm.conditions import parse_conditions
from geo.osm.failure_sentences import LIVE_FAILURES, explain_failure
from geo.osm.importing import Imported, Wanted
from geo.osm.sentences import explain_refusal
from geo.osm.services import overpass
from geo.osm.storing import Progress, SnapshotRefused
from participation.consultations.models import Consultation
from participation.osm_layers.forms import PURPOSE
from participation.osm_layers.importing import import_for, import_live_for, layer_name, layer_slug

KIND = "import_osm"


def start_import(said: dict, upload: Upload | None, user) -> Job:
    """Have an import done by a worker, one at a time for each layer.

    said: cleaned data of SnapshotForm; upload: the file, None where a server is asked.
    Raises `geo.jobs.ending.AlreadyStarted`.
    """
    consultation, name = said["consultation"], said["name"]
    slug = layer_slug(consultation, name)
    arguments = {
        "upload": str(upload.pk) if upload else "",
        "at": said["at"].isoformat() if said["at"] else "",
        "owner": str(user.pk),
        "consultation": str(consultation.pk),
        "slug": slug,
        "name": layer_name(consultation, name),
        **{
            key: said[key] for key in ("presets", "conditions", "cutting", "accept_fewer", "onward")
        },
    }
    return start(
        KIND,
        _("OpenStreetMap: %(file)s") % {"file": upload.name if upload else overpass().name},
        user,
        arguments,
        lock=f"osm:{slug}",
        back=address_again(said, upload),
    )


def run_import(arguments: dict, progress: Progress) -> Outcome:
    """Do it; the layer shows what it showed where anything is refused."""
    consultation = Consultation.objects.filter(pk=arguments["consultation"]).first()
    if consultation is None:
        raise JobFailed(_("The consultation is no longer here."))
    wanted = Wanted(
        consultation.perimeter.current_id,
        presets=arguments["presets"],
        free=parse_conditions(arguments["conditions"].splitlines()),
        is_clipped=arguments["cutting"] == "clip",
        accept_fewer=arguments["accept_fewer"],
    )
    bring = _from_file if arguments["upload"] else _from_server
    try:
        imported = bring(arguments, wanted, progress)
    except UnreadableFile as error:
        raise JobFailed(explain_file(error)) from error
    except SnapshotRefused as error:
        raise JobFailed(explain_refusal(error)) from error
    except LIVE_FAILURES as error:
        raise JobFailed(explain_failure(error)) from error
    return Outcome(
        outcome_words(imported),
        report_address(imported.version.snapshot),
        arguments.get("onward", ""),
    )


def _from_file(arguments: dict, wanted: Wanted, progress: Progress) -> Imported:
    """Take a file, which is gone afterwards, and waits for another try where it is refused."""
    upload = Upload.objects.of(arguments["owner"], PURPOSE).filter(pk=arguments["upload"]).first()
    if upload is None:
        raise JobFailed(_("The file is no longer here: send it again."))
    imported = import_for(
        arguments["slug"],
        arguments["name"],
        opened(upload),
        wanted,
        file_name=upload.name,
        progress=progress,
    )
    forget([upload.pk], owner=arguments["owner"])
    return imported


def _from_server(arguments: dict, wanted: Wanted, progress: Progress) -> Imported:
    """Ask the live server that is set: now, or for the beginning of a day."""
    at = None
    if arguments["at"]:
        day = datetime.date.fromisoformat(arguments["at"])
        at = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    slug, name = arguments["slug"], arguments["name"]
    return import_live_for(slug, name, wanted, at=at, progress=progress)


def outcome_words(imported: Imported) -> str:
    """Return what an import brought, in the active language."""
    if not imported.is_new:
        return _("Nothing new: the layer shows this very file already.")
    count = imported.version.feature_count
    words = ngettext(
        "%(count)s object is shown now in the layer %(layer)s.",
        "%(count)s objects are shown now in the layer %(layer)s.",
        count,
    )
    return words % {"count": number_format(count), "layer": imported.version.layer.name}


def report_address(snapshot) -> str:
    """Return where the report of a snapshot is."""
    return reverse("admin:geo_osmsnapshot_change", args=[snapshot.pk])


def address_again(said: dict, upload: Upload | None = None) -> str:
    """Return the page that starts an import, filled in as it was."""
    query = QueryDict(mutable=True)
    query["consultation"] = str(said["consultation"].pk)
    for name in ("source", "conditions", "cutting", "name", "onward"):
        query[name] = said[name]
    if said["at"]:
        query["at"] = said["at"].isoformat()
    query.setlist("presets", said["presets"])
    if upload:
        query["upload"] = str(upload.pk)
    return f"{reverse('admin:geo_osmsnapshot_add')}?{query.urlencode()}"
