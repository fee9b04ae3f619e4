import pytest

from connectors.errors import (
    ConnectorError,
    Evidence,
    Incomplete,
    LookFirst,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
    Where,
)
from plugin.errors import ConnectionBroken, HedgerowError, NotNow, StoppedForSafety
from plugin.sync.acting.troubles import about_one_action, in_words, stops_the_run

WHERE = Where("notion", "POST", "/v1/pages")
CAPABILITY = Evidence(status=403, code="restricted_resource", message="words of somebody")
FULL = Evidence(status=403, code="restricted_resource", reason="block_creation")
SHUT_OUT = Evidence(status=429, code="rate_limited", reason="public_api_request_blocked")
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
