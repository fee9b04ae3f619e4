"""Words for what went wrong: a vendor that wants fewer calls is not one that is away."""

import pytest

from connectors.errors import LONG_QUEUE, Evidence, Wait, Where
from plugin.problems import in_words

SOMEWHERE = Where("miro", "GET", "/v2/boards/{board_id}")


@pytest.mark.parametrize(
    ("evidence", "asked_s", "wait"),
    [
        (Evidence(status=429), 119.0, "two minutes"),
        (Evidence(status=429), 181.0, "4 minutes"),
        (Evidence(status=429), None, "a minute"),
        (Evidence(code=LONG_QUEUE), 3.0, "a minute"),
    ],
)
def test_a_vendor_that_wants_fewer_calls_says_for_how_long(
    evidence: Evidence, asked_s: float | None, wait: str
) -> None:
    said = in_words(Wait(SOMEWHERE, evidence, asked_s)).sentence

    assert said.startswith("Miro asks Hedgerow to slow down. What was done before is kept.")
    assert f"Try again in {wait};" in said


def test_a_vendor_that_is_away_is_not_said_to_slow_us_down() -> None:
    said = in_words(Wait(SOMEWHERE, Evidence(status=503), 120.0)).sentence

    assert said.startswith("Miro is busy, or cannot be reached")
