from dataclasses import replace
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.convene.template_files import board_templates, read_template
from plugin.domain.agreements import Agreement, Attribution, Policy, policy_for
from plugin.domain.labels import Label
from plugin.domain.returns import ReturnCard
from plugin.domain.templates import Template, zone_code_of_title
from plugin.scaffold.board import Align, WantedBoard
from plugin.scaffold.board_texts import BoardWords, permission_lines, title_of
from plugin.scaffold.geometry import Point, Rect
from plugin.scaffold.layout import lay_out, note_area, origin_beside
from plugin.scaffold.picture import board_picture

DAY = date(2026, 11, 18)
UNTIL = date(2026, 12, 16)
WORDS = BoardWords(
    question="How do we decide well?", meeting="Stories and doubts", day=DAY, held_until=UNTIL
)
CARDS = tuple(ReturnCard(f"piece:{n}", f"Piece {n}", "A line. " * n) for n in range(7))
TEMPLATES = board_templates()
LABELS = [None, *Label]


def _policy(template: Template, label: Label | None) -> Policy:
    if label is None:
        return policy_for(template, None)
    labels = {template.code: {zone.code: label for zone in template.zones}}
    return policy_for(template, Agreement(1, labels, Attribution.ROLE))


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.code)
def test_nothing_overlaps_and_every_box_has_room(template: Template, label: Label | None) -> None:
    board = lay_out(template, _policy(template, label), WORDS, CARDS)

    assert_readable(board)
    for zone in template.zones[1:]:
        area = note_area(board, zone.code)
        assert area.width >= 1400
        assert area.height >= 1100


@settings(max_examples=25)
@given(
    st.text(max_size=900),
    st.lists(st.text(max_size=300), max_size=12),
    st.lists(st.text(max_size=200), max_size=5),
)
def test_long_words_push_and_never_overlap(
    question: str, rules: list[str], cards: list[str]
) -> None:
    words = replace(WORDS, question=question, rules=tuple(rules), permission=tuple(rules))
    returns = [ReturnCard(str(n), text, text * 3) for n, text in enumerate(cards)]
    template = read_template("T3")

    board = lay_out(template, policy_for(template, None), words, returns)

    assert_readable(board)
    ElementTree.fromstring(board_picture(board))  # noqa: S314  a picture that we drew ourselves


def test_boxes_read_like_a_page() -> None:
    template = read_template("T3")

    board = lay_out(template, policy_for(template, None), WORDS)

    places = [(frame.rect.y, frame.rect.x) for frame in board.frames]
    assert places == sorted(places)
    assert [zone_code_of_title(frame.title) for frame in board.frames] == [
        zone.code for zone in template.zones
    ]


@pytest.mark.parametrize(
    ("label", "first"),
    [
        (Label.X, "○ Stays here"),
        (Label.H, "◔ Held until 16 December"),
        (Label.M, "● Kept"),
        (Label.S, "✓ We decide"),
    ],
)
def test_the_label_stands_in_words_at_the_top_right(label: Label, first: str) -> None:
    template = read_template("T3")

    frame = lay_out(template, _policy(template, label), WORDS).frame("Z3")

    said = next(item for item in frame.items if item.key == "Z3/label")
    assert said.content == (first,)
    assert said.style.align is Align.RIGHT
    assert said.rect.right > frame.rect.width - 100
    assert said.rect.y < 100
    assert said.style.font_size >= 60


def test_the_question_is_large_and_above_the_room_for_notes() -> None:
    template = read_template("T3")

    board = lay_out(template, policy_for(template, None), WORDS)

    for frame in board.frames[1:]:
        question = next(item for item in frame.items if item.key.endswith("/question"))
        assert question.style.font_size >= 64
        assert frame.note_area is not None
        assert frame.rect.y + question.rect.bottom <= frame.note_area.y


def test_cards_stand_in_the_returns_box_in_their_order() -> None:
    template = read_template("T3")

    board = lay_out(template, policy_for(template, None), WORDS, CARDS)

    cards = [item for item in board.items if "/return/" in item.key]
    assert [card.content[0] for card in cards] == [card.title for card in CARDS]
    assert {card.zone for card in cards} == {"Z1"}


def test_cards_stand_beside_welcome_where_no_box_is_meant_for_them() -> None:
    template = read_template("T2")

    board = lay_out(template, policy_for(template, None), WORDS, CARDS)

    cards = [item for item in board.items if "/return/" in item.key]
    assert len(cards) == len(CARDS)
    assert {card.zone for card in cards} == {"Z0"}


@pytest.mark.parametrize(
    ("group", "title"),
    [
        ("Going home", "Going home: Stories and doubts, 18 November 2026"),
        ("Discharge from hospital, north", "Discharge from hospital, north, 18 November 2026"),
        ("g" * 80, f"{'g' * 41}…, 18 November 2026"),
        ("", "Stories and doubts, 18 November 2026"),
    ],
)
def test_a_board_is_called_after_its_group_in_what_miro_takes(group: str, title: str) -> None:
    assert title_of(replace(WORDS, group=group)) == title
    assert len(title) <= 60


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        (("You may speak.",), ("You may speak.", "Given by Director of Care.")),
        (
            ("You may speak. Nobody asks who said it.", "Until May."),
            (
                "You may speak.",
                "Given by Director of Care. The whole note stands on our group’s page, and on the "
                "page for phones.",
            ),
        ),
        ((), ()),
    ],
)
def test_the_permission_stands_in_two_lines(note: tuple[str, ...], lines: tuple[str, ...]) -> None:
    found = permission_lines(replace(WORDS, permission=note, sponsor="Director of Care"))

    assert found == (("Our permission", *lines) if lines else ())
    long = permission_lines(replace(WORDS, permission=("many words " * 60,)))
    assert len(long) == 3
    assert len(long[1]) <= 161


def test_a_board_begins_to_the_right_of_what_is_there() -> None:
    taken = [Rect(-500, -300, 400, 200), Rect(0, 0, 900, 900)]

    assert origin_beside(taken) == Point(1500, -300)


def test_the_picture_escapes_every_word() -> None:
    template = read_template("T3")
    words = replace(WORDS, question="<script>alert(1)</script> & \x00 ‮ 🌿")

    picture = board_picture(lay_out(template, policy_for(template, None), words))

    assert "<script>" not in picture
    ElementTree.fromstring(picture)  # noqa: S314  a picture that we drew ourselves


def assert_readable(board: WantedBoard) -> None:
    for one, other in combinations(board.frames, 2):
        assert not one.rect.overlaps(other.rect, gap=100)
    for frame in board.frames:
        inside = Rect(0, 0, frame.rect.width, frame.rect.height)
        areas = [item.rect for item in frame.items]
        if frame.note_area is not None:
            areas.append(frame.note_area.moved(-frame.rect.x, -frame.rect.y))
        assert all(inside.contains(area) for area in areas)
        assert not any(one.overlaps(other) for one, other in combinations(areas, 2))
