"""Chapter five: what became of the words comes back to the group, and others see what they may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from plugin.demo.meeting import leaks_of, needles
from plugin.demo.theatre import Theatre
from plugin.domain.people import Actor
from plugin.errors import NotHere, Refused
from plugin.memory.search import readable_piece
from plugin.store.ground import Ground


def bring_back(theatre: Theatre) -> None:
    """Tell the fifth chapter."""
    teller, company = theatre.teller, theatre.company
    theatre.stage.clock.forward_to(theatre.demo.meeting("next").day - timedelta(days=7))
    teller.chapter("5 · The words come back to the next board", theatre.ground.now)
    session = theatre.plan("next")
    built, _ = theatre.build(session)
    placed = cards_on(theatre, built.miro_board_id)
    teller.say(f"{placed} cards in its first box bring back what became of it all.")
    sponsor = pieces_seen(theatre.ground, company.sponsor, theatre.pieces.values())
    stranger = pieces_seen(theatre.ground, company.stranger, theatre.pieces.values())
    teller.say(f"The sponsor looks, and reads {sponsor} checked pieces, and nothing else.")
    teller.say(f"Somebody of another partnership looks, and reads {stranger or 'nothing'}.")
    theatre.report.returns = {"placed": placed}
    theatre.report.seen = {"sponsor": sponsor, "stranger": stranger}


def cards_on(theatre: Theatre, miro_board_id: str) -> int:
    """Count the cards that lie on a board, as the sandbox stores it."""
    boards = theatre.stage.pretend.miro_state()["boards"]
    found = boards if isinstance(boards, list) else []
    items = (item for board in found if board["id"] == miro_board_id for item in board["items"])
    return sum(item["type"] == "card" for item in items)


def pieces_seen(ground: Ground, actor: Actor, piece_ids: Iterable[str]) -> int:
    """Count those of the pieces that somebody can read, by asking for each."""
    return sum(_can_read(ground, actor, piece_id) for piece_id in piece_ids)


def look_for_leaks(theatre: Theatre) -> None:
    """Search everything of ours, at the end, for what must not be there; say what came of it."""
    wanted = {
        f"{file.name}: {name}": text
        for file in theatre.files.values()
        for name, text in needles(file, "after_the_story").items()
    }
    theatre.report.leaks += leaks_of(theatre.stage, theatre.company, wanted)
    if theatre.report.leaks:
        theatre.teller.say("Words were found where they must not be:")
        for leak in theatre.report.leaks:
            theatre.teller.say(f"· {leak}")
        return
    theatre.teller.say(
        f"{len(wanted)} texts that must be nowhere were looked for everywhere: none was found."
    )


def _can_read(ground: Ground, actor: Actor, piece_id: str) -> bool:
    try:
        readable_piece(ground, actor, piece_id)
    except (NotHere, Refused):
        return False
    return True
