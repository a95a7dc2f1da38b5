"""Data for tests, made by plain functions: each gives something valid, `changes` say the rest."""

import datetime
import itertools
import json
import uuid
from pathlib import Path

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

import geo
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset
from geo.perimeters.conversion import from_django, to_django
from geo.perimeters.models import Perimeter, PerimeterVersion
from participation.accounts.models import Participant, User
from participation.accounts.visitors import NOBODY, Visitor
from participation.carto_parties.models import CartoParty, Cell
from participation.consultations.models import (
    Consultation,
    Membership,
    Organisation,
    Phase,
    Theme,
)
from participation.contributions.contributing import Sent, contribute
from participation.contributions.models import Contribution
from participation.contributions.tiles import recount
from participation.discussion.models import Comment
from participation.map_layers.models import PublishedLayer
from participation.map_layers.proposing import propose_classes
from participation.perception.coarsening import public_place_of
from participation.perception.models import FeltQuestion, Perception

# A square of some 4 by 5.5 km around the middle of Valdora.
SQUARE = (8.325, 43.425, 8.375, 43.475)
INSIDE = "POINT(8.35 43.45)"
OUTSIDE = "POINT(8.30 43.45)"
ACROSS = "POLYGON((8.32 43.44, 8.33 43.44, 8.33 43.45, 8.32 43.45, 8.32 43.44))"
serial = itertools.count(1)
DAY = datetime.timedelta(days=1)


def make_perimeter(area=None, metric_srid=2154, **changes):
    """A perimeter whose one version is accepted; `area` is any shapely polygon, in degrees."""
    perimeter = Perimeter.objects.create(name="Valdora", metric_srid=metric_srid, **changes)
    make_version(perimeter, area if area is not None else shapely.box(*SQUARE))
    return perimeter


def make_version(perimeter, area, is_accepted=True):
    """One more version of a perimeter; in force at once unless `is_accepted` is False."""
    polygons = shapely.multipolygons([area]) if area.geom_type == "Polygon" else area
    version = PerimeterVersion.objects.create(
        perimeter=perimeter,
        area=to_django(polygons),
        area_m2=1.0,
        origin="tests",
        accepted_at=timezone.now() if is_accepted else None,
    )
    if is_accepted:
        perimeter.current = version
        perimeter.save()
    return version


def make_organisation(**changes):
    values = {"name": "Ville de Port-Valdora", "slug": f"ville-{next(serial)}"}
    return Organisation.objects.create(**values | changes)


def make_consultation(phase=True, themes="TN", **changes):
    """Published, open for contributing and commenting, with a theme for each letter."""
    values = {
        "slug": f"front-de-mer-{next(serial)}",
        "title_fr": "Le front de mer, de la gare au phare",
        "title_it": "Il lungomare, dalla stazione al faro",
        "reference_prefix": "PV",
        "languages": ["fr", "it"],
        "is_published": True,
        "attribution": "Ville de Port-Valdora",
    }
    values["organisation"] = changes.pop("organisation", None) or make_organisation()
    values["perimeter"] = changes.pop("perimeter", None) or make_perimeter()
    consultation = Consultation.objects.create(**values | changes)
    if phase:
        make_phase(consultation)
    for letter in themes:
        make_theme(consultation, letter)
    return consultation


def make_phase(consultation, **changes):
    """Open since yesterday and for 23 days."""
    now = timezone.now()
    values = {
        "title_fr": "Contribuer",
        "opens_at": now - DAY,
        "closes_at": now + 23 * DAY,
        "opens_contributing": True,
        "opens_commenting": True,
    }
    return Phase.objects.create(consultation=consultation, **values | changes)


THEMES = {
    "T": ("circle", "#2a68d6", "Transports et chemins", "Transports"),
    "N": ("square", "#105643", "Nature et ombre", "Nature"),
    "S": ("triangle", "#c15311", "Sons et calme", "Sons"),
    "P": ("lozenge", "#5e206c", "Places et rencontres", "Places"),
}


