"""The page of a piece ends with what follows from it: bullets that lead to other rows, or here."""

import pytest

from connectors.sandbox.notion.models import Block as StoredBlock
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.domain.pieces import PieceWhole, Rung
from plugin.store import pieces as stored_pieces
from plugin.sync.actions import WHAT_FOLLOWS
from plugin.sync.pieces.values import FOOT
from tests import databases
from tests.unit.plugin.sync.bench import BASE_URL, Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.rows_by_people import minutes_later
from tests.unit.plugin.sync.test_read_as import HEALTH, is_quiet, read

TITLE = "Do they wait for the form?"


def drafted(bench: Bench, title: str = TITLE, kind: str = "doubt") -> PieceWhole:
    piece = bench.draft(title)
    with bench.place.services.db.begin() as tx:
        databases.run(tx, "UPDATE wording SET kind = ? WHERE piece_id = ?", (kind, piece.piece.id))
    return piece


def out(bench: Bench, title: str = TITLE, kind: str = "doubt") -> PieceWhole:
    piece = drafted(bench, title, kind)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    return bench.whole(piece)


def link(bench: Bench, one: PieceWhole, *others: PieceWhole) -> None:
    with bench.place.services.db.begin() as tx:
        for other in others:
            stored_pieces.join(tx, one.piece.id, other.piece.id)


def part(bench: Bench, one: PieceWhole, other: PieceWhole) -> None:
    with bench.place.services.db.begin() as tx:
        stored_pieces.part(tx, one.piece.id, other.piece.id)


def told(bench: Bench, piece: PieceWhole) -> list[tuple[str, str]]:
    """Return what stands below the story."""
    found = [(each.type, each.text) for each in bench.body(piece)]
    return found[3:]


def below(*bullets: str) -> list[tuple[str, str]]:
    heading = [("heading_3", WHAT_FOLLOWS)] if bullets else []
    named = [("bulleted_list_item", each) for each in bullets]
    return [*heading, *named, ("divider", ""), ("paragraph", FOOT)]


def led_to(bench: Bench, piece: PieceWhole) -> list[str]:
    bullets = [each for each in bench.body(piece) if each.type == "bulleted_list_item"]
    return [run.link or "" for each in bullets for run in each.runs if run.link]


def settled(bench: Bench) -> None:
    for _ in range(3):
        bench.sync()
        minutes_later(bench)


