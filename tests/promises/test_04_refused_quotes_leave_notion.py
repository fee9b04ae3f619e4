"""Promise 4 in Notion: a refused quote comes back neither as typed words nor on a page of ours."""

from __future__ import annotations

from pathlib import Path

from plugin.curate.conflicts import conflict_page
from plugin.curate.quoting import quote_note
from plugin.domain.links import Take
from plugin.domain.outside import readable_outside
from plugin.store import links as stored_links
from plugin.store import quotes as stored_quotes
from tests.unit.plugin.curate.meeting import PHONE
from tests.unit.plugin.sync.bench import make_bench


def test_words_from_notion_bring_no_refused_quote_back(tmp_path: Path) -> None:
    """Somebody adds to the paragraph in Notion that quotes it, and Notion's words are chosen."""
    bench = make_bench(tmp_path)
    services, helen = bench.place.services, bench.place.actor("helen")
    piece = bench.released()
    note_id = next(e.note_id for e in piece.sources if e.note_id.startswith("phone"))
    number = quote_note(services, helen, piece.piece.id, note_id)
    bench.check(piece)
    bench.sync()
    with services.db.begin() as tx:
        stored_quotes.refuse(tx, piece.piece.id, number)
    block = next(each for each in bench.body(piece) if PHONE in each.text)
    bench.edit_block(block.id, f"{block.text} So it goes.")
    bench.pause(60)
    bench.sync()
    with services.db.read() as tx:
        (conflict,) = stored_links.open_conflicts(tx, bench.place.partnership.id)

    told = conflict_page(services, helen, conflict.id).told
    bench.settle(conflict, Take.THEIRS)

    assert PHONE not in told.theirs + told.agreed
    assert "So it goes." in told.theirs
    assert bench.whole(piece).newest.narrative.endswith("[…] So it goes.")
    bench.check(piece)
    out = readable_outside(bench.whole(piece), bench.place.clock())
    assert out is not None
    assert PHONE not in out.wording.narrative
