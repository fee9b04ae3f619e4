from dataclasses import replace
from datetime import date

import pytest

from connectors.notion.new_blocks import UNITS_A_PARAGRAPH
from connectors.notion.rich_text import units
from plugin.domain import piece_callout
from plugin.domain.agreements import Attribution, Policy
from plugin.domain.piece_evidence import image
from plugin.domain.sessions import BoardPlan, Session, SessionState
from plugin.sync.columns import COLUMNS
from plugin.sync.pieces import values as piece_values
from tests.unit.plugin.sync.values import a_piece, top


@pytest.mark.parametrize(
    ("narrative", "wanted"),
    [
        ("", ()),
        (" \n\n \n", ()),
        ("One.", ("One.",)),
        ("One.\nStill one.", ("One.\nStill one.",)),
        ("One.\n\nTwo.", ("One.", "Two.")),
        ("One.\r\n\r\nTwo.\n \n\t\nThree.\n", ("One.", "Two.", "Three.")),
    ],
)
def test_blank_lines_part_paragraphs(narrative: str, wanted: tuple[str, ...]) -> None:
    assert piece_values.paragraphs(narrative) == wanted


@pytest.mark.parametrize("title", ["", "  ", "\u2060", "\u00ad\ufe0f", "\u3164"], ids=ascii)
def test_a_title_that_shows_nothing_counts_as_none(title: str) -> None:
    assert piece_values.one_line(title) == ""


@pytest.mark.parametrize(
    "text", ["x" * 130_000, "👩‍👩‍👧‍👦" * 20_000, "e\u0301" * 60_000, "no\n\ntwo"]
)
def test_a_story_is_the_same_after_a_way_through_blocks(text: str) -> None:
    there = piece_values.story(text)

    assert piece_values.joined(piece_values.paragraphs(text)) == there == piece_values.story(there)
    assert all(units(each) <= UNITS_A_PARAGRAPH for each in piece_values.paragraphs(text))
    assert "".join(there.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("ours", "theirs", "wanted"),
    [
        ("family: story\nlearning: us", "", "family: story\nlearning: us"),
        ("family: story", "family: evidence\nscale: team", "family: story\nscale: team"),
        ("family: story", "family: story\nours too", "family: story\nours too"),
        ("family: story\nscale: place", "scale: team", "family: story\nscale: place"),
    ],
)
def test_tags_of_people_stay_beside_ours(ours: str, theirs: str, wanted: str) -> None:
    assert piece_values.tags_with_ours(ours, theirs) == wanted


def test_options_have_no_commas_and_fit() -> None:
    names = [option for each in COLUMNS.values() for column in each for option in column.options]

    assert not any("," in name for name in names)
    assert piece_values.option("Read back, together") == "Read back · together"
    assert len(piece_values.option("x" * 300)) == 100


@pytest.mark.parametrize(
    ("attribution", "day"),
    [(Attribution.ROLE, "2026-11-18"), (Attribution.CHATHAM_HOUSE, "2026-11-01")],
)
def test_chatham_house_shows_the_month_only(attribution: Attribution, day: str) -> None:
    policy = Policy({}, attribution, 28, 28, (), None)
    session = Session(
        id="s",
        partnership_id="p",
        community_id="c",
        name="Name",
        meeting_kind="Kind",
        day=date(2026, 11, 18),
        state=SessionState.CLOSED,
        on_board=BoardPlan(template_code="T3", policy=policy),
    )

    values = piece_values.session_values(session, "How do we decide?")

    assert (values["day"], values["question"]) == (day, "How do we decide?")


def test_a_page_says_that_there_is_a_picture_and_not_what_it_shows() -> None:
    without, said = a_piece(), ("A drawing of the way.", "the flip chart", "Nobody")
    seen = image(without.whole.piece.id, "picture", said, None, date(2026, 11, 18), None)
    told = top(replace(without, whole=replace(without.whole, evidence=(seen,)))).text

    assert piece_callout.HAS_PICTURE in told
    assert piece_callout.is_our_callout(told)
    assert "drawing" not in told
    assert piece_callout.HAS_PICTURE not in top(without).text
