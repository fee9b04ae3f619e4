import logging
import re
import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from plugin.app import create_app
from plugin.convene.communities import add_person
from plugin.convene.sign_in import make_link, new_link, sign_in_by_address
from plugin.domain.people import OPERATOR, Role
from plugin.web.sign_in import Throttle
from tests.unit.plugin.web.house import TestHouse, make_house

ADDRESS = "sam@northside.example"
LINK = re.compile(r"/sign-in/[\w-]+")
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def asked_link(made: TestHouse, caplog: pytest.LogCaptureFixture) -> str:
    made.as_(None).post("/sign-in", data={"email": ADDRESS})
    made.settle()
    found = LINK.search(caplog.text)
    assert found
    return found[0]


def test_link_of_log_signs_in_once(made: TestHouse, caplog: pytest.LogCaptureFixture) -> None:
    link, client = asked_link(made, caplog), made.as_(None)

    first = client.post(link)
    second = made.as_(None).post(link)

    assert (first.status_code, first.headers["Location"]) == (302, "/")
    assert "Welcome, Sam Okafor" in client.get("/").text
    assert second.status_code == 400
    assert "does not work any more" in second.text


def test_opening_a_link_signs_nobody_in(made: TestHouse, caplog: pytest.LogCaptureFixture) -> None:
    link, client = asked_link(made, caplog), made.as_(None)

    opened = client.get(link)

    assert opened.status_code == 200
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/").status_code == 302
    assert client.post(link).status_code == 302


