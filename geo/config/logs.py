"""The log: one JSON object a line, without personal data."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

PRIVATE_LINK = re.compile(r"(/receipts/)[\w-]+")
"""Whoever reads this part of an address may withdraw somebody's contribution."""


class JsonFormatter(logging.Formatter):
    """Says when, how grave, where and what; never who: no address, no cookie, no query, no body.

    Of an exception it keeps the kind and the places in the code. Its words stay out: a database
    error quotes the row that it refused.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": PRIVATE_LINK.sub(r"\1…", record.getMessage()),
        }
        status = getattr(record, "status_code", None)
        if status is not None:
            entry["status"] = status
        if record.exc_info and record.exc_info[0]:
            entry["exception"] = record.exc_info[0].__name__
            entry["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(entry, ensure_ascii=False)
