"""Links by which people without an account object, and what people gave as their reasons.

A link is known by the hash of its token, and knows who made it: it ends with their rights. For whom
it is, nobody stores. A reason has no day and no name, and its id is random: they come in no order
in which they were written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.editions import Edition
from plugin.domain.erasure_log import Went
from plugin.domain.hidden_texts import hide
from plugin.domain.overlap import compared_text, phrases_of
from plugin.domain.own_texts import refusal_hash
from plugin.domain.people import Actor
from plugin.domain.pieces import Piece, Wording
from plugin.domain.quotes import joined, numbers_in, with_words, without_tokens, words_at
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.store import tables as t
from plugin.store.database import Tx, today_of
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import remember_runs
from plugin.store.held_words import held_of
from plugin.store.quotes import select_quotes
from plugin.store.sign_ins import hash_of

_Quoted = Mapping[str, Mapping[int, tuple[str, ...]]]  # parts of quotes, by piece and number


@dataclass(frozen=True, slots=True)
class ObjectionLink:
    """What a link leads to, until when, and who made it."""

    read_back_id: str
    piece_id: str
    until: datetime
    made_by: tuple[str | None, ...]  # and whoever let them in (`domain.people.Actor`)


def add_link(tx: Tx, token: str, read_back_id: str, until: datetime, maker: Actor) -> None:
    """Store a link that one person may use once."""
    tx.execute(
        sa.insert(t.objection_link).values(
            token_hash=hash_of(token),
            read_back_id=read_back_id,
            until=until,
            made_by=maker.stored_id,
            let_in_by=list(maker.let_in_by) or None,
        )
    )


def count_links(tx: Tx, read_back_id: str) -> int:
    """Count the links to one read-back, used or not."""
    wanted = sa.select(sa.func.count()).where(t.objection_link.c.read_back_id == read_back_id)
    return int(tx.execute(wanted).scalar_one())


def find_link(tx: Tx, token: str, now: datetime) -> ObjectionLink | None:
    """Return what a link leads to, used or not; None if it is unknown or too old."""
    link = t.objection_link.c
    wanted = (
        sa.select(t.objection_link, t.read_back.c.piece_id)
        .join(t.read_back, t.read_back.c.id == link.read_back_id)
        .where(link.token_hash == hash_of(token), link.until > now)
    )
    row = tx.execute(wanted).one_or_none()
    if row is None:
        return None
    made_by = (row.made_by, *(row.let_in_by or ()))
    return ObjectionLink(row.read_back_id, row.piece_id, row.until, made_by)


def use_link(tx: Tx, token: str) -> bool:
    """Use a link up, and say whether this was the first time; nothing tells when."""
    link = t.objection_link.c
    unused = (link.token_hash == hash_of(token)) & link.is_used.is_(False)
    return tx.execute(sa.update(t.objection_link).where(unused).values(is_used=True)).rowcount == 1


def drop_old_links(tx: Tx, now: datetime) -> None:
    """Forget links whose days are over, unless their piece is looked at again: they may live on."""
    link, review = t.objection_link.c, t.review.c
    waits = sa.select(t.read_back.c.id).join(t.review, review.piece_id == t.read_back.c.piece_id)
    waits = waits.where(review.settled_at.is_(None))
    tx.execute(
        sa.delete(t.objection_link).where(link.until <= now, link.read_back_id.not_in(waits))
    )


def let_links_live(tx: Tx, read_back_id: str, until: datetime) -> None:
    """Let the links to a read-back live until a moment, those too that ended already."""
    link = t.objection_link.c
    tx.execute(
        sa.update(t.objection_link)
        .where(link.read_back_id == read_back_id, link.until < until)
        .values(until=until)
    )


def add_reason(tx: Tx, random_id: str, read_back_id: str, words: str) -> None:
    """Store why somebody objected."""
    tx.execute(
        sa.insert(t.objection_reason).values(id=random_id, read_back_id=read_back_id, words=words)
    )


def count_reasons(tx: Tx, read_back_id: str) -> int:
    """Count the reasons against one read-back."""
    kept = t.objection_reason.c.read_back_id
    return int(tx.execute(sa.select(sa.func.count()).where(kept == read_back_id)).scalar_one())


def objected_elsewhere(
    tx: Tx,
    ids: sa.Select[Any],
    values: Mapping[str, Any],
    objected: Sequence[Any],
    known_in: Mapping[str, KnownIdentifiers],
) -> defaultdict[str, set[str]]:
    """Return the wordings whose words were objected to in another piece of the group, by piece.

    Whoever said by their own link that words are off objected too. `objected` are the rows of
    `select_objected`; `known_in` disguises quotes, by partnership.

    `ids` selects the pieces, with `values` for its parameters; it is kept, so there may be few.
    Where nobody objected, no words are read.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    if not objected:
        return found
    rows = tx.execute(_own_words(ids), values).all()
    quotes: _Quoted = {}
    if any(numbers_in(row.narrative) for row in (*objected, *rows)):
        beside = t.piece.c.id.in_(sorted({row.piece_id for row in objected}))
        quotes = _quoted_words(tx, sa.or_(t.piece.c.id.in_(ids), beside), values)
    known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in objected:
        for letters in _letters(row, quotes, known_in):
            known[row.community_id, letters].add(row.piece_id)
    for row in rows:
        letters_of_row = _letters(row, quotes, known_in)
        same = (known.get((row.community_id, each), set()) for each in letters_of_row)
        if any(pieces - {row.piece_id} for pieces in same):
            found[row.piece_id].add(row.id)
    return found


