"""Numbers as people write them: decimal points and commas, groups of digits."""

import re
from collections.abc import Iterable

from geo.tables.findings import Candidate, Finding, sure

MARKS = (",", ".")
GROUPS = " \u00a0\u202f'’"
SIGNED = re.compile(r"[-+]?\d[\d.,]*")
LONGEST = 40


class UnreadableNumber(ValueError):
    """A text that is no number."""


def plain(text: str) -> str:
    """Return a number without blanks and with an ordinary minus."""
    kept = text.strip().replace("−", "-").replace("–", "-")
    return "".join(sign for sign in kept if sign not in GROUPS)


def read_number(text: str, mark: str = "") -> float:
    """Return the number that `text` says; `mark` is the decimal sign, unknown when empty.

    Without it a lone comma or point is decimal; of two signs the last one is. Raises
    UnreadableNumber.
    """
    digits = plain(text)
    if len(digits) > LONGEST or not SIGNED.fullmatch(digits):
        raise UnreadableNumber(text)
    mark = mark or _mark_in(digits) or "."
    other = "," if mark == "." else "."
    if digits.count(mark) > 1 or not _is_grouped(digits.partition(mark)[0], other):
        raise UnreadableNumber(text)
    if other in digits.partition(mark)[2]:
        raise UnreadableNumber(text)
    return float(digits.replace(other, "").replace(mark, "."))


def _mark_in(digits: str) -> str:
    """Return the sign that must be decimal in this number; empty without any."""
    last = max(MARKS, key=digits.rfind)
    if last not in digits:
        return ""
    other = "," if last == "." else "."
    return other if digits.count(last) > 1 else last


def _is_grouped(whole: str, sign: str) -> bool:
    """Whether a sign parts the digits of a whole number by three, if it stands there at all."""
    first, *groups = whole.lstrip("+-").split(sign)
    return not groups or (1 <= len(first) <= 3 and all(len(group) == 3 for group in groups))


def find_mark(texts: Iterable[str]) -> Finding:
    """Return the decimal sign of a column of large numbers; not sure where both can be meant."""
    proofs = dict.fromkeys(MARKS, 0)
    doubtful = ""
    for digits in filter(SIGNED.fullmatch, map(plain, texts)):
        mark = _proven(digits)
        if mark:
            proofs[mark] += 1
        elif not doubtful and any(sign in digits for sign in MARKS):
            doubtful = digits
    best = max(MARKS, key=proofs.__getitem__)
    if proofs[best] or not doubtful:
        return sure(best if proofs[best] else ".")
    candidates = (Candidate(mark, f"{doubtful} → {read_number(doubtful, mark)}") for mark in MARKS)
    return Finding(tuple(candidates), False)


def _proven(digits: str) -> str:
    """Return the sign that is decimal beyond doubt; empty for « 845,123 » and for whole numbers."""
    mark = _mark_in(digits)
    if not mark or mark not in digits:
        return mark
    whole, _sign, rest = digits.partition(mark)
    other = "," if mark == "." else "."
    is_clear = len(rest) != 3 or len(whole.lstrip("+-")) > 3 or other in whole
    return mark if is_clear else ""
