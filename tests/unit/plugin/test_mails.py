import smtplib
from pathlib import Path
from typing import Any

import pytest

from plugin.domain.pieces import PieceWhole
from plugin.errors import NotNow
from plugin.jobs.mails import send_waiting
from plugin.store import outbox
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house

MEMBERS = {"sam", "helen", "amina", "connie"}


class PostOffice:
    """A mail server that takes everything, but from those who are not to be reached."""

    def __init__(self, *_given: Any, **_named: Any) -> None:
        pass

    def __enter__(self) -> "PostOffice":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def has_extn(self, _name: str) -> bool:
        return False

    sent: list[Any] = []  # noqa: RUF012 - one office for a test
    refused: set[str] = set()  # noqa: RUF012 - the same

    def send_message(self, message: Any) -> None:
        if message["To"] in self.refused:
            raise smtplib.SMTPRecipientsRefused({message["To"]: (550, b"unknown")})
        self.sent.append(message)


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestHouse:
    monkeypatch.setattr(PostOffice, "sent", [])
    monkeypatch.setattr(PostOffice, "refused", set())
    monkeypatch.setattr(smtplib, "SMTP", PostOffice)
    return make_house(tmp_path, smtp_url="smtp://mail.example")


def recorded(runtime: TestHouse) -> PieceWhole:
    piece = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    return piece


def waiting(runtime: TestHouse) -> int:
    with runtime.services.db.read() as tx:
        return len(outbox.due_mails(tx, runtime.services.now))


def test_every_member_is_told_with_the_deadline_and_none_of_the_words(runtime: TestHouse) -> None:
    piece = recorded(runtime)

    assert send_waiting(runtime.runtime) == len(MEMBERS)

    assert {mail["To"] for mail in PostOffice.sent} == {f"{m}@northside.example" for m in MEMBERS}
    for mail in PostOffice.sent:
        text = " ".join(mail.get_content().split())
        assert "object until the end of 25 November 2026." in text
        assert f"http://127.0.0.1:8420/pieces/{piece.piece.id}#object" in text
        assert not any(words in f"{text} {mail['Subject']}" for words in piece.newest.words)


def test_no_mail_is_sent_twice(runtime: TestHouse) -> None:
    recorded(runtime)
    send_waiting(runtime.runtime)

    assert send_waiting(runtime.runtime) == 0
    assert len(PostOffice.sent) == len(MEMBERS)


def test_a_mail_server_that_is_away_holds_nothing_up_and_is_asked_again(
    runtime: TestHouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_given: Any, **_named: Any) -> None:
        raise smtplib.SMTPConnectError(421, b"sam@northside.example")

    monkeypatch.setattr(smtplib, "SMTP", away)
    piece = recorded(runtime)
    with pytest.raises(NotNow):
        send_waiting(runtime.runtime)

    assert waiting(runtime) == len(MEMBERS)
    assert "SMTPConnectError" in caplog.text
    assert "northside" not in caplog.text
    monkeypatch.setattr(smtplib, "SMTP", PostOffice)
    assert send_waiting(runtime.runtime) == len(MEMBERS)
    assert piece.piece.id in PostOffice.sent[0].get_content()


def test_an_address_that_is_refused_keeps_no_other_mail_back(
    runtime: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostOffice, "refused", {"amina@northside.example"})
    recorded(runtime)

    send_waiting(runtime.runtime)

    assert (len(PostOffice.sent), waiting(runtime)) == (len(MEMBERS) - 1, 0)


def test_after_the_days_nobody_is_told_any_more(tmp_path: Path) -> None:
    runtime = make_house(tmp_path)
    recorded(runtime)
    assert (send_waiting(runtime.runtime), waiting(runtime)) == (0, len(MEMBERS))

    runtime.clock.pass_days(8)
    send_waiting(runtime.runtime)

    with runtime.services.db.read() as tx:
        assert outbox.due_mails(tx, runtime.services.now.replace(year=2000)) == ()
