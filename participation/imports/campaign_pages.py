"""What the pages show on which staff take over a campaign."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, ngettext

from participation.consultations.models import Consultation
from participation.imports.campaign_step import CampaignStep
from participation.imports.columns_page import columns_context
from participation.imports.forms import CampaignForm
from participation.imports.pages import TakingOverPages
from participation.imports.preview_page import preview_context, previewed
from participation.imports.rejects import rejects_csv
from participation.imports.sentences import beginning_of, explain_row


class CampaignPages(TakingOverPages):
    """Mixed into the administration of imports of contributions."""

    step = CampaignStep
    upload_title = gettext_lazy("Take over a campaign")

    def subjects(self, request):
        rows = Consultation.objects.select_related("perimeter", "organisation", "basemap")
        return rows.changeable_by(request.user)

    def upload_form(self, request, *given):
        initial = {"consultation": request.GET.get("consultation")}
        return CampaignForm(self.subjects(request), *given, initial=initial)

    def columns_context(self, step, form):
        return columns_context(step, form)

    def preview_context(self, step, form, judged):
        preview = previewed(judged)
        context = preview_context(preview, step.consultation)
        return context | {"confirm_words": taking(preview.to_store)}

    def refused_lines(self, refused):
        return rejects_csv((one.number, explain_row(one), beginning_of(one)) for one in refused)


def taking(count: int) -> str:
    """Return the words of the button that takes over so many contributions."""
    words = ngettext("Take over %(count)s contribution", "Take over %(count)s contributions", count)
    return words % {"count": number_format(count, force_grouping=True)}
