"""Which wordings repeat words of held notes: worked out when pieces are read, and never stored.

Words of a quote to which its writer said no are such words too, whatever group of the partnership
writes them, and in whatever text: a refused quote is not told in plain words either.

Between two readings a process remembers hashes alone.

A held note is compared as long as its words are here, tidied or not, with its older words too;
older words that stood in a held box are, wherever the note is by now. So is one that its writer
alone sees, held back or quiet, and a note of any label whose day has come while a legal hold keeps
it from being erased.
What one group holds no other group of its partnership may repeat, since people work in several
of them. Where nothing is held, nothing is read or compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.communities import Community
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.overlap import Phrases, digest_of, phrases_of
from plugin.domain.piece_records import Piece, Wording
from plugin.domain.quotes import Refusal, words_at
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import is_page, once

_MOST_REMEMBERED = 64
# By partnership: a digest of each of its texts, and what was worked out of all of them: hashes.
_LAST: dict[str, tuple[frozenset[bytes], Phrases]] = {}
_MOST_LOOKED_AT = 20_000
_LOOKED_AT: dict[str, tuple[Phrases, dict[int, bool]]] = {}  # by partnership: hashes of wordings


@dataclass(slots=True)
class _Asked:
    """What was asked for before: what is held in partnerships, and of which one a group is."""

    held: dict[str, Phrases | None] = field(default_factory=dict)
    partnership_of: dict[str, str | None] = field(default_factory=dict)


_IN: WeakKeyDictionary[Tx, _Asked] = WeakKeyDictionary()


def look_again(tx: Tx) -> None:
    """Forget what was held, since words went or came in this transaction."""
    _IN.pop(tx, None)


def held_of(tx: Tx, partnership_ids: Collection[str]) -> Mapping[str, Phrases | None]:
    """Return what the texts of these partnerships may not repeat."""
    held = _asked(tx).held
    wanted = set(partnership_ids) - held.keys()
    if wanted:
        found = held_in(tx, wanted)
        held.update({each: found.get(each) for each in wanted})
    return held


def know_partnerships(tx: Tx, communities: Iterable[Community]) -> None:
    """Remember of which partnership these communities are, so that nobody asks again."""
    _asked(tx).partnership_of.update({each.id: each.partnership_id for each in communities})


def held_beside(tx: Tx, community_id: str) -> Phrases | None:
    """Return what the texts of one community may not repeat."""
    known = _asked(tx).partnership_of
    if known.get(community_id) is None:
        of = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
        known[community_id] = tx.execute(of).scalar()
    partnership_id = known[community_id]
    return None if partnership_id is None else held_of(tx, [partnership_id])[partnership_id]


def _asked(tx: Tx) -> _Asked:
    """Return what was asked for before: by the page, or in this transaction."""
    return once("held words", _Asked) if is_page() else _IN.setdefault(tx, _Asked())


def phrases_held(tx: Tx, community_ids: Collection[str]) -> dict[str, Phrases]:
    """Return what no wording may repeat, by community; where nothing is held, none."""
    of = sa.select(t.community.c.id, t.community.c.partnership_id)
    of = of.where(t.community.c.id.in_(list(community_ids)))
    partnerships = {row.id: row.partnership_id for row in tx.execute(of)}
    held = held_in(tx, set(partnerships.values()))
    return {each: held[whose] for each, whose in partnerships.items() if whose in held}


def phrases_held_beside(tx: Tx, community_id: str) -> Phrases | None:
    """Return what no text of one community may repeat, in one statement; None: nothing is held."""
    if is_page():
        return held_beside(tx, community_id)
    of = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    return next(iter(held_in(tx, of).values()), None)


def held_now(tx: Tx, partnership_ids: Collection[str]) -> Mapping[str, Phrases | None]:
    """Return what is held, asked for anew where words may come or go in between."""
    return held_of(tx, partnership_ids) if is_page() else held_in(tx, partnership_ids)


def held_in(tx: Tx, partnership_ids: Collection[str] | sa.Select[str]) -> dict[str, Phrases]:
    """Return what no text of these partnerships may repeat; where nothing is held, none."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if isinstance(partnership_ids, sa.Select):
        rows = tx.execute(_select_held(partnership_ids))
    else:
        rows = tx.execute(_HELD_OF, {"those": list(partnership_ids)})
    for row in rows:
        found[row.partnership_id] += _meant(row)
    return {each: _remembered(each, texts) for each, texts in found.items()}