def test_a_new_page_names_the_rows_that_come_with_it(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    link(bench, piece, doubt)

    bench.sync()

    assert told(bench, piece) == below(f"Doubt: {TITLE}")
    assert led_to(bench, piece) == [bench.link(doubt).address]
    assert told(bench, doubt) == below()
    assert bench.story(piece) == piece.newest.narrative.split("\n\n")
    for _ in range(3):
        assert is_quiet(bench)
        minutes_later(bench)


def test_of_two_that_follow_each_other_one_leads_here_first(bench: Bench) -> None:
    doubt, ask = out(bench), out(bench, "Will you ring first?", "ask")
    link(bench, doubt, ask)

    bench.sync()

    assert told(bench, doubt) == below("Ask, in Hedgerow")
    assert led_to(bench, doubt) == [f"{BASE_URL}/pieces/{ask.piece.id}"]
    assert told(bench, ask) == below(f"Doubt: {TITLE}")
    minutes_later(bench)
    assert bench.writes_of(bench.sync) == 1
    assert told(bench, doubt) == below("Ask: Will you ring first?")
    minutes_later(bench)
    assert is_quiet(bench)


def test_what_comes_later_costs_one_call(bench: Bench) -> None:
    piece = bench.released()
    settled(bench)
    doubt, ask = out(bench), out(bench, "Will you ring first?", "ask")
    link(bench, piece, doubt, ask)
    bench.sync()
    minutes_later(bench)

    writes = bench.writes_of(bench.sync)

    assert writes == 1
    assert told(bench, piece) == below(f"Doubt: {TITLE}", "Ask: Will you ring first?")
    minutes_later(bench)
    assert is_quiet(bench)


def test_one_whose_row_is_in_the_trash_leads_here(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    link(bench, piece, doubt)
    settled(bench)
    bench.state.things[bench.link(doubt).notion_page_id].in_trash = True

    bench.sync()

    assert told(bench, piece) == below("Doubt, in Hedgerow")
    newer = bench.released("Newer")
    link(bench, newer, doubt)
    bench.sync()
    assert told(bench, newer) == below("Doubt, in Hedgerow")


def test_it_is_called_there_as_its_row_is_called(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    link(bench, piece, doubt)
    settled(bench)
    bench.edit(doubt, "Name", "Do they wait at all?")
    minutes_later(bench)

    bench.sync()

    assert told(bench, piece) == below("Doubt: Do they wait at all?")
    bodies = [e.content for e in bench.state.things.values() if isinstance(e, StoredBlock)]
    assert TITLE not in str(bodies)


def test_what_is_not_released_is_not_named(bench: Bench) -> None:
    piece, doubt = bench.released(), drafted(bench)
    link(bench, piece, doubt)
    settled(bench)
    assert told(bench, piece) == below()

    bench.check(doubt)
    bench.to_rung(doubt, Rung.PARTNERSHIP)
    settled(bench)

    assert told(bench, piece) == below(f"Doubt: {TITLE}")
    assert is_quiet(bench)


def test_bullets_come_and_go_with_what_belongs_together(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    ask = out(bench, "Will you ring first?", "ask")
    pattern = out(bench, "They ring.", "pattern")
    link(bench, piece, doubt, ask, pattern)
    settled(bench)
    assert told(bench, piece) == below(f"Doubt: {TITLE}", "Ask: Will you ring first?")

    part(bench, piece, doubt)
    settled(bench)

    assert told(bench, piece) == below("Ask: Will you ring first?")
    part(bench, piece, ask)
    settled(bench)
    assert told(bench, piece) == below()
    assert is_quiet(bench)


def test_one_that_is_taken_down_is_named_no_more(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    link(bench, piece, doubt)
    settled(bench)
    with bench.place.services.db.begin() as tx:
        databases.run(tx, "DELETE FROM release WHERE piece_id = ?", (doubt.piece.id,))

    bench.sync()

    assert told(bench, piece) == below()


def test_it_stands_behind_how_each_reads_it_when_both_come_later(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    settled(bench)
    read(bench, piece, "Health", HEALTH)
    link(bench, piece, doubt)
    bench.check(piece)

    bench.sync()

    names = [text for type, text in told(bench, piece) if type == "heading_3"]
    assert names == [READ_BY_EACH, WHAT_FOLLOWS]
    minutes_later(bench)
    assert is_quiet(bench)


def test_a_bullet_that_somebody_deleted_comes_back(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    link(bench, piece, doubt)
    settled(bench)
    for each in bench.body(piece):
        if each.type in ("bulleted_list_item", "heading_3"):
            Ruth(bench.state).delete(each.id)
    bench.state.touch(bench.state.things[bench.link(piece).notion_page_id], "ruth")
    minutes_later(bench)

    bench.sync()

    assert told(bench, piece) == below(f"Doubt: {TITLE}")


def test_a_page_that_is_taken_down_leads_nowhere(bench: Bench) -> None:
    piece, doubt = bench.released(), out(bench)
    link(bench, piece, doubt)
    settled(bench)
    bullets = [each.id for each in bench.body(piece) if each.type == "bulleted_list_item"]
    with bench.place.services.db.begin() as tx:
        databases.run(tx, "DELETE FROM release WHERE piece_id = ?", (piece.piece.id,))

    bench.sync()

    assert [bench.notion.block(each).text for each in bullets] == [""]
    assert len(bench.whole(piece).wordings) == len(piece.wordings)


@pytest.mark.parametrize("loss", ["lost", "cut_before"])
@pytest.mark.parametrize("write", [1, 2])
def test_nothing_is_told_twice_when_an_answer_is_lost(bench: Bench, loss: str, write: int) -> None:
    piece, doubt = bench.released(), out(bench)
    settled(bench)
    link(bench, piece, doubt)
    read(bench, piece, "Health", HEALTH)
    bench.check(piece)
    getattr(bench.line, loss).add(bench.line.writes + write)

    settled(bench)

    words = [text for _, text in told(bench, piece)]
    assert words == [READ_BY_EACH, "Health", WHAT_FOLLOWS, f"Doubt: {TITLE}", "", FOOT]
    assert is_quiet(bench)
