"""Takes out of pieces what people do not want in them: their notes, or words of their answers.

Words travel when a piece is split or joined, so that both are taken out of every piece that has
them, in the transaction in which somebody says so.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.questions import LEFT_OUT, Answer
from plugin.store import exports as stored_exports
from plugin.store import gone_words as stored_gone_words
from plugin.store import notes as stored_notes
from plugin.store import reviews
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.piece_steps import pieces_with_its_words

_SOURCE = t.source.c


def leave_out(tx: Tx, piece_id: str, note_id: str, at: datetime) -> None:
    """Take a note out of a piece for its writer, and of all that were split or joined with it.

    They are looked at again, and quote it no more.
    """
    note = stored_notes.note(tx, note_id)
    older = (each.text for each in stored_notes.versions(tx, note_id))
    texts = [text for text in ((note.text if note else None), *older) if text]
    for each in sorted(pieces_with_its_words(tx, piece_id)):
        stands = stored_gone_words.remember_in(tx, each, note_id, texts)
        of_it = (_SOURCE.piece_id == each) & (_SOURCE.note_id == note_id)
        rests = tx.execute(sa.select(_SOURCE.note_id).where(of_it)).first() is not None
        if stands or rests:
            reviews.open_review(tx, each, note_id, at)
        if rests:
            gone = sa.update(t.source).where(of_it)
            tx.execute(gone.values(gone_because=LEFT_OUT, voice=None))
            note_gone(tx, Went.LEFT_OUT, note_id, piece=each)
    stored_exports.drop_contents_beside(tx, piece_id)


def left_out_of(tx: Tx, piece_ids: Collection[str]) -> frozenset[str]:
    """Return the notes that their writers did not want in one of these pieces."""
    own = _SOURCE.piece_id.in_(list(piece_ids)) & (_SOURCE.gone_because == LEFT_OUT)
    return frozenset(tx.execute(sa.select(_SOURCE.note_id).where(own)).scalars())


def leave_out_what_was_left_out(tx: Tx, piece_id: str, at: datetime) -> None:
    """Take out of pieces that were joined what its writer left out of one of them."""
    those = pieces_with_its_words(tx, piece_id)
    here = _SOURCE.piece_id.in_(list(those)) & _SOURCE.gone_because.is_(None)
    stays = tx.execute(sa.select(_SOURCE.note_id).where(here)).scalars().all()
    for note_id in sorted(left_out_of(tx, those) & set(stays)):
        leave_out(tx, piece_id, note_id, at)


def take_words_out(tx: Tx, piece_id: str, answer: Answer, at: datetime) -> None:
    """Take words of an answer out of every piece in which they stand, for whoever gave it.

    Those are looked at again, under a name that no note has: which note is theirs is told to
    nobody.
    """
    own = answer.link_hash[:40]
    wanted = sa.select(t.piece.c.community_id).where(t.piece.c.id == piece_id)
    community_id = tx.execute(wanted).scalar_one()
    found = stored_gone_words.remember_beside(tx, community_id, {own: [answer.words]})
    for each in sorted({piece_id, *(stands for stands, _ in found)}):
        reviews.open_review(tx, each, own, at)
    same = t.answer.c.link_hash == answer.link_hash
    tx.execute(sa.update(t.answer).where(same).values(words="", told_words=""))
    stored_exports.drop_contents_beside(tx, piece_id)
    note_gone(tx, Went.WORDS_TAKEN_OUT, answer.question_id, hash=answer.link_hash)
