"""One's own notes by one's own link: changed and deleted until Close, then followed, taken back.

Until Close words that are replaced or deleted are forgotten, as on the board. From then on nothing
is edited any more: a note is taken back as a whole, at any time while it is here, with a receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.converse.dots_told import keep_dots_told
from plugin.converse.moderating import put_on_board, wait_again
from plugin.converse.own_page import CLOSED, holder
from plugin.converse.quiet_writing import keep_readiness
from plugin.domain.erasure_log import Went
from plugin.domain.exports import NamedExport
from plugin.domain.hidden_texts import hide
from plugin.domain.note_kinds import chosen_kind
from plugin.domain.notes import Note
from plugin.domain.overlap import lost_runs
from plugin.domain.pieces import PieceWhole
from plugin.domain.quiet_writing import QuietNote
from plugin.domain.returns import NOTE
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import StickyState, as_written, author_of, why_not_sent
from plugin.domain.talk_wishes import TalkWish, as_where, why_not_where
from plugin.domain.withdrawals import TakenBackBy
from plugin.errors import BadInput, NotHere
from plugin.govern.exported import exports_with
from plugin.govern.sticky_work import ask_for_sticky_work, take_sticky_off
from plugin.govern.withdrawal import take_back_in
from plugin.languages import lazy_gettext
from plugin.store import boards as stored_boards
from plugin.store import links as stored_links
from plugin.store import notes as stored_notes
from plugin.store import phone_stickies, quiet_notes, talk_wishes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.held_words import held_beside
from plugin.store.let_go import let_go, let_go_of_quiet
from plugin.store.services import Services
from plugin.store.sign_ins import hash_of

_NOT_OURS = lazy_gettext(
    "This note is not here. It was deleted, here or on the board, or the address is not complete. "
    "Nothing was changed."
)
_STILL_OPEN = lazy_gettext(
    "This session is still open: delete the note instead. Nothing was changed."
)
_ON_BOARD = lazy_gettext(
    "You wrote this note on the board. Nothing was changed. Change it or delete it there, until "
    "the session is closed."
)
_DAY_PASSED = lazy_gettext(
    "The day of this note has come, and nobody reads it any more. Nothing was changed. Write a new "
    "note, or delete this one."
)
_NO_TALK = lazy_gettext(
    "Nobody can be told of this note here. Nothing was changed. Talk to whoever runs the session."
)
_NOTHING_LEFT = lazy_gettext(
    "The words of this note are gone already. Nothing is left to take back."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNote:
    """A note as its writer sees it: where it went, and what was reached if it was taken back."""

    note: Note
    pieces: tuple[PieceWhole, ...]
    titles: Mapping[str, str]  # of the pieces, by id, as anybody may read them
    in_notion: frozenset[str]  # ids of those that have a page there
    boards: tuple[Session, ...]  # on which it lies as a card
    exports: tuple[NamedExport, ...]
    taken_back: tuple[datetime, Mapping[str, str]] | None
    sticky: StickyState | None  # what is still to be done on its board, as far as is known
    has_board: bool  # the session; without one there is no sticky to change or delete
    may_talk: bool = False  # whoever runs the session can be asked to talk about it
    is_to_talk: bool = False  # and was


def own_note(services: Services, session_id: str, token: str, note_id: str) -> OwnNote:
    """Return one's own note with where it went; raise NotHere for anybody else's."""
    with services.db.read() as tx:
        session, note = _own(tx, session_id, token, note_id)
        has_board = stored_boards.board(tx, session_id) is not None
        sticky = phone_stickies.sticky(tx, note_id) if has_board else None
        pieces = stored_pieces.pieces_of_note(tx, note_id)
        pages = stored_links.pages_of(tx, [each.piece.id for each in pieces]) if pieces else ()
        held = held_beside(tx, session.community_id) if pieces else None
        return OwnNote(
            note=note.as_of(services.today),
            pieces=pieces,
            titles={each.piece.id: hide(each.newest.title, held) for each in pieces},
            in_notion=frozenset(pages),
            boards=stored_boards.boards_with_card(tx, f"{NOTE}{note_id}"),
            exports=exports_with(tx, session, note),
            taken_back=stored_notes.withdrawal_of(tx, note_id),
            sticky=None if sticky is None else sticky.state,
            has_board=has_board,
            may_talk=_may_talk(services, tx, session, note),
            is_to_talk=talk_wishes.is_wished(tx, note_id),
        )


def change_note(
    services: Services, session_id: str, token: str, note_id: str, text: str, kind: str = ""
) -> str | None:
    """Give a note other words until Close; return the job for its sticky, None if there is none.

    `kind` is what its writer says that it is, empty where nothing is said. One that was returned,
    and keeps its words, is decided about anew. Raise BadInput after Close, or for what cannot be a
    note.
    """
    words = as_written(text)
    problem = why_not_sent(words)
    if problem is not None:
        raise BadInput(problem)
    with services.db.begin() as tx:
        note = _to_change(tx, session_id, token, note_id)
        quiet = _quiet(tx, note)
        is_returned = quiet is not None and quiet.returned_with is not None
        note = _said_to_be(tx, note, chosen_kind(kind, note.kind))
        if note.text is None or (words == note.text and not is_returned):
            return None
        if note.is_past_its_day(services.today):
            raise BadInput(_DAY_PASSED)
        if quiet is not None:
            own = replace(quiet, author_hash=note.author_hash or "", kind=note.kind)
            return _change_quiet(services, tx, own, words)
        let_go(tx, session_id, {note.id: lost_runs(note.text, words)}, services.now)
        note_gone(tx, Went.NOTE_FORGOTTEN, note.id)  # with its older words, by whatever restores
        stored_notes.save_note(tx, replace(note, text=words, seen_at=services.now))
        sticky = phone_stickies.sticky(tx, note_id)
        if sticky is not None and sticky.miro_item_id is not None:
            phone_stickies.save_sticky(tx, replace(sticky, state=StickyState.TO_CHANGE))
        return ask_for_sticky_work(services, tx, session_id)


def is_sent_again(services: Services, session_id: str, token: str, note_id: str, text: str) -> bool:
    """Say whether words are those of one's own note that was returned; raise NotHere."""
    with services.db.read() as tx:
        _, note = _own(tx, session_id, token, note_id)
        quiet = _quiet(tx, note)
    is_returned = quiet is not None and quiet.returned_with is not None
    return is_returned and as_written(text) == note.text


