"""Where words of notes that are gone still stand in wordings, so that they come back nowhere.

The words themselves are not kept: only from where to where they stand in a wording that a group
still reads. Every new wording of the partnership is compared with these places when it is stored:
people work in several of its groups, and sponsors read them all. Five words in a row count, as for
held notes (`domain.overlap`); of a shorter note, people judge.

Of words that stood in other texts of curators, which are emptied, keyed digests are kept for as
long as a form may be open or somebody goes by what they remember (`REMEMBERED_FOR`). The key is
the server's, and in no backup.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases, Runs, lost_runs, phrases_of, places_in, words_at
from plugin.domain.piece_records import Wording
from plugin.store import search
from plugin.store import tables as t
from plugin.store.database import Tx, key_of, today_of

REMEMBERED_FOR = timedelta(days=90)
_OF_TEXTS = "gone from a text"  # under it words stand of which nobody says whose they were
_AT_ONCE = 500

UNSEEN = "written before a note went"  # in place of its id, where nobody knows which


def remember_beside(
    tx: Tx, community_id: str, gone: Mapping[str, Sequence[str]]
) -> set[tuple[str, str]]:
    """Store in which wordings of a group’s partnership texts stand; return pieces with ids."""
    found: set[tuple[str, str]] = set()
    known = {
        note_id: [text for text in texts if _can_be_known(text)] for note_id, texts in gone.items()
    }
    everything = "\n".join(text for texts in known.values() for text in texts)
    if not everything:
        return found
    groups, told = neighbours(tx, community_id), []
    for each in groups:
        for wording_id, folded in search.folded_wordings(tx, each).items():
            if not places_in(everything, folded):
                continue
            told.append(folded)
            for note_id, texts in known.items():
                if mark(tx, wording_id, note_id, texts, folded):
                    found.add((_piece_of(tx, wording_id), note_id))
    # Places go with their wordings where a backup is put back that did not have these.
    remember_runs(tx, groups, phrases_of(everything.split("\n")), told)
    return found


def pieces_telling(tx: Tx, community_id: str, texts: Iterable[str]) -> frozenset[str]:
    """Return the pieces of a group’s partnership that tell some of these texts, in any wording."""
    phrases, kept = phrases_of(texts), t.search_text.c
    wanted = (
        sa.select(t.wording.c.piece_id, kept.words)
        .join(t.search_text, kept.owner_id == t.wording.c.id)
        .where(kept.kind == search.WORDING)
        .where(kept.community_id.in_(select_neighbours(community_id)))
    )
    rows = tx.execute(wanted) if phrases.by_anchor or phrases.short else ()
    return frozenset(row.piece_id for row in rows if phrases.stand_in(row.words))


def remember_in(tx: Tx, piece_id: str, note_id: str, texts: Sequence[str]) -> bool:
    """Store where texts of a note stand in a piece, from which it is left out; say if they do."""
    wanted = sa.select(t.wording.c.id, t.piece.c.community_id).join(t.piece)
    rows = tx.execute(wanted.where(t.wording.c.piece_id == piece_id)).all()
    folded = search.folded_wordings(tx, rows[0].community_id) if rows else {}
    marked = [mark(tx, row.id, note_id, texts, folded.get(row.id, "")) for row in rows]
    return any(marked)


def suspect(tx: Tx, wording: Wording, note_id: str, before: Iterable[Wording]) -> None:
    """Store that what is new in a wording may be words of a note that went before it was seen.

    Nobody can compare it any more, so that nothing of it counts as written by hand.
    """
    _mark_new(tx, wording, note_id, "\n".join(text for each in before for text in each.kept))


def suspect_unseen(tx: Tx, wording: Wording, community_id: str) -> None:
    """Do so for one that was written in Notion before some note went, nobody knows which.

    What stands in another wording of the partnership was compared when its words went.
    """
    known = [
        words
        for each in neighbours(tx, community_id)
        for own, words in search.folded_wordings(tx, each).items()
        if own != wording.id
    ]
    _mark_new(tx, wording, UNSEEN, "\n".join(known))


def _mark_new(tx: Tx, wording: Wording, note_id: str, known: str) -> None:
    told = "\n".join(wording.kept)
    mark(tx, wording.id, note_id, lost_runs(told, known), fold(told))


def compare(tx: Tx, wording: Wording) -> None:
    """Store what a new wording repeats; it can be found already."""
    folded = fold("\n".join(wording.kept))
    community = sa.select(t.piece.c.community_id).where(t.piece.c.id == wording.piece_id)
    community_id = tx.execute(community).scalar_one()
    for note_id, texts in _known(tx, community_id).items():
        mark(tx, wording.id, note_id, texts, folded)
    stand = _runs(tx, community_id).in_text(folded)
    _add_places(tx, wording.id, _OF_TEXTS, {(each.start, each.end) for each in stand})


def stand_in(tx: Tx, community_id: str, texts: Iterable[str]) -> bool:
    """Say whether words that went from a group, or one beside it, stand in some texts."""
    return phrases_gone(tx, community_id).stand_in(fold("\n".join(texts)))


def phrases_gone(tx: Tx, community_id: str) -> Phrases:
    """Return what nothing new of a group may repeat."""
    known = _known(tx, community_id).values()
    phrases = phrases_of(text for found in known for text in found)
    return replace(phrases, runs=_runs(tx, community_id))


def held_texts_gone(tx: Tx, community_id: str) -> dict[str, tuple[str, ...]]:
    """Return words of held notes that went, and stand in wordings of a partnership, by session."""
    known, note = _known(tx, community_id), t.note.c
    wanted = sa.select(note.id, note.session_id)
    wanted = wanted.where(note.id.in_(list(known)), note.label == Label.H.value)
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in tx.execute(wanted) if known else ():
        found[row.session_id] += tuple(known[row.id])
    return found


def remember_runs(
    tx: Tx, community_ids: Collection[str], phrases: Phrases, texts: Iterable[str]
) -> None:
    """Know for a while what of these phrases stood in texts that are emptied, but not the words."""
    letters = {run for text in texts for run in phrases.standing_in(fold(text))}
    if not letters:
        return
    own, runs = t.gone_run.c, Runs(key_of(tx), frozenset())
    of = sa.select(t.community.c.partnership_id).where(t.community.c.id.in_(list(community_ids)))
    digests = sorted(runs.of(each) for each in letters)
    until = today_of(tx) + REMEMBERED_FOR
    for partnership_id in sorted(set(tx.execute(of).scalars())):
        here = {"partnership_id": partnership_id, "until": until}
        for at in range(0, len(digests), _AT_ONCE):
            some = digests[at : at + _AT_ONCE]
            known = (own.partnership_id == partnership_id) & own.digest.in_(some)
            tx.execute(sa.delete(t.gone_run).where(known))
            tx.execute(sa.insert(t.gone_run), [{**here, "digest": each} for each in some])


def all_runs(tx: Tx) -> list[dict[str, Any]]:
    """Return the digests of every partnership, from a database of whatever revision."""
    if not sa.inspect(tx).has_table(t.gone_run.name):
        return []
    return [dict(row) for row in tx.execute(sa.select(t.gone_run)).mappings()]


def know_runs_too(tx: Tx, runs: Sequence[Mapping[str, Any]]) -> None:
    """Know digests beside those that are here; of partnerships that are not here, none."""
    own = t.gone_run.c
    here = set(tx.execute(sa.select(t.partnership.c.id)).scalars())
    known = {tuple(row) for row in tx.execute(sa.select(own.partnership_id, own.digest))}
    new = [
        dict(each)
        for each in runs
        if each["partnership_id"] in here and (each["partnership_id"], each["digest"]) not in known
    ]
    if new:
        tx.execute(sa.insert(t.gone_run), new)


def forget_runs(tx: Tx, today: date) -> None:
    """Forget the digests of words that went long ago."""
    tx.execute(sa.delete(t.gone_run).where(t.gone_run.c.until <= today))


def _runs(tx: Tx, community_id: str) -> Runs:
    """Return what is known of words that went from other texts of a group's partnership."""
    own, of = t.gone_run.c, t.community.c
    here = sa.select(of.partnership_id).where(of.id == community_id).scalar_subquery()
    wanted = sa.select(own.digest).where(own.partnership_id == here, own.until > today_of(tx))
    return Runs(key_of(tx), frozenset(tx.execute(wanted).scalars()))