def letters_of_wording(
    tx: Tx, wording_id: str, known_in: Mapping[str, KnownIdentifiers]
) -> set[str]:
    """Return by which letters the words of one wording are known again, typed or quoted."""
    row = tx.execute(_columns(_words_of_wordings()).where(t.wording.c.id == wording_id)).one()
    quotes = _quoted_words(tx, t.piece.c.id == row.piece_id, {})
    return _letters(row, quotes, known_in)


def _quoted_words(tx: Tx, of: sa.ColumnElement[bool], values: Mapping[str, Any]) -> _Quoted:
    found: defaultdict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    wanted = select_quotes(sa.select(t.piece.c.id).where(of))
    for row in tx.execute(wanted, {**values, "today": today_of(tx)}):
        found[row.piece_id][row.number] = words_at(row.text or "", row.spans)
    return found


def _letters(
    row: Any,
    quotes: _Quoted,
    known_in: Mapping[str, KnownIdentifiers],
) -> set[str]:
    """Return the letters of a wording: without its quotes, and with them, disguised or not.

    Words that were typed in one piece, and are quoted in another, are the same to everybody.
    """
    said, known = quotes.get(row.piece_id, {}), known_in.get(row.partnership_id)
    stories = {
        without_tokens(row.narrative),
        with_words(row.narrative, {number: joined(parts) for number, parts in said.items()}),
    }
    if known is not None and said:
        as_read = {n: joined(map(known.disguised, parts)) for n, parts in said.items()}
        stories.add(with_words(row.narrative, as_read))
    return {compared_text(row.line, story) for story in stories}


def select_refused_words(ids: sa.Select[Any]) -> sa.Select[Any]:
    """Select the refused words of the groups of some pieces."""
    lost = t.lost_refusal.c
    groups = sa.select(t.piece.c.community_id).where(t.piece.c.id.in_(ids))
    own = lost.community_id.in_(groups) & lost.words_hash.is_not(None)
    return sa.select(lost.community_id, lost.words_hash).where(own)


