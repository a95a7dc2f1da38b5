"""What the pages show on which staff take over a survey."""

from django.utils.translation import gettext_lazy

from participation.consultations.models import Consultation
from participation.imports.pages import TakingOverPages
from participation.imports.rejects import reasons_csv
from participation.perception.models import FeltQuestion
from participation.surveys.columns_page import columns_context
from participation.surveys.forms import SurveyForm
from participation.surveys.preview_page import preview_context, previewed
from participation.surveys.sentences import explain_row
from participation.surveys.steps import SurveyStep


class SurveyPages(TakingOverPages):
    """Mixed into the administration of surveys."""

    step = SurveyStep
    upload_title = gettext_lazy("Take over a survey")
    templates = TakingOverPages.templates | {"upload": "admin/participation/surveys/upload.html"}

    def subjects(self, request):
        rows = FeltQuestion.objects.select_related(
            "consultation__perimeter", "consultation__organisation", "consultation__basemap"
        )
        mine = Consultation.objects.changeable_by(request.user)
        return rows.filter(consultation__in=mine).order_by("consultation", "order", "pk")

    def upload_form(self, request, *given):
        """The form, with the question that the address names, or the first of a consultation."""
        questions = self.subjects(request)
        asked = {name: request.GET.get(name) for name in ("question", "consultation")}
        initial = asked["question"]
        if asked["consultation"] and not initial:
            of_it = [q.pk for q in questions if str(q.consultation_id) == asked["consultation"]]
            initial = next(iter(of_it), None)
        return SurveyForm(questions, *given, initial={"question": initial})

    def columns_context(self, step, form):
        return columns_context(step, form)

    def preview_context(self, step, form, judged):
        return preview_context(*previewed(judged, form.mapping().level), step, form)

    def refused_lines(self, refused):
        return reasons_csv((one.number, explain_row(one)) for one in refused)
