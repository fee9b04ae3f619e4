"""What a stricter agreement does to sessions that are planned, open or closed already.

A shorter life and a stricter way with names hold for what is there; nothing is ever loosened: what
a board said when people wrote stays the most that happens to their notes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plugin.domain.agreements import Agreement, tightened
from plugin.domain.communities import Community
from plugin.domain.days import begin_of
from plugin.domain.notes import A_MEMBER, Note
from plugin.domain.pieces import Release, Rung, rung_at, waiting_release
from plugin.domain.sessions import Session, SessionState
from plugin.domain.webhooks import Happened
from plugin.govern.side_tables import fold_side_tables
from plugin.store import exports as stored_exports
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store import webhooks as stored_webhooks
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.store.shorter_lives import bring_forward


def tighten_past(tx: Tx, services: Services, community_id: str, agreement: Agreement) -> int:
    """Let earlier sessions of a group obey what is stricter now; return how many changed.

    Notes whose day has come by this are erased by the next tidy.
    """
    changed = 0
    for session in stored_sessions.sessions(tx, community_id):
        board = session.on_board
        if board is None or tightened(board.policy, agreement) == board.policy:
            continue
        policy = tightened(board.policy, agreement)
        now = replace(session, on_board=replace(board, policy=policy))
        stored_sessions.save_session(tx, now)
        _tighten_notes(tx, session, now)
        bring_forward(tx, now)
        stored_exports.drop_contents(tx, session.id)  # one that waits says what may not be said now
        changed += 1
    return changed


def take_down_beyond(tx: Tx, services: Services, community: Community, agreement: Agreement) -> int:
    """Take pieces back that went, or are about to go, further than their group agrees now.

    Return how many these are.
    """
    furthest, now, changed = agreement.details.furthest, services.now, 0
    if furthest is Rung.PUBLIC:
        return changed
    for whole in stored_pieces.pieces(tx, community.partnership_id, community.id):
        piece_id, pausing = whole.piece.id, waiting_release(whole.releases, now)
        is_out = rung_at(whole.releases, now).value > furthest.value
        is_going = pausing is not None and pausing.rung.value > furthest.value
        if pausing is not None and is_going:
            stored_pieces.stop_release(tx, pausing.id, now)
        if is_out:
            down = Release(
                id=services.new_id(), piece_id=piece_id, rung=furthest, asked_at=now, from_when=now
            )
            stored_pieces.take_down(tx, down)
            changed_here = (community.partnership_id, Happened.READERS_CHANGED, piece_id)
            stored_webhooks.tell(tx, *changed_here, now)
        changed += is_out or is_going
    return changed


def _tighten_notes(tx: Tx, before: Session, now: Session) -> None:
    is_closed = now.state is SessionState.CLOSED
    hides = is_closed and _hides(now) and not _hides(before)
    for note in stored_notes.notes(tx, now.id):
        changed = _with_shorter_life(note, now)
        if is_closed and _attribution(before) != _attribution(now):
            changed = replace(changed, shown_author=A_MEMBER) if note.text else changed
        if hides:
            changed = _without_moment(changed, now.day)
        if changed != note:
            stored_notes.save_note(tx, changed)
    if hides:
        stored_notes.cut_versions_to(tx, now.id, begin_of(now.day))
        fold_side_tables(tx, now, has_new_notes=True)


def _with_shorter_life(note: Note, session: Session) -> Note:
    """Return a note with the day on which it goes, where that is earlier now."""
    if note.text is None:
        return note
    days = [day for day in (note.erase_on, session.erases_on(note.label)) if day is not None]
    return replace(note, erase_on=min(days)) if days else note


def _without_moment(note: Note, day: date) -> Note:
    midnight = begin_of(day)
    if note.text is None:
        return replace(note, seen_at=midnight)
    return replace(note, seen_at=midnight, colour="", tags=())


def _hides(session: Session) -> bool:
    return session.policy is not None and session.policy.hides_moments


def _attribution(session: Session) -> object:
    return session.policy.attribution if session.policy else None
