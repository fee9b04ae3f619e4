"""How a record becomes a line of the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from plugin.logs.context import bound_job, bound_request, unbind_request
from plugin.logs.lines import as_json, as_text, log_to

NAME = "hedgerow.test_lines"
SECRET = "sandbox-hazel-7731-Ab_c.d~e"


@pytest.fixture
def written() -> Iterator[tuple[StringIO, logging.Logger]]:
    """Return what a logger wrote, as the server has it, and the logger."""
    made, log = StringIO(), logging.getLogger(NAME)
    handler = logging.StreamHandler(made)
    handler.setFormatter(as_json())
    before = logging.getLogRecordFactory(), logging.getLogger("hedgerow").level
    log_to(handler, log)
    log.propagate = False
    yield made, log
    log.removeHandler(handler)
    logging.setLogRecordFactory(before[0])
    logging.getLogger("hedgerow").setLevel(before[1])
    unbind_request()


def the_line(made: StringIO) -> dict[str, Any]:
    (line,) = made.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_line_begins_with_what_every_line_has(
    written: tuple[StringIO, logging.Logger],
) -> None:
    made, log = written

    log.info("job", extra={"kind": "build", "attempt": 2, "error": None})

    line = the_line(made)
    assert list(line) == ["time", "level", "logger", "event", "kind", "attempt"]
    assert line["time"].endswith("Z")
    assert (line["level"], line["logger"], line["event"]) == ("info", NAME, "job")


def test_a_field_that_nobody_named_reaches_no_line(
    written: tuple[StringIO, logging.Logger],
) -> None:
    made, log = written

    log.info("request", extra={"email": "amina@northside.example", "path": "/s/7", "status": 200})

    assert the_line(made)["status"] == 200
    assert "amina" not in made.getvalue()
    assert "/s/7" not in made.getvalue()


def test_an_error_is_told_by_kind_and_place(written: tuple[StringIO, logging.Logger]) -> None:
    made, log = written

    try:
        raise KeyError("what Amina wrote")
    except KeyError:
        log.exception("It failed.")

    line = the_line(made)
    assert (line["event"], line["error"]) == ("It failed.", "KeyError")
    assert line["where"].startswith("test_an_error_is_told_by_kind_and_place line ")
    assert "Amina" not in made.getvalue()


def test_a_secret_is_taken_out_of_every_field(written: tuple[StringIO, logging.Logger]) -> None:
    made, log = written

    log.warning("GET /sign-in/%s", SECRET, extra={"why": f"Bearer {SECRET}"})

    assert SECRET not in made.getvalue()
    assert the_line(made)["why"] == "Bearer …"


def test_a_job_carries_the_request_that_asked_and_the_thread_its_own_after(
    written: tuple[StringIO, logging.Logger],
) -> None:
    made, log = written
    bound_request("request-one")
    with bound_job("job-one", "request-two"):
        log.info("inside")
    log.info("after")

    inside, after = map(json.loads, made.getvalue().splitlines())
    assert (inside["job_id"], inside["request_id"]) == ("job-one", "request-two")
    assert after["request_id"] == "request-one"
    assert "job_id" not in after


def test_somebody_who_reads_along_gets_plain_lines() -> None:
    record = logging.LogRecord(NAME, logging.WARNING, "", 1, "job", (), None)
    record.kind, record.outcome = "build", "failed"

    line = as_text().format(record)

    assert line.endswith(f" warning {NAME}: job kind=build outcome=failed")
    assert "{" not in line
