"""How a CSV file is written: its encoding, what parts its cells, what stands around them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from geo.tables.encodings import NotText, find_encoding
from geo.tables.findings import Candidate, Finding, shortened, sure

SEPARATORS = (",", ";", "\t", "|")
QUOTES = ('"', "'")
SAMPLE_CHARACTERS = 256 * 1024
SAMPLE_RECORDS = 300
HEADER_LOOKED_FOR = 20
NUMBER = re.compile(r"\s*[-+−]?[\d\s.,'’]*\d\s*%?\s*")
DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a file is read. `header_row`: the row of the names, from 1; 0 where there is none."""

    encoding: str = "utf-8"
    separator: str = ","
    quote: str = '"'
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class CsvFinding:
    """What was found about each part of the form."""

    encoding: Finding
    separator: Finding
    quote: Finding
    header_row: int

    @property
    def form(self) -> CsvForm:
        """The form to read with unless somebody says otherwise."""
        return CsvForm(self.encoding.value, self.separator.value, self.quote.value, self.header_row)

    @property
    def is_sure(self) -> bool:
        """Whether there is nothing to ask."""
        return self.encoding.is_sure and self.separator.is_sure and self.quote.is_sure


def find_csv_form(file: BinaryIO, encoding: str = "") -> CsvFinding:
    """Return how a file is written; `encoding` where it is known. Raise NotText."""
    found = sure(encoding) if encoding else find_encoding(file)
    text = beginning(file, found.value)
    quote = _find_quote(text)
    separator = _find_separator(text, quote.value)
    form = CsvForm(found.value, separator.value, quote.value)
    return CsvFinding(found, separator, quote, _find_header(records_of(text, form)))


def beginning(file: BinaryIO, encoding: str) -> str:
    """Return the first characters of a file, without a last line cut off; raise NotText."""
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        text.seek(0)
        read = text.read(SAMPLE_CHARACTERS)
    except UnicodeError as error:  # UTF-16 without its mark
        raise NotText("wrong_encoding") from error
    finally:
        text.detach()
    return read if len(read) < SAMPLE_CHARACTERS else read[: read.rfind("\n") + 1]


def reader_of(lines, form: CsvForm):
    """Return the reader of the csv module for this form."""
    return csv.reader(lines, delimiter=form.separator, quotechar=form.quote, strict=True)


def records_of(text: str, form: CsvForm) -> list[list[str]]:
    """Return the first records of a text; those that cannot be read are left out."""
    return [record for record in _records(text, form) if record is not None]


def _records(text: str, form: CsvForm) -> Iterator[list[str] | None]:
    """Yield the first records, None where one cannot be read."""
    reader = reader_of(io.StringIO(text, newline=""), form)
    for _turn in range(SAMPLE_RECORDS):
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _find_quote(text: str) -> Finding:
    """Return the sign that stands around cells: apostrophes only where they plainly do."""
    parts = "".join(re.escape(sign) for sign in SEPARATORS)
    double, single = (
        len(re.findall(rf"(?:^|[{parts}]){sign}[^{sign}]*{sign}(?=[{parts}]|\r?$)", text, re.M))
        for sign in QUOTES
    )
    return sure(QUOTES[1]) if single > 2 and not double else sure(QUOTES[0])


def _find_separator(text: str, quote: str) -> Finding:
    """Return what parts the cells: the sign that makes rows of equal length."""
    scores = {sign: _score(text, CsvForm("", sign, quote)) for sign in SEPARATORS}
    ranked = sorted(scores, key=lambda sign: scores[sign], reverse=True)
    best = ranked[0]
    if scores[best] == (0.0, 0):
        return sure(SEPARATORS[0])  # a single column
    rivals = [sign for sign in ranked if scores[sign][0] >= min(scores[best][0], 0.9) > 0]
    whole = [sign for sign in rivals if _parts_the_first(text, sign, quote, scores[sign][1])]
    rivals = whole if best in whole else rivals
    candidates = (Candidate(sign, _cells(text, sign, quote)) for sign in rivals)
    return Finding(tuple(candidates), len(rivals) == 1)


def _score(text: str, form: CsvForm) -> tuple[float, int]:
    """Return the share of records with the usual number of cells, and that number."""
    records = [record for record in _records(text, form) if record != []]
    lengths = Counter(len(record) for record in records if record)
    usual, times = max(lengths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (times / len(records), usual) if usual > 1 else (0.0, 0)


def _parts_the_first(text: str, separator: str, quote: str, usual: int) -> bool:
    """Whether the first record has as many cells as the others: decimal commas part no names."""
    records = records_of(text, CsvForm("", separator, quote))
    return len(next(filter(None, records), [])) == usual


def _cells(text: str, separator: str, quote: str) -> str:
    """Return the cells of the first full record, parted by bars, as a person can judge them."""
    records = records_of(text, CsvForm("", separator, quote))
    return shortened(" │ ".join(max(records[:5], key=len, default=[])))


def _find_header(records: list[list[str]]) -> int:
    """Return the row of the names: the first one that is filled and holds words; 0 for none."""
    usual = Counter(len(record) for record in records).most_common(1)
    width = usual[0][0] if usual else 0
    for row, record in enumerate(records[:HEADER_LOOKED_FOR], start=1):
        filled = [cell for cell in record if cell.strip()]
        if len(record) >= width and len(filled) * 2 > width:
            return 0 if any(_is_value(cell) for cell in filled) else row
    return 1


def _is_value(cell: str) -> bool:
    """Whether a cell holds what no column is called: a number, a date, a paragraph."""
    return bool(NUMBER.fullmatch(cell) or DATE.fullmatch(cell)) or len(cell) > 100