BENCH = {"amenity": "bench", "backrest": "yes"}
FOUNTAIN = {"amenity": "drinking_water", "name": "Fontaine du Lavoir", "website": "https://a.test/"}
PARK = {"leisure": "park", "name": "Giardino della Torre", "name:it": "Giardino della Torre"}


def make_layer(features=None, **changes):
    """A layer that shows a bench, a fountain and a park of OpenStreetMap, or other features."""
    words = {"licence": "ODbL-1.0", "attribution": "© OpenStreetMap contributors"}
    names = {"slug": f"mobilier-{next(serial)}", "name": "Mobilier"}
    layer = Layer.objects.create(**names | words | changes)
    publish_version(layer, features or some_objects(), source="tests")
    return layer


def some_objects():
    return [
        FeatureRow(shapely.Point(8.35, 43.45), BENCH, "n", 1),
        FeatureRow(shapely.Point(8.3501, 43.4501), FOUNTAIN, "n", 2),
        FeatureRow(shapely.box(8.351, 43.451, 8.352, 43.452), PARK, "w", 3),
    ]


def make_published_layer(consultation=None, layer=None, **changes):
    """A layer on the map of a consultation, with the classes that its objects suggest."""
    published = PublishedLayer.objects.create(
        consultation=consultation or make_consultation(),
        layer=layer or make_layer(),
        **{"title_fr": "Mobilier urbain", "title_it": "Arredo urbano", **changes},
    )
    propose_classes(published)
    return published


def make_theme(consultation, letter="T", **changes):
    shape, colour, title, short_title = THEMES[letter]
    values = {"shape": shape, "colour": colour, "title_fr": title, "short_title_fr": short_title}
    values["order"] = list(THEMES).index(letter)
    return Theme.objects.create(consultation=consultation, letter=letter, **values | changes)


def make_participant(**changes):
    return Participant.objects.create(**changes)


def visitor(participant=None, user=None):
    """Who asks: nobody, a participant, an account or both."""
    return Visitor(user or NOBODY.user, participant)


def make_sent(drawing=INSIDE, **changes):
    """A message as a form or the API hands it over; `drawing` is WKT or a shapely geometry."""
    shape = shapely.from_wkt(drawing) if isinstance(drawing, str) else drawing
    values = {"client_id": uuid.uuid4(), "kind": "proposal", "title": "De l'ombre sur le quai"}
    return Sent(drawing=shape, **values | {"language": "fr"} | changes)


def make_contribution(consultation=None, drawing=INSIDE, participant=None, **changes):
    """Sent through `contribute`, without limits, then changed; published unless said otherwise.

    The private link is left on it as `token`.
    """
    consultation = consultation or make_consultation()
    words = {"client_id", "kind", "title", "text", "theme", "language", "display_name"}
    sent = make_sent(drawing, **{name: changes.pop(name) for name in words & changes.keys()})
    author = visitor(participant or make_participant())
    outcome = contribute(consultation, author, sent, changes.get("channel", "paper"))
    contribution = outcome.contribution
    changes = {"visibility": "published", **changes}
    if changes["visibility"] == "published":
        changes.setdefault("published_at", contribution.created_at)
    Contribution.objects.filter(pk=contribution.pk).update(**changes)
    recount(consultation.pk, [contribution.number])
    contribution.refresh_from_db()
    contribution.token = outcome.token
    return contribution


NO_PLACE = {"drawn": None, "geometry": None, "share_kept": None, "perimeter_version": None}


def make_unplaced(consultation=None, address="", **changes):
    """A contribution without a place, as an import leaves one."""
    nowhere = NO_PLACE | {"outcome": "unplaced", "place_name": address, "channel": "import"}
    return make_contribution(consultation, **changes | nowhere)


def make_comment(contribution=None, **changes):
    """Stored as it is, and counted where it is published."""
    contribution = contribution or make_contribution()
    values = {
        "client_id": uuid.uuid4(),
        "payload_hash": "0" * 64,
        "text": "Pensez aux poussettes.",
        "language": "fr",
        "visibility": "published",
    }
    values["participant"] = changes.pop("participant", None) or make_participant()
    comment = Comment.objects.create(contribution=contribution, **values | changes)
    shown = contribution.comments.filter(visibility="published").count()
    Contribution.objects.filter(pk=contribution.pk).update(comment_count=shown)
    return comment


