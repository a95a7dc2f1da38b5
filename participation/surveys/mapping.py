"""Which column of a survey holds what, and how its ratings are read."""

import datetime
from dataclasses import dataclass

from geo.tables.places import PlaceForm


@dataclass(frozen=True, slots=True)
class SurveyMapping:
    """The columns of a file by name, empty where it does not say; and the rules.

    scale: a key of SCALES; are_means: ratings are means of several people, and may be no whole
    numbers; areas: an area stands for a point inside of it; day_otherwise: for rows without a day;
    place_columns: as `PlaceForm.way` asks; level: what was measured as the rating was given.
    """

    rating: str = ""
    scale: str = "0-10"
    are_means: bool = False
    source_id: str = ""
    date: str = ""
    date_order: str = "ymd"
    day_otherwise: datetime.date | None = None
    place: PlaceForm = PlaceForm()
    place_columns: tuple[str, ...] = ()
    areas: bool = False
    level: str = ""

    @property
    def columns(self) -> list[str]:
        """Every column that is read."""
        named = (self.rating, self.level, self.source_id, self.date, *self.place_columns)
        return [name for name in named if name]
