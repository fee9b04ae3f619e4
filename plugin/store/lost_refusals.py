"""What people refused in every piece of a group, known by a hash of the words, or by the note.

Words for others are, as soon as somebody objects to them. So is what was refused after a backup was
made, where the restored database has no row of it: an objection to words, a no to them by a link,
or to a note in a piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.own_texts import refusal_hash
from plugin.domain.questions import LEFT_OUT, AnswerKind
from plugin.store import identifier_decisions
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.objections import letters_of_wording
from plugin.store.side_tables import to_the_day

_LOST = t.lost_refusal.c


def refuse_words(
    tx: Tx, new_id: str, community_id: str, words: str | Sequence[str], at: datetime
) -> None:
    """Store that words were refused, by their hash, or by several where they can be quoted.

    A group that is not here refuses nothing.
    """
    for number, each in enumerate([words] if isinstance(words, str) else words):
        own = f"{new_id}.{number}" if number else new_id
        _add(tx, own, community_id, at, words_hash=each)


def refuse_note(tx: Tx, new_id: str, community_id: str, note_id: str, at: datetime) -> None:
    """Store that the writer of a note did not want it in a piece that is not here."""
    _add(tx, new_id, community_id, at, note_id=note_id)


def hash_of_wording(tx: Tx, wording_id: str) -> dict[str, Any]:
    """Return what the log keeps of refused words: hashes of them, and their group.

    Where they quote a note there is more than one: typed, they say the same.
    """
    piece = t.piece.c
    wanted = sa.select(piece.community_id, piece.partnership_id).join(t.wording)
    row = tx.execute(wanted.where(t.wording.c.id == wording_id)).one()
    known = {row.partnership_id: identifier_decisions.known_in(tx, row.partnership_id)}
    letters = letters_of_wording(tx, wording_id, known)
    hashes = sorted(refusal_hash(row.community_id, each) for each in letters)
    return {"community": row.community_id, "words": hashes[0] if len(hashes) == 1 else hashes}


def hash_of_text(community_id: str, text: str) -> dict[str, str]:
    """Return what the log keeps of a text that somebody refused in a group."""
    return {"community": community_id, "words": refusal_hash(community_id, text)}


def unshared_in(tx: Tx, partnership_ids: Collection[str]) -> dict[str, Phrases]:
    """Return what no name that goes outside tells, by partnership; none where nothing is unwanted.

    That are notes which their writers left out of a piece, and words of answers: people who read
    the name beside another piece would read what they did not want shared.
    """
    piece, said = t.piece.c, t.answer.c
    here = piece.partnership_id.in_(list(partnership_ids))
    left = sa.join(t.piece, t.source, t.source.c.piece_id == piece.id)
    group, lost = t.community.c, t.lost_refusal.c
    lost_here = sa.join(t.community, t.lost_refusal, lost.community_id == group.id)
    answers = sa.join(t.piece, t.question, t.question.c.piece_id == piece.id)
    asked = answers.join(t.answer, said.question_id == t.question.c.id)
    is_unshared = (said.kind == AnswerKind.NOT_SHARED.value) & (said.told_words != "")
    older = t.note_version.c
    texts = ((t.note.c.text, t.note.c.id), (older.text, older.note_id))
    wanted = sa.union(
        *(
            sa.select(piece.partnership_id, words.label("words"))
            .select_from(left.join(words.table, own == t.source.c.note_id))
            .where(here, t.source.c.gone_because == LEFT_OUT, words.is_not(None))
            for words, own in texts
        ),
        *(
            sa.select(group.partnership_id, words.label("words"))
            .select_from(lost_here.join(words.table, own == lost.note_id))
            .where(group.partnership_id.in_(list(partnership_ids)), words.is_not(None))
            for words, own in texts
        ),
        sa.select(piece.partnership_id, said.told_words)
        .select_from(asked)
        .where(here, is_unshared),
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for partnership_id, words in tx.execute(wanted):
        found[partnership_id].append(words)
    return {each: phrases_of(texts) for each, texts in found.items()}


def is_unshared(tx: Tx, community_id: str, name: str) -> bool:
    """Say whether a name of a group tells what somebody did not want shared."""
    of = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    unwanted = unshared_in(tx, tx.execute(of).scalars().all())
    return any(each.stand_in(fold(name)) for each in unwanted.values())


def _add(tx: Tx, new_id: str, community_id: str, at: datetime, **what: str) -> None:
    here = sa.select(t.community.c.id).where(t.community.c.id == community_id)
    known = sa.select(_LOST.id).where(
        _LOST.community_id == community_id, *(_LOST[name] == value for name, value in what.items())
    )
    if tx.execute(here).first() is not None and tx.execute(known).first() is None:
        values = {"id": new_id, "community_id": community_id, "at": to_the_day(at), **what}
        tx.execute(sa.insert(t.lost_refusal).values(values))
