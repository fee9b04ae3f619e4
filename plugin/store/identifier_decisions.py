"""What people decided about words that may point to a person, one row a decision.

A decision holds the words that it is about, so it goes with the note in which they stand: unless
they stand in another kept note of the partnership, which has it from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.editions import Edition
from plugin.domain.erasure_log import Went
from plugin.domain.labels import Label
from plugin.domain.piece_readings import PieceReading
from plugin.domain.pieces import Piece, Wording
from plugin.identifiers import IdentifierKind
from plugin.identifiers.decisions import (
    DecidedAs,
    IdentifierDecision,
    KnownIdentifiers,
    known_identifiers,
)
from plugin.identifiers.plain_text import folded
from plugin.store import tables as t
from plugin.store.database import Together, Tx
from plugin.store.disguise_places import places_of
from plugin.store.erasure_log import note_gone

FIELDS = ("title", "line", "story")
_OWN = t.identifier_decision.c


def add_decision(
    tx: Tx, partnership_id: str, decision: IdentifierDecision, made_at: datetime
) -> None:
    """Store a decision in place of an earlier one about the same words.

    A disguise is noted with where its words stand, so that no backup shows them again.
    """
    was = _drop_same(tx, partnership_id, decision)
    if decision.decided_as is DecidedAs.NO_PERSON:
        decision = replace(decision, replacement=was)
    tx.execute(
        sa.insert(t.identifier_decision).values(
            id=decision.id,
            partnership_id=partnership_id,
            note_id=decision.note_id,
            kind=decision.kind.name,
            key=decision.key,
            decided_as=decision.decided_as.value,
            replacement=decision.replacement,
            made_at=made_at,
        )
    )
    if decision.is_disguise:
        places = places_of(tx, partnership_id, decision)
        note_gone(
            tx, Went.DISGUISED, partnership_id, kind=decision.kind.name, places=[*map(list, places)]
        )


def _drop_same(tx: Tx, partnership_id: str, decision: IdentifierDecision) -> str:
    """Forget what was decided about the same words; return what stood in their place, if any."""
    same = (
        (_OWN.partnership_id == partnership_id)
        & (_OWN.kind == decision.kind.name)
        & (_OWN.key == decision.key)
    )
    if decision.decided_as is DecidedAs.ERASED:
        same &= _OWN.note_id == decision.note_id
    rows = tx.execute(sa.select(t.identifier_decision).where(same)).all()
    tx.execute(sa.delete(t.identifier_decision).where(same))
    if decision.is_disguise:
        _note_no_person_ended(tx, rows)
    return next((row.replacement for row in rows if row.decided_as != DecidedAs.ERASED.value), "")


def forget_decision(tx: Tx, partnership_id: str, decision_id: str, now: datetime) -> bool:
    """Forget a decision; say whether it was there.

    In place of a disguise a gap stands in quotes of notes until somebody decides again: nobody
    agreed to the words themselves. It goes with a note in which they stand.
    """
    here = (_OWN.partnership_id == partnership_id) & (_OWN.id == decision_id)
    is_there = _OWN.decided_as.in_([DecidedAs.DISGUISED.value, DecidedAs.NO_PERSON.value])
    row = tx.execute(sa.select(t.identifier_decision).where(here, is_there)).one_or_none()
    if row is None:
        return False
    decision = _decision(row)
    _note_no_person_ended(tx, [row])
    home = decision.note_id
    if decision.replacement and home is None:
        home = next(_others(tx, partnership_id, "", decision), None)
    if not decision.replacement or home is None:
        tx.execute(sa.delete(t.identifier_decision).where(here))
        return True
    gap = {"decided_as": DecidedAs.FORGOTTEN.value, "note_id": home, "made_at": now}
    tx.execute(sa.update(t.identifier_decision).where(here).values(**gap))
    return True


def _note_no_person_ended(tx: Tx, rows: Iterable[Any]) -> None:
    for row in rows:
        if row.decided_as == DecidedAs.NO_PERSON.value:
            note_gone(tx, Went.NO_PERSON_ENDED, row.id)


def end_no_person_again(tx: Tx, decision_id: str) -> None:
    """Forget that words point to nobody, of which a log tells that it was forgotten."""
    own = (_OWN.id == decision_id) & (_OWN.decided_as == DecidedAs.NO_PERSON.value)
    tx.execute(sa.delete(t.identifier_decision).where(own))


def decisions(tx: Tx, partnership_id: str) -> tuple[IdentifierDecision, ...]:
    """Return what was decided in a partnership and holds, by the words."""
    is_there = _OWN.decided_as != DecidedAs.FORGOTTEN.value
    rows = tx.execute(select_decisions(_one(partnership_id)).where(is_there)).all()
    return tuple(sorted(map(_decision, rows), key=lambda each: (each.key, each.id)))


def erased_in_session(tx: Tx, session_id: str) -> dict[str, tuple[str, ...]]:
    """Return by note the keyed hashes of words that were erased for good in a session's notes."""
    found: dict[str, tuple[str, ...]] = {}
    notes = sa.select(t.note.c.id).where(t.note.c.session_id == session_id)
    wanted = sa.select(_OWN.note_id, _OWN.key).where(
        _OWN.decided_as == DecidedAs.ERASED.value, _OWN.note_id.in_(notes)
    )
    for note_id, key in tx.execute(wanted):
        found[note_id] = (*found.get(note_id, ()), key)
    return found


