"""The daily tidy: erases what is due and forgets the keys of sessions whose window has ended.

It can run as often as anybody likes: it looks at days, not at when it last ran. A key of a session
that is still open stays: without it nobody could fold who wrote what, so such a session is closed
first, by `capture.closing.close_overdue`. Links and sign-ins that are used, ended or too old are
deleted a day later, links to object when their days are over, and reasons of objections once these
are settled; who made a link for whom is known for a year, what was written to vendors and what a
sync did for a month, and who opened what for ninety days.

What a legal hold keeps is not erased, and is taken off the desk instead: nobody reads it longer.

It works in slices, each a transaction of its own: whoever writes meanwhile waits for one alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import inf
from time import monotonic

from plugin.domain.access_log import LOG_IS_KEPT
from plugin.domain.checking import is_settled
from plugin.domain.complaint_log import ANSWERED_IS_KEPT
from plugin.domain.days import short_day
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.people import Actor
from plugin.domain.pieces import is_answered, words_read
from plugin.errors import Refused
from plugin.govern.early_notes import NEVER_OPENED_IS_KEPT
from plugin.govern.sticky_work import take_sticky_off
from plugin.govern.told_words import words_elsewhere
from plugin.govern.withdrawal import confirm_erased
from plugin.store import (
    access_log,
    api_requests,
    api_tokens,
    chosen_sessions,
    complaint_log,
    miro_links,
    note_texts,
    passed_on_links,
    passphrases,
    past_day,
    plain_digests,
    pulse,
    quiet_notes,
    sign_ins,
    sync_runs,
)
from plugin.store import exports as stored_exports
from plugin.store import gone_words as stored_gone_words
from plugin.store import intents as stored_intents
from plugin.store import notes as stored_notes
from plugin.store import objections as stored_objections
from plugin.store import pieces as stored_pieces
from plugin.store import questions as stored_questions
from plugin.store import reminders as stored_reminders
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.let_go import let_go_of_due_things, let_go_of_quiet
from plugin.store.services import Services

UNUSED_SIGN_IN_LASTS = timedelta(days=14)
SIGN_IN_LASTS = timedelta(days=60)
PROVIDER_SIGN_IN_LASTS = timedelta(hours=12)  # a working day; then the provider is asked again
_ENDED_STAYS = timedelta(days=1)
_LINK_IS_NAMED = timedelta(days=365)
_WRITES_ARE_KEPT = timedelta(days=30)
_A_SLICE, _ROWS_A_SLICE = 20, 1_000
_A_SLICE_LASTS_S = 0.05  # a note that is begun within it is erased to its end


@dataclass(frozen=True, slots=True)
class Tidied:
    """What a tidy did, in counts; unconfirmed means that the next one finishes the erasing."""

    erased_left: int
    erased_held: int
    keys_forgotten: int
    is_confirmed: bool = True
    closed: int = 0  # sessions that nobody had closed; counted by `use_cases.tidy`


def tidy(services: Services, actor: Actor) -> Tidied:
    """Erase notes that left the board seven days ago and held ones at their date; forget keys."""
    if not actor.is_operator:
        raise Refused("Only the administrator can tidy. Nothing was changed.")
    left, held = _erase_due(services)
    _take_off_kept(services)
    _drop_older(services)
    with services.db.begin() as tx:
        _forget_due_beside_notes(services, tx)
    keys = _forget_keys(services)
    with services.db.begin() as tx:
        _forget_sign_ins(services, tx)
    with services.db.begin() as tx:
        _forget_reasons(services, tx)
    _forget_writes(services)
    _forget_syncs(services)
    _put_keyed_digests(services)
    return Tidied(left, held, keys, confirm_erased(services))


def tidy_in(services: Services, tx: Tx) -> Tidied:
    """Erase and forget what is due, in a transaction that somebody else opened."""
    due = _erase(services, tx, None)
    _take_off(services, tx, None)
    note_texts.drop_older_due(tx, services.today, None, services.now)
    _forget_due_beside_notes(services, tx)
    keys = sum(
        stored_sessions.forget_session_secret(tx, each) for each in _with_old_keys(services, tx)
    )
    _forget_sign_ins(services, tx)
    _forget_reasons(services, tx)
    plain_digests.put_keyed_ones(tx)
    left = sum(note.state is NoteState.LEFT_BOARD for note in due)
    return Tidied(left, len(due) - left, keys)


def _erase(services: Services, tx: Tx, most: int | None) -> tuple[Note, ...]:
    """Erase what is due and return it: all, or `most` notes and as many as a slice has time for."""
    until = inf if most is None else monotonic() + _A_SLICE_LASTS_S
    erased: list[Note] = []
    for note in stored_notes.due(tx, services.today, most):
        if erased and monotonic() > until:
            break
        if note.is_by_phone:  # its sticky is Hedgerow's, and goes with it
            take_sticky_off(services, tx, note)
        stored_notes.erase_note(tx, note, NoteState.ERASED, _reason(note), services.now)
        erased.append(note)
    return tuple(erased)


def _forget_due_beside_notes(services: Services, tx: Tx) -> None:
    """Erase notes that their writers alone see, and what people would change, on their day."""
    today = services.today
    for each in quiet_notes.due(tx, today):
        let_go_of_quiet(tx, each, "", services.now, is_their_day=True)
    quiet_notes.forget_due(tx, today)
    quiet_notes.forget_never_opened(tx, today - NEVER_OPENED_IS_KEPT, today)
    let_go_of_due_things(tx, today, services.now)
    open_too_long = [e.id for e in stored_sessions.unclosed(tx) if e.held_until <= today]
    pulse.forget_due_in_open(tx, open_too_long, today)
    passphrases.forget_unused(tx)
    stored_gone_words.forget_runs(tx, today)


def _erase_due(services: Services) -> tuple[int, int]:
    """Erase what is due, a few notes a transaction; return how many had left a board, how many not.

    Others write between two slices, and whatever dies leaves the rest to the next tidy.
    """
    left = held = 0
    while True:
        with services.db.begin() as tx:
            due = _erase(services, tx, _A_SLICE)
        gone = sum(note.state is NoteState.LEFT_BOARD for note in due)
        left, held = left + gone, held + len(due) - gone
        if not due:
            return left, held


def _take_off(services: Services, tx: Tx, most: int | None) -> int:
    """Let nobody read what a hold keeps past its day; return how many notes were taken off."""
    found = past_day.kept_past_day(tx, services.today, most)
    for note in found:
        if note.is_by_phone:  # the board shows it no longer than without the hold
            take_sticky_off(services, tx, note)
        past_day.take_off(tx, note, services.now)
    return len(found)


def _take_off_kept(services: Services) -> None:
    taken = _A_SLICE
    while taken == _A_SLICE:
        with services.db.begin() as tx:
            taken = _take_off(services, tx, _A_SLICE)


def _drop_older(services: Services) -> None:
    """Erase older held words whose note stays: its writer moved it on with other words."""
    dropped = _A_SLICE
    while dropped == _A_SLICE:
        with services.db.begin() as tx:
            dropped = note_texts.drop_older_due(tx, services.today, _A_SLICE, services.now)


def _forget_keys(services: Services) -> int:
    """Forget the keys of sessions whose window has ended, one a transaction; return how many."""
    with services.db.read() as tx:
        over = _with_old_keys(services, tx)
    keys = 0
    for session_id in over:
        with services.db.begin() as tx:
            keys += stored_sessions.forget_session_secret(tx, session_id)
    return keys


def _with_old_keys(services: Services, tx: Tx) -> list[str]:
    waiting = {session.id for session in stored_sessions.unclosed(tx)}
    return [
        session.id
        for session in chosen_sessions.with_key(tx)
        if session.take_back_until < services.today and session.id not in waiting
    ]


def _forget_writes(services: Services) -> None:
    """Forget writes to vendors that were closed a month ago, some a transaction."""
    while True:
        with services.db.begin() as tx:
            if not stored_intents.forget_closed(tx, services.now - _WRITES_ARE_KEPT, _ROWS_A_SLICE):
                return


def _forget_syncs(services: Services) -> None:
    """Forget what syncs did a month ago, some a transaction; the last of each partnership stays."""
    gone = _ROWS_A_SLICE
    while gone == _ROWS_A_SLICE:
        with services.db.begin() as tx:
            gone = sync_runs.forget_old(tx, services.now - sync_runs.KEPT_FOR, _ROWS_A_SLICE)


def _put_keyed_digests(services: Services) -> None:
    """Let no plain hash of words that went stay from before."""
    with services.db.read() as tx:
        are_left = plain_digests.are_left(tx)
    if are_left:
        with services.db.begin() as tx:
            plain_digests.put_keyed_ones(tx)


def _forget_sign_ins(services: Services, tx: Tx) -> None:
    now = services.now
    sign_ins.forget_old(tx, now - _ENDED_STAYS, now - UNUSED_SIGN_IN_LASTS, now - SIGN_IN_LASTS)
    passed_on_links.forget_old(tx, now - _LINK_IS_NAMED)
    miro_links.forget_old_codes(tx, now)
    api_tokens.forget_over(tx, now)
    api_requests.forget_before(tx, now - _ENDED_STAYS)
    stored_objections.drop_old_links(tx, now)
    stored_exports.drop_old_contents(tx, now)
    stored_reminders.forget_due(tx, services.today)
    complaint_log.forget_answered_before(tx, services.today - ANSWERED_IS_KEPT)
    access_log.forget_before(tx, services.today - LOG_IS_KEPT)


def _forget_reasons(services: Services, tx: Tx) -> None:
    """Erase why people objected, or what they would say, once nobody has to answer it any more."""
    for read_back_id, piece_id in stored_objections.with_reasons(tx):
        whole = stored_pieces.piece(tx, piece_id)
        read = next(each for each in whole.read_backs if each.id == read_back_id) if whole else None
        if whole is None or read is None or is_answered(whole, read, services.now):
            stored_objections.drop_reasons(tx, read_back_id)
    for question_id, piece_id in stored_questions.with_words(tx):
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None or is_settled(whole, question_id, services.now):
            those = stored_pieces.pieces_with_its_words(tx, piece_id)
            kept_in = [words for each in those for words in words_read(each, services.now)]
            if whole is not None:
                said = [e for a in stored_questions.answers(tx, question_id) for e in a.texts]
                kept_in += words_elsewhere(services, tx, whole.piece.community_id, said)
            stored_questions.drop_words(tx, question_id, kept_in)


def _reason(note: Note) -> str:
    if note.state is NoteState.LEFT_BOARD:
        return "It left the board after the session, and seven days have passed."
    day = f" until {short_day(note.erase_on)}" if note.erase_on else ""
    if note.label is not Label.H:
        return f"The group keeps its notes{day}, and that day has come."
    return f"It was held{day}, and that day has come."
