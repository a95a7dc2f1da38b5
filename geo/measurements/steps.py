"""What stands behind each step from files of measurements to a version: files, answers, the set.

What was typed stands in the forms themselves, and how the files are written in the address: a step
can be loaded again, or be open twice, without harm. The files wait among the uploads.
"""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from geo.files.models import Upload
from geo.files.uploads import on_disk
from geo.measurements.class_fields import posted, unread
from geo.measurements.columns_form import ColumnsForm
from geo.measurements.indicators import Indicator
from geo.measurements.jobs import uploads_of
from geo.measurements.models import Dataset
from geo.measurements.reading.choices import Choices
from geo.measurements.reading.recognising import Recognised, recognise_all
from geo.parameters import system_in, uuid_in
from geo.tables.forms import CsvFormForm


@dataclass
class Step:
    """One request about the files of one person, for a new set or for one that they may change.

    said: how the files are written, as somebody chose it; files: where they are, while open.
    """

    uploads: list[Upload]
    dataset: Dataset | None
    said: dict = field(default_factory=dict)
    files: list[tuple[str, Path]] = field(default_factory=list)

    @classmethod
    def of(cls, request, pk: UUID, dataset: Dataset | None) -> "Step":
        """Return the step that an address names; without uploads where one is gone."""
        keys = [str(pk), *(key for key in request.GET.getlist("also") if uuid_in(key))]
        uploads = uploads_of(request.user.pk, keys)
        said = CsvFormForm(request.GET).asked() | map_answers(request.GET)
        return cls(uploads if len(uploads) == len(keys) else [], dataset, said)

    @contextmanager
    def opened(self):
        """The files on disk, for as long as the request takes."""
        with ExitStack() as stack:
            self.files = [(one.name, stack.enter_context(on_disk(one))) for one in self.uploads]
            yield self

    def recognised(self) -> Recognised:
        """Return what the files seem to be; raises Refused."""
        indicator = self.dataset.indicator.key if self.dataset else ""
        zone = self.dataset.time_zone if self.dataset else Choices().zone
        answers = replace(Choices(zone=zone), **self.said) if self.said else None
        return recognise_all(self.files, indicator=indicator, answers=answers)

    def form(self, recognised: Recognised, data=None) -> ColumnsForm:
        """Return the form of the columns: checked where `data` is given."""
        classes = unread(recognised.classes) if data is None else posted(data)
        return ColumnsForm(recognised, data, is_new=self.dataset is None, classes=classes)

    def form_again(self, recognised: Recognised, typed: dict, classes: list[str]) -> ColumnsForm:
        """Return the form with what was typed, unchecked, and with other classes to say."""
        initial = {name: text for name, text in typed.items() if not name.startswith("class_")}
        known = dict(zip(posted(typed), count(), strict=False))
        for at, text in enumerate(classes):
            if text in known:
                for end in ("low", "high"):
                    initial[f"class_{at}_{end}"] = typed.get(f"class_{known[text]}_{end}", "")
        is_new = self.dataset is None
        return ColumnsForm(recognised, initial=initial, is_new=is_new, classes=classes)

    def set_of(self, form: ColumnsForm) -> Dataset:
        """Return the set that the files are for; of a new one, what is known so far, unsaved."""
        if self.dataset:
            return self.dataset
        data = form.cleaned_data
        return Dataset(indicator=data["indicator"], time_zone=data["time_zone"])

    def about(self, indicator: Indicator, time_zone: str) -> dict:
        """Return which set a job stores in."""
        if self.dataset:
            return {"dataset": str(self.dataset.pk)}
        return {"indicator": indicator.key, "time_zone": time_zone}

    @property
    def address(self) -> str:
        """Where these files are asked about."""
        return address_of(self.uploads, self.dataset, **self.said)


def address_of(uploads: list[Upload], dataset: Dataset | None, **said) -> str:
    """Return where what files hold is said."""
    first, *others = uploads
    query = [("also", one.pk) for one in others]
    query += [("dataset", dataset.pk)] if dataset else []
    query += list(said.items())
    page = reverse("admin:geo_dataset_file", args=[first.pk])
    return f"{page}?{urlencode(query)}" if query else page


def map_answers(query) -> dict:
    """Return what an address answers that a map file does not say itself."""
    srid = system_in(query)
    answers = {"srid": srid, "way": "file"} if srid else {}
    if layer := query.get("layer", "")[:200]:
        answers["layer"] = layer
    return answers
