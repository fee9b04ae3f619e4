"""What stands in place of hidden words, and what a form that sends it back stores."""

import pytest

from plugin.domain.hidden_texts import HIDDEN, hide, put_back
from plugin.domain.overlap import phrases_of

HELD = "What struck me was how long nobody spoke."
STRUCK_AND_HELD = f"{HIDDEN}\n{HELD}"


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (f"{HIDDEN}\n{HIDDEN}", STRUCK_AND_HELD),
        (f"{HIDDEN}\nSomething new.", f"{HIDDEN}\nSomething new."),
    ],
    ids=["sent back", "written anew"],
)
def test_a_line_that_was_struck_for_good_takes_no_place_of_one_that_is_held(
    given: str, stored: str
) -> None:
    held = phrases_of([HELD])
    assert hide(STRUCK_AND_HELD, held) == f"{HIDDEN}\n{HIDDEN}"

    assert put_back(given, STRUCK_AND_HELD, held) == stored