def known_in(tx: Tx, partnership_id: str) -> KnownIdentifiers:
    """Return the names of a partnership's people, and what was decided there about words."""
    people, decided = _KNOWN.rows(tx, {"partnership_id": partnership_id})
    return known_of(people, decided).get(partnership_id, KnownIdentifiers())


def select_people(partnership_ids: sa.Select[Any]) -> sa.Select[Any]:
    """Select the names of the people of some partnerships, as these call them."""
    held, known = t.membership.c, t.known_as.c
    is_here = (known.person_id == held.person_id) & (known.partnership_id == held.partnership_id)
    return (
        sa.select(held.partnership_id, sa.func.coalesce(known.name, t.person.c.name).label("name"))
        .select_from(
            t.membership.join(t.person, t.person.c.id == held.person_id).join(
                t.known_as, is_here, isouter=True
            )
        )
        .where(held.partnership_id.in_(partnership_ids))
    )


def select_decisions(partnership_ids: sa.Select[Any]) -> sa.Select[Any]:
    """Select what was decided in some partnerships and still holds a word."""
    return sa.select(t.identifier_decision).where(
        _OWN.partnership_id.in_(partnership_ids), _OWN.decided_as != DecidedAs.ERASED.value
    )


def _one(partnership_id: str | sa.BindParameter[str]) -> sa.Select[Any]:
    return sa.select(t.partnership.c.id).where(t.partnership.c.id == partnership_id)


_ASKED: sa.BindParameter[str] = sa.bindparam("partnership_id")
_KNOWN = Together(select_people(_one(_ASKED)), select_decisions(_one(_ASKED)))


def known_of(people: Iterable[Any], decided: Iterable[Any]) -> dict[str, KnownIdentifiers]:
    """Return what is known by partnership.

    From the rows of `select_people` and `select_decisions`.
    """
    names: defaultdict[str, set[str]] = defaultdict(set)
    made: defaultdict[str, list[IdentifierDecision]] = defaultdict(list)
    for row in people:
        names[row.partnership_id].add(row.name)
    for row in decided:
        made[row.partnership_id].append(_decision(row))
    return {each: known_identifiers(names[each], made[each]) for each in {*names, *made}}


def in_wordings(
    pieces: Iterable[Piece],
    wordings: Mapping[str, Iterable[Wording]],
    known: Mapping[str, KnownIdentifiers],
) -> dict[str, list[tuple[str, str]]]:
    """Return, by piece, its wordings that may point to a person, and in words where they do."""
    found: dict[str, list[tuple[str, str]]] = {}
    for piece in pieces:
        of = known.get(piece.partnership_id, KnownIdentifiers())
        where = ((each.id, where_in(of, each)) for each in wordings.get(piece.id, ()))
        if pointing := [each for each in where if each[1]]:
            found[piece.id] = pointing
    return found


