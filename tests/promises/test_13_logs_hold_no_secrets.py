"""Promise 13, the server's half: no log of any library holds a link, a code, a cookie or a key."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from plugin.convene.api_tokens import STARTS
from plugin.logs.redaction import PASSED_ON, redact_all_loggers
from tests.unit.plugin.web.house import TestHouse, make_house

SECRET = "sandbox-hazel-7731-Ab_c.d~e"
LINES = [
    f"Invalid Request Line 'POST /sign-in/{SECRET}'",
    f"GET https://hedgerow.example/learning/sign-in/{SECRET}?x=1 HTTP/1.1",
    f"GET /sign%2Din%2F{SECRET}",
    f"POST /objections/{SECRET} HTTP/1.1",
    f"GET /connect/miro/return?code={SECRET}&state={SECRET} HTTP/1.1",
    f"GET /connect/notion/return?state={SECRET}&code={SECRET}",
    f"next=%2Fconnect%2Fmiro%2Freturn%3Fcode%3D{SECRET}",
    f"Authorization: Bearer {SECRET}",
    f"Cookie: a=b; hedgerow_session={SECRET}; c=d",
    f"smtp://post:{SECRET}@mail.example:587",
    f"{{'access_token': '{SECRET}', 'refresh_token': \"{SECRET}\"}}",
]
LOGGERS = ("hedgerow.web", "gunicorn.error", "gunicorn.access", "werkzeug", "flask", "urllib3", "")


@pytest.fixture
def printed() -> Iterator[StringIO]:
    """Return what all loggers print, as the server has it."""
    made, before = StringIO(), logging.getLogRecordFactory()
    handler = logging.StreamHandler(made)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    log, ours = logging.getLogger(), logging.getLogger("hedgerow")
    propagated, ours.propagate = ours.propagate, True  # a command that ran before may print itself
    redact_all_loggers()
    log.addHandler(handler)
    yield made
    log.removeHandler(handler)
    ours.propagate = propagated
    logging.setLogRecordFactory(before)


@pytest.mark.parametrize("name", LOGGERS)
@pytest.mark.parametrize("line", LINES)
def test_no_logger_prints_a_secret(name: str, line: str, printed: StringIO) -> None:
    log = logging.getLogger(name)

    log.error("%s", line)
    log.error(line)
    try:
        raise ValueError(line) from OSError(line)
    except ValueError:
        log.exception("Error handling request %s", line)

    text = printed.getvalue()
    assert SECRET not in text
    assert "ValueError" in text
    assert "…" in text


def test_what_holds_no_secret_is_printed_as_it_is(printed: StringIO) -> None:
    sentences = (
        "GET /sign-in 200",
        "POST /sign-in/<token> 302",
        "POST /sign-in/as 302",
        "The database failed (SQLITE_FULL).",
        "Tidied: 3 notes that left their board and 1 held notes at their date are erased.",
    )

    for sentence in sentences:
        logging.getLogger("hedgerow.web").error(sentence)

    assert printed.getvalue() == "".join(f"hedgerow.web {each}\n" for each in sentences)


def test_a_wrong_format_stops_nothing(printed: StringIO) -> None:
    logging.getLogger("hedgerow.web").error("%d of %s", "many")

    assert "%d of %s" in printed.getvalue()


def test_the_link_to_pass_on_is_printed_by_one_logger_alone(
    printed: StringIO, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made: TestHouse = make_house(tmp_path_factory.mktemp("house"))

    made.as_(None).post("/sign-in", data={"email": "sam@northside.example"})
    made.settle()
    made.services.db.close()

    with_link = [line for line in printed.getvalue().splitlines() if "/sign-in/" in line]
    assert [line.split()[0] for line in with_link] == [PASSED_ON]


def test_every_page_of_a_link_and_a_return_is_logged_without_its_address(
    printed: StringIO, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = make_house(tmp_path_factory.mktemp("house"))
    client = made.as_("sam")
    made.app.config["PROPAGATE_EXCEPTIONS"] = False

    client.get(f"/sign-in/{SECRET}")
    client.post(f"/sign-in/{SECRET}")
    client.get(f"/connect/miro/return?code={SECRET}&state={SECRET}")
    client.get(f"/nowhere/{SECRET}?code={SECRET}")
    made.services.db.close()

    assert SECRET not in printed.getvalue()


def test_no_logger_prints_a_token_of_the_api(printed: StringIO) -> None:
    secret = STARTS + "Ab_c-7731" * 5

    logging.getLogger("hedgerow.web").error("asked with %s of Sam", secret)

    assert printed.getvalue().strip() == "hedgerow.web asked with hedgerow_… of Sam"
