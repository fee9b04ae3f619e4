import json
from collections.abc import Callable
from pathlib import Path

import pytest

from plugin.curate.read_backs import object_to
from plugin.curate.releasing import stop_release
from plugin.domain.labels import Label
from plugin.domain.links import Link
from plugin.domain.notes import NoteState
from plugin.domain.pieces import PieceWhole, Rung
from plugin.sync.actions import (
    About,
    Action,
    AddParagraphs,
    AddReadings,
    AppendRest,
    CreateRow,
    ReplaceParagraph,
    UpdateProperties,
)
from plugin.sync.body_blocks import BULLET, BodyBlock
from plugin.sync.pieces.release_guard import may_send
from tests.unit.plugin.curate.meeting import HELD, NOTES, change_note, read_back_today
from tests.unit.plugin.sync.bench import Bench, make_bench

TITLE, STORY = "A canary title", "A canary story of one paragraph."
ABOUT = About("piece", "id", TITLE)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def in_notion(bench: Bench) -> str:
    return json.dumps(bench.state.as_text(), ensure_ascii=False)


def draft(bench: Bench) -> PieceWhole:
    return bench.draft(TITLE, STORY)


def checked(bench: Bench) -> PieceWhole:
    piece = bench.draft(TITLE, STORY)
    bench.check(piece)
    return piece


def at_our_group(bench: Bench) -> PieceWhole:
    piece = checked(bench)
    bench.to_rung(piece, Rung.US)
    return piece


def in_its_pause(bench: Bench) -> PieceWhole:
    piece = checked(bench)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.place.clock.pass_days(-2)
    return piece


def stopped_in_its_pause(bench: Bench) -> PieceWhole:
    piece = in_its_pause(bench)
    stop_release(bench.place.services, bench.place.actor("amina"), piece.piece.id)
    bench.place.clock.pass_days(30)
    return piece


def objected_to(bench: Bench) -> PieceWhole:
    piece = draft(bench)
    read_back_today(bench.place.services, bench.place.actor("sam"), piece)
    object_to(bench.place.services, bench.place.actor("amina"), piece.piece.id)
    bench.place.clock.pass_days(30)
    return piece


def without_voices(bench: Bench) -> PieceWhole:
    piece = checked(bench)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    change_note(
        bench.place.services, piece.sources[0].note_id, state=NoteState.TAKEN_BACK, text=None
    )
    return piece


@pytest.mark.parametrize(
    "made",
    [
        draft,
        checked,
        at_our_group,
        in_its_pause,
        stopped_in_its_pause,
        objected_to,
        without_voices,
    ],
)
def test_what_partners_may_not_read_is_not_sent(
    bench: Bench, made: Callable[[Bench], PieceWhole]
) -> None:
    made(bench)

    bench.sync()

    assert "canary" not in in_notion(bench)
    assert bench.rows() == []


@pytest.mark.parametrize("field", ["title", "line", "narrative"])
def test_no_word_goes_before_it_is_checked(bench: Bench, field: str) -> None:
    piece = bench.released()
    bench.rewrite(piece, **{field: "Unchecked canary."})
    bench.sync()
    bench.rewrite(piece, **{field: "Another unchecked canary."})

    bench.sync()

    assert "canary" not in in_notion(bench)
    assert bench.shows(piece)["Checked"] == "Changed since it was checked"


@pytest.mark.parametrize("name", ["Checked", "Who can read"])
def test_nobody_sets_it_checked_in_notion(bench: Bench, name: str) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Name", "Another title")
    bench.sync()
    before = bench.shows(piece)[name]
    bench.edit(piece, name, "Anyone" if name == "Who can read" else "By the group")

    bench.sync()

    assert bench.shows(piece)[name] == before


@pytest.mark.parametrize(
    "falls",
    [
        lambda bench, piece: bench.to_rung(piece, Rung.US),
        lambda bench, piece: bench.to_rung(piece, Rung.ME),
        lambda bench, piece: change_note(
            bench.place.services,
            piece.sources[0].note_id,
            state=NoteState.TAKEN_BACK,
            text=None,
        ),
    ],
)
def test_what_partners_may_no_longer_read_is_emptied(
    bench: Bench, falls: Callable[[Bench, PieceWhole], None]
) -> None:
    piece = bench.released(TITLE, f"{STORY}\n\nMore of it.")
    bench.sync()
    arrived = "canary" in in_notion(bench)
    falls(bench, piece)

    done = bench.sync()

    assert arrived
    assert done.trashed == 1
    assert "canary" not in in_notion(bench)
    assert bench.rows() == []


def test_words_of_notes_never_go_to_notion(bench: Bench) -> None:
    bench.released()

    bench.sync()

    stored = in_notion(bench)
    assert HELD in {text for *_, label, _, text in NOTES if label is Label.H}
    assert not [text for *_, text in NOTES if text in stored]


def test_sources_appear_in_bands_only(bench: Bench) -> None:
    piece = bench.released()

    bench.sync()

    page = bench.page(piece)
    assert page.properties["Rests on"].select == "A few notes"
    assert {name for name, each in page.properties.items() if each.number is not None} == {
        "Hedgerow revision"
    }


def test_a_piece_taken_down_while_it_is_carried_stays_out(bench: Bench) -> None:
    first = bench.released("First")
    second = bench.released(TITLE, STORY)

    def take_down(number: int) -> None:
        if number == 9:  # the row of the first piece is being made
            bench.to_rung(second, Rung.US)

    bench.line.on_write = take_down
    done = bench.sync()

    assert "canary" not in in_notion(bench)
    assert [page.id for page in bench.rows()] == [bench.link(first).notion_page_id]
    assert any("changed while it was being carried" in each for each in done.messages)


@pytest.mark.parametrize(
    "forged",
    [
        CreateRow(about=ABOUT, key="k", values={"title": "Unchecked"}),
        CreateRow(about=ABOUT, key="k", values={}, body=(BodyBlock("paragraph", "Unchecked"),)),
        CreateRow(about=ABOUT, key="k", values={}, body=(BodyBlock(BULLET, "Unchecked"),)),
        UpdateProperties(about=ABOUT, values={"line": "Unchecked"}),
        ReplaceParagraph(about=ABOUT, block_id="b", text="Unchecked"),
        ReplaceParagraph(about=ABOUT, block_id="b", text="Unchecked", type=BULLET, page="page"),
        AddReadings(about=ABOUT, after=None, blocks=(BodyBlock(BULLET, "Unchecked", "link"),)),
        AddParagraphs(about=ABOUT, blocks=(BodyBlock("paragraph", "Unchecked"),)),
        AppendRest(about=ABOUT, blocks=(BodyBlock("paragraph", "Unchecked"),), sent=1),
    ],
)
def test_a_forged_plan_carries_no_unchecked_word(bench: Bench, forged: Action) -> None:
    piece = bench.released()
    bench.rewrite(piece, title="Unchecked", line="Unchecked", narrative="Unchecked")
    link = Link(
        id="l",
        partnership_id="p",
        kind="piece",
        our_id="id",
        key="k",
        notion_page_id="page",
        agreed={"narrative": piece.newest.narrative},
    )

    assert not may_send(forged, bench.whole(piece), link, bench.place.clock())
    assert not may_send(forged, None, link, bench.place.clock())
