"""A line for every request, which tells its pattern and its id, and nothing that was asked."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from plugin.store import jobs as stored_jobs
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse

ACCESS = "hedgerow.web.access"


def lines(caplog: pytest.LogCaptureFixture, event: str = "request") -> list[dict[str, Any]]:
    found = [json.loads(line) for line in caplog.text.splitlines()]
    return [each for each in found if each["event"] == event]


def test_a_line_holds_pattern_and_no_path(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    answer = made.as_("sam").get(f"/c/{made.community.id}/?words=secretword")

    (line,) = lines(caplog)
    told = {"method": "GET", "route": "/c/<community_id>/", "status": 200, "logger": ACCESS}
    assert line.items() >= told.items()
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert 0 <= line["seconds"] < 30
    assert made.community.id not in caplog.text
    assert "secretword" not in caplog.text


def test_what_nobody_knows_is_not_repeated(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    made.as_("sam").get("/nowhere/secretword")
    made.as_("sam").open("/sign-in", method="SECRETWORD")

    assert [(each["route"], each["method"]) for each in lines(caplog)] == [
        ("(unknown)", "GET"),
        ("(unknown)", "(unknown)"),
    ]
    assert "secretword" not in caplog.text.lower()


def test_machines_that_ask_all_the_time_fill_no_log(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    made.as_(None).get("/healthz")

    assert lines(caplog) == []


@pytest.mark.parametrize("given", ["4f0c2b1e-93d1-4f3e-a6a5-2f1f4f8f9e7d", "a1b2c3d4", "7" * 64])
def test_a_sane_id_of_a_proxy_is_taken(made: TestHouse, given: str) -> None:
    answer = made.as_(None).get("/sign-in", headers={"X-Request-ID": given})

    assert answer.headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given",
    [
        "short",
        "7" * 65,
        "amina@northside.example",
        "two words",
        "a--------b",
        '12345678"}',
        "é" * 9,
    ],
)
def test_any_other_is_made_here(made: TestHouse, given: str) -> None:
    client = made.as_(None)

    ids = {
        client.get("/sign-in", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        for _ in "12"
    }

    assert len(ids) == 2
    assert all(len(each) == 32 and each.isalnum() for each in ids)


def test_a_request_that_is_refused_has_a_line_and_an_id_too(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    answer = made.as_("sam").get("/", headers={"Host": "evil.example"})

    (line,) = lines(caplog)
    assert (line["status"], line["request_id"]) == (421, answer.headers["X-Request-ID"])
    assert "evil" not in caplog.text


def test_a_job_has_a_line_with_its_id_and_that_of_the_request_that_asked(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    answer = made.as_("sam").post(
        f"/s/{a_session(made).session.id}/collect", headers={"X-Request-ID": "request-of-sam"}
    )

    with made.services.db.read() as tx:
        (job,) = stored_jobs.all_jobs(tx)
    (line,) = lines(caplog, "job")
    assert answer.status_code == 303
    assert line["job_id"] == job.id
    assert line["request_id"] == job.asked_in == "request-of-sam"
    assert (line["kind"], line["attempt"]) == (job.kind, 1)
    assert line["outcome"] in ("done", "failed")
    calls = lines(caplog, "vendor call")
    assert calls
    assert {each["job_id"] for each in calls} == {job.id}
    assert all("{" in each["endpoint"] or each["endpoint"].count("/") <= 3 for each in calls)
