"""A large partnership: meetings with thousands of notes, and pieces that rest on them.

Rows are stored many at a time, as they would be after years of use; no rule is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.sessions import Session
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from plugin.store.database import Tx
from tests.world import World

MEETINGS, BOXES = 20, ("Z1", "Z2", "Z3", "Z4")
WORDS = ("lamp", "stairs", "phone", "form", "trust", "ward", "bed", "waiting", "evening", "home")
SLICE = 5_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much a partnership has."""

    notes: int
    pieces: int = 0
    meetings: int = MEETINGS


def fill(world: World, like: Session, size: Size, prefix: str = "large") -> None:
    """Let a community have met often since `like`, a closed session, whose rows are repeated."""
    with world.services.db.begin() as tx:
        sessions = tuple(_sessions(tx, like, size.meetings, prefix))
        ids = _notes(tx, world, sessions, size.notes, prefix)
        _pieces(tx, world, sessions, ids, size.pieces, prefix)


def _sessions(tx: Tx, like: Session, number: int, prefix: str) -> Iterator[Session]:
    columns = t.session.c
    row = tx.execute(sa.select(t.session).where(columns.id == like.id)).one()._mapping
    for each in range(number):
        session_id = f"{prefix}-s{each}"
        day = like.day - timedelta(days=7 * (each + 1))
        said = dict(row) | {"id": session_id, "day": day, "name": f"Meeting {each}"}
        tx.execute(sa.insert(t.session).values(**said))
        found = stored_sessions.session(tx, session_id)
        assert found is not None
        yield found


def _notes(
    tx: Tx, world: World, sessions: Sequence[Session], number: int, prefix: str
) -> tuple[str, ...]:
    ids = tuple(f"{prefix}-n{each}" for each in range(number))
    notes = (_note(world, sessions, each, note_id) for each, note_id in enumerate(ids))
    _insert(tx, t.note, notes)
    texts = (_found(world, note_id, "note", _text(each)) for each, note_id in enumerate(ids))
    _insert(tx, t.search_text, texts)
    return ids


def _note(world: World, sessions: Sequence[Session], number: int, note_id: str) -> dict[str, Any]:
    session = sessions[number % len(sessions)]
    is_held = _is_held(number) and session.held_until >= world.services.now.date()
    return {
        **{"id": note_id, "session_id": session.id, "zone_code": BOXES[number % len(BOXES)]},
        **{
            "label": "H" if is_held else "M",
            "kind": "note",
            "source": "miro",
            "text": _text(number),
        },
        **{"miro_item_id": note_id, "seen_at": world.services.now, "colour": "", "tags": []},
        **{"x": number % 100 * 10.0, "y": number // 100 * 10.0, "version": 1, "state": "here"},
        **{"is_waiting": False, "author_hash": None, "shown_author": "", "strand_id": None},
        **{"voice_id": f"{session.id}-v{number % 8}", "container_id": None},
        **{"erase_on": session.held_until if is_held else None, "gone_because": None},
    }


def _is_held(number: int) -> bool:
    """Say whether a note was held: it is a kept one here where its day has passed."""
    return number % len(BOXES) == len(BOXES) - 1


def _text(number: int) -> str:
    first, second = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) % len(WORDS)]
    return f"Note {number}: the {first} by the {second} has been so since spring {number % 97}."


def _pieces(
    tx: Tx,
    world: World,
    sessions: Sequence[Session],
    note_ids: Sequence[str],
    number: int,
    prefix: str,
) -> None:
    now = world.services.now
    ids = [f"{prefix}-p{each}" for each in range(number)]
    places = {"partnership_id": world.partnership.id, "community_id": world.community.id}
    made_at = now - timedelta(days=31)  # before they were read back: most of them are checked
    _insert(tx, t.piece, ({"id": each, **places, "made_at": made_at} for each in ids))
    _insert(tx, t.wording, (_wording(world, at, each) for at, each in enumerate(ids)))
    _insert(
        tx,
        t.search_text,
        (_found(world, f"{each}-w", "wording", _title(at)) for at, each in enumerate(ids)),
    )
    rests = (
        {
            **{"piece_id": piece_id, "note_id": note_ids[(3 * at + more) % len(note_ids)]},
            **{"session_id": sessions[(3 * at + more) % len(sessions)].id, "zone_code": "Z1"},
            **{"day": like_day(sessions, 3 * at + more), "voice": f"{piece_id}-{more}"},
        }
        for at, piece_id in enumerate(ids)
        for more in range(3)
    )
    _insert(tx, t.source, rests)
    _insert(tx, t.read_back, (_read(sessions, now, at, each) for at, each in enumerate(ids)))
    released = {"rung": "PARTNERSHIP", "asked_at": now, "from_when": now, "stopped_at": None}
    _insert(tx, t.release, ({"id": f"{each}-r", "piece_id": each, **released} for each in ids))
    _return(tx, sessions[0], prefix, ids[: -len(sessions)])


def _return(tx: Tx, session: Session, prefix: str, piece_ids: Sequence[str]) -> None:
    """Let the board of a session have brought back all pieces but the newest."""
    board = {"session_id": session.id, "miro_board_id": f"{prefix}-b", "name": "", "view_link": ""}
    tx.execute(sa.insert(t.board).values(**board))
    said = {"session_id": session.id, "title": "", "description": ""}
    rows = ({**said, "key": f"piece:{each}", "piece_id": each} for each in piece_ids)
    _insert(tx, t.returned, rows)


def like_day(sessions: Sequence[Session], at: int) -> Any:
    """Return the day of the meeting that a note with this number is of."""
    return sessions[at % len(sessions)].day


def _wording(world: World, number: int, piece_id: str) -> dict[str, Any]:
    return {
        **{"id": f"{piece_id}-w", "piece_id": piece_id, "number": 1, "title": _title(number)},
        **{"line": f"In one line, {number}.", "narrative": f"They ring each other.\n\n{number}."},
        **{"kind": "doubt", "family": "representation", "person": 2},
        **{"made_at": world.services.now - timedelta(days=30), "made_in": "here"},
    }


def _title(number: int) -> str:
    return f"What {WORDS[number % len(WORDS)]} number {number} is about"


def _read(sessions: Sequence[Session], now: Any, number: int, piece_id: str) -> dict[str, Any]:
    session = sessions[number % len(sessions)]
    return {
        **{"id": f"{piece_id}-b", "piece_id": piece_id, "wording_id": f"{piece_id}-w"},
        **{"session_id": session.id, "day": session.day, "objections": 0},
        **{"recorded_on": session.day, "met_until": now - timedelta(days=9)},
    }


def _found(world: World, owner_id: str, kind: str, text: str) -> dict[str, Any]:
    places = {"owner_id": owner_id, "kind": kind, "community_id": world.community.id}
    return {**places, "words": fold(text)}


def _insert(tx: Tx, table: sa.Table, rows: Iterator[Mapping[str, Any]]) -> None:
    found = [dict(each) for each in rows]
    for start in range(0, len(found), SLICE):
        tx.execute(sa.insert(table), found[start : start + SLICE])