def stand_in_wording() -> sa.ColumnElement[bool]:
    """Return whether such words stand in a wording, for a select of wordings."""
    marked = sa.select(t.gone_words.c.note_id).where(t.gone_words.c.wording_id == t.wording.c.id)
    return marked.correlate(t.wording).exists()


def _known(tx: Tx, community_id: str) -> dict[str, list[str]]:
    """Return the words that went from a partnership, by note, from where they stand."""
    kept = t.search_text.c
    wanted = (
        sa.select(t.gone_words.c.note_id, t.gone_words.c.places, kept.words)
        .join(t.search_text, kept.owner_id == t.gone_words.c.wording_id)
        .where(
            kept.kind == search.WORDING,
            kept.community_id.in_(select_neighbours(community_id)),
        )
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for note_id, places, folded in tx.execute(wanted):
        found[note_id].extend(words_at(folded, places))
    return found


def _can_be_known(text: str) -> bool:
    phrases = phrases_of([text])
    return bool(phrases.by_anchor or phrases.short)


def _piece_of(tx: Tx, wording_id: str) -> str:
    wanted = sa.select(t.wording.c.piece_id).where(t.wording.c.id == wording_id)
    return str(tx.execute(wanted).scalar_one())


def mark(tx: Tx, wording_id: str, note_id: str, texts: Iterable[str], folded: str) -> bool:
    """Store where words of a note stand in a wording, beside what was stored; say if they do."""
    places = {place for text in texts for place in places_in(text, folded)}
    return _add_places(tx, wording_id, note_id, places)


def _add_places(tx: Tx, wording_id: str, note_id: str, places: set[tuple[int, int]]) -> bool:
    if not places:
        return False
    own = t.gone_words.c
    same = (own.wording_id == wording_id) & (own.note_id == note_id)
    before = tx.execute(sa.select(own.places).where(same)).scalar()
    places |= {(start, end) for start, end in before or ()}
    tx.execute(sa.delete(t.gone_words).where(same))
    tx.execute(
        sa.insert(t.gone_words).values(
            wording_id=wording_id, note_id=note_id, places=sorted(places)
        )
    )
    return True


def neighbours(tx: Tx, community_id: str) -> tuple[str, ...]:
    """Return the ids of all communities of a community's partnership, its own among them."""
    return tuple(tx.execute(select_neighbours(community_id)).scalars())


def select_neighbours(community_id: str) -> sa.Select[str]:
    """Return the select of `neighbours`, for a statement that compares with them."""
    own = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    return sa.select(t.community.c.id).where(t.community.c.partnership_id == own.scalar_subquery())
