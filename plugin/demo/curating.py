"""Chapter three: kept notes become pieces; the group checks two of three, and only those travel."""

from __future__ import annotations

from datetime import timedelta

from plugin.convene import sessions as convene
from plugin.convene.template_files import read_template
from plugin.curate import pieces as curate
from plugin.curate import releasing
from plugin.curate.read_backs import record_piece_read_back
from plugin.demo.at_the_desk import look_again, look_closer
from plugin.demo.context import DemoContext
from plugin.demo.demo_file import PlannedPiece
from plugin.demo.sorting import piece_was_made, sort_notes
from plugin.domain.agreements import DAYS_TO_OBJECT, PAUSE_HOURS
from plugin.domain.days import short_day
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung, last_checked
from plugin.errors import Refused
from plugin.jobs.periodic_jobs import TIDY


def make_and_check(demo_context: DemoContext) -> None:
    """Tell the third chapter."""
    narrator, clock = demo_context.narrator, demo_context.stage.clock
    narrator.chapter(
        "3 · Notes become pieces, and the group checks them", demo_context.services.now
    )
    clusters = sort_notes(demo_context)
    look_closer(demo_context, clusters)
    for planned in demo_context.demo.pieces:
        demo_context.pieces[planned.key] = _make(demo_context, planned)
        _say_what_it_quotes(demo_context, planned.key)
        piece_was_made(demo_context, clusters[planned.key], demo_context.pieces[planned.key])
    look_again(demo_context)
    day = demo_context.demo.meeting("read_back").day
    clock.forward_to(day)
    demo_context.stage.jobs.run(OPERATOR, TIDY, TIDY)
    narrator.say(f"{short_day(day)}: what was held until today is erased, as the board said.")
    _read_back_together(demo_context)
    clock.forward_to(day + timedelta(days=DAYS_TO_OBJECT + 1))
    narrator.say("A week for objections has passed. Nobody objected.")
    released = [_release(demo_context, planned) for planned in demo_context.demo.pieces]
    clock.forward_to(clock().date() + timedelta(hours=PAUSE_HOURS, days=1))
    narrator.say("Two days of pause have passed. Nobody stopped it.")
    demo_context.report.desk["quotes"] = _agreed_quotes(demo_context)
    demo_context.report.curated = {
        "objects": len(demo_context.pieces),
        "checked": sum(
            _is_checked(demo_context, piece_id) for piece_id in demo_context.pieces.values()
        ),
        "released": released.count(True),
        "refused": released.count(False),
    }


def _make(demo_context: DemoContext, planned: PlannedPiece) -> str:
    helen, community = demo_context.company.learning_partner, demo_context.company.community
    made = curate.make_piece(
        demo_context.services,
        helen,
        community.id,
        [demo_context.notes[name] for name in planned.notes],
        planned.title,
        planned.line,
        planned.draft,
        read_template(demo_context.demo.meeting("stories").template or ""),
        against=[demo_context.notes[name] for name in planned.against],
    )
    demo_context.narrator.say(
        f"Helen makes a piece out of {len(planned.notes)} notes: “{planned.title}”."
    )
    if made.against:
        demo_context.narrator.say(
            "A note that belongs nowhere speaks against it, and stays beside the piece. In Notion "
            "it reads “Someone sees it otherwise”."
        )
    return made.piece.id


def _say_what_it_quotes(demo_context: DemoContext, key: str) -> None:
    whole = curate.whole_piece(demo_context.services, demo_context.pieces[key])
    for quote in whole.quotes_in(whole.newest):
        demo_context.narrator.say(f"It quotes a note: {quote.shown}")


def _agreed_quotes(demo_context: DemoContext) -> int:
    """Count the quotes of checked wordings that are shown, as the group agreed to them."""
    found = 0
    for piece_id in demo_context.pieces.values():
        whole = curate.whole_piece(demo_context.services, piece_id)
        check = last_checked(whole, demo_context.services.now)
        quotes = whole.quotes_in(check.wording) if check else ()
        found += sum(bool(each.words) for each in quotes)
    return found


def _read_back_together(demo_context: DemoContext) -> None:
    """Meet without a board, read two pieces aloud, and record what the group said."""
    sam = demo_context.company.facilitator
    session = demo_context.plan("read_back")
    convene.hold_without_board(demo_context.services, sam, session.id)
    for planned in demo_context.demo.pieces:
        if planned.is_read_back:
            piece_id = demo_context.pieces[planned.key]
            agreed = (planned.title, planned.line, planned.narrative)
            words = agreed if planned.drafted else None
            record_piece_read_back(demo_context.services, sam, piece_id, session.id, words)
            demo_context.narrator.say(f"Read back and agreed: “{planned.title}”.")


def _release(demo_context: DemoContext, planned: PlannedPiece) -> bool:
    """Try to let our partners read a piece; say why where it is refused."""
    helen, piece_id = demo_context.company.learning_partner, demo_context.pieces[planned.key]
    try:
        releasing.release(demo_context.services, helen, piece_id, Rung.PARTNERSHIP, NO_HARM)
    except Refused as refusal:
        demo_context.narrator.say(f"“{planned.title}” goes nowhere yet. {refusal}")
        return False
    demo_context.narrator.say(
        f"“{planned.title}” goes to our partners in two days, unless we stop it."
    )
    return True


def _is_checked(demo_context: DemoContext, piece_id: str) -> bool:
    return (
        last_checked(curate.whole_piece(demo_context.services, piece_id), demo_context.services.now)
        is not None
    )
