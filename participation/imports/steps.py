"""What stands behind each step of taking over a table: the file, how it is read, the form.

Everything that is typed stands in the forms themselves, and how the file is written in the address:
a step can be loaded again, or be open twice, without harm. The file waits among the uploads.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from geo.drawings.reasons import InvalidDrawing
from geo.files.models import Upload
from geo.files.uploads import Gone, opened
from geo.parameters import uuid_in
from geo.perimeters.grounds import ground_of
from geo.tables.encodings import NotText
from geo.tables.files import Opened, open_table
from geo.tables.forms import CsvFormForm, written_initial
from geo.tables.place_finding import Box
from geo.tables.reading import NoTable, Table
from participation.imports.proposing import sample_of

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
    """One request about one file: `upload` is its owner's, `subject` one they may change.

    said: how the file is written, as somebody chose it. Each kind of import has a step of its own,
    which adds `proposal`, `form`, `form_again` and `confirm_form`; `judged`, what would become of
    each row; `store`, which keeps the rows and returns the record; and `words_of` that record.
    """

    upload: Upload
    subject: models.Model
    address: str
    said: dict

    job = ""
    """Which of settings.JOBS takes a long file over."""
    purpose = ""
    """Of the upload."""
    named = ""
    """Under which name addresses and forms have the subject."""
    model = None
    """The model that keeps what was taken over."""

    @classmethod
    def of(cls, request, pk, subjects) -> "Step":
        """Return the step that an address names; 404 for subjects of others.

        Raises Gone where somebody has no such file, or no longer.
        """
        upload = Upload.objects.of(request.user.pk, cls.purpose).filter(pk=pk).first()
        if upload is None:
            raise Gone(pk)
        subject = get_object_or_404(subjects, pk=uuid_in(request.GET.get(cls.named, "")))
        return cls(upload, subject, request.get_full_path(), CsvFormForm(request.GET).asked())

    @property
    def consultation(self):
        """Where what is taken over goes."""
        return self.subject

    @cached_property
    def opened(self) -> Opened:
        """The table of the file; raises one of UNREADABLE."""
        return open_table(opened(self.upload), self.said)

    def table(self, one_in: int = 1) -> Table:
        """Return the table, or one in so many of its rows."""
        return self.opened.table if one_in == 1 else self.opened.table.every(one_in)

    def is_other_column(self, data) -> bool:
        """Whether something was asked of another column than the one whose values were shown."""
        return False

    def written(self) -> CsvFormForm | None:
        """Return the form about how the CSV is written; None for GeoJSON."""
        if self.opened.form is None:
            return None
        return CsvFormForm(initial=written_initial(self.opened), finding=self.opened.finding)

    def kept_in_address(self) -> list[tuple[str, str]]:
        """Return what the address says beside how the file is written."""
        return [(self.named, self.subject.pk)]

    def read_as(self, **said) -> str:
        """Return where the columns of this file are said, the file read in another way."""
        return self.address_of(self.upload, self.subject, **said)

    @classmethod
    def address_of(cls, upload: Upload, subject: models.Model, **said) -> str:
        """Return where the columns of an upload are said."""
        page = reverse(address_name(cls.model, "columns"), args=[upload.pk])
        return f"{page}?{urlencode({cls.named: subject.pk, **said})}"

    def first_rows(self) -> list[tuple[int, list[str]]]:
        """Return the first rows as they stand in the file, their cells cut short."""
        columns = self.opened.table.columns
        return [
            (record.number, [short(record.cells.get(name, "")) for name in columns])
            for record in sample_of(self.opened.table)[:SHOWN_ROWS]
        ]


def address_name(record, page: str) -> str:
    """Return the name of a page of the administration about a kind of import, or about one."""
    return f"admin:participation_{record._meta.model_name}_{page}"


def short(text: str) -> str:
    """Return the beginning of a cell."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARACTERS else f"{line[:SHOWN_CHARACTERS]}…"
