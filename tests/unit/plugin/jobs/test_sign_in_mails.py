"""A link to sign in by is asked for on a page, and made by the worker that mails it."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.convene.people import remove_person
from plugin.convene.sign_in import sign_in_by_link
from plugin.domain.jobs import BY_ITSELF, Job
from plugin.domain.people import OPERATOR
from plugin.errors import NotNow
from plugin.jobs.mails import MAILS, send_waiting
from plugin.jobs.running import ready, run_next
from plugin.jobs.sign_in_mails import ask_for_link
from plugin.store import jobs as stored_jobs
from plugin.store import outbox
from plugin.store import tables as t
from plugin.store.outbox import OutgoingMail
from tests import databases
from tests.unit.plugin.web.house import TestHouse, make_house

ADDRESS = "sam@northside.example"
LINK = re.compile(r"/sign-in/([\w-]{20,})")


class Office:
    """A mail server that takes everything, unless it is away."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.is_away = False

    def send(self, _settings: object, to: str, subject: str, body: str) -> None:
        if self.is_away:
            raise smtplib.SMTPConnectError(421, to.encode())
        self.sent.append((to, subject, body))

    def links(self) -> list[str]:
        return [found[1] for *_, body in self.sent if (found := LINK.search(body))]


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office()
    monkeypatch.setattr("plugin.mail.send", office.send)
    return office


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path, smtp_url="smtp://mail.example")
    made.runs_at_once = False
    yield made
    made.services.db.close()


def links(made: TestHouse) -> int:
    with made.services.db.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(t.sign_in_link)).scalar_one()


def work(made: TestHouse) -> None:
    for each in ready(made.runtime):
        run_next(made.runtime, each.id)


def test_the_worker_makes_the_link_that_it_mails(made: TestHouse, office: Office) -> None:
    ask_for_link(made.runtime, ADDRESS)
    stored = databases.everything(made.services.db), links(made)
    work(made)

    ((to, subject, _),) = office.sent
    (token,) = office.links()
    assert (to, subject) == (ADDRESS, "Your way in to Hedgerow")
    assert stored[1] == 0
    assert token.encode() not in stored[0] + databases.everything(made.services.db)
    begun = sign_in_by_link(made.services, token)
    assert begun
    assert begun.actor.person_id == made.people["sam"].person_id


def test_who_asks_again_before_it_is_sent_gets_one_mail(made: TestHouse, office: Office) -> None:
    for _ in range(3):
        ask_for_link(made.runtime, ADDRESS)
    work(made)

    assert (len(office.sent), links(made)) == (1, 1)


@pytest.mark.parametrize("address", ["nobody@northside.example", ""])
def test_for_an_address_that_nobody_has_nothing_is_stored(
    made: TestHouse, office: Office, address: str
) -> None:
    before = databases.held(made.services.db)

    ask_for_link(made.runtime, address)

    assert databases.held(made.services.db) == before
    assert ready(made.runtime) == ()
    assert office.sent == []


def test_a_mail_server_that_is_away_costs_no_link(made: TestHouse, office: Office) -> None:
    office.is_away = True
    ask_for_link(made.runtime, ADDRESS)
    for _ in range(8):  # more often than links may be made in a quarter of an hour
        with pytest.raises(NotNow):
            send_waiting(made.runtime)
    while_away = links(made)
    office.is_away = False

    send_waiting(made.runtime)

    assert (while_away, len(office.links()), links(made)) == (0, 1, 1)


def test_whoever_asked_for_five_links_lately_gets_no_other_mail(
    made: TestHouse, office: Office
) -> None:
    for _ in range(7):
        ask_for_link(made.runtime, ADDRESS)
        send_waiting(made.runtime)

    assert len(office.links()) == 5
    made.clock.now += timedelta(minutes=15)
    ask_for_link(made.runtime, ADDRESS)
    send_waiting(made.runtime)
    assert len(office.links()) == 6


def test_a_link_that_came_too_late_is_not_made(made: TestHouse, office: Office) -> None:
    ask_for_link(made.runtime, ADDRESS)
    made.clock.now += timedelta(minutes=31)
    work(made)

    assert (office.sent, links(made)) == ([], 0)


def test_who_is_removed_meanwhile_gets_no_link(made: TestHouse, office: Office) -> None:
    ask_for_link(made.runtime, "amina@northside.example")
    amina = made.actor("amina")
    remove_person(made.services, OPERATOR, amina.person_id, amina.memberships)
    work(made)

    assert (office.sent, links(made)) == ([], 0)


def test_a_link_goes_before_mails_that_wait_longer_and_while_they_are_sent(
    made: TestHouse, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = made.services.now
    with made.services.db.begin() as tx:
        for number in range(3):
            mail = OutgoingMail(
                id=f"m{number}",
                person_id=made.people["helen"].person_id,
                subject="Come",
                body="{link}",
                path="/",
                made_at=now,
                not_after=now + timedelta(days=1),
            )
            outbox.add_mail(tx, mail)

    def send(_settings: object, to: str, subject: str, body: str) -> None:
        office.send(_settings, to, subject, body)
        if len(office.sent) == 1:  # somebody asks while the first is sent
            ask_for_link(made.runtime, ADDRESS)

    monkeypatch.setattr("plugin.mail.send", send)
    send_waiting(made.runtime)

    assert [to.partition("@")[0] for to, *_ in office.sent] == ["helen", "sam", "helen", "helen"]


def test_a_mail_that_is_asked_for_while_mails_are_sent_has_a_job_of_its_own(
    made: TestHouse, office: Office
) -> None:
    services = made.services
    running = Job(
        id="first",
        kind=MAILS,
        subject=MAILS,
        asked_by=None,
        asked_at=services.now,
        payload={BY_ITSELF: True},
    )
    with services.db.begin() as tx:
        stored_jobs.ask(tx, running)
        assert stored_jobs.claim(tx, "first", "elsewhere", 2e9, services.now, 0.0)

    ask_for_link(made.runtime, ADDRESS)
    while_it_runs = ready(made.runtime)
    with services.db.begin() as tx:
        found = stored_jobs.job(tx, "first")
        assert found
        stored_jobs.forget(tx, found)
    work(made)

    assert while_it_runs == ()
    assert len(office.links()) == 1
