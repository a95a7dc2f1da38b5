"""What is open now: a phase holds from its opening instant up to, not including, its closing."""

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone

from participation.consultations.models import Phase

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class PhaseState:
    """Where a consultation stands at one instant."""

    at: datetime.datetime
    phases: tuple[Phase, ...]

    @property
    def open_phases(self):
        return [phase for phase in self.phases if phase.opens_at <= self.at < phase.closes_at]

    @property
    def phase(self):
        """The open phase; where several are open, the one that lets people write."""
        ranked = sorted(self.open_phases, key=lambda phase: not phase.opens_contributing)
        return ranked[0] if ranked else None

    @property
    def next(self):
        return next((phase for phase in self.phases if phase.opens_at > self.at), None)

    @property
    def next_contributing(self):
        """The next phase in which people may contribute, where there is one."""
        later = (phase for phase in self.phases if phase.opens_at > self.at)
        return next((phase for phase in later if phase.opens_contributing), None)

    @property
    def is_contributing(self):
        return any(phase.opens_contributing for phase in self.open_phases)

    @property
    def is_commenting(self):
        return any(phase.opens_commenting for phase in self.open_phases)

    @property
    def closes_at(self):
        return self.phase.closes_at if self.phase else None

    @property
    def days_left(self):
        """Days begun until the open phase closes: 1 on its last day."""
        return math.ceil((self.closes_at - self.at) / DAY) if self.phase else None

    @property
    def index(self):
        return self.phases.index(self.phase) + 1 if self.phase else None

    @property
    def count(self):
        return len(self.phases)

    @property
    def state(self):
        if self.phase:
            return "open"
        if not self.phases:
            return "coming"
        if not self.next:
            return "over"
        return "coming" if self.next == self.phases[0] else "between"


def state_of(consultation, at=None):
    """Where `consultation` stands at `at` (now by default); uses phases that were prefetched."""
    return PhaseState(at or timezone.now(), tuple(consultation.phases.all()))
