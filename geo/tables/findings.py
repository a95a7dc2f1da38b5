"""What was found out about a file, how sure it is, and what else would fit."""

from dataclasses import dataclass

SAMPLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way of reading, and what a piece of the file says when it is read so."""

    value: str
    sample: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The best way of reading first; where `is_sure` is false a person is asked."""

    candidates: tuple[Candidate, ...]
    is_sure: bool

    @property
    def value(self) -> str:
        """The way to take unless somebody says otherwise."""
        return self.candidates[0].value


def sure(value: str, sample: str = "") -> Finding:
    """A finding that leaves no question."""
    return Finding((Candidate(value, sample),), True)


def shortened(text: str, length: int = SAMPLE_LENGTH) -> str:
    """The beginning of a text, on one line, for a person to recognise it."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
