"""What a command line says about a survey, as a SurveyMapping: the rest is proposed from the file."""

import datetime
from dataclasses import dataclass, replace

from geo.tables.files import Opened
from geo.tables.places import PlaceForm
from participation.imports.mapping import unknown_columns
from participation.imports.options import PLACES, Unclear, place_of, sure_order
from participation.surveys.mapping import SurveyMapping
from participation.surveys.proposing import Proposal

SINGLE = {"rating": "rating", "level": "level", "id": "source_id", "date": "date"}
FIELDS = (*SINGLE, "lon", "lat", *PLACES)


@dataclass(frozen=True)
class Said:
    """What was said. columns: (field, column) of FIELDS; an empty column takes a proposal back."""

    columns: tuple[tuple[str, str], ...] = ()
    scale: str = ""
    means: bool = False
    areas: bool = False
    day: datetime.date | None = None
    date_order: str = ""
    srid: int = 0


def mapping_of(said: Said, opened: Opened, proposal: Proposal) -> SurveyMapping:
    """Return how the file is read; raise Unclear with one sentence."""
    chosen = dict(said.columns)
    single = {SINGLE[name]: column for name, column in chosen.items() if name in SINGLE}
    form, columns = placed(chosen, proposal)
    mapping = replace(
        proposal.mapping,
        **single,
        scale=said.scale or proposal.mapping.scale,
        are_means=said.means,
        areas=said.areas,
        day_otherwise=said.day,
        place=replace(form, srid=said.srid) if said.srid else form,
        place_columns=columns,
    )
    missing = unknown_columns(mapping, opened.table.columns)
    if missing:
        known = ", ".join(opened.table.columns)
        raise Unclear(f"The file has no column “{missing[0]}”. It has: {known}.")
    if not mapping.rating:
        raise Unclear("Say where the rating is: --map rating=COLUMN.")
    return replace(mapping, date_order=said.date_order or sure_order(mapping, proposal.date_order))


def placed(chosen: dict[str, str], proposal: Proposal) -> tuple[PlaceForm, tuple[str, ...]]:
    """Return where places stand; a rating without a place says nothing here."""
    form, columns = place_of(chosen, proposal)
    if form.way == "none":
        raise Unclear("Say where the places are: --map lon=… --map lat=…, or --map wkt=….")
    return form, columns
