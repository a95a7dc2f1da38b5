"""The step of a campaign: its form, what its rows would become, and how they are stored."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import cached_property

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import ngettext

from participation.contributions.origins import ContributionImport
from participation.imports.forms import ConfirmForm
from participation.imports.importing import Origin, import_rows
from participation.imports.mapping_form import Known, MappingForm
from participation.imports.preview import Judged, judge_rows
from participation.imports.proposing import Proposal, propose_mapping
from participation.imports.reading import read_rows
from participation.imports.rows import Rejected, Row
from participation.imports.steps import Step, near


class CampaignStep(Step):
    """One request about the file of a campaign, for a consultation."""

    job, purpose, named, model = "take_over", "campaign", "consultation", ContributionImport

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

    def confirm_form(self, data=None) -> ConfirmForm:
        """Return the form of the last step."""
        return ConfirmForm(self.consultation, data, initial={"visibility": "rule"})

    def rows(self, form, one_in: int = 1) -> Iterator[Row | Rejected]:
        """Yield the rows of the file, or one in so many, as the form maps them."""
        return read_rows(self.table(one_in), form.mapping(), self.consultation, timezone.now())

    def judged(self, form, one_in: int = 1) -> Iterator[Judged | Rejected]:
        """Yield what would become of each row, or of one in so many."""
        source = form.cleaned_data["source"]
        return judge_rows(self.consultation, self.rows(form, one_in), source)

    def store(self, form, confirmed: dict, by, progress=None) -> ContributionImport:
        """Keep the rows, and return the record of it."""
        return import_rows(
            self.consultation,
            self.rows(form),
            by,
            self.origin(form, confirmed),
            "pending" if confirmed["visibility"] == "pending" else "",
            progress,
            self.opened.table.count(),
        )

    def origin(self, form, confirmed: dict) -> Origin:
        """Return what the record keeps of the file and of how it was read."""
        written = asdict(self.opened.form) if self.opened.form else {}
        return Origin(
            file_name=self.upload.name,
            sha256=self.upload.sha256,
            mapping={"file": written, "columns": asdict(form.mapping())},
            licence=confirmed["licence"],
            attribution=confirmed["attribution"],
            source=form.cleaned_data["source"],
        )

    def words_of(self, record: ContributionImport) -> str:
        """Return how many contributions an import brought."""
        count = record.added + record.restored
        sentence = ngettext(
            "%(count)s contribution was taken over.",
            "%(count)s contributions were taken over.",
            count,
        )
        return sentence % {"count": number_format(count, force_grouping=True)}
