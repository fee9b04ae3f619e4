"""The link to one's notes by mail: sent once to an address that is kept nowhere afterwards."""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin import mail
from plugin.domain.sessions import Session
from plugin.jobs.running import run_one
from plugin.store import tables as t
from tests import databases
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import Phone, join, without_board

ADDRESS = "nadia@home.example"
Sent = list[tuple[str, str, str]]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    found = make_house(tmp_path, smtp_url="smtp://127.0.0.1:1", mail_from="hedgerow@x.example")
    yield found
    found.services.db.close()


@pytest.fixture
def session(made: TestHouse) -> Session:
    return without_board(made)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Return the mails that a mail server took: the mail server alone is not ours."""
    found: Sent = []
    monkeypatch.setattr(mail, "send", lambda _settings, *given: found.append(given))
    return found


def ask(phone: Phone, address: str = ADDRESS, **more: str) -> tuple[int, str]:
    answer = phone.client.post(
        f"{phone.mine}/send-link", data={"address": address}, query_string=more
    )
    return answer.status_code, answer.text


def jobs(made: TestHouse) -> list[str]:
    with made.services.db.read() as tx:
        return list(tx.execute(sa.select(t.job.c.id)).scalars())


def test_somebody_gets_the_link_to_their_notes_and_the_address_is_forgotten(
    made: TestHouse, session: Session, sent: Sent
) -> None:
    phone = join(made, session)
    phone.write("Words that no mail tells")

    status, _ = ask(phone)

    ((to, subject, words),) = sent
    assert (status, to, subject) == (303, ADDRESS, "The link to your notes")
    assert f"http://127.0.0.1:8420{phone.mine}\n" in words
    assert "Words that no mail tells" not in words
    assert jobs(made) == []
    assert ADDRESS.encode() not in databases.everything(made.services.db)


def test_the_mail_speaks_the_language_of_the_page(
    made: TestHouse, session: Session, sent: Sent
) -> None:
    phone = join(made, session)

    ask(phone, lang="cy")

    ((_, subject, words),) = sent
    assert subject == "Y ddolen i’ch nodiadau"
    assert f"{phone.mine}?lang=cy\n" in words


def test_until_it_is_sent_the_row_tells_neither_the_address_nor_the_link(
    made: TestHouse, session: Session, sent: Sent
) -> None:
    phone = join(made, session)
    made.runs_at_once = False

    ask(phone)

    found = databases.everything(made.services.db)
    assert ADDRESS.encode() not in found
    assert phone.mine.rpartition("/")[2].encode() not in found
    (waiting,) = jobs(made)
    run_one(made.runtime, waiting)
    assert [to for to, *_ in sent] == [ADDRESS]


def test_a_mail_server_that_is_away_is_asked_again_and_a_refused_address_is_not(
    made: TestHouse, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = join(made, session)
    answers: list[Exception] = [OSError(ADDRESS), smtplib.SMTPRecipientsRefused({})]

    def send(*_given: object) -> None:
        raise answers.pop(0)

    monkeypatch.setattr(mail, "send", send)
    ask(phone)
    ask(phone)

    with made.services.db.read() as tx:
        states = sorted(tx.execute(sa.select(t.job.c.state)).scalars())
        told = str(tx.execute(sa.select(t.job.c.payload, t.job.c.outcome)).all())
    assert states == ["asked", "failed"]
    assert ADDRESS not in told


@pytest.mark.parametrize("given", ["", "nadia", "nadia@home", "x" * 300 + "@home.example"])
def test_what_is_no_address_is_sent_nothing(
    made: TestHouse, session: Session, sent: Sent, given: str
) -> None:
    status, page = ask(join(made, session), given)

    assert (status, sent) == (400, [])
    assert "This is no e-mail address" in page
    assert f'value="{given}"' in page  # on *My notes*, where it can be mended
    assert '<details id="keep" open>' in page


def test_nobody_has_mails_sent_without_end(made: TestHouse, session: Session, sent: Sent) -> None:
    phone, other = join(made, session), join(made, session)

    statuses = [ask(phone)[0] for _ in range(4)]

    assert statuses == [303, 303, 303, 503]
    assert ask(other)[0] == 303
    assert ask(Phone(phone.client, f"/me/{session.id}/nobodys"))[0] == 404


def test_without_a_mail_server_nothing_is_offered(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    phone = join(made, without_board(made))

    assert "/send-link" not in phone.open("/notes").text
    assert ask(phone)[0] == 503
    made.services.db.close()
