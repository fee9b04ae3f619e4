"""Finding words in kept notes and in wordings: one table, and one function that asks it.

Texts are stored folded (`blankness.fold`), and a word is looked for anywhere in them, so that
scripts without spaces and words inside compounds are found alike. Reading 100,000 short texts takes
some tens of milliseconds; nothing is kept of a text in an index that erasing would have to clean.
On PostgreSQL a trigram index serves the same condition, so that both databases find the same; its
`tsvector` would find whole words only. Only kept notes are here: held ones are never searched.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.piece_records import Wording
from plugin.domain.text_search import spellings
from plugin.store import tables as t
from plugin.store.database import Tx

NOTE, WORDING = "note", "wording"


def index_wording(tx: Tx, wording: Wording) -> None:
    """Make a new wording findable, without what it quotes; its piece must be stored."""
    community = sa.select(t.piece.c.community_id).where(t.piece.c.id == wording.piece_id)
    _index(tx, wording.id, WORDING, community, "\n".join(wording.kept))


def index_note(tx: Tx, note: Note) -> None:
    """Make a kept note findable with the words it has now; every other note is not to be found."""
    remove(tx, note.id)
    if _is_findable(note):
        community = sa.select(t.session.c.community_id).where(t.session.c.id == note.session_id)
        _index(tx, note.id, NOTE, community, note.text or "")


def index_new_notes(tx: Tx, notes: Sequence[Note]) -> None:
    """Make notes of one session findable of which nothing can be found yet, as `index_note`."""
    found = [each for each in notes if _is_findable(each)]
    if not found:
        return
    wanted = sa.select(t.session.c.community_id).where(t.session.c.id == found[0].session_id)
    community_id = tx.execute(wanted).scalar_one()
    rows = [
        {
            "owner_id": each.id,
            "kind": NOTE,
            "community_id": community_id,
            "words": fold(each.text or ""),
        }
        for each in found
    ]
    tx.execute(sa.insert(t.search_text), rows)


def forget(tx: Tx, owner_ids: Sequence[str]) -> None:
    """Let notes or wordings be found no more."""
    known = sa.delete(t.search_text).where(t.search_text.c.owner_id == sa.bindparam("its_id"))
    tx.execute(known, [{"its_id": each} for each in owner_ids])


def _is_findable(note: Note) -> bool:
    return note.text is not None and note.label is Label.M and note.is_on_desk


def remove(tx: Tx, owner_id: str) -> None:
    """Let a note or a wording be found no more."""
    tx.execute(sa.delete(t.search_text).where(t.search_text.c.owner_id == owner_id))


def folded_wordings(tx: Tx, community_id: str) -> dict[str, str]:
    """Return the folded words of every wording of a community, by the wording's id."""
    kept = t.search_text.c
    wanted = sa.select(kept.owner_id, kept.words).where(
        kept.kind == WORDING, kept.community_id == community_id
    )
    return {row.owner_id: row.words for row in tx.execute(wanted)}


def is_found(tx: Tx, owner_id: str) -> bool:
    """Say whether anything of a note or a wording can be found."""
    wanted = sa.select(t.search_text.c.owner_id).where(t.search_text.c.owner_id == owner_id)
    return tx.execute(wanted).first() is not None


def find_wordings(tx: Tx, terms: Sequence[str], community_ids: Collection[str]) -> frozenset[str]:
    """Return the ids of wordings of these communities in which every term stands."""
    rows = tx.execute(found(tx, WORDING, terms, community_ids)).all()
    return frozenset(row.owner_id for row in rows)


def found(
    tx: Tx, kind: str, terms: Sequence[str], community_ids: Collection[str]
) -> sa.Select[tuple[str]]:
    """Select the ids of notes or wordings in which every folded term stands; no term selects all.

    The ids that come back are of these communities only. Who may read what they name is for the
    caller to decide.
    """
    kept = t.search_text.c
    return sa.select(kept.owner_id).where(
        kept.kind == kind,
        kept.community_id.in_(list(community_ids)),
        *(_stands_in(tx, kept.words, term) for term in terms),
    )


def _stands_in(tx: Tx, words: sa.Column[str], term: str) -> sa.ColumnElement[bool]:
    if tx.dialect.name == "sqlite":
        return sa.or_(*(sa.func.instr(words, spelling) > 0 for spelling in spellings(term)))
    return sa.or_(*(words.contains(spelling, autoescape=True) for spelling in spellings(term)))


def _index(tx: Tx, owner_id: str, kind: str, community: sa.Select[Any], text: str) -> None:
    tx.execute(
        sa.insert(t.search_text).values(
            owner_id=owner_id, kind=kind, community_id=community.scalar_subquery(), words=fold(text)
        )
    )
