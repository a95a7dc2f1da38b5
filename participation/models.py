"""Re-exports the models of the slices for Django; everyone else imports from the slice."""

from participation.accounts.limits import DailySalt, RateCount
from participation.accounts.models import Participant, User
from participation.carto_parties.models import CartoParty, Cell
from participation.carto_parties.recap_models import Recap
from participation.consultations.models import (
    Consultation,
    Membership,
    OldSlug,
    Organisation,
    Phase,
    Theme,
)
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.crossings.keeping import KeptFile
from participation.crossings.models import Crossing, Release, ReleasedCell
from participation.discussion.models import Comment
from participation.imports.models import RefusedRow
from participation.inventories.models import Finding, Inventory
from participation.map_layers.models import LayerClass, PublishedLayer
from participation.moderation.models import ModerationDecision
from participation.perception.models import FeltQuestion, Perception
from participation.perception.origins import SurveyImport

__all__ = [
    "CartoParty",
    "Cell",
    "Comment",
    "Consultation",
    "Contribution",
    "ContributionImport",
    "Crossing",
    "DailySalt",
    "FeltQuestion",
    "Finding",
    "Inventory",
    "KeptFile",
    "LayerClass",
    "Membership",
    "ModerationDecision",
    "OldSlug",
    "Organisation",
    "Participant",
    "Perception",
    "Phase",
    "PublishedLayer",
    "RateCount",
    "Recap",
    "RefusedRow",
    "Release",
    "ReleasedCell",
    "SurveyImport",
    "Theme",
    "User",
]
