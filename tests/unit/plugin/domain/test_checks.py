"""What a check rests on: whose words they are, and whether somebody did not want them shared."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.domain.checks import is_author_known, rests_on_unwanted
from tests.unit.plugin.sync.values import NOW, a_piece, wording


@pytest.mark.parametrize(("line", "is_known"), [("Ours.", True), ("Ours and theirs.", False)])
def test_ours_that_followed_words_from_notion_are_known_if_they_are_as_they_had_been(
    line: str, *, is_known: bool
) -> None:
    # Whoever wrote them in Notion may be who recorded the answer, and pages have to say so.
    theirs = replace(wording(2, line="Theirs."), made_in="notion")
    whole = a_piece(wording(1, line="Ours."), theirs, wording(3, line=line)).whole

    assert is_author_known(whole, whole.newest) is is_known


@pytest.mark.parametrize(("left_out", "waits"), [("n1", True), ("n2", False)])
def test_a_piece_waits_for_the_yes_to_a_note_that_it_rests_on_and_to_no_other(
    left_out: str, *, waits: bool
) -> None:
    # A refusal of a note that carried an older wording alone is known too, and holds nothing up.
    whole = a_piece().whole  # on n1
    refused = replace(whole, unwanted=((left_out, NOW - timedelta(days=9), False),))

    assert rests_on_unwanted(refused, refused.newest, NOW) is waits
