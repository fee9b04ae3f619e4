from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.domain.hidden_texts import Review, in_review
from plugin.domain.piece_records import Wording
from plugin.domain.pieces import is_withheld
from tests.unit.plugin.sync.values import a_piece
from tests.unit.plugin.sync.values import wording as worded

AT = datetime(2026, 11, 18, tzinfo=UTC)


def wording(number: int, title: str, made_in: str) -> Wording:
    return Wording(
        id=f"w{number}",
        piece_id="p",
        number=number,
        title=title,
        line="A line.",
        narrative="",
        kind="story",
        family="story",
        person=2,
        made_at=AT,
        made_in=made_in,
    )


@pytest.mark.parametrize(
    ("made_in", "is_over"), [("here", True), ("notion", False), ("read back", False)]
)
def test_only_words_of_a_curator_end_a_review(made_in: str, is_over: bool) -> None:
    review = Review("p", "note", AT, up_to=1)
    wordings = (wording(1, "A title", "here"), wording(2, "Another title", made_in))

    assert ("w2" not in in_review([review], wordings)) is is_over


def test_a_settled_review_lets_the_newest_words_stand_and_no_older_ones() -> None:
    whole = a_piece(worded(1, title="First"), worded(2, title="Second")).whole
    settled = replace(whole, reviews=(Review("p", "note", AT, up_to=2, settled_at=AT),))

    assert [is_withheld(settled, each) for each in settled.wordings] == [True, False]