def delete_note(services: Services, session_id: str, token: str, note_id: str) -> str | None:
    """Forget a note until Close, without a trace of its words; return the job for its sticky."""
    with services.db.begin() as tx:
        note = _to_change(tx, session_id, token, note_id)
        if (quiet := _quiet(tx, note)) is not None:
            keep_readiness(services, tx, session_id)
            let_go_of_quiet(tx, quiet, "", services.now)
            quiet_notes.forget_quiet_note(tx, note.id)
            if phone_stickies.sticky(tx, note.id) is None:
                phone_stickies.let_sticky_lie(tx, note)  # the form does not bring it back
            return None
        if (session := stored_sessions.session(tx, session_id)) is not None:
            keep_dots_told(services, tx, session)
        let_go(tx, session_id, {note.id: (note.text or "",)}, services.now)
        job_id = take_sticky_off(services, tx, note)
        stored_notes.forget_note(tx, note.id)
    return job_id


def take_back_own(services: Services, session_id: str, token: str, note_id: str) -> tuple[str, ...]:
    """Take one's own note back after Close; return the jobs that go on with it. Twice is once.

    Raise BadInput while the session is open, or where the words went for another reason.
    """
    with services.db.begin() as tx:
        session, note = _own(tx, session_id, token, note_id)
        if stored_notes.withdrawal_of(tx, note_id) is not None:
            return ()
        if session.state is not SessionState.CLOSED:
            raise BadInput(_STILL_OPEN)
        if note.text is None:
            raise BadInput(_NOTHING_LEFT)
        _, sync_id = take_back_in(services, tx, note, session, TakenBackBy.WRITER)
        place_id = ask_for_sticky_work(services, tx, session_id)
    return tuple(each for each in (sync_id, place_id) if each is not None)