def _select_held(those: sa.Select[str] | sa.BindParameter[Any]) -> sa.CompoundSelect[Any]:
    is_held = (t.note.c.label == Label.H.value) & t.note.c.text.is_not(None)
    here = t.session.c.partnership_id.in_(those) & is_held
    notes = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    older = sa.join(notes, t.note_version, t.note_version.c.note_id == t.note.c.id)
    # Apart from the first, so that the notes that hold nothing are not read for it.
    was_held = (t.note_version.c.label == Label.H.value) & (t.note.c.label != Label.H.value)
    there = t.session.c.partnership_id.in_(those) & was_held
    past = t.session.c.partnership_id.in_(those) & _IS_PAST & (t.note.c.label != Label.H.value)
    no_version = sa.cast(sa.null(), sa.Integer)
    no_places = (sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.JSON))
    return sa.union_all(
        *(
            sa.select(t.session.c.partnership_id, text, t.note.c.version, *no_places)
            .select_from(place)
            .where(which)
            for text, place, which in (
                (t.note.c.text, notes, here),
                (t.note_version.c.text, older, here),
                (t.note_version.c.text, older, there),
                (t.note.c.text, notes, past),
                (t.note_version.c.text, older, past & (t.note_version.c.label != Label.H.value)),
            )
        ),
        sa.select(t.session.c.partnership_id, t.quiet_note.c.text, no_version, *no_places)
        .join(t.session, t.session.c.id == t.quiet_note.c.session_id)
        .where(t.session.c.partnership_id.in_(those), t.quiet_note.c.label == Label.H.value),
        *_select_refused(t.quote_refusal.c.partnership_id.in_(those)),
    )


# Only sessions with a hold have such notes, so that no others are read for it.
_IS_PAST = (
    t.note.c.session_id.in_(
        sa.select(t.session.c.id)
        .join(t.legal_hold, t.legal_hold.c.community_id == t.session.c.community_id)
        .correlate(None)
    )
    & (t.note.c.state == NoteState.DAY_PASSED.value)
    & t.note.c.text.is_not(None)
)


def _select_refused(
    which: sa.ColumnElement[bool], *more: sa.Column[Any]
) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """Select the note that a no is about, and its words of that day where they changed since."""
    no, was = t.quote_refusal.c, t.note_version.c
    of = (no.partnership_id, t.note.c.text, t.note.c.version, no.version, no.spans, *more)
    place = sa.join(t.quote_refusal, t.note, t.note.c.id == no.note_id)
    older = (no.partnership_id, was.text, was.version, no.version, no.spans, *more)
    same = (was.note_id == no.note_id) & (was.version == no.version)
    before = sa.join(t.quote_refusal, t.note_version, same)
    return (
        sa.select(*of).select_from(place).where(which & t.note.c.text.is_not(None)),
        sa.select(*older).select_from(before).where(which),
    )


# Made once: a sync asks before every row that it writes, and making it takes longer than asking.
_HELD_OF = _select_held(sa.bindparam("those", expanding=True))


def refused_words(tx: Tx, community_id: str) -> tuple[str, ...]:
    """Return the words of quotes to which their writers said no, in the partnership of a group."""
    of = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    here = t.quote_refusal.c.partnership_id.in_(of)
    rows = tx.execute(sa.union_all(*_select_refused(here)))
    return tuple(text for row in rows for text in _meant(row))


