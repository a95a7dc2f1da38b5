"""What the pages of carto-parties ask: words, the picture of the cells, the parties to announce."""

import numpy as np
import shapely
from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language

from geo.layers.tag_words import label_of, name_of, readable, value_in_words
from geo.perimeters.conversion import from_django
from geo.perimeters.outlines import frame_around, path_of
from geo.templatetags.figures import landscape_of
from participation.carto_parties import words
from participation.carto_parties.models import STATES, CartoParty
from participation.carto_parties.progress import ORDER, stage_of, state_now

register = template.Library()
register.filter(words.hour)
register.filter(words.long_day)
register.filter(words.meeting_time)
register.filter(words.duration)
register.filter("expected_words", words.expected)
register.filter("stage", stage_of)
register.filter("state_now", state_now)
STATE_NAMES = dict(STATES)
SIGN_PX = 70  # the side of a cell in which its sign is drawn whole
WIDTH, HEIGHT = 900, 760  # of the picture, until the map takes its place


@register.filter
def counted(count, state):
    """« vérifiés »: the word of a state beside its count."""
    return words.COUNTED[state] % count


@register.filter
def parts(progress):
    """[(state, count)] in the order of the legend, without what there is none of."""
    return [(state, progress.counts[state]) for state in ORDER if progress.counts[state]]


@register.filter
def bar(progress):
    """[(state, count, start)]: the parts of the bar, one after the other."""
    found, start = [], 0
    for state, count in parts(progress):
        found.append((state, count, start))
        start += count
    return found


@register.filter
def state_name(state):
    return STATE_NAMES[state]


@register.filter
def density(line, km2):
    """« 12,3 »: how many objects of a sort there are to the square kilometre."""
    return number_format((line.count or 0) / km2, 1) if km2 else "–"


@register.filter
def tag_label(key):
    """What a tag is called: « dossier » for backrest."""
    return label_of(key, get_language())


@register.filter
def tag_labels(keys):
    return ", ".join(tag_label(key).lower() for key in keys)


@register.filter
def tag_lines(known):
    """The tags of an object in words: lines with a label and a value."""
    return readable(known.tags, get_language())


@register.filter
def name_of_object(known):
    """Its own name where it has one, else what it is: « banc »."""
    language = get_language()
    own = name_of(known.tags, language).text
    keys = (key for condition in known.sort.conditions for key in condition if key in known.tags)
    key = next(keys, "")
    return own or capfirst(value_in_words(key, known.tags.get(key, ""), language))


@register.simple_tag
def parties_of(consultation, visitor):
    """The carto-parties that the page of a consultation announces: running, coming, then over."""
    rows = CartoParty.objects.visible_to(visitor).filter(consultation=consultation)
    now = timezone.now()
    return sorted(rows, key=lambda party: (party.ends_at < now, party.starts_at))


@register.simple_tag
def parties_now():
    """The carto-parties of all consultations that run or are still to come, for the home page."""
    return CartoParty.objects.published().filter(ends_at__gt=timezone.now())


@register.inclusion_tag("participation/carto_parties/cells_figure.html")
def cells_figure(party, cells):
    """The cells in their landscape, each with its state: seen before any script."""
    area = from_django(party.area)
    frame = frame_around(area.bounds, WIDTH, HEIGHT)
    shapes = [from_django(cell.geometry) for cell in cells]
    middles = shapely.get_coordinates([shape.representative_point() for shape in shapes])
    placed = frame.points(middles).tolist() if shapes else []
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "ground": landscape_of(party.consultation.basemap, frame),
        "scale": sign_scale(shapes, frame),
        "cells": [
            {"cell": cell, "path": path_of(shape, frame), "at": f"{x:.1f} {y:.1f}"}
            for cell, shape, (x, y) in zip(cells, shapes, placed, strict=True)
        ],
        "party": party,
    }


def sign_scale(shapes, frame):
    """How large the signs are drawn: half as large where cells are half as wide."""
    flat = [shapely.transform(shape, frame.points) for shape in shapes]
    side_px = float(np.sqrt(np.median(shapely.area(flat)))) if flat else SIGN_PX
    return f"{min(max(side_px / SIGN_PX, 0.2), 1):.2f}"


@register.inclusion_tag("participation/carto_parties/cell_figure.html")
def cell_figure(cell, objects):
    """One cell with its objects, numbered as in the list below."""
    shape = from_django(cell.geometry)
    frame = frame_around(shape.bounds, 780, 500, share=0.94)
    places = shapely.get_coordinates([one.place for one in objects])
    return {
        "width": 780,
        "height": 500,
        "ground": landscape_of(cell.party.consultation.basemap, frame),
        "cell": path_of(shape, frame),
        "frame_path": "M-9-9H789V509H-9Z",
        "objects": [
            {"number": one.number, "at": f"{x:.1f} {y:.1f}"}
            for one, (x, y) in zip(objects, frame.points(places).tolist(), strict=True)
        ]
        if objects
        else [],
    }
