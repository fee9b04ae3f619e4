"""Chapter four: checked pieces live in Notion too; both sides are edited, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from plugin.curate import pieces as curate
from plugin.demo.context import DemoContext
from plugin.demo.report import of_vendor, writes
from plugin.domain.jobs import SYNC
from plugin.store import links
from plugin.sync import VIEWS, Synced


def meet_notion(demo_context: DemoContext) -> None:
    """Tell the fourth chapter."""
    narrator = demo_context.narrator
    narrator.chapter("4 · The partnership reads and edits in Notion", demo_context.services.now)
    first, calls = _carry(demo_context)
    demo_context.report.sync = {
        "pushed": first.pushed,
        "calls": len(calls),
        "least_calls": least_calls(first.rows, first.blocks_beyond_100, first.named_later),
    }
    narrator.say(f"{first.pushed} checked pieces are in Notion now. The third is not.")
    _edit_both_sides(demo_context)
    second, _ = _carry(demo_context)
    demo_context.report.pulled = {"edits": second.edits, "conflicts": second.conflicts}
    narrator.say(
        f"{second.edits} edit came back from Notion, as a wording that is not checked yet."
    )
    narrator.say(f"{second.conflicts} line was changed on both sides: it waits for a person.")
    _, calls = _carry(demo_context)
    demo_context.report.sync["second_run_writes"] = writes(calls)
    narrator.say("Carried once more: nothing had changed, so nothing was written.")
    _curate_there(demo_context)
    demo_context.report.notion = _counts_of_memory(demo_context)


def least_calls(rows: int, blocks_beyond_100: Iterable[int] = (), named_later: int = 0) -> int:
    """Return the calls that a first push cannot do without.

    What makes and reads the three data sources (1 page, 3 databases, 3 reads of their columns,
    2 renames of ways back: those of Communities and of Sessions, and 1 column of Memory that leads
    to Memory itself, which has no id before it is made; 1 asks how large the workspace is), one
    query each (3), the views of Memory
    (one call each, and 2 to see which are there), and per row one POST
    + ⌈(blocks − 100)/100⌉ appends; `blocks_beyond_100` are blocks − 100 of each page that has more.
    `named_later` are pieces that belong with one whose row is made after theirs: one PATCH each.
    """
    making, queries, views = 1 + 3 + 3 + 2 + 1 + 1, 3, 2 + len(VIEWS)
    appends = sum(-(-beyond // 100) for beyond in blocks_beyond_100)
    return making + queries + views + rows + appends + named_later


def _carry(demo_context: DemoContext) -> tuple[Synced, list[Mapping[str, Any]]]:
    stage, before = demo_context.stage, demo_context.stage.calls()
    with demo_context.narrator.meanwhile("Carrying pieces to Notion and back"):
        helen, partnership = demo_context.company.learning_partner, demo_context.company.partnership
        synced: Synced = stage.jobs.run(helen, SYNC, partnership.id)
    for message in synced.messages:
        demo_context.narrator.say(message)
    return synced, of_vendor(stage.pretend.calls(before), "notion")


def _edit_both_sides(demo_context: DemoContext) -> None:
    edits, pretend = demo_context.demo.sync, demo_context.stage.pretend
    who = edits.editor_in_notion
    retitled = _page_of(demo_context, edits.retitled)
    pretend.edit_notion_property(retitled, "Name", edits.title_in_notion, who)
    demo_context.narrator.say(
        f"Ruth gives a piece another title in Notion: “{edits.title_in_notion}”."
    )
    both = _page_of(demo_context, edits.edited_on_both_sides)
    pretend.edit_notion_property(both, "In one line", edits.line_in_notion, who)
    piece_id = demo_context.pieces[edits.edited_on_both_sides]
    newest = curate.whole_piece(demo_context.services, piece_id).newest
    helen = demo_context.company.learning_partner
    curate.write_wording(
        demo_context.services, helen, piece_id, newest.title, edits.line_here, newest.stored_story
    )
    demo_context.narrator.say("Ruth in Notion and Helen here change the same line of another.")


def _curate_there(demo_context: DemoContext) -> None:
    """Let Ruth say in Notion where a piece stands, and show that it stands so on the desk."""
    edits, pretend = demo_context.demo.sync, demo_context.stage.pretend
    page_id, piece_id = _page_of(demo_context, edits.retitled), demo_context.pieces[edits.retitled]
    for name, text in edits.curated_in_notion.items():
        pretend.edit_notion_property(page_id, name, text, edits.editor_in_notion)
    _carry(demo_context)
    whole = curate.whole_piece(demo_context.services, piece_id)
    reads = [*whole.judged.by_field.values(), *(each.name for each in whole.themes)]
    demo_context.narrator.say(
        f"Ruth curates it in Notion: {', '.join(edits.curated_in_notion.values())}. On its page "
        f"here it reads: {', '.join(text for text in reads if text)}."
    )


def _counts_of_memory(demo_context: DemoContext) -> dict[str, int]:
    """Count the columns and the views of Memory, as they are in Notion."""
    pretend, partnership = demo_context.stage.pretend, demo_context.company.partnership
    with demo_context.services.db.read() as tx:
        place = links.place(tx, partnership.id)
    if place is None or place.memory is None:
        return {"columns": 0, "views": 0}
    rows = pretend.notion_rows(place.memory.data_source_id)
    columns = {str(name) for row in rows for name in _properties(row)}
    views = pretend.notion_views(place.memory.data_source_id)
    return {"columns": len(columns), "views": len(views)}


def _properties(row: Mapping[str, object]) -> Mapping[str, object]:
    found = row["properties"]
    return found if isinstance(found, Mapping) else {}


def _page_of(demo_context: DemoContext, key: str) -> str:
    with demo_context.services.db.read() as tx:
        link = links.link_of(tx, demo_context.pieces[key])
    return link.notion_page_id if link else ""
