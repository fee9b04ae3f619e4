from pathlib import Path

import pytest

from plugin.curate.judgements import judge_piece
from plugin.curate.pieces import write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.judgements import FORM
from plugin.domain.piece_callout import CHANGED
from plugin.domain.pieces import PieceWhole, Rung
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def out(runtime: TestHouse) -> PieceWhole:
    piece = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    return piece


def page_of(runtime: TestHouse, who: str, **asked: str) -> str:
    path = f"/p/{runtime.partnership.id}/memory"
    return runtime.as_(who).get(path, query_string=asked).text


def test_every_piece_says_how_it_stands(runtime: TestHouse, out: PieceWhole) -> None:
    page = page_of(runtime, "grace")

    for words in (out.newest.title, "Doubt", "Going home", "A few notes from one session"):
        assert words in page
    assert "✓ Checked with the group on 18 November 2026" in page


def test_a_change_after_checking_is_said_to_the_group_only(
    runtime: TestHouse, out: PieceWhole
) -> None:
    write_wording(
        runtime.services, runtime.actor("helen"), out.piece.id, "Lanterns", "Lanterns.", ""
    )

    assert CHANGED in page_of(runtime, "helen")
    assert "Lanterns" not in page_of(runtime, "grace")


@pytest.mark.parametrize(
    ("who", "words", "is_found"),
    [
        ("helen", "lanterns", True),
        ("grace", "lanterns", False),
        ("grace", "outside the form", True),
        ("grace", "<x>", False),
        ("grace", '"', False),
        ("grace", "x" * 5000, False),
    ],
)
def test_search_stays_inside_what_may_be_read(
    runtime: TestHouse, out: PieceWhole, who: str, words: str, is_found: bool
) -> None:
    write_wording(
        runtime.services, runtime.actor("helen"), out.piece.id, "Lanterns", "Lanterns.", ""
    )

    page = page_of(runtime, who, q=words)

    assert (": no pieces" not in page) is is_found
    assert "<x>" not in page


def test_an_empty_memory_says_what_comes(runtime: TestHouse) -> None:
    assert "Nothing is here yet that you may read." in page_of(runtime, "grace")


def test_a_stranger_finds_nothing(runtime: TestHouse, out: PieceWhole) -> None:
    path = f"/p/{runtime.partnership.id}/memory"

    assert runtime.as_("stranger").get(path).status_code == 404


def test_kept_note_is_found_with_its_words_marked(runtime: TestHouse) -> None:
    meet(runtime.services, runtime.community.id)

    page = page_of(runtime, "sam", q="PORTAL wrong")

    assert "no pieces and one note" in page
    assert "<mark>wrong</mark> about the <mark>portal</mark>" in page
    assert "portal</mark>" not in page_of(runtime, "amina", q="portal")


def test_words_are_shown_as_text_wherever_they_are_marked(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"phone-{session.id}", text="<script>alert(1)</script> boiler")

    page = page_of(runtime, "sam", q="script boiler")

    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;" in page


@pytest.mark.parametrize("start", ["50", "-1", "٣", "9" * 30, "x"])
def test_any_start_of_a_page_is_answered(runtime: TestHouse, start: str) -> None:
    meet(runtime.services, runtime.community.id)

    assert "Memory" in page_of(runtime, "sam", q="portal", **{"from": start})


def test_filters_stay_chosen(runtime: TestHouse, out: PieceWhole) -> None:
    chosen = {"kind": "doubt", "box": "The story", "since": "2026-01-02", "until": "soon"}
    page = page_of(runtime, "helen", **chosen)

    assert '<option value="doubt" selected>Doubt</option>' in page
    assert '<option value="The story" selected>The story</option>' in page
    assert 'name="since" type="date" value="2026-01-02"' in page
    assert "Session" not in page_of(runtime, "grace", kind="doubt")


def test_pieces_of_one_kind_of_shared_thing_are_found(runtime: TestHouse, out: PieceWhole) -> None:
    said = {"form": FORM["sketch"]}
    judge_piece(runtime.services, runtime.actor("helen"), out.piece.id, said)

    sketches = page_of(runtime, "helen", form="sketch")
    shelves = page_of(runtime, "helen", form="shelf")

    assert out.newest.title in sketches
    assert "one piece and no notes" in sketches
    assert out.newest.title not in shelves
    assert '<option value="sketch" selected>' in sketches
