"""Promise 4 in Notion: a refused quote comes back neither as typed words nor on a page of ours."""

from __future__ import annotations

from pathlib import Path

from plugin.curate.conflicts import conflict_page
from plugin.curate.quoting import quote_note
from plugin.domain.links import Conflict
from plugin.store import links as stored_links
from plugin.store import quotes as stored_quotes
from tests.unit.plugin.curate.meeting import PHONE
from tests.unit.plugin.sync.bench import Bench, make_bench


def test_words_from_notion_bring_no_refused_quote_back(tmp_path: Path) -> None:
    """Somebody adds to the paragraph in Notion that quotes it, and the desk does too: then no."""
    bench = make_bench(tmp_path)
    services, helen = bench.place.services, bench.place.actor("helen")
    piece = bench.released()
    note_id = next(e.note_id for e in piece.sources if e.note_id.startswith("phone"))
    number = quote_note(services, helen, piece.piece.id, note_id)
    bench.check(piece)
    bench.sync()
    block = next(each for each in bench.body(piece) if PHONE in each.text)
    bench.edit_block(block.id, f"{block.text} So it goes.")
    bench.rewrite(piece, narrative=f"{bench.whole(piece).newest.narrative} We agree.")
    bench.pause(60)
    bench.sync()
    (conflict,) = conflicts(bench)
    with services.db.begin() as tx:
        stored_quotes.refuse(tx, piece.piece.id, number)

    told = conflict_page(services, helen, conflict.id).told
    bench.pause(60)
    bench.sync()

    assert PHONE not in told.theirs + told.agreed
    assert "So it goes." in told.theirs
    assert conflicts(bench) == ()
    assert not any(PHONE in each.text for each in bench.body(piece))
    stories = [each.narrative for each in bench.whole(piece).wordings]
    assert PHONE not in "".join(stories)
    assert any(story.endswith("[…] So it goes.") for story in stories)  # nobody’s words are lost


def conflicts(bench: Bench) -> tuple[Conflict, ...]:
    with bench.place.services.db.read() as tx:
        return stored_links.open_conflicts(tx, bench.place.partnership.id)