def refused_in(
    pieces: Iterable[Piece],
    rows: Iterable[Any],
    objected: defaultdict[str, set[str]],
    wordings: Mapping[str, list[Wording]],
    editions: Mapping[str, list[Edition]],
) -> defaultdict[str, list[str]]:
    """Return editions whose words a group refused, and add wordings refused before a restore."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    known = {(row.community_id, row.words_hash) for row in rows}
    for piece in pieces if known else ():
        group = piece.community_id
        for each in wordings[piece.id]:
            stories = {
                without_tokens(each.stored_story),
                each.narrative,
            }  # the second as it is read
            texts = (compared_text(each.line, story) for story in stories)
            if any((group, refusal_hash(group, text)) in known for text in texts):
                objected[piece.id].add(each.id)
        for one in editions.get(piece.id, ()):
            if (group, refusal_hash(group, one.letters)) in known:
                found[piece.id].append(one.id)
    return found


def select_objected(ids: sa.Select[Any]) -> sa.Select[Any]:
    """Select the wordings that were objected to in the groups of some pieces."""
    read, asked = t.read_back.c, t.question.c
    against = t.wording.c.id.in_(
        sa.union_all(
            sa.select(read.wording_id).where(read.objections > 0),
            sa.select(asked.wording_id).where(asked.is_refused),
        )
    )
    groups = sa.select(t.piece.c.community_id).where(t.piece.c.id.in_(ids))
    words = _columns(_words_of_wordings())
    return words.where(against, t.piece.c.community_id.in_(groups))


@cache
def _own_words(ids: sa.Select[Any]) -> sa.Select[Any]:
    return _columns(_words_of_wordings()).where(t.wording.c.piece_id.in_(ids))


def _words_of_wordings() -> sa.Join:
    return sa.join(t.wording, t.piece, t.piece.c.id == t.wording.c.piece_id)


def _columns(place: sa.Join) -> sa.Select[Any]:
    wording = t.wording.c
    whose = (t.piece.c.community_id, t.piece.c.partnership_id)
    named = (wording.id, wording.piece_id, wording.line, wording.narrative)
    return sa.select(*named, *whose).select_from(place)


def reasons(tx: Tx, read_back_ids: Collection[str]) -> tuple[str, ...]:
    """Return what was given as a reason against some read-backs, in no order of time.

    Held words that stand in one are not shown.
    """
    kept, piece = t.objection_reason.c, t.piece.c
    wanted = (
        sa.select(kept.words, piece.partnership_id)
        .join(t.read_back, t.read_back.c.id == kept.read_back_id)
        .join(t.piece, piece.id == t.read_back.c.piece_id)
        .where(kept.read_back_id.in_(list(read_back_ids)))
        .order_by(kept.id)
    )
    rows = tx.execute(wanted).all()
    held = held_of(tx, {row.partnership_id for row in rows})
    return tuple(hide(row.words, held[row.partnership_id]) for row in rows)


def with_reasons(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Return the read-backs against which reasons are kept, each with its piece."""
    read = t.read_back.c
    kept = sa.select(t.objection_reason.c.read_back_id)
    wanted = sa.select(read.id, read.piece_id).where(read.id.in_(kept))
    return tuple((row.id, row.piece_id) for row in tx.execute(wanted))


def drop_reasons(tx: Tx, read_back_id: str) -> None:
    """Erase the reasons against a read-back, so that no backup brings them back."""
    kept = t.objection_reason
    if tx.execute(sa.delete(kept).where(kept.c.read_back_id == read_back_id)).rowcount:
        note_gone(tx, Went.REASONS_GONE, read_back_id)


def drop_repeating(tx: Tx, note_id: str, partnership_id: str, texts: Collection[str]) -> int:
    """Erase the reasons in a partnership that repeat a note's words, and return how many did.

    As in pieces, five words in a row count, and against what rested on the note fewer as a whole.
    """
    near, anywhere = phrases_of(texts, with_short=True), phrases_of(texts)
    rested = set(
        tx.execute(sa.select(t.source.c.piece_id).where(t.source.c.note_id == note_id)).scalars()
    )
    wanted = (
        sa.select(t.objection_reason, t.read_back.c.piece_id, t.piece.c.community_id)
        .join(t.read_back, t.read_back.c.id == t.objection_reason.c.read_back_id)
        .join(t.piece, t.piece.c.id == t.read_back.c.piece_id)
        .where(t.piece.c.partnership_id == partnership_id)
    )
    rows = [
        row
        for row in tx.execute(wanted).all()
        if (near if row.piece_id in rested else anywhere).stand_in(fold(row.words))
    ]
    said = [row.words for row in rows]
    remember_runs(tx, {row.community_id for row in rows}, anywhere, said)
    gone = t.objection_reason.c.id.in_([row.id for row in rows])
    tx.execute(sa.delete(t.objection_reason).where(gone))
    return len(rows)
