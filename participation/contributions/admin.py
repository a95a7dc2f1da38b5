"""What staff do with all the contributions of a consultation: judge them again."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participation.consultations.admin import ConsultationAdmin
from participation.consultations.models import Consultation
from participation.contributions.judging import NoPerimeter
from participation.contributions.rechecking import recheck


@admin.register(Consultation)
class ConsultationWithContributionsAdmin(ConsultationAdmin):
    actions = ["judge_again"]

    @admin.action(
        description=_("Judge the contributions again with the perimeter in force"),
        permissions=["change"],
    )
    def judge_again(self, request, rows):
        for consultation in rows.select_related("perimeter"):
            try:
                outside = recheck(consultation)
            except NoPerimeter:
                messages.error(request, _("No version of this perimeter has been accepted yet."))
                continue
            sentence = ngettext(
                "%(consultation)s: %(count)s contribution lies outside.",
                "%(consultation)s: %(count)s contributions lie outside.",
                outside,
            )
            messages.info(request, sentence % {"consultation": consultation, "count": outside})
