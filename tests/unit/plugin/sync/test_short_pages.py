"""In a free workspace, which holds 1,000 blocks in all, a piece takes five of them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from plugin.domain.piece_callout import CHANGED
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.domain.pieces import PieceWhole
from plugin.store import links as stored_links
from tests.unit.plugin.sync.bench import STORY, Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.test_read_as import HEALTH, read
from tests.unit.plugin.sync.test_what_follows import link, out


@pytest.fixture
def small(bench: Bench) -> Bench:
    bench.state.settings = replace(bench.state.settings, block_limit=1_000)
    return bench


@pytest.fixture(autouse=True)
def _as_before(bench: Bench) -> Iterator[None]:
    usual = bench.state.settings
    yield
    bench.state.settings = usual


def told(bench: Bench, piece: PieceWhole) -> list[tuple[str, str]]:
    return [(block.type, block.text) for block in bench.body(piece)][1:-1]


def test_a_piece_takes_five_blocks(small: Bench) -> None:
    small.released("By phone")
    small.sync()
    before = len(small.state.things)
    piece = small.released("At length", "\n\n".join(f"Paragraph {n}." for n in range(130)))

    small.sync()

    assert len(small.state.things) - before == 5
    assert len(told(small, piece)) == 2
    assert small.shows(piece)["Checked"] == "By the group"
    assert small.writes_of(small.sync) == 0
    assert small.calls().count("GET /v1/users/me") == 1


def test_what_was_checked_stands_there_whole_and_what_follows_does_not(small: Bench) -> None:
    piece, doubt = small.released("By phone", STORY), out(small)
    link(small, piece, doubt)
    read(small, piece, "Health", HEALTH)
    small.check(piece)

    small.sync()
    small.sync()

    below = [("heading_3", READ_BY_EACH), ("toggle", "Health"), ("divider", "")]
    assert told(small, piece) == [("paragraph", STORY), *below]
    assert HEALTH in "".join(each.text for each in small.flat_body(piece))
    assert small.writes_of(small.sync) == 0
    small.rewrite(piece, narrative="One.\n\nTwo.")
    small.check(piece)
    small.sync()
    small.sync()
    assert told(small, piece) == [("paragraph", "One.\n\nTwo."), *below]


def test_an_edit_there_comes_back_by_paragraph(small: Bench) -> None:
    piece = small.released("By phone", STORY)
    small.sync()
    block = small.body(piece)[1]
    assert block.text == STORY
    small.edit_block(block.id, f"{STORY}\n\nWe ring first.")

    done = small.sync()

    assert (done.edits, done.conflicts) == (1, 0)
    assert small.whole(piece).newest.narrative == f"{STORY}\n\nWe ring first."
    assert small.shows(piece)["Checked"] == CHANGED
    assert small.writes_of(small.sync) == 0


def test_changes_to_other_paragraphs_come_together(small: Bench) -> None:
    piece = small.released("By phone", "One.\n\nTwo.")
    small.sync()
    small.rewrite(piece, narrative="One!\n\nTwo.")
    small.edit_block(small.body(piece)[1].id, "One.\n\nTwo!")

    done = small.sync()

    assert (done.edits, done.conflicts) == (1, 0)
    assert small.whole(piece).newest.narrative == "One!\n\nTwo!"


def test_what_people_add_is_theirs_while_they_edit(small: Bench) -> None:
    piece = small.released("By phone", STORY)
    small.sync()
    small.sync()
    ruth = Ruth(small.state)
    ruth.add(small.link(piece).notion_page_id, None, "paragraph", "Mine.")
    small.edit_block(small.body(piece)[1].id, "People ring.\n\nThe form comes later, or never.")

    small.sync()

    assert small.whole(piece).newest.narrative == "People ring.\n\nThe form comes later, or never."
    assert small.link(piece).state.added == (("paragraph", "Mine."),)


@pytest.mark.parametrize("loss", [None, "lost", "cut_before"])
def test_a_newer_wording_is_one_block_again(small: Bench, loss: str | None) -> None:
    piece = small.released("By phone", STORY)
    small.sync()
    small.sync()
    small.rewrite(piece, narrative="One.\n\nTwo.\n\nThree.")
    small.check(piece)
    if loss:
        getattr(small.line, loss).add(small.line.writes + 1)

    small.sync()
    small.sync()

    assert told(small, piece) == [("paragraph", "One.\n\nTwo.\n\nThree."), ("divider", "")]
    assert small.shows(piece)["Checked"] == "By the group"
    assert small.writes_of(small.sync) == 0


def test_pages_from_before_stay_as_they_are_until_their_words_change(bench: Bench) -> None:
    piece = bench.released("By phone", STORY)
    bench.sync()
    place = replace(bench.the_place(), is_small=None)
    with bench.place.services.db.begin() as tx:
        stored_links.save_place(tx, place)
    bench.state.settings = replace(bench.state.settings, block_limit=1_000)

    assert bench.writes_of(bench.sync) == 0
    assert len(told(bench, piece)) == 3
    bench.rewrite(piece, narrative="One.\n\nTwo.\n\nThree.")
    bench.check(piece)
    bench.sync()

    assert told(bench, piece) == [("paragraph", "One.\n\nTwo.\n\nThree."), ("divider", "")]
