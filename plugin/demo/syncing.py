"""Chapter four: checked pieces live in Notion too; both sides are edited, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin import jobs
from plugin.curate import pieces
from plugin.demo.report import of_vendor, writes
from plugin.demo.theatre import Theatre
from plugin.store import links
from plugin.sync.plan import least_calls
from plugin.sync.run import Synced


def meet_notion(theatre: Theatre) -> None:
    """Tell the fourth chapter."""
    teller = theatre.teller
    teller.chapter("4 · The partnership reads and edits in Notion", theatre.ground.now)
    first, calls = _carry(theatre)
    theatre.report.sync = {
        "pushed": first.pushed,
        "calls": len(calls),
        "least_calls": least_calls(first.rows, first.blocks_beyond_100, first.named_later),
    }
    teller.say(f"{first.pushed} checked pieces are in Notion now. The third is not.")
    _edit_both_sides(theatre)
    second, _ = _carry(theatre)
    theatre.report.pulled = {"edits": second.edits, "conflicts": second.conflicts}
    teller.say(f"{second.edits} edit came back from Notion, as a wording that is not checked yet.")
    teller.say(f"{second.conflicts} line was changed on both sides: it waits for a person.")
    _, calls = _carry(theatre)
    theatre.report.sync["second_run_writes"] = writes(calls)
    teller.say("Carried once more: nothing had changed, so nothing was written.")


def _carry(theatre: Theatre) -> tuple[Synced, list[Mapping[str, Any]]]:
    stage, before = theatre.stage, theatre.stage.calls()
    with theatre.teller.meanwhile("Carrying pieces to Notion and back"):
        helen, partnership = theatre.company.learning_partner, theatre.company.partnership
        synced = jobs.carry_to_notion(stage.house, helen, partnership.id)
    for message in synced.messages:
        theatre.teller.say(message)
    return synced, of_vendor(stage.pretend.calls(before), "notion")


def _edit_both_sides(theatre: Theatre) -> None:
    edits, pretend = theatre.demo.sync, theatre.stage.pretend
    who = edits.editor_in_notion
    retitled = _page_of(theatre, edits.retitled)
    pretend.edit_notion_property(retitled, "Name", edits.title_in_notion, who)
    theatre.teller.say(f"Ruth gives a piece another title in Notion: “{edits.title_in_notion}”.")
    both = _page_of(theatre, edits.edited_on_both_sides)
    pretend.edit_notion_property(both, "In one line", edits.line_in_notion, who)
    piece_id = theatre.pieces[edits.edited_on_both_sides]
    newest = pieces.whole_piece(theatre.ground, piece_id).newest
    helen = theatre.company.learning_partner
    pieces.write_wording(
        theatre.ground, helen, piece_id, newest.title, edits.line_here, newest.narrative
    )
    theatre.teller.say("Ruth in Notion and Helen here change the same line of another.")


def _page_of(theatre: Theatre, key: str) -> str:
    with theatre.ground.db.read() as tx:
        link = links.link_of(tx, theatre.pieces[key])
    return link.notion_page_id if link else ""