def ask_to_talk(services: Services, session_id: str, token: str, note_id: str, typed: str) -> None:
    """Let whoever runs the session know that a note's writer wants to talk before taking it back.

    Raise BadInput for a line that cannot be stored, or where nobody can be told.
    """
    where = as_where(typed)
    problem = why_not_where(where)
    if problem is not None:
        raise BadInput(problem)
    with services.db.begin() as tx:
        session, note = _own(tx, session_id, token, note_id)
        if not _may_talk(services, tx, session, note):
            raise BadInput(_NO_TALK)
        wish = TalkWish(note_id=note_id, session_id=session_id, where=where)
        talk_wishes.save(tx, wish, session.community_id)


def no_need_to_talk(services: Services, session_id: str, token: str, note_id: str) -> None:
    """Take the wish about one's own note back; twice is once."""
    with services.db.begin() as tx:
        _own(tx, session_id, token, note_id)
        talk_wishes.forget(tx, session_id, note_id)


def _may_talk(services: Services, tx: Tx, session: Session, note: Note) -> bool:
    """Say whether others see a note, and its session's key is here, with which the wish goes."""
    if note.text is None or note.is_past_its_day(services.today):
        return False
    has_begun = session.state is not SessionState.PLANNED
    has_key = stored_sessions.session_secret(tx, session.id) is not None
    return has_begun and has_key and stored_notes.note(tx, note.id) is not None


def _change_quiet(services: Services, tx: Tx, quiet: QuietNote, words: str) -> str | None:
    """Change a note that its writer alone sees; one that was returned goes on with other words."""
    changed = replace(quiet, text=words)
    if quiet.returned_with is not None and words == quiet.text:
        wait_again(tx, quiet)
        return None
    let_go_of_quiet(tx, quiet, words, services.now)
    if quiet.returned_with is not None:
        note_gone(tx, Went.NOTE_FORGOTTEN, quiet.id)  # with its older words
        changed = replace(changed, is_held_back=False, returned_with=None)
        if quiet.zone_code not in quiet_notes.quiet_boxes(tx, quiet.session_id):
            put_on_board(services, tx, changed)
            return ask_for_sticky_work(services, tx, quiet.session_id)
        keep_readiness(services, tx, quiet.session_id)
    quiet_notes.save_quiet_note(tx, changed)
    return None


def _said_to_be(tx: Tx, note: Note, kind: str) -> Note:
    """Store what a note is, and nothing else of it: its words stay whose they are."""
    if kind == note.kind or note.text is None:
        return note
    quiet, stored = _quiet(tx, note), stored_notes.note(tx, note.id)
    if quiet is not None:
        quiet_notes.save_quiet_note(tx, replace(quiet, kind=kind))
    elif stored is not None:
        stored_notes.save_note(tx, replace(stored, kind=kind))
    return replace(note, kind=kind)


def _own(tx: Tx, session_id: str, token: str, note_id: str) -> tuple[Session, Note]:
    session, notes = holder(tx, session_id, token)
    note = next((each for each in notes if each.id == note_id), None)
    if note is None:
        raise NotHere(_NOT_OURS)
    return session, note


def _quiet(tx: Tx, note: Note) -> QuietNote | None:
    """Return a note as it is kept while nobody else sees it; None once it was shown."""
    found = quiet_notes.quiet_notes(tx, note.session_id)
    return next((each for each in found if each.id == note.id), None)


def _to_change(tx: Tx, session_id: str, token: str, note_id: str) -> Note:
    session, note = _own(tx, session_id, token, note_id)
    secret = stored_sessions.session_secret(tx, session_id)
    if session.state is SessionState.CLOSED or secret is None:
        raise BadInput(CLOSED)
    if not note.is_by_phone:
        raise BadInput(_ON_BOARD)
    # What its writer writes anew is theirs again, as on the board.
    return replace(note, author_hash=SessionKey(secret).of_author(author_of(hash_of(token))))
