"""A learning partner who lives in Notion curates there, and finds all of it on the desk."""

from __future__ import annotations

from pathlib import Path

from connectors.sandbox.notion.values import write_value
from connectors.sandbox.people import notion_edits
from plugin.curate.themes import save_theme
from plugin.domain.pieces import PieceWhole
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.sync.rows_by_people import (
    LINE,
    TITLE,
    minutes_later,
    pieces,
    row_of_ruth,
    type_into,
)

CHOSEN = {
    "What it is": "Pattern",
    "Themes": "asked or not, waiting",
    "Where it stands": "Being tried",
    "How sure": "Seen more than once",
    "Look again on": "2027-02-01",
    "Boundary": "Something is at stake",
}
READS = ("Pattern", "Being tried · Seen more than once · Something is at stake", "1 February 2027")


def test_what_is_curated_in_notion_is_found_on_the_desk(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    services, helen = bench.place.services, bench.place.actor("helen")
    save_theme(
        services, helen, bench.place.community.id, "", "asked or not", "", "", is_for_partners=True
    )
    piece, other = bench.released("By phone"), bench.released("By form")
    bench.sync()

    for column, text in CHOSEN.items():
        bench.edit(piece, column, text)
    belongs_together(bench, piece, other)
    page_id = row_of_ruth(bench)
    type_into(bench, page_id, "Themes", "waiting")
    minutes_later(bench)
    bench.sync()

    page, written = desk(bench, piece), new_piece(bench)
    assert all(text in page for text in (*READS, "By form", "asked or not", "waiting"))
    assert "typed in Notion, nobody has decided yet" in page
    new = desk(bench, written)
    assert all(text in new for text in (TITLE, LINE, "Written in Notion", "waiting"))
    themes = bench.place.as_("helen").get(f"/c/{bench.place.community.id}/desk/themes").text
    assert "Typed in Notion on" in themes
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def belongs_together(bench: Bench, one: PieceWhole, other: PieceWhole) -> None:
    """Choose a row beside another one, as Ruth."""
    row = notion_edits.find_page(bench.state, bench.link(one).notion_page_id)
    column = notion_edits.find_named(bench.state, row, "Belongs with")
    write_value(bench.state, row, column, [bench.link(other).notion_page_id])
    bench.state.touch(row, bench.state.person_of("Ruth"))


def new_piece(bench: Bench) -> PieceWhole:
    return next(each for each in pieces(bench) if each.newest.title == TITLE)


def desk(bench: Bench, piece: PieceWhole) -> str:
    return bench.place.as_("helen").get(f"/pieces/{piece.piece.id}").text
