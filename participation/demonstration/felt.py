"""What the consultations of the island ask about how places feel, in the standard words."""

from participation.perception.models import FeltQuestion
from participation.perception.wording import standard_titles


def ask_what_is_felt(consultation, entries):
    """The questions as they stand, or new ones."""
    for order, entry in enumerate(entries):
        titles = standard_titles(entry["source"], entry["context"])
        FeltQuestion.objects.get_or_create(
            consultation=consultation,
            source=entry["source"],
            context=entry["context"],
            defaults={
                "order": order,
                "is_asked_with_contributions": entry.get("with_contributions", False),
                **{f"title_{code}": title for code, title in titles.items()},
            },
        )
