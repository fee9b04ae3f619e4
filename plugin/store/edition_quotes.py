"""Which editions repeat words of a note of their partnership, tidied or older words too.

People work in several groups of a partnership, so each edition is compared with the notes of all of
them, when it is stored and when it is read. A process remembers what it compared, as hashes alone:
the words of a session are not compared again until one of them came, went or changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.editions import Edition
from plugin.domain.overlap import digest_of, phrases_of
from plugin.domain.pieces import Piece
from plugin.store import tables as t
from plugin.store.database import Tx

_MOST_REMEMBERED = 20_000
_BETWEEN = "\n\N{SYMBOL FOR RECORD SEPARATOR}\n"
_COMPARED: dict[tuple[bytes, bytes], bool] = {}  # digests of a session's notes and of an edition
_ANSWERS: dict[tuple[bytes, bytes], bool] = {}  # digests of all notes and of an edition


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
    digests = _digests_of_notes(tx, partnership_id)
    notes = digest_of(sorted(each.hex() for each in digests.values()))
    keys = [(notes, digest_of([text])) for text in texts]
    _forget_if_many(_ANSWERS)
    new = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in _ANSWERS]
    found = _compare(tx, digests, {own: text for (_, own), text in new}) if new else {}
    _ANSWERS.update({(notes, own): is_quoting for own, is_quoting in found.items()})
    return [_ANSWERS[key] for key in keys]


def _compare(tx: Tx, digests: Mapping[str, bytes], new: Mapping[bytes, str]) -> dict[bytes, bool]:
    """Say of each text whether words of a note stand in it, looking at each session once."""
    found = dict.fromkeys(new, False)
    _forget_if_many(_COMPARED)
    for session_id, digest in digests.items():
        unknown = {own: text for own, text in new.items() if (digest, own) not in _COMPARED}
        if unknown:
            phrases = phrases_of(_texts_of(tx, session_id))
            for own, text in unknown.items():
                _COMPARED[digest, own] = phrases.stand_in(fold(text))
        for own in found:
            found[own] |= _COMPARED[digest, own]
    return found


def _texts_of(tx: Tx, session_id: str) -> Sequence[str]:
    wanted = _select_texts(t.note.c.session_id == session_id)
    return [row.text for row in tx.execute(wanted)]


def _digests_of_notes(tx: Tx, partnership_id: str) -> dict[str, bytes]:
    """Return a digest of the words of each session's notes, older ones too.

    Numbers would not do: a note can change and be as long as before. The database puts the words of
    a session together, which takes a fraction of reading them note by note.
    """
    every = _select_texts(t.session.c.partnership_id == partnership_id).subquery()
    together: sa.ColumnElement[str] = sa.func.aggregate_strings(every.c.text, _BETWEEN)
    if tx.dialect.name != "sqlite":  # which reads a table in one order, as long as it is the same
        in_order = sa.func.aggregate_strings(every.c.text, _BETWEEN)
        together = in_order.aggregate_order_by(every.c.id, every.c.version)
    wanted = sa.select(every.c.session_id, together.label("words")).group_by(every.c.session_id)
    return {row.session_id: digest_of([row.words]) for row in tx.execute(wanted)}


def _select_texts(which: sa.ColumnElement[bool]) -> sa.CompoundSelect[Any]:
    """Select the words of notes, tidied or not, and those that they had before."""
    notes = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    older = sa.join(notes, t.note_version, t.note_version.c.note_id == t.note.c.id)
    of, here = (t.note.c.session_id, t.note.c.id), which & t.note.c.text.is_not(None)
    return sa.union_all(
        sa.select(*of, t.note.c.version, t.note.c.text).select_from(notes).where(here),
        sa.select(*of, t.note_version.c.version, t.note_version.c.text)
        .select_from(older)
        .where(here),
    )


def _forget_if_many(remembered: dict[Any, bool]) -> None:
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()
