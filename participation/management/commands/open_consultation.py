"""`manage.py open_consultation "Lavelanet, France"`: a consultation of a place, ready to edit.

Commands speak English whatever the language of the service.
"""

from argparse import ArgumentTypeError
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from geo.countries import COUNTRIES
from geo.layers.importing import EmptyVersion
from geo.layers.models import Layer
from geo.osm.extracts import UnreadableExtract
from geo.osm.failure_sentences import LIVE_FAILURES, explain_failure
from geo.osm.line import DEADLINE_S
from geo.osm.nominatim import Place, find_place
from geo.perimeters.reports import REFUSALS, refusal, report_lines
from geo.perimeters.sentences import measure_words
from participation.consultations.models import Consultation
from participation.opening.finding import Found, found_in_extract, found_live
from participation.opening.opening import (
    AlreadyThere,
    Wishes,
    check_is_free,
    open_consultation,
    slug_of,
)

CODES = {"France": "FR", "Italia": "IT"}  # as Nominatim names them where no language is asked for
HERE = "http://127.0.0.1:8000"  # where the demonstration answers


class Command(BaseCommand):
    """Stores everything or nothing; what is there already is never changed."""

    help = (
        "Open a consultation of a place: its perimeter, a map of its own, themes and phases to "
        "edit. From live servers of OpenStreetMap, or offline with --from and --boundary."
    )

    def add_arguments(self, parser):
        parser.add_argument("place", nargs="?", help="such as “Lavelanet, France”")
        parser.add_argument(
            "--from", type=Path, dest="extract", metavar="EXTRACT",
            help="ask nobody: an OpenStreetMap extract (.osm, .osm.gz, .osm.bz2, .osm.pbf)",
        )  # fmt: skip
        parser.add_argument(
            "--boundary", default="", metavar="NAME", help="of the extract, by its name or number"
        )
        parser.add_argument(
            "--country", action="append", default=[], choices=[code for code, _name in COUNTRIES],
            help="decides languages, measures, licence; default: that of the place, else FR",
        )  # fmt: skip
        parser.add_argument("--organisation", default="", help="who asks; default: the place")
        parser.add_argument("--slug", type=short_name, help="in addresses; default: the place")
        parser.add_argument("--deadline", type=int, default=DEADLINE_S, help="seconds, for the map")

    def handle(self, *args, place, extract, **options):
        if bool(place) == bool(extract):
            raise CommandError("Name a place, or an extract with --from; not both.")
        with override("en"):
            try:
                consultation = self.opened(place, extract, options)
            except AlreadyThere as error:
                raise CommandError(
                    f"There is already a {error.what} named {error.slug}: nothing was changed. "
                    "Edit it in the administration, or choose another --slug."
                ) from error
            except LIVE_FAILURES as error:
                raise CommandError(explain_failure(error)) from error
            except REFUSALS as error:
                raise CommandError(refusal(error)) from error
            except EmptyVersion as error:
                raise CommandError("There is nothing here that a map could show.") from error
            except UnreadableExtract as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
            self.report(consultation)

    def opened(self, place: str, extract: Path | None, options: dict) -> Consultation:
        countries = list(dict.fromkeys(options["country"]))
        if extract:
            found = found_in_extract(extract, options["boundary"])
            slug = options["slug"] or slug_of(found.name)
        else:
            known = self.located(place)
            countries = countries or [CODES[name] for name in [known.country] if name in CODES]
            slug = options["slug"] or slug_of(known.name)
            check_is_free(slug)
            found = self.drawn(known, options["deadline"])
        if not countries:
            self.stdout.write("No country is known here: France is assumed (--country says it).")
        organisation = options["organisation"] or found.name
        return open_consultation(found, Wishes(slug, countries or ["FR"], organisation[:200]))

    def located(self, name: str) -> Place:
        self.stdout.write(f"Asking {settings.NOMINATIM_URL} for “{name}” …")
        place = find_place(name)
        self.stdout.write(f"Found: {place.display_name} ({place.osm_id})")
        return place

    def drawn(self, place: Place, deadline_s: int) -> Found:
        self.stdout.write(f"Asking {settings.OVERPASS_URL} for its map, {deadline_s} s at most …")
        return found_live(place, deadline_s)

    def report(self, consultation: Consultation) -> None:
        """Say what there is now, and where to go on."""
        self.tell_area(consultation)
        self.tell_map(consultation)
        phases = [f"{one.title} {localtime(one.opens_at, consultation.zone):%Y-%m-%d}" for one in consultation.phases.all()]  # fmt: skip
        self.stdout.write(f"- Themes: {', '.join(map(str, consultation.themes.all()))}")
        self.stdout.write(f"- Phases, from: {', '.join(phases)}")
        self.stdout.write(f"- Languages: {', '.join(consultation.languages)}; contributions under {consultation.licence}")  # fmt: skip
        self.stdout.write(
            self.style.SUCCESS(f"{consultation.title} is ready to edit; only staff see it yet.")
        )
        with override(consultation.languages[0]):
            page = reverse("participation:consultation", args=[consultation.slug])
            edit = reverse("admin:participation_consultation_change", args=[consultation.pk])
        self.stdout.write(f"  look at it:  {address(page)}")
        self.stdout.write(f"  edit it:     {address(edit)}  (tick “published” when it is right)")

    def tell_area(self, consultation: Consultation) -> None:
        perimeter = consultation.perimeter
        version = perimeter.current
        size = measure_words("area", version.area_m2)
        self.stdout.write(f"- Perimeter: {perimeter.name}, {size}, EPSG:{perimeter.metric_srid}")
        for line in report_lines(version.report):
            self.stdout.write(f"  {line}")

    def tell_map(self, consultation: Consultation) -> None:
        basemap = consultation.basemap
        version = Layer.objects.get(slug=basemap.address).current
        self.stdout.write(f"- Map: {version.feature_count} things drawn, from {version.source}")
        self.stdout.write(f"  {basemap.attribution} ({version.licence})")


def address(path: str) -> str:
    """Return a whole address, of the public name of this service where it has one."""
    hosts = settings.PUBLIC_HOSTS
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{hosts[0]}{path}" if hosts else f"{HERE}{path}"


def short_name(text: str) -> str:
    """Return a short name that an address can have; argparse says what is wrong with another."""
    if text != slug_of(text):
        raise ArgumentTypeError(f"“{text}”: write letters a to z, digits and hyphens, 45 at most")
    return text