def make_user(**changes):
    values = {"username": f"personne-{next(serial)}"}
    return User.objects.create_user(**values | changes)


def make_staff(organisation=None, role="organiser", **changes):
    """Somebody who may log in to the administration, for one organisation or for none."""
    user = make_user(is_staff=True, **changes)
    if organisation:
        Membership.objects.create(organisation=organisation, user=user, role=role)
    return user


def make_superuser(**changes):
    return make_user(is_staff=True, is_superuser=True, **changes)


def geometry(wkt):
    return GEOSGeometry(wkt, srid=4326)


def shape(stored):
    return from_django(stored)


def make_party(area=None, **changes):
    """A published carto-party of today that has begun; `area` is a shapely multipolygon."""
    now = timezone.now()
    values = {
        "slug": f"bancs-{next(serial)}",
        "title_fr": "Bancs, ombre et fontaines du port",
        "title_it": "Panchine, ombra e fontanelle del porto",
        "hashtag": "valdora-bancs",
        "comment": "Cartopartie de Port-Valdora",
        "starts_at": now - datetime.timedelta(hours=1),
        "ends_at": now + datetime.timedelta(hours=5),
        "presets": ["bench", "drinking_water"],
        "area": to_django(area or shapely.multipolygons([shapely.box(8.34, 43.44, 8.35, 43.445)])),
        "is_published": True,
    }
    values["consultation"] = changes.pop("consultation", None) or make_consultation()
    return CartoParty.objects.create(**values | changes)


def make_cell(party=None, **changes):
    """A free cell of some 250 m, named A1 unless told otherwise."""
    square = shapely.multipolygons([shapely.box(8.34, 43.44, 8.343, 43.4423)])
    values = {"code": "A1", "geometry": to_django(square), "known": 3, "expected": 12}
    values |= {"minutes": 4 * values["expected"], "party": party or make_party()}
    return Cell.objects.create(**values | changes)


MEASUREMENTS = Path(geo.__file__).parent / "measurements"


def make_indicator(key="laeq", **changes):
    """An indicator of a new service, or another one; there again where a test emptied tables."""
    found = json.loads((MEASUREMENTS / "indicators.json").read_text())
    sources = json.loads((MEASUREMENTS / "threshold_sources.json").read_text())
    values = {"names": {"fr": key}, "unit": "u", "averaging": "arithmetic", "least": 0, "most": 9}
    known = next((one for one in found if one["key"] == key), values | {"key": key})
    known = known | {"sources": sources.get(key, {})} | changes
    known.pop("source", None)  # in three languages now
    return Indicator.objects.get_or_create(key=key, defaults=known)[0]


def make_dataset(**changes):
    """Measurements by phones without any version yet, in dB(A) unless told otherwise."""
    values = {"slug": f"mesures-{next(serial)}", "name": "Mesures du port"}
    values |= {"licence": "etalab-2.0", "attribution": "Ville de Port-Valdora"}
    values["indicator"] = changes.pop("indicator", None) or make_indicator()
    return Dataset.objects.create(**values | {"instrument": "calibrated_phone"} | changes)


def make_felt_question(consultation=None, **changes):
    """An open question about road noise at home, on eleven numbers."""
    values = {"title_fr": "À quel point le bruit de la route vous gêne-t-il ?", "source": "road"}
    values["consultation"] = consultation or make_consultation()
    return FeltQuestion.objects.create(**values | changes)


def make_perception(question=None, **changes):
    """A rating of 8 in the middle of the square, stored as it is."""
    question = question or make_felt_question()
    place = changes.setdefault("place", geometry(INSIDE))
    values = {
        "question": question,
        "consultation": question.consultation,
        "context": question.context,
        "scale": question.scale,
        "value": 8,
        "client_id": uuid.uuid4(),
        "public_place": public_place_of(place, question.consultation.perimeter.metric_srid),
    }
    values["participant"] = changes.pop("participant", None) or make_participant()
    return Perception.objects.create(**values | changes)