def test_link_older_than_half_an_hour_is_refused(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    link = asked_link(made, caplog)
    made.clock.now += timedelta(minutes=31)

    assert made.as_(None).post(link).status_code == 400


def test_answer_does_not_tell_who_is_known(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    known = made.as_(None).post("/sign-in", data={"email": ADDRESS})
    unknown = made.as_(None).post("/sign-in", data={"email": "nobody@northside.example"})
    made.settle()

    assert known.text == unknown.text
    assert len(LINK.findall(caplog.text)) == 1
    assert ADDRESS not in caplog.text


def test_asking_too_often_makes_no_more_links(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(7):
        answer = made.as_(None).post("/sign-in", data={"email": ADDRESS})
    made.settle()

    assert answer.status_code == 200
    assert len(LINK.findall(caplog.text)) == 5
    made.clock.now += timedelta(minutes=15)
    made.as_(None).post("/sign-in", data={"email": ADDRESS})
    made.settle()
    assert len(LINK.findall(caplog.text)) == 6


def test_however_many_web_processes_are_asked_links_are_counted_together(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    other = create_app(made.runtime)

    for _ in range(4):
        made.as_(None).post("/sign-in", data={"email": ADDRESS})
        other.test_client().post("/sign-in", data={"email": ADDRESS}, headers=FROM_HERE)
    made.settle()
    other.extensions["hedgerow_aside"].wait()

    assert len(LINK.findall(caplog.text)) == 5


def test_a_link_that_somebody_else_made_counts_for_nobody(made: TestHouse) -> None:
    sam = made.people["sam"].person_id
    with made.services.db.begin() as tx:
        for _ in range(6):
            new_link(tx, sam, made.services.now, ("helen",), made.partnership.id)

    assert make_link(made.services, ADDRESS, is_asked=True)


def test_throttle_opens_again_after_its_time() -> None:
    throttle = Throttle(most=1, within_s=10)

    assert [throttle.lets("a", at) for at in (0, 5, 20)] == [True, False, True]


def test_asking_in_vain_keeps_nobody_out_for_longer() -> None:
    throttle = Throttle(most=1, within_s=10)

    assert [throttle.lets("a", at) for at in (0, 9, 11)] == [True, False, True]


def test_link_goes_to_the_address_that_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, sent = make_house(tmp_path, smtp_url="smtp://mail.example"), []
    monkeypatch.setattr("plugin.mail.send", lambda _s, address, *_words: sent.append(address))
    kate = ("Kate", "kate@northside.example", Role.PARTICIPANT)
    add_person(made.services, OPERATOR, made.partnership.id, made.community.id, *kate)

    made.as_(None).post("/sign-in", data={"email": "\N{KELVIN SIGN}ate@northside.example"})
    made.as_(None).post("/sign-in", data={"email": " KATE@Northside.Example "})

    made.settle()
    made.services.db.close()
    assert set(sent) == {"kate@northside.example"}


def test_signing_in_makes_a_new_cookie_and_goes_back(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    link, client = asked_link(made, caplog), made.as_(None)
    client.get(f"/sign-in?next=/c/{made.community.id}/")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"

    answer = client.post(link)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie
    assert answer.headers["Location"] == f"/c/{made.community.id}/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "", "/a\nb"]
)
def test_going_back_never_leaves_this_server(
    made: TestHouse, elsewhere: str, caplog: pytest.LogCaptureFixture
) -> None:
    link, client = asked_link(made, caplog), made.as_(None)
    client.get("/sign-in", query_string={"next": elsewhere})

    assert client.post(link).headers["Location"] == "/"


def test_signing_out_ends_it(made: TestHouse) -> None:
    client = made.as_("sam")

    client.post("/sign-out")

    assert client.get("/").status_code == 302


def test_cast_signs_in_with_one_press_in_demo(demo: TestHouse) -> None:
    client = demo.as_(None)
    page = client.get("/sign-in").text

    client.post("/sign-in/as", data={"person": demo.people["helen"].person_id})

    assert "Grace Lindqvist" in page
    assert "sponsor, Tyne Crossing" in page
    assert "Welcome, Helen Shaw" in client.get("/").text
    assert demo.as_(None).post("/sign-in/as", data={"person": "nobody"}).status_code == 404


def test_cast_begins_with_those_whom_the_demo_names(demo: TestHouse) -> None:
    page = demo.as_(None).get("/sign-in").text

    order = [page.index(name) for name in ("Sam Okafor", "Helen Shaw", "Grace Lindqvist", "Amina")]
    assert order == sorted(order)


def test_cast_does_not_exist_outside_demo(made: TestHouse) -> None:
    client = made.as_(None)

    answer = client.post("/sign-in/as", data={"person": made.people["sam"].person_id})

    assert answer.status_code == 400  # taken for a link that nobody made
    assert "Helen Shaw" not in client.get("/sign-in").text
    assert client.get("/").status_code == 302


def test_a_cookie_without_a_stored_sign_in_signs_nobody_in(made: TestHouse) -> None:
    client = made.as_(None)
    with client.session_transaction() as cookie:
        cookie["person_id"] = made.people["sam"].person_id  # what an older Hedgerow kept there
        cookie["sign_in"] = "gone"

    assert client.get("/").headers["Location"] == "/sign-in?next=/"


class PostOffice:
    """Stands in for a mail server's connection."""

    sent: list[Any]

    def __init__(self, *_given: Any, **_named: Any) -> None:
        self.log: list[str] = []

    def __enter__(self) -> "PostOffice":
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def has_extn(self, _name: str) -> bool:
        return True

    def starttls(self, **_named: Any) -> None:
        self.log.append("tls")

    def login(self, name: str, password: str) -> None:
        assert self.log == ["tls"]
        assert (name, password) == ("post", "p@ss")

    def send_message(self, message: Any) -> None:
        type(self).sent.append(message)


def test_link_goes_by_mail_where_a_server_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    PostOffice.sent = []
    monkeypatch.setattr(smtplib, "SMTP", PostOffice)
    made = make_house(tmp_path, smtp_url="smtp://post:p%40ss@mail.example:587")

    page = made.as_(None).post("/sign-in", data={"email": ADDRESS}).text
    made.settle()

    made.services.db.close()
    assert "Look into your mail" in page
    assert PostOffice.sent[0]["To"] == ADDRESS
    assert "http://127.0.0.1:8420/sign-in/" in PostOffice.sent[0].get_content()
    assert "/sign-in/" not in caplog.text


def test_mail_that_fails_is_logged_without_address(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    def refuse(*_given: Any, **_named: Any) -> None:
        raise smtplib.SMTPConnectError(421, ADDRESS.encode())

    caplog.set_level(logging.INFO)
    monkeypatch.setattr(smtplib, "SMTP", refuse)
    made = make_house(tmp_path, smtp_url="smtp://mail.example")

    made.as_(None).post("/sign-in", data={"email": ADDRESS})
    made.settle()

    made.services.db.close()
    assert "Mails wait; they are tried again. (SMTPConnectError)" in caplog.text
    assert ADDRESS not in caplog.text


@pytest.mark.parametrize("path", ["", "/return?code=x&state=y", "/out"])
def test_single_sign_on_is_not_there_without_a_provider(made: TestHouse, path: str) -> None:
    assert made.as_(None).get(f"/single-sign-on{path}").status_code == 404
    assert "Sign in with" not in made.as_(None).get("/sign-in").text


@pytest.mark.parametrize(
    ("told", "is_in"),
    [
        ("SAM@northside.example ", True),
        ("sam@northside.example", True),
        ("ſam@northside.example", False),  # its capital is S
        ("sam@northside.examplе", False),  # a Cyrillic е
        ("", False),
    ],
)
def test_an_address_of_a_provider_is_compared_letter_by_letter(
    made: TestHouse, told: str, is_in: bool
) -> None:
    assert (sign_in_by_address(made.services, told) is not None) is is_in
