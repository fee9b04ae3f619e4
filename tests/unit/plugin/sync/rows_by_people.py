"""Rows that Ruth makes in Memory by hand, and what tests do with the pieces that come of them."""

from __future__ import annotations

from datetime import timedelta

from connectors.sandbox.notion.models import Page
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.values import write_value
from connectors.sandbox.people import notion_edits
from plugin.curate.changing_sources import add_notes
from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole, Rung
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth

TITLE, LINE = "What the ward does", "In one line, hers."
BODY = (
    ("paragraph", "We rang."),
    ("heading_2", "A heading"),
    ("bulleted_list_item", "First"),
    ("to_do", "Ask the ward"),
    ("embed", ""),
    ("quote", "Said"),
)
STORY = "We rang.\n\nA heading\n\nFirst\n\nAsk the ward\n\nSaid"


def row_of_ruth(
    bench: Bench,
    title: str = TITLE,
    line: str = LINE,
    kind: str = "Doubt",
    body: tuple[tuple[str, str], ...] = BODY,
    source_id: str = "",
) -> str:
    """Make a row with a body as a person does, and let two minutes pass; return its page id."""
    state, ruth = bench.state, Ruth(bench.state)
    page = Page(
        **state.stamp(ruth.id, source_id or bench.source_id()),
        values={"title": from_plain(title)} if title else {},
    )
    state.add(page)
    for name, text in (("In one line", line), ("What it is", kind)):
        if text:
            type_into(bench, page.id, name, text)
    for type, text in body:
        ruth.add(page.id, None, type, text)
    minutes_later(bench)
    return page.id


def type_into(bench: Bench, page_id: str, name: str, text: str) -> None:
    """Type into a column of any row, as Ruth."""
    page = notion_edits.find_page(bench.state, page_id)
    prop = notion_edits.find_named(bench.state, page, name)
    notion_edits.edit_property(bench.state, page, prop, text, "Ruth")


def choose_community(bench: Bench, page_id: str, community_id: str) -> None:
    """Choose a community in a row, as Ruth."""
    with bench.place.services.db.read() as tx:
        link = stored_links.link_of(tx, community_id)
    assert link is not None
    page = notion_edits.find_page(bench.state, page_id)
    prop = notion_edits.find_named(bench.state, page, "Community")
    write_value(bench.state, page, prop, [link.notion_page_id])
    bench.state.touch(page, bench.state.person_of("Ruth"))
    minutes_later(bench)


def minutes_later(bench: Bench) -> None:
    bench.place.clock.now += timedelta(minutes=2)


def pieces(bench: Bench) -> tuple[PieceWhole, ...]:
    with bench.place.services.db.read() as tx:
        return stored_pieces.pieces(tx, bench.place.partnership.id)


def taken(bench: Bench) -> PieceWhole:
    """Let Ruth make a row in a memory that is there, and sync; return its piece."""
    bench.sync()
    row_of_ruth(bench)
    bench.sync()
    minutes_later(bench)
    (whole,) = pieces(bench)
    return whole


def rest_on_notes(bench: Bench, piece: PieceWhole, *names: str) -> None:
    """Let a piece rest on notes of the bench's meeting, two unless they are named."""
    notes = [f"{name}-{bench.session.id}" for name in names or ("phone", "trust")]
    add_notes(bench.place.services, bench.place.actor("helen"), piece.piece.id, notes)


def released(bench: Bench, piece: PieceWhole) -> None:
    """Give a piece sources, have it checked, and let our partners read it."""
    rest_on_notes(bench, piece)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)


def values_of(bench: Bench, page_id: str) -> dict[str, str]:
    values = bench.notion.page(page_id).properties
    return {name: each.text or each.select or "" for name, each in values.items()}


def texts_of(bench: Bench, page_id: str) -> list[tuple[str, str]]:
    return [(each.type, each.text) for each in bench.notion.children(page_id)]


def link_or_none(bench: Bench, our_id: str) -> Link | None:
    with bench.place.services.db.read() as tx:
        return stored_links.link_of(tx, our_id)