def refused_words_of(
    tx: Tx, note_ids: Collection[str]
) -> tuple[tuple[Refusal, tuple[str, ...]], ...]:
    """Return every no to words of these notes, with the words that it is about."""
    no = t.quote_refusal.c
    both = _select_refused(no.note_id.in_(list(note_ids)), no.note_id, no.piece_id, no.number)
    return tuple(
        (
            Refusal(
                note_id=row.note_id,
                piece_id=row.piece_id,
                partnership_id=row.partnership_id,
                number=row.number,
                version=row[3],
                spans=tuple((start, end) for start, end in row.spans),
            ),
            _meant(row),
        )
        for row in tx.execute(sa.union_all(*both))
    )


def _meant(row: Any) -> tuple[str, ...]:
    """Return what of a note is not quoted: all of it, or where words stand to which it is a no.

    Places in another version of the note tell nothing, so that all of its words are meant.
    """
    _, words, version, no_to, spans = row[:5]
    is_same = spans is not None and version == no_to
    return words_at(words, spans) if is_same else (words,)


def _remembered(partnership_id: str, texts: Sequence[str]) -> Phrases:
    """Return the phrases of texts; those of the last reading, while no text has changed since.

    Working them out takes a hundred times as long as reading the texts. While a room writes in
    boxes that are held, every reading finds some that are new: only these are worked out.
    """
    by_digest = {digest_of([each]): each for each in texts}
    digests = frozenset(by_digest)
    before = _LAST.get(partnership_id)
    if before is not None and before[0] == digests:
        return before[1]
    if before is not None and before[0] < digests:
        phrases = before[1].with_more(phrases_of(by_digest[each] for each in digests - before[0]))
    else:
        phrases = phrases_of(texts)
    if len(_LAST) >= _MOST_REMEMBERED:
        _LAST.clear()
        _LOOKED_AT.clear()
    _LAST[partnership_id] = (digests, phrases)
    return phrases


def stand_in(partnership_id: str, phrases: Phrases, words: str) -> bool:
    """Say whether phrases stand in a wording, which is looked at once while nothing has changed."""
    before = _LOOKED_AT.get(partnership_id)
    if before is None or before[0] is not phrases or len(before[1]) >= _MOST_LOOKED_AT:
        before = _LOOKED_AT[partnership_id] = (phrases, {})
    known, key = before[1], hash(words)
    if key not in known:
        known[key] = phrases.stand_in(words)
    return known[key]


def repeating(
    tx: Tx,
    ids: sa.Select[Any],
    values: Mapping[str, Any],
    pieces: Collection[Piece],
    wordings: Mapping[str, Iterable[Wording]],
) -> defaultdict[str, set[str]]:
    """Return the wordings that repeat held words, by piece.

    `wordings` have their quotes filled: compared is what is shown. A quote is empty where its own
    writer said no; the same words in a copy of that note, by whatever hand, are refused as well.

    `ids` selects the pieces, with `values` for its parameters; it is kept, so there may be few.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    partnership_of = {each.id: each.partnership_id for each in pieces}
    held = held_now(tx, set(partnership_of.values()))
    if not any(held.values()):
        return found
    quoting = folded(each for own in wordings.values() for each in own if each.typed is not None)
    for piece_id, wording_id, words in tx.execute(select_folded(ids), values):
        phrases = held.get(partnership_of[piece_id])
        shown = quoting.get(wording_id, words)
        if phrases is not None and stand_in(partnership_of[piece_id], phrases, shown):
            found[piece_id].add(wording_id)
    return found


def folded(wordings: Iterable[Wording]) -> dict[str, str]:
    """Return what is compared of wordings with quotes, by their ids."""
    return {each.id: fold("\n".join(each.words)) for each in wordings}


@cache
def select_folded(ids: sa.Select[Any]) -> sa.Select[Any]:
    """Return what reads the wordings of some pieces; made once for each way to choose them."""
    wording, folded = t.wording.c, t.search_text.c
    return (
        sa.select(wording.piece_id, wording.id, folded.words)
        .join(t.search_text, folded.owner_id == wording.id)
        .where(wording.piece_id.in_(ids))
    )
