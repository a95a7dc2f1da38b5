"""What stands behind each step of taking over a campaign: the file, how it is read, the form.

Everything that is typed stands in the forms themselves, and how the file is written in the address:
a step can be loaded again, or be open twice, without harm. The file waits among the uploads.
"""

from dataclasses import dataclass
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from geo.drawings.reasons import InvalidDrawing
from geo.files.models import Upload
from geo.files.uploads import opened
from geo.perimeters.grounds import ground_of
from geo.tables.encodings import NotText
from geo.tables.files import Opened, open_table
from geo.tables.forms import written_initial
from geo.tables.place_finding import Box
from geo.tables.reading import NoTable
from participation.consultations.models import Consultation
from participation.imports.forms import WrittenForm
from participation.imports.mapping_form import Known, MappingForm
from participation.imports.proposing import Proposal, propose_mapping, sample_of

PURPOSE = "campaign"
UNREADABLE = (NotText, NoTable, InvalidDrawing)
SHOWN_ROWS = 5
SHOWN_CHARACTERS = 120


def near(consultation) -> Box:
    """Return west, south, east, north around the perimeter, as far again as it is wide."""
    west, south, east, north = ground_of(consultation.perimeter.current_id).area.bounds
    width, height = east - west, north - south
    return west - width, south - height, east + width, north + height


@dataclass
class Step:
    """One request about one file: `upload` is its owner's, `consultation` one they may change."""

    upload: Upload
    consultation: Consultation
    address: str
    said: dict

    @classmethod
    def of(cls, request, pk, consultations) -> "Step":
        """Return the step that an address names; 404 for files and consultations of others."""
        upload = get_object_or_404(Upload.objects.of(request.user.pk, PURPOSE), pk=pk)
        asked = WrittenForm(request.GET).asked()
        consultation = get_object_or_404(consultations, pk=asked.pop("consultation", None))
        return cls(upload, consultation, request.get_full_path(), asked)

    @cached_property
    def opened(self) -> Opened:
        """The table of the file; raises one of UNREADABLE."""
        return open_table(opened(self.upload), self.said)

    @cached_property
    def proposal(self) -> Proposal:
        """What the columns seem to hold."""
        return propose_mapping(self.opened.table, near(self.consultation))

    @cached_property
    def known(self) -> Known:
        """What the form of the mapping is made of."""
        return Known(self.consultation, self.opened, self.proposal)

    def form(self, data=None) -> MappingForm:
        """Return the form: checked where `data` is given."""
        return MappingForm(self.known, data)

    def form_again(self, data) -> MappingForm:
        """Return the form with what was typed, unchecked; values of another column start anew."""
        typed = {name: data.get(name, "") for name in data}
        if typed.get("listed") != typed.get("theme"):
            typed = {name: text for name, text in typed.items() if not name.startswith("theme_")}
            typed["listed"] = typed.get("theme", "")
        for name in ("unplaced", "zero_is_none"):
            typed[name] = bool(typed.get(name))
        return MappingForm(self.known, initial=typed)

    def is_other_column(self, data) -> bool:
        """Whether themes were asked of another column than the one whose values were shown."""
        return bool(data.get("theme")) and data.get("theme") != data.get("listed")

    def written(self) -> WrittenForm | None:
        """Return the form about how the CSV is written; None for GeoJSON."""
        if self.opened.form is None:
            return None
        return WrittenForm(initial=written_initial(self.opened), finding=self.opened.finding)

    def kept_in_address(self) -> list[tuple[str, str]]:
        """Return what the address says beside how the file is written."""
        return [("consultation", self.consultation.pk)]

    def read_as(self, **said) -> str:
        """Return where the mapping of this file is said, the file read in another way."""
        return address_of(self.upload, self.consultation, **said)

    def first_rows(self) -> list[tuple[int, list[str]]]:
        """Return the first rows as they stand in the file, their cells cut short."""
        columns = self.opened.table.columns
        return [
            (record.number, [short(record.cells.get(name, "")) for name in columns])
            for record in sample_of(self.opened.table)[:SHOWN_ROWS]
        ]


def short(text: str) -> str:
    """Return the beginning of a cell."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARACTERS else f"{line[:SHOWN_CHARACTERS]}…"


def address_of(upload: Upload, consultation: Consultation, **said) -> str:
    """Return where the mapping of an upload is said."""
    page = reverse("admin:participation_contributionimport_columns", args=[upload.pk])
    return f"{page}?{urlencode({'consultation': consultation.pk, **said})}"
