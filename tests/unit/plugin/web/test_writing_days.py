"""Days for writing for people who could not come, and one reminder after which nothing is known."""

import smtplib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from plugin import mail
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.errors import NotNow
from plugin.govern.retention import tidy
from plugin.jobs.reminders import remind_waiting, wait_to_be_reminded
from plugin.languages import SessionLanguage
from plugin.store import sessions as stored_sessions
from plugin.store import tables
from plugin.store.texts import all_texts
from tests.promises.test_04_its_people_check_it_themselves import STORY, TITLE, WROTE, written
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import Phone, join, notes_of, without_board

ADDRESS = "nadia@home.example"


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path, smtp_url="smtp://127.0.0.1:1", mail_from="hedgerow@x.example")


@pytest.fixture
def session(made: TestHouse) -> Session:
    return without_board(made)


def let(made: TestHouse, session: Session, days: int = 5, who: str = "sam", **more: str) -> int:
    until = (made.services.today + timedelta(days=days)).isoformat()
    data = {"until": until, **more}
    return made.as_(who).post(f"/s/{session.id}/write-until", data=data).status_code


def leave(phone: Phone, address: str = ADDRESS, of: str = "writing") -> int:
    form = {"address": address, "of": of}
    return phone.client.post(f"{phone.mine}/remind", data=form).status_code


def stored(made: TestHouse) -> list[Any]:
    with made.services.db.read() as tx:
        return list(tx.execute(sa.select(tables.reminder_address)).all())


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Return the mails that a mail server took: the mail server alone is not ours."""
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(mail, "send", lambda _s, to, _subject, body: found.append((to, body)))
    return found


def test_people_write_until_the_last_day_and_then_change_and_delete_alone(
    made: TestHouse, session: Session
) -> None:
    phone = join(made, session)
    assert let(made, session) == 303
    assert "whenever it suits you" in phone.open("/boxes").text
    made.clock.pass_days(5)
    assert phone.write("On the last day").status_code == 303
    form = phone.form("A day too late")
    made.clock.pass_days(1)

    late = phone.send(form)

    assert (late.status_code, "A day too late" in late.text) == (400, True)
    assert "The days for writing ended" in phone.open("/boxes/Z3").text
    (note,) = notes_of(made, session)
    assert "Changed." in phone.press(note, "change", "In better words").text
    assert "These days are over." in made.as_("sam").get(f"/s/{session.id}").text
    assert let(made, session, 3) == 303  # given more days
    assert "These days are over." not in made.as_("sam").get(f"/s/{session.id}/live").text
    assert phone.write("In the new days").status_code == 303


def test_only_who_runs_the_session_gives_days_and_only_days_that_can_be(
    made: TestHouse, session: Session
) -> None:
    phone = join(made, session)
    for who, status in (("amina", 403), ("helen", 403), ("stranger", 404)):
        assert let(made, session, who=who) == status
    for days in (-1, 400):
        let(made, session, days)
    assert "whenever it suits you" not in phone.open("/boxes").text

    let(made, session)
    let(made, session, do="end")

    assert "whenever it suits you" not in phone.open("/boxes").text


def test_an_address_is_reminded_once_the_day_before_and_forgotten(
    made: TestHouse, session: Session, sent: list[tuple[str, str]]
) -> None:
    phone = join(made, session)
    assert leave(phone) == 400  # there are no days yet
    let(made, session)
    assert [leave(phone), leave(phone), leave(phone, "no address")] == [303, 303, 400]
    made.clock.pass_days(3)
    assert (wait_to_be_reminded(made.runtime), len(stored(made))) == (False, 1)
    made.clock.pass_days(1)
    assert wait_to_be_reminded(made.runtime) is True

    assert [remind_waiting(made.runtime), remind_waiting(made.runtime)] == [1, 0]

    ((to, body),) = sent
    assert (to, "/j/" in body, session.name in body) == (ADDRESS, True, False)
    assert phone.mine.rpartition("/")[2] not in body
    with made.services.db.read() as tx:
        assert [table for table, text in all_texts(tx) if ADDRESS in text] == []


@pytest.mark.parametrize(
    ("spoken", "subject", "first", "then"),
    [
        (SessionLanguage.ENGLISH, "You can still write", "You asked to be reminded once.", ""),
        (SessionLanguage.WELSH, "Gallwch ysgrifennu o hyd", "Gofynnoch am gael", ""),
        (
            SessionLanguage.BOTH,
            "Gallwch ysgrifennu o hyd / You can still write",
            "Gofynnoch am gael",
            "\nENGLISH\n\nYou asked to be reminded once.",
        ),
    ],
)
def test_a_reminder_is_in_the_language_of_its_session(
    made: TestHouse,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    spoken: SessionLanguage,
    subject: str,
    first: str,
    then: str,
) -> None:
    with made.services.db.begin() as tx:
        stored_sessions.save_session(tx, replace(session, language=spoken))
    sent: list[tuple[str, ...]] = []
    monkeypatch.setattr(mail, "send", lambda _settings, *words: sent.append(words))
    let(made, session, 1)
    leave(join(made, session))

    assert remind_waiting(made.runtime) == 1

    ((_, about, body),) = sent
    assert about == subject
    assert body.startswith(first)
    assert then in body
    assert ("You asked" in body) is (spoken is not SessionLanguage.WELSH)
    assert "19 Tachwedd 2026" in body or spoken is SessionLanguage.ENGLISH


def test_an_address_goes_at_close_with_the_days_and_when_they_are_over(
    made: TestHouse, session: Session, sent: list[tuple[str, str]]
) -> None:
    phone = join(made, session)
    for end in ("forgotten", "over", "closed"):
        let(made, session)
        assert leave(phone) == 303
        if end == "forgotten":
            let(made, session, do="end")
        elif end == "over":
            made.clock.pass_days(6)
            assert remind_waiting(made.runtime) == 0
            tidy(made.services, OPERATOR)
        else:
            made.as_("sam").post(f"/s/{session.id}/close", data={})
        assert (end, stored(made)) == (end, [])
    assert sent == []


def test_an_address_stays_while_the_mail_server_is_away_and_goes_when_it_is_refused(
    made: TestHouse, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = join(made, session)
    let(made, session, 1)
    leave(phone)
    answers: list[Exception] = [OSError(), smtplib.SMTPRecipientsRefused({})]

    def send(*_args: object) -> None:
        raise answers.pop(0)

    monkeypatch.setattr(mail, "send", send)
    with pytest.raises(NotNow):
        remind_waiting(made.runtime)
    assert len(stored(made)) == 1

    assert (remind_waiting(made.runtime), stored(made)) == (0, [])


def test_who_wants_to_check_is_told_when_asked_and_three_days_before_the_end_and_no_more(
    made: TestHouse, sent: list[tuple[str, str]]
) -> None:
    asking = written(made, *WROTE)
    assert leave(asking.phones[0], of="checking") == 303
    assert remind_waiting(made.runtime) == 0  # nothing is asked yet

    asking.ask()

    assert [remind_waiting(made.runtime), remind_waiting(made.runtime)] == [1, 0]
    made.clock.pass_days(12)
    assert [remind_waiting(made.runtime), remind_waiting(made.runtime)] == [1, 0]
    assert stored(made) == []
    told = "\n".join(body for _, body in sent)
    assert [to for to, _ in sent] == [ADDRESS, ADDRESS]
    for words in (*WROTE, TITLE, STORY, asking.phones[0].mine.rpartition("/")[2]):
        assert words not in told
