"""What became of the rows of a version, in words: for its page, and as a file."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.layers.licences import Credit, credit_of
from geo.measurements.explaining import reason_words
from geo.measurements.models import POINTS, Dataset, DatasetVersion
from geo.measurements.preview import plain_number
from geo.measurements.reporting import SORTS, is_told_whole, rows_in
from geo.tables.spreadsheet import MARK, csv_line, guarded

SHOWN_FIRST = 50
FIGURES = {
    "kept": (lambda n: ngettext("value kept", "values kept", n), "inside"),
    "flagged": (lambda n: ngettext("value set aside", "values set aside", n), "clipped"),
    "rejected": (lambda n: ngettext("row rejected", "rows rejected", n), "rejected"),
    "repaired": (lambda n: ngettext("area repaired", "areas repaired", n), "clipped"),
}


def band_words(count: int) -> str:
    """Return what the areas of a noise map are called, beside how many there are."""
    return ngettext("area kept", "areas kept", count)


TITLES = {
    "rejected": gettext_lazy("Rows rejected"),
    "flagged": gettext_lazy("Rows kept, and never counted"),
    "repaired": gettext_lazy("Bands whose outline was repaired"),
}
VALUE_NAMES = {"value": gettext_lazy("value"), "background": "L90"}
SORT_WORDS = {
    "rejected": gettext_lazy("rejected row"),
    "flagged": gettext_lazy("not counted"),
    "repaired": gettext_lazy("repaired"),
}


def page_of_version(version: DatasetVersion) -> str:
    """Return the address of the report of a version."""
    return reverse("admin:geo_datasetversion_change", args=[version.pk])


def report_context(version: DatasetVersion) -> dict:
    """Return what the page of a version shows."""
    report = version.report
    is_map = version.form != POINTS
    return {
        "version": version,
        "figures": figures(report, is_map),
        "sorts": [one for name in SORTS if (one := sort_context(report, name))],
        "is_told_whole": is_told_whole(report),
        "credit": credit_words(credit_of(version)),
        "instrument": instrument_words(version.dataset),
        "rows_address": reverse("admin:geo_datasetversion_rows", args=[version.pk]),
        "forget_address": reverse("admin:geo_datasetversion_forget", args=[version.pk]),
    }


def instrument_words(dataset: Dataset) -> str:
    """Return with what it was measured, and how surely: « carte de bruit, à 2 dB(A) près »."""
    name = dataset.get_instrument_display() if dataset.instrument else ""
    sure = _("give or take %(value)s %(unit)s") % {
        "value": plain_number(dataset.calibration_db),
        "unit": dataset.indicator.unit,
    }
    return ", ".join(filter(None, (name, sure)))


def figures(report: dict, is_map: bool) -> list[dict]:
    """Return the numbers at the head of the page, those that are not nought."""
    counts = {"kept": report["kept"]} | {name: report[name]["total"] for name in SORTS}
    labels = FIGURES | ({"kept": (band_words, "inside")} if is_map else {})
    return [
        {
            "label": label(counts[key]),
            "count": number_format(counts[key], force_grouping=True),
            "name": name,
        }
        for key, (label, name) in labels.items()
        if counts[key]
    ]


def sort_context(report: dict, name: str) -> dict | None:
    """Return the rows of one sort: how many for each reason, and the first ones in full."""
    sort = report[name]
    if not sort["total"]:
        return None
    counted = sorted(sort["by"].items(), key=lambda item: -item[1])
    files = report.get("files", [])
    return {
        "title": TITLES[name],
        "reasons": [
            (reason_words(name, code), number_format(count, force_grouping=True))
            for code, count in counted
        ],
        "has_files": len(files) > 1,
        "has_values": name == "flagged",
        "first": [_first(name, row, files) for row in sort["first"][:SHOWN_FIRST]],
        "shown_of": _shown_of(min(len(sort["first"]), SHOWN_FIRST), sort["total"]),
    }


def _first(name: str, row: dict, files: list[str]) -> dict:
    values = row.get("values", {})
    told = values if name == "flagged" else {}  # the sentence of a rejected row says it
    return {
        "number": row["row"],
        "file": files[row["file"]] if len(files) > 1 else "",
        "reasons": [reason_words(name, code, values) for code in row["reasons"]],
        "values": ", ".join(f"{VALUE_NAMES.get(key, key)} {value}" for key, value in told.items()),
    }


def _shown_of(shown: int, total: int) -> str:
    if shown == total:
        return ""
    numbers = {
        "shown": number_format(shown),
        "total": number_format(total, force_grouping=True),
    }
    return _("The first %(shown)s of %(total)s; the file has them all.") % numbers


def credit_words(credit: Credit) -> str:
    """Return who is named, and under which licence, in one line."""
    return f"{credit.text} · {credit.licence}"


def report_csv(version: DatasetVersion) -> Iterator[str]:
    """Yield lines of CSV: the number of each row, what became of it, why."""
    files = version.report.get("files", [])
    yield MARK + csv_line([_("file"), _("row"), _("what became of it"), _("reason")])
    for file, row, name, code in rows_in(version.report):
        words = [files[file], str(row), str(SORT_WORDS[name]), reason_words(name, code)]
        yield csv_line([guarded(text) for text in words])
