"""Brings notes by phone to their board: places, changes and deletes their stickies, exactly once.

Stickies are made in bulk under an intent that knows each note's words as a keyed hash. What an
earlier run sent without hearing the answer is looked for among the stickies that stand for no note;
only then is anything made again. Changing and deleting set values, and can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from connectors.errors import NotThereOrNotShared
from connectors.miro.client import BULK, MiroClient
from connectors.miro.new_items import NewSticky
from plugin import intents
from plugin.converse.placed import which_arrived
from plugin.converse.sticky_places import spot
from plugin.domain.notes import Note
from plugin.domain.remote_writes import Intent
from plugin.domain.sent_notes import PLACE_NOTES, SentNote, read_sent, sent_as_json
from plugin.domain.session_keys import SessionKey
from plugin.domain.taking_part import Sticky, StickyState
from plugin.intents import ArrivalWait, WaitPolicy, alone_with, writing_alone
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import phone_stickies
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services
from schemas.miro import Item

_ONE_AT_A_TIME = "notes by phone"
_MOST_ROUNDS = 100  # of 20 notes each; whatever is left is asked for again


@dataclass(frozen=True, slots=True)
class _Board:
    """The board of a session: its id, the key of the session, and its boxes by zone code."""

    session_id: str
    miro_board_id: str
    key: SessionKey
    frames: Mapping[str, str]


def place_notes(services: Services, miro: MiroClient, session_id: str, waits: WaitPolicy) -> int:
    """Do what is to be done on a session's board for notes by phone; return how many came new.

    Nothing is done where there is no board yet. Raise ConnectorError, NotNow as any remote work.
    """
    with alone_with(services, session_id):
        board = _board_of(services, session_id)
        if board is None:
            return 0
        _settle_left(services, miro, board, ArrivalWait(waits))
        made = 0
        sizes: dict[str, tuple[float, float]] = {}
        for _ in range(_MOST_ROUNDS):
            _delete(services, miro, board)
            _change(services, miro, board)
            came = _place_some(services, miro, board, sizes)
            if not came:
                break
            made += came
        _delete(services, miro, board)
        return made


def _board_of(services: Services, session_id: str) -> _Board | None:
    with services.db.read() as tx:
        board = stored_boards.board(tx, session_id)
        secret = stored_sessions.session_secret(tx, session_id)
        frames = stored_boards.frame_zones(tx, session_id)
    if board is None or secret is None:
        return None
    by_zone = {code: item_id for item_id, code in frames.items()}
    return _Board(session_id, board.miro_board_id, SessionKey(secret), by_zone)


def _settle_left(services: Services, miro: MiroClient, board: _Board, waiting: ArrivalWait) -> None:
    """Close every write that was left: with the stickies it made, or as one that never arrived."""
    for intent in intents.left_behind(services, board.session_id):
        if intent.kind != PLACE_NOTES:
            continue
        sent = read_sent(intent.payload)

        def look(sent: Sequence[SentNote] = sent) -> Mapping[str, Item] | None:
            return _arrived(services, miro, board, sent)

        found = waiting.find(intent, services.now, look)
        if found is None:
            intents.drop(services, intent)
        else:
            _adopt(services, board, intent, sent, found)


def _adopt(
    services: Services,
    board: _Board,
    intent: Intent,
    sent: Sequence[SentNote],
    found: Mapping[str, Item],
) -> None:
    def settle(tx: Tx) -> Mapping[str, object]:
        _link(tx, services.today, board, sent, found)
        return {"made": len(found), "found": "on the board"}

    intents.adopt(services, intent, settle)


def _arrived(
    services: Services, miro: MiroClient, board: _Board, sent: Sequence[SentNote]
) -> Mapping[str, Item] | None:
    """Return the stickies of what was sent, by note; None where they are not on the board."""
    with services.db.read() as tx:
        notes = stored_notes.notes(tx, board.session_id)
        stickies = phone_stickies.stickies(tx, board.session_id)
        placed = stored_boards.placed_items(tx, board.session_id)
    known = placed.keys() | {each.miro_item_id for each in notes}
    known |= {each.miro_item_id for each in stickies}
    free = [each for each in miro.stickies(board.miro_board_id) if each.id not in known]
    return which_arrived(sent, free, board.key)


def _delete(services: Services, miro: MiroClient, board: _Board) -> None:
    for sticky in _in_state(services, board, StickyState.TO_DELETE):
        if sticky.miro_item_id is not None:
            _taken_off(miro, board, sticky.miro_item_id)
        with writing_alone(services) as tx:
            # Its note may have come back meanwhile: then its sticky is to be made again.
            if phone_stickies.sticky(tx, sticky.note_id) == sticky:
                phone_stickies.save_sticky(tx, replace(sticky, state=StickyState.DELETED))


def _taken_off(miro: MiroClient, board: _Board, item_id: str) -> None:
    try:
        miro.delete_item(board.miro_board_id, item_id)
    except NotThereOrNotShared:
        return  # somebody else deleted it before


def _change(services: Services, miro: MiroClient, board: _Board) -> None:
    for sticky in _in_state(services, board, StickyState.TO_CHANGE):
        with services.db.read() as tx:
            note = stored_notes.note(tx, sticky.note_id)
        if note is None or sticky.miro_item_id is None:
            continue
        if note.text is None or not note.may_be_read(services.today):
            continue  # the daily tidy takes its sticky off
        now = StickyState.PLACED
        try:
            miro.change_sticky(board.miro_board_id, sticky.miro_item_id, note.text)
        except NotThereOrNotShared:
            now = StickyState.TO_PLACE  # its writer changed it since: it is wanted on the board
        with writing_alone(services) as tx:
            _settle_change(tx, sticky, note, now)


def _settle_change(tx: Tx, sticky: Sticky, sent: Note, now: StickyState) -> None:
    """Store what came of a change, unless its writer changed or deleted the note meanwhile."""
    current, note = phone_stickies.sticky(tx, sent.id), stored_notes.note(tx, sent.id)
    if current != sticky or note is None or note.text != sent.text:
        return
    item_id = sticky.miro_item_id if now is StickyState.PLACED else None
    phone_stickies.save_sticky(tx, replace(sticky, state=now, miro_item_id=item_id))
    if item_id is None:
        stored_notes.save_note(tx, replace(note, miro_item_id=None))


def _in_state(services: Services, board: _Board, state: StickyState) -> Iterator[Sticky]:
    with services.db.read() as tx:
        found = phone_stickies.stickies(tx, board.session_id, (state,))
    yield from found


def _place_some(
    services: Services, miro: MiroClient, board: _Board, sizes: dict[str, tuple[float, float]]
) -> int:
    """Place up to a bulk of notes, in an order that tells nothing; return how many."""
    batch, used = _to_place(services, board)
    if not batch:
        return 0
    sent, asked = [], []
    for note in batch:
        frame_id = board.frames[note.zone_code]
        if frame_id not in sizes:
            sizes[frame_id] = _size(miro.item(board.miro_board_id, frame_id))
        at = spot(next(used[note.zone_code]), *sizes[frame_id])
        words = note.text or ""
        sent.append(SentNote(note.id, board.key.of_words(words), frame_id, at.x, at.y))
        asked.append(NewSticky(text=words, x=at.x, y=at.y, parent_id=frame_id))

    def settle(tx: Tx, made: tuple[Item, ...]) -> Mapping[str, object]:
        found = {each.note_id: item for each, item in zip(sent, made, strict=True)}
        _link(tx, services.today, board, sent, found)
        return {"made": len(made)}

    intents.write(
        services,
        kind=PLACE_NOTES,
        subject=board.session_id,
        key=_ONE_AT_A_TIME,  # no note's id: this row says when it was sent
        payload=sent_as_json(sent),
        send=lambda: miro.create_items(board.miro_board_id, asked),
        settle=settle,
    )
    return len(sent)


def _to_place(services: Services, board: _Board) -> tuple[list[Note], Mapping[str, Iterator[int]]]:
    """Return some notes that are to be placed, and for each box the numbers of free spots."""
    with services.db.read() as tx:
        waiting = phone_stickies.notes_to_place(tx, board.session_id)
        lying = phone_stickies.lying_in_boxes(tx, board.session_id) if waiting else {}
    found = [
        note
        for note in waiting
        if note.may_be_read(services.today) and note.zone_code in board.frames
    ]
    random.SystemRandom().shuffle(found)
    return found[:BULK], {each.zone_code: count(lying.get(each.zone_code, 0)) for each in found}


def _size(frame: Item) -> tuple[float, float]:
    return frame.width or 0.0, frame.height or 0.0


def _link(
    tx: Tx,
    today: date,
    board: _Board,
    sent: Sequence[SentNote],
    found: Mapping[str, Item],
) -> None:
    """Link stickies to their notes; what was changed or deleted meanwhile is still to be done.

    A note whose day came meanwhile is not to be read on the board either.
    """
    notes = stored_notes.notes_by_id(tx, [each.note_id for each in sent])
    stickies, linked = [], []
    for each in sent:
        item_id, note = found[each.note_id].id, notes.get(each.note_id)
        state = StickyState.PLACED
        if note is None or note.text is None or not note.may_be_read(today):
            state = StickyState.TO_DELETE
        elif board.key.of_words(note.text) != each.words_hash:
            state = StickyState.TO_CHANGE
        sticky = Sticky(
            note_id=each.note_id,
            session_id=board.session_id,
            state=state,
            miro_item_id=item_id,
        )
        stickies.append(sticky)
        if note is not None and note.text is not None:
            linked.append(replace(note, miro_item_id=item_id, x=each.x, y=each.y))
    phone_stickies.save_stickies(tx, stickies)
    stored_notes.change_notes(tx, linked)
