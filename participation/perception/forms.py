"""What staff say of a felt question."""

from django.utils.translation import gettext_lazy as _

from participation.consultations.forms import OneLanguageForm
from participation.perception.models import FeltQuestion
from participation.perception.wording import standard_titles

FIXED = ("consultation", "source", "scale", "context")


class FeltQuestionForm(OneLanguageForm):
    """Without words, the standard question about the noise of the source is asked."""

    spoken = ("title",)

    class Meta:
        model = FeltQuestion
        fields = "__all__"  # noqa: DJ007 - the administration lists them, in its fieldsets

    def clean(self):
        values = self.cleaned_data
        titles = standard_titles(values.get("source") or "", values.get("context") or "home")
        if not any(values.get(f"title_{code}") for code in titles):
            values |= {f"title_{code}": title for code, title in titles.items()}
        self.check_unanswered()
        return super().clean()

    def check_unanswered(self):
        """What was answered keeps its meaning: another scale is another question."""
        changed = [name for name in FIXED if name in self.changed_data]
        if changed and self.instance.pk and self.instance.perceptions.exists():
            self.add_error(
                changed[0],
                _("People have answered this question: close it and make another one instead."),
            )
