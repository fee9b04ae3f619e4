import pytest

from connectors.errors import (
    ConnectorError,
    Evidence,
    Incomplete,
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
    Where,
)
from plugin.errors import ConnectionBroken, HedgerowError, NotNow, StoppedForSafety
from plugin.sync.errors import about_one_action, in_words, stops_the_run

WHERE = Where("notion", "POST", "/v1/pages")
CAPABILITY = Evidence(status=403, code="restricted_resource", message="words of somebody")
FULL = Evidence(status=403, code="restricted_resource", reason="block_creation")
SHUT_OUT = Evidence(status=429, code="rate_limited", reason="public_api_request_blocked")
BURIED = Evidence(status=400, code="validation_error", hint="in_trash")
A_TABLE = Evidence(status=400, code="validation_error", hint="is_a_database")
INVALID = Evidence(status=400, code="validation_error", message="words of somebody")


@pytest.mark.parametrize(
    ("error", "stops", "met", "says"),
    [
        (Reconnect(WHERE), True, ConnectionBroken, "connects Notion again under Connections"),
        (Wait(WHERE), True, NotNow, "asks for patience"),
        (Incomplete(WHERE), True, StoppedForSafety, "10,000 rows"),
        (RefusedForGood(WHERE, CAPABILITY), True, ConnectionBroken, "lacks a capability"),
        (RefusedForGood(WHERE, FULL), True, ConnectionBroken, "takes no more blocks"),
        (RefusedForGood(WHERE, SHUT_OUT), True, ConnectionBroken, "shut Hedgerow's connection out"),
        (RefusedForGood(WHERE, INVALID), False, NotNow, "nothing is done twice"),
        (NotThereOrNotShared(WHERE), False, ConnectionBroken, "Share the page"),
        (LookFirst(WHERE), False, NotNow, "We don't know yet"),
        (NotAnAnswer(WHERE), False, NotNow, "something that Hedgerow cannot read"),
        (RefusedForGood(WHERE, BURIED), False, StoppedForSafety, "or under a page that does"),
    ],
)
def test_every_trouble_has_its_sentence(
    error: ConnectorError, stops: bool, met: type[HedgerowError], says: str
) -> None:
    told = in_words(error)

    assert stops_the_run(error) is stops
    assert type(told) is met
    assert says in told.sentence
    assert "somebody" not in told.sentence + about_one_action(error)


def test_an_unreadable_answer_is_never_told_as_one_that_did_not_come() -> None:
    error = NotAnAnswer(WHERE, Evidence(status=200, code="mismatch", reason="results"))

    assert "reached" not in in_words(error).sentence + about_one_action(error)


def test_what_lies_in_the_trash_is_told_with_what_to_do() -> None:
    said = about_one_action(RefusedForGood(WHERE, BURIED))

    assert "it lies in Notion's trash, or under a page that does" in said
    assert "Restore that page in Notion" in said
    assert "the next run tries again" not in said


def test_a_database_as_the_page_of_the_memory_is_told_as_one() -> None:
    told = in_words(RefusedForGood(WHERE, A_TABLE), at_parent=True)

    assert isinstance(told, ConnectionBroken)
    assert "is a database in Notion, not a page" in told.sentence
