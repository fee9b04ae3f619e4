"""What nobody asks for: once a day or a minute, by one worker of all."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plugin.accounts import Accounts
from plugin.domain.jobs import Job, JobState
from plugin.domain.people import OPERATOR
from plugin.errors import Refused
from plugin.jobs import asking
from plugin.jobs.periodic_jobs import LOOKS, MAILS, NAMES, TIDY, ask_for_what_is_due
from plugin.jobs.running import run_one, sweep
from plugin.store import jobs as stored_jobs
from plugin.store import outbox
from plugin.store.outbox import OutgoingMail
from plugin.use_cases import Runtime
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path, smtp_url="smtp://127.0.0.1:1")
    yield made
    made.services.db.close()


def jobs(made: TestHouse) -> dict[str, list[Job]]:
    with made.services.db.read() as tx:
        found = stored_jobs.all_jobs(tx)
    kinds = {each.kind for each in found}
    return {kind: [each for each in found if each.kind == kind] for kind in kinds}


def work(made: TestHouse, runtime: Runtime | None = None) -> None:
    """Do what a worker does in a minute."""
    ask_for_what_is_due(runtime or made.runtime)
    for job in sweep(made.runtime):
        run_one(made.runtime, job.id)


def a_mail(made: TestHouse) -> None:
    services = made.services
    mail = OutgoingMail(
        id=services.new_id(),
        person_id=made.people["sam"].person_id,
        subject="A piece",
        body="{link}",
        path="/pieces/x",
        made_at=services.now,
        not_after=services.now.replace(year=2030),
    )
    with services.db.begin() as tx:
        outbox.add_mail(tx, mail)


def test_it_is_tidied_once_a_day_however_often_workers_look(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "hedgerow.jobs"):
        for _ in range(3):
            work(made)
    first = len(jobs(made)[TIDY])
    made.clock.pass_days(1)
    work(made)

    assert (first, len(jobs(made)[TIDY])) == (1, 2)
    assert "Tidied: 0 notes" in caplog.text
    assert all(each.state is JobState.DONE for each in jobs(made)[TIDY])


def test_a_clock_that_was_set_back_does_not_end_the_tidying(made: TestHouse) -> None:
    work(made)
    made.clock.pass_days(-30)
    work(made)

    assert len(jobs(made)[TIDY]) == 2


def test_a_defect_while_tidying_is_told_without_words_and_tried_again_tomorrow(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_runtime: object) -> None:
        raise OverflowError("somebody's words")

    with monkeypatch.context() as patched:
        patched.setattr("plugin.use_cases.tidy", fail)
        work(made)
    work(made)
    failed = [each.state for each in jobs(made)[TIDY]]
    made.clock.pass_days(1)
    work(made)

    assert failed == [JobState.FAILED]
    assert jobs(made)[TIDY][0].state is JobState.DONE
    assert "OverflowError" in caplog.text
    assert "somebody's words" not in caplog.text


def test_two_workers_ask_for_the_same_once(made: TestHouse) -> None:
    a_mail(made)
    for _ in range(2):
        ask_for_what_is_due(made.runtime)

    found = {kind: len(each) for kind, each in jobs(made).items()}
    assert found == {TIDY: 1, MAILS: 1, NAMES: 1, LOOKS: 1}


def test_mails_are_asked_for_while_they_wait_and_leave_nothing_behind(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr("plugin.mail.send", lambda _settings, to, *_words: sent.append(to))
    work(made)
    before = jobs(made).get(MAILS)
    a_mail(made)
    work(made)

    assert before is None
    assert len(sent) == 1
    assert MAILS not in jobs(made)


def test_a_mail_server_that_is_away_is_asked_again_later(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_given: object, **_named: object) -> None:
        raise smtplib.SMTPConnectError(421, "sam@northside.example")

    monkeypatch.setattr(smtplib, "SMTP", away)
    a_mail(made)
    work(made)

    (waits,) = jobs(made)[MAILS]
    assert (waits.state, waits.attempts) == (JobState.ASKED, 1)
    assert "SMTPConnectError" in caplog.text
    assert "northside" not in caplog.text


def test_looks_go_on_from_turn_to_turn_in_one_job(made: TestHouse) -> None:
    woken: list[float] = []
    runtime = replace(made.runtime, wake=lambda _id, delay_s: woken.append(delay_s))
    ask_for_what_is_due(runtime)
    (looks,) = jobs(made)[LOOKS]

    run_one(runtime, looks.id)
    run_one(runtime, looks.id)  # it is not due yet

    (after,) = jobs(made)[LOOKS]
    assert (after.id, after.state, after.attempts) == (looks.id, JobState.ASKED, 0)
    assert woken == [60.0]


def test_a_demo_looks_at_nothing_by_itself(tmp_path: Path) -> None:
    made = make_house(tmp_path, is_demo=True)
    ask_for_what_is_due(made.runtime)

    assert set(jobs(made)) == {TIDY, NAMES}
    made.services.db.close()


def test_nobody_asks_for_these(made: TestHouse) -> None:
    with pytest.raises(Refused):
        asking.ask(made.runtime, made.actor("sam"), TIDY, TIDY)
    assert asking.ask(made.runtime, OPERATOR, TIDY, TIDY)


def test_the_name_of_the_servers_account_is_asked_for_once_for_all_processes(
    made: TestHouse,
) -> None:
    before = made.runtime.accounts.miro_name()
    work(made)
    other = Accounts(made.runtime.settings, None, made.services)
    work(made)

    assert (before, other.miro_name()) == ("Hedgerow", made.runtime.accounts.miro_name())
    assert other.miro_name() != ""
    assert not other.lacks_miro_name
    assert NAMES not in jobs(made)
