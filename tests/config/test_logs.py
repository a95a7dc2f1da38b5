"""The log tells what happened, never to whom."""

import json
import logging

from geo.config.logs import JsonFormatter


def entry(**facts):
    record = logging.LogRecord("geo", logging.ERROR, __file__, 1, "Bad thing: %s", ("x",), None)
    record.__dict__.update(facts)
    return json.loads(JsonFormatter().format(record))


def test_a_line_is_json_with_time_level_and_message():
    said = entry()
    assert (said["level"], said["logger"], said["message"]) == ("ERROR", "geo", "Bad thing: x")
    assert said["at"].endswith("+00:00")


def test_an_exception_shows_its_kind_and_place_but_not_its_words():
    try:
        raise ValueError("anne@example.fr wrote this")
    except ValueError as error:
        said = entry(exc_info=(type(error), error, error.__traceback__))
    assert said["exception"] == "ValueError"
    assert "test_logs.py" in said["where"][-1]
    assert "anne@example.fr" not in json.dumps(said)


def test_the_request_is_left_out():
    said = entry(request="<WSGIRequest: GET '/receipts/secret-token/'>", status_code=500)
    assert said["status"] == 500
    assert "secret-token" not in json.dumps(said)


def test_a_private_link_is_left_out():
    said = entry(
        msg="Internal Server Error: %s", args=("/fr/receipts/n2U1-MSIH66x64lh_a8KyA/edit/",)
    )
    assert said["message"] == "Internal Server Error: /fr/receipts/…/edit/"
