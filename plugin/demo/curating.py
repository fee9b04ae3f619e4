"""Chapter three: kept notes become pieces; the group checks two of three, and only those travel."""

from __future__ import annotations

from datetime import timedelta

from plugin import jobs
from plugin.convene import sessions as convene
from plugin.convene.template_files import read_template
from plugin.curate import pieces
from plugin.curate.read_backs import record_piece_read_back
from plugin.demo.demo_file import PlannedPiece
from plugin.demo.theatre import Theatre
from plugin.domain.agreements import DAYS_TO_OBJECT, PAUSE_HOURS
from plugin.domain.days import short_day
from plugin.domain.pieces import Rung, last_checked
from plugin.errors import Refused


def make_and_check(theatre: Theatre) -> None:
    """Tell the third chapter."""
    teller, clock = theatre.teller, theatre.stage.clock
    teller.chapter("3 · Notes become pieces, and the group checks them", theatre.ground.now)
    for planned in theatre.demo.pieces:
        theatre.pieces[planned.key] = _make(theatre, planned)
    day = theatre.demo.meeting("read_back").day
    clock.forward_to(day)
    jobs.tidy(theatre.stage.house)
    teller.say(f"{short_day(day)}: what was held until today is erased, as the board said.")
    _read_back_together(theatre)
    clock.forward_to(day + timedelta(days=DAYS_TO_OBJECT))
    teller.say("A week for objections has passed. Nobody objected.")
    released = [_release(theatre, planned) for planned in theatre.demo.pieces]
    clock.forward_to(clock().date() + timedelta(hours=PAUSE_HOURS, days=1))
    teller.say("Two days of pause have passed. Nobody stopped it.")
    theatre.report.curated = {
        "objects": len(theatre.pieces),
        "checked": sum(_is_checked(theatre, piece_id) for piece_id in theatre.pieces.values()),
        "released": released.count(True),
        "refused": released.count(False),
    }


def _make(theatre: Theatre, planned: PlannedPiece) -> str:
    helen, community = theatre.company.learning_partner, theatre.company.community
    made = pieces.make_piece(
        theatre.ground,
        helen,
        community.id,
        [theatre.notes[name] for name in planned.notes],
        planned.title,
        planned.line,
        planned.draft,
        read_template(theatre.demo.meeting("stories").template or ""),
    )
    theatre.teller.say(f"Helen makes a piece out of {len(planned.notes)} notes: “{planned.title}”.")
    return made.piece.id


def _read_back_together(theatre: Theatre) -> None:
    """Meet without a board, read two pieces aloud, and record what the group said."""
    sam = theatre.company.facilitator
    session = theatre.plan("read_back")
    convene.hold_without_board(theatre.ground, sam, session.id)
    for planned in theatre.demo.pieces:
        if planned.is_read_back:
            piece_id = theatre.pieces[planned.key]
            agreed = (planned.title, planned.line, planned.narrative)
            words = agreed if planned.drafted else None
            record_piece_read_back(theatre.ground, sam, piece_id, session.id, words)
            theatre.teller.say(f"Read back and agreed: “{planned.title}”.")


def _release(theatre: Theatre, planned: PlannedPiece) -> bool:
    """Try to let our partners read a piece; say why where it is refused."""
    helen, piece_id = theatre.company.learning_partner, theatre.pieces[planned.key]
    try:
        pieces.release(theatre.ground, helen, piece_id, Rung.PARTNERSHIP)
    except Refused as refusal:
        theatre.teller.say(f"“{planned.title}” goes nowhere yet. {refusal}")
        return False
    theatre.teller.say(f"“{planned.title}” goes to our partners in two days, unless we stop it.")
    return True


def _is_checked(theatre: Theatre, piece_id: str) -> bool:
    return (
        last_checked(pieces.whole_piece(theatre.ground, piece_id), theatre.ground.now) is not None
    )
