"""Chapter five: what became of the words comes back to the group, and others see what they may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from plugin.demo.context import DemoContext
from plugin.demo.meeting import leaks_of, needles
from plugin.demo.own_design import make_own_design
from plugin.domain.people import Actor
from plugin.errors import NotHere, Refused
from plugin.memory.search import readable_piece
from plugin.store.services import Services


def bring_back(demo_context: DemoContext) -> None:
    """Tell the fifth chapter."""
    narrator, company = demo_context.narrator, demo_context.company
    demo_context.stage.clock.forward_to(demo_context.demo.meeting("next").day - timedelta(days=7))
    narrator.chapter("5 · The words come back to the next board", demo_context.services.now)
    session = demo_context.plan("next", make_own_design(demo_context))
    built, _ = demo_context.build(session)
    demo_context.next_session = session
    placed = cards_on(demo_context, built.miro_board_id)
    narrator.say(f"{placed} cards in its first box bring back what became of it all.")
    sponsor = pieces_seen(demo_context.services, company.sponsor, demo_context.pieces.values())
    stranger = pieces_seen(demo_context.services, company.stranger, demo_context.pieces.values())
    narrator.say(f"The sponsor looks, and reads {sponsor} checked pieces, and nothing else.")
    narrator.say(f"Somebody of another partnership looks, and reads {stranger or 'nothing'}.")
    demo_context.report.returns = {"placed": placed}
    demo_context.report.seen = {"sponsor": sponsor, "stranger": stranger}


def cards_on(demo_context: DemoContext, miro_board_id: str) -> int:
    """Count the cards that lie on a board, as the sandbox stores it."""
    boards = demo_context.stage.pretend.miro_state()["boards"]
    found = boards if isinstance(boards, list) else []
    items = (item for board in found if board["id"] == miro_board_id for item in board["items"])
    return sum(item["type"] in ("card", "app_card") for item in items)


def pieces_seen(services: Services, actor: Actor, piece_ids: Iterable[str]) -> int:
    """Count those of the pieces that somebody can read, by asking for each."""
    return sum(_can_read(services, actor, piece_id) for piece_id in piece_ids)


def look_for_leaks(demo_context: DemoContext) -> None:
    """Search everything of ours, at the end, for what must not be there; say what came of it."""
    wanted = {
        f"{file.name}: {name}": text
        for file in demo_context.files.values()
        for name, text in needles(file, "after_the_story").items()
    }
    demo_context.report.leaks += leaks_of(demo_context.stage, demo_context.company, wanted)
    if demo_context.report.leaks:
        demo_context.narrator.say("Words were found where they must not be:")
        for leak in demo_context.report.leaks:
            demo_context.narrator.say(f"· {leak}")
        return
    demo_context.narrator.say(
        f"{len(wanted)} texts that must be nowhere were looked for everywhere: none was found."
    )


def _can_read(services: Services, actor: Actor, piece_id: str) -> bool:
    try:
        readable_piece(services, actor, piece_id)
    except (NotHere, Refused):
        return False
    return True
