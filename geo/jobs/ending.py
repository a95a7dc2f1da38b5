"""How the function of a job tells that it ended, and how it is told to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job brought: one sentence in the language that is active, and where to look at it.

    onward: the page for whose sake it was done, where that is another one.
    """

    sentence: str
    address: str = ""
    onward: str = ""


class JobFailed(Exception):
    """Raised by the function of a job: it cannot be done; the text is a sentence for people."""


class Cancelled(Exception):
    """Raised by `progress`: somebody wants the job to stop. Let it pass."""


class Interrupted(Exception):
    """Raised by `progress`: the worker is about to end; the job begins anew elsewhere."""


class AlreadyStarted(Exception):
    """A job with the same lock is not over yet: it is `job`."""

    def __init__(self, job):
        super().__init__(job)
        self.job = job
