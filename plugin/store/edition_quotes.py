"""Which editions repeat words of a note of their partnership, tidied or older words too.

People work in several groups of a partnership, so each edition is compared with the notes of all of
them, when it is stored and when it is read. A process remembers what it compared, as hashes alone:
the notes are not read again until one of them came, went or changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from plugin.domain.editions import Edition
from plugin.domain.overlap import phrases_of
from plugin.domain.pieces import Piece
from plugin.domain.text_search import fold
from plugin.store import tables as t
from plugin.store.database import Tx

_MOST_REMEMBERED = 20_000
_COMPARED: dict[tuple[bytes, bytes], bool] = {}  # digests of a session's notes and of an edition
_Asked = tuple[str, tuple[Any, ...], bytes]  # a partnership, its notes, a digest of the text
_ANSWERS: dict[_Asked, bool] = {}


def editions_quoting(
    tx: Tx, pieces: Iterable[Piece], editions: Mapping[str, Sequence[Edition]]
) -> defaultdict[str, list[str]]:
    """Return, by piece, its editions that repeat words of a note; those nobody reads are left."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    partnership_of = {each.id: each.partnership_id for each in pieces}
    asked: defaultdict[str, list[Edition]] = defaultdict(list)
    for piece_id, own in editions.items():
        for each in own:
            if each.agreed is not None and not each.objections:
                asked[partnership_of[piece_id]].append(each)
    for partnership_id, own in asked.items():
        texts = ["\n".join(each.texts) for each in own]
        for each, is_quoting in zip(own, _quoting(tx, partnership_id, texts), strict=True):
            if is_quoting:
                found[each.piece_id].append(each.id)
    return found


def quotes_a_note(tx: Tx, partnership_id: str, text: str) -> bool:
    """Say whether words of a note of a partnership stand in a text."""
    return _quoting(tx, partnership_id, [text])[0]


def _quoting(tx: Tx, partnership_id: str, texts: Sequence[str]) -> list[bool]:
    notes = _state_of_notes(tx, partnership_id)
    keys = [(partnership_id, notes, _digest([text])) for text in texts]
    _forget_if_many(_ANSWERS)
    new = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in _ANSWERS]
    if new:
        _ANSWERS.update(_compare(tx, new))
    return [_ANSWERS[key] for key in keys]


def _compare(tx: Tx, new: Sequence[tuple[_Asked, str]]) -> dict[_Asked, bool]:
    """Return of each text whether words of a note stand in it, looking at each session once."""
    found = dict.fromkeys((key for key, _ in new), False)
    for digest, notes in _notes_by_session(tx, new[0][0][0]):
        phrases = None
        for key, text in new:
            both = (digest, key[2])
            if both not in _COMPARED:
                phrases = phrases or phrases_of(notes)
                _forget_if_many(_COMPARED)
                _COMPARED[both] = phrases.stand_in(fold(text))
            found[key] |= _COMPARED[both]
    return found


def _notes_by_session(tx: Tx, partnership_id: str) -> Iterator[tuple[bytes, Sequence[str]]]:
    """Yield the words of the notes of each session, older ones too, with a digest of them."""
    here = (t.session.c.partnership_id == partnership_id) & t.note.c.text.is_not(None)
    notes = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    older = sa.join(notes, t.note_version, t.note_version.c.note_id == t.note.c.id)
    of = (t.note.c.session_id, t.note.c.id)
    wanted = sa.union_all(
        sa.select(*of, t.note.c.text).select_from(notes).where(here),
        sa.select(*of, t.note_version.c.text).select_from(older).where(here),
    )
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for session_id, _, text in sorted(map(tuple, tx.execute(wanted))):
        texts[session_id].append(text)
    return ((_digest(own), own) for own in texts.values())


def _state_of_notes(tx: Tx, partnership_id: str) -> tuple[Any, ...]:
    """Return numbers of which one changes with the notes of a partnership."""
    note = t.note.c
    numbers = (
        sa.func.count(),
        sa.func.sum(note.version),
        sa.func.sum(sa.func.length(note.text)),
    )
    notes = sa.join(t.note, t.session, t.session.c.id == note.session_id)
    where = (t.session.c.partnership_id == partnership_id) & note.text.is_not(None)
    return tuple(tx.execute(sa.select(*numbers).select_from(notes).where(where)).one())


def _digest(texts: Sequence[str]) -> bytes:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).digest()


def _forget_if_many(remembered: dict[Any, bool]) -> None:
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()
