"""The pages on which staff make a perimeter of files: send them, answer, choose, join.

One form holds the whole page, and what it says is kept before anything is done with it.
"""

from dataclasses import asdict, dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from basemaps.models import TileSource
from geo.files.pages import FilePages
from geo.files.sentences import note_lines
from geo.perimeters.drafts import (
    Said,
    Source,
    add_files,
    ask_again,
    begin,
    begin_extracts_empty,
    leave_out,
    make_version,
    read_sources,
    remember,
    remove_file,
)
from geo.perimeters.forms import (
    ASKED,
    AboutForm,
    AnswerForm,
    ConditionsForm,
    MoreFilesForm,
    PerimeterUploadForm,
)
from geo.perimeters.models import PerimeterDraft
from geo.perimeters.offering import Group, Row, bounds_of, drawn, offered, on_map
from geo.perimeters.reports import REFUSALS, cut_off_lines, refusal


@dataclass(slots=True)
class Page:
    """One showing of a draft: its files as they were read, its forms, what went wrong."""

    draft: PerimeterDraft
    sources: list[Source]
    about: AboutForm
    questions: dict[str, AnswerForm]
    more: MoreFilesForm
    groups: list[Group] = field(default_factory=list)
    conditions: ConditionsForm | None = None
    is_ready: bool = False  # every file was read and there is something to join
    error: str = ""

    @property
    def rows(self) -> list[Row]:
        """The areas of all the files."""
        return [row for group in self.groups for row in group.rows]

    @property
    def forms(self) -> list:
        """What must be right before the areas are joined."""
        return [self.about, *self.questions.values(), *filter(None, [self.conditions])]


class DraftPages(FilePages):
    """Pages of the administration of perimeters; mixed into its ModelAdmin."""

    def get_urls(self):
        draft = self.admin_site.admin_view(self.draft_view)
        return [
            path("draft/<uuid:pk>/", draft, name="geo_perimeter_draft"),
            *super().get_urls(),
        ]

    def upload(self, request, perimeter):
        form = PerimeterUploadForm(request.POST or None, request.FILES or None, perimeter=perimeter)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            said = Said(name=data.get("name"), countries=data["countries"])
            draft = begin(data["files"], owner=request.user.pk, said=said, perimeter=perimeter)
            return HttpResponseRedirect(reverse("admin:geo_perimeter_draft", args=[draft.pk]))
        context = self._context(request, perimeter) | {"form": form}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "geo/perimeters/upload.html", context, status=status)

    def _context(self, request, perimeter) -> dict:
        return self.admin_site.each_context(request) | {
            "perimeter": perimeter,
            "opts": self.opts,
            "title": _("Import a perimeter"),
        }

    def draft_view(self, request, pk):
        """Show a draft, or do with it what the page asks."""
        draft = PerimeterDraft.objects.filter(pk=pk, owner=str(request.user.pk)).first()
        if draft is None:
            messages.info(request, _("These files are no longer kept: send them again."))
            return HttpResponseRedirect(reverse("admin:geo_perimeter_add"))
        if not self._may_draft(request, draft):
            raise PermissionDenied
        if request.method == "POST":
            return self._act(request, draft)
        return self._show(request, page_of(draft))

    def _may_draft(self, request, draft) -> bool:
        if draft.perimeter:
            return self.has_change_permission(request, draft.perimeter)
        return self.has_add_permission(request)

    def _act(self, request, draft):
        """Keep what was said, then answer, add, remove or join."""
        page = page_of(draft, request.POST, request.FILES)
        are_right = keep_what_was_said(page, request.POST)
        go = request.POST.get("go", "")
        verb, _colon, upload_id = go.partition(":")
        if verb in ("remove", "ask"):
            {"remove": remove_file, "ask": ask_again}[verb](draft, upload_id)
        elif go == "add" and page.more.is_valid():
            add_files(draft, page.more.cleaned_data["more"])
        elif go == "add" or not are_right:
            return self._show(request, page, status=422)
        elif go == "join" and page.is_ready:
            return self._join(request, page)
        return HttpResponseRedirect(reverse("admin:geo_perimeter_draft", args=[draft.pk]))

    def _join(self, request, page):
        where = page.conditions.cleaned_data["where"] if page.conditions else ()
        try:
            version = make_version(page.draft, page.sources, where)
        except REFUSALS as error:
            page.error = refusal(error)
            return self._show(request, page, status=422)
        self.log_addition(request, version.perimeter, [{"added": {"name": version.origin[:200]}}])
        return HttpResponseRedirect(reverse("admin:geo_perimeterversion_change", args=[version.pk]))

    def _show(self, request, page, status=200):
        context = self._context(request, page.draft.perimeter) | page_context(page)
        context["go"] = request.POST.get("go", "")
        return TemplateResponse(request, "geo/perimeters/draft.html", context, status=status)