def in_words(
    pieces: Collection[Piece],
    wordings: Mapping[str, Iterable[Wording]],
    readings: Mapping[str, Iterable[PieceReading]],
    editions: Mapping[str, Iterable[Edition]],
    known: Mapping[str, KnownIdentifiers],
) -> dict[str, list[tuple[str, str]]]:
    """Return, by piece, its wordings and editions that may point to a person, and where.

    A wording does where a reading beside it does.
    """
    found = in_wordings(pieces, wordings, known)
    for piece in pieces:
        of = known.get(piece.partnership_id, KnownIdentifiers())
        open_in = [each for each in readings.get(piece.id, ()) if where_in_readings(of, [each])]
        for wording in wordings.get(piece.id, ()) if open_in else ():
            beside = [each for each in open_in if each.carries(wording.basis)]
            if beside:
                found.setdefault(piece.id, []).append((wording.id, where_in_readings(of, beside)))
    add_editions(found, pieces, editions, known)
    return found


def add_editions(
    found: dict[str, list[tuple[str, str]]],
    pieces: Iterable[Piece],
    editions: Mapping[str, Iterable[Edition]],
    known: Mapping[str, KnownIdentifiers],
) -> None:
    """Add the editions of pieces that may point to a person to what `in_wordings` found."""
    for piece in pieces:
        of = known.get(piece.partnership_id, KnownIdentifiers())
        for each in editions.get(piece.id, ()):
            if any(of.open_in_wording(text) for text in each.texts):
                found.setdefault(piece.id, []).append((each.id, "An edition"))


def where_in(known: KnownIdentifiers, wording: Wording) -> str:
    """Return what may point to a person in a wording, as a clause; empty if nothing does.

    It says of what kind and where, never which words: refusals stand in logs too.
    """
    found = [
        f"{each.kind.value} stands in its {field}"
        for field, text in zip(FIELDS, wording.words, strict=True)
        for each in known.open_in_wording(text)
    ]
    said = " and ".join(dict.fromkeys(found))
    return said[:1].upper() + said[1:]


def where_in_readings(known: KnownIdentifiers, readings: Iterable[PieceReading]) -> str:
    """Return what may point to a person in how each of us reads a piece; empty if nothing does."""
    said = [
        f"{found.kind.value} stands in how each of us reads it"
        for each in readings
        for text in (each.origin, each.words)
        for found in known.open_in_wording(text)
    ]
    return (said[0][:1].upper() + said[0][1:]) if said else ""


def let_go_of_note(tx: Tx, note_id: str) -> None:
    """Let a note's decisions go with it, or to another kept note in which the words stand."""
    for row in tx.execute(sa.select(t.identifier_decision).where(_OWN.note_id == note_id)).all():
        home = None
        if row.decided_as != DecidedAs.ERASED.value:
            home = next(_others(tx, row.partnership_id, note_id, _decision(row)), None)
        own = _OWN.id == row.id
        if home is None:
            tx.execute(sa.delete(t.identifier_decision).where(own))
        else:
            tx.execute(sa.update(t.identifier_decision).where(own).values(note_id=home))


def _others(
    tx: Tx, partnership_id: str, note_id: str, decision: IdentifierDecision
) -> Iterator[str]:
    """Yield the ids of other kept notes of the partnership in which the words stand."""
    known = known_identifiers((), (decision,))
    if decision.kind is IdentifierKind.NAME:
        known = known_identifiers((decision.key,), ())
    wanted = (
        sa.select(t.note.c.id, t.note.c.text)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(
            t.session.c.partnership_id == partnership_id,
            t.note.c.id != note_id,
            t.note.c.text.is_not(None),
            t.note.c.label == Label.M.value,
        )
        .order_by(t.note.c.id)
    )
    for other_id, text in tx.execute(wanted):
        found = known.open_in_wording(text) if _may_hold(decision, text) else ()
        if any((each.kind, each.key) == (decision.kind, decision.key) for each in found):
            yield other_id


def _may_hold(decision: IdentifierDecision, text: str) -> bool:
    first = decision.key.split(" ")[0]
    return decision.kind is not IdentifierKind.NAME or first in folded(text).replace("'", "")


def _decision(row: Any) -> IdentifierDecision:
    return IdentifierDecision(
        row.id,
        IdentifierKind[row.kind],
        row.key,
        DecidedAs(row.decided_as),
        row.replacement,
        row.note_id,
        row.made_at,
    )