def page_of(draft: PerimeterDraft, sent=None, files=None) -> Page:
    """Read the files of a draft and make its forms, filled with what was sent or is kept."""
    sources = read_sources(draft)
    begin_extracts_empty(draft, sources)
    kept = {"name": draft.name, "countries": draft.countries}
    asking = [one for one in sources if getattr(one.error, "code", "") in ASKED]
    questions = {str(one.upload.pk): _question(one, sent) for one in asking}
    about = AboutForm(sent, initial=kept, perimeter=draft.perimeter)
    page = Page(draft, sources, about, questions, MoreFilesForm(sent, files))
    if sources and all(source.collection for source in sources):
        _offer(page, sent)
    return page


def _question(source: Source, sent) -> AnswerForm:
    return AnswerForm(source.error, sent, prefix=source.upload.pk.hex)


def _offer(page: Page, sent) -> None:
    """Put the areas of files that were all read on the page."""
    try:
        page.groups = offered(page.sources)
    except REFUSALS as error:
        page.error = refusal(error)
        return
    page.is_ready = True
    if not page.rows:  # more than a list can hold
        page.conditions = ConditionsForm(sent, initial={"where": page.draft.where})


def keep_what_was_said(page: Page, sent) -> bool:
    """Keep in the draft whatever is right on the page; return whether all of it is."""
    are_right = [form.is_valid() for form in page.forms]
    about = getattr(page.about, "cleaned_data", {})
    answers = {key: form.cleaned_data for key, form in page.questions.items() if form.is_valid()}
    where = sent.get("where") if page.conditions else None
    said = Said(about.get("name"), about.get("countries"), where, answers)
    remember(page.draft, said)
    if page.rows and "offered" in sent:
        leave_out(page.draft, [row.key for row in page.rows], sent.getlist("chosen"))
    return all(are_right)


def page_context(page: Page) -> dict:
    """What the page of a draft shows."""
    left_out = set(page.draft.left_out)
    chosen = [row for row in page.rows if row.key not in left_out]
    context = {
        "page": page,
        "draft": page.draft,
        "files": [_file(source, page.questions) for source in page.sources],
        "groups": page.groups,
        "all": len(page.rows),
        "chosen": {row.key for row in chosen},
        "count": len(chosen),
    }
    if page.rows:
        frame, outlines = drawn(page.rows, 640, 480)
        context |= {
            "frame": frame,
            "outlines": outlines,
            "shapes": on_map(page.rows),
            "bounds": ",".join(f"{number:.6f}" for number in bounds_of(page.rows)),
            "basemap": TileSource.objects.filter(is_third_party=False).exclude(kind="none").first(),
        }
    return context


def _file(source: Source, questions: dict) -> dict:
    """What the page says of one file."""
    collection = source.collection
    return {
        "id": str(source.upload.pk),
        "name": source.upload.name,
        "read": collection,
        "notes": note_lines(collection.notes) + cut_off_lines(collection) if collection else [],
        "error": refusal(source.error) if source.error else "",
        "question": questions.get(str(source.upload.pk)),
        "was_answered": any(asdict(source.answers).values()),
    }
