"""Words that may point to a person, shown to whoever curates, and what they decide about them.

Words of a note are shown, and decided about, by those alone who curate its group. A decision about
the words of one note holds in the whole partnership, so that nobody is asked twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from plugin.curate.pieces import piece_for, write_wording
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.communities import Partnership
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput, NotHere
from plugin.govern.erasing_identifiers import erase_identifier
from plugin.govern.withdrawal import confirm_erased
from plugin.identifiers import Identifier, IdentifierKind
from plugin.identifiers.decisions import (
    DecidedAs,
    IdentifierDecision,
    KnownIdentifiers,
    replaced,
)
from plugin.identifiers.names import key_of_name
from plugin.store import communities as stored_communities
from plugin.store import identifier_decisions, identifier_places
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.identifier_decisions import FIELDS
from plugin.store.quotable import require_quotable
from plugin.store.services import Services

FINDINGS_A_PAGE = 50
REPLACEMENT_MAX = 80
_BESIDE = 120  # characters of the note that are shown on either side
_CHANGED = (
    "These words are not there any more, or were decided about meanwhile. Nothing was changed. "
    "Look at the page again."
)


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words that may point to a person, in the sentence around them."""

    found: Identifier
    before: str
    words: str
    after: str
    field: str = ""  # of a piece: title, line, story


@dataclass(frozen=True, slots=True)
class NamesPage:
    """What is open, what was decided, and pieces that are read outside all the same."""

    partnership: Partnership
    in_notes: tuple[tuple[str, FoundWords], ...]  # by note id, the first of them
    number: int  # of all, in notes and pieces
    pieces: tuple[tuple[PieceWhole, tuple[FoundWords, ...]], ...]
    decisions: tuple[IdentifierDecision, ...]


def open_findings(tx: Tx, actor: Actor, partnership_id: str) -> int:
    """Count what a person who curates has to decide about, in the groups that they curate."""
    curated = _curated(tx, actor, partnership_id)
    if not curated:
        return 0
    known = identifier_decisions.known_in(tx, partnership_id)
    words = identifier_places.newest_words(tx, curated)
    in_pieces = sum(len(known.open_in_wording(text)) for each in words.values() for text in each)
    return len(_open_in_notes(tx, known, curated)) + in_pieces


_Known = tuple[str, bytes, int]  # a session, its notes, the names that are known
_WITH_FINDINGS: WeakKeyDictionary[Any, dict[_Known, tuple[str, ...]]] = WeakKeyDictionary()
_MOST_SESSIONS = 4_096
_AT_ONCE, _SESSIONS_AT_ONCE = 500, 50


def _open_in_notes(
    tx: Tx, known: KnownIdentifiers, community_ids: Collection[str]
) -> list[tuple[str, FoundWords]]:
    """Return what is open in notes, by note id, the first of them first."""
    ids = _with_findings(tx, known, community_ids)
    texts = dict(
        found
        for start in range(0, len(ids), _AT_ONCE)
        for found in identifier_places.texts_of_notes(tx, ids[start : start + _AT_ONCE])
    )
    return [
        (note_id, words_in(texts[note_id], each))
        for note_id in ids
        if note_id in texts
        for each in known.open_in_note(texts[note_id])
    ]


def _with_findings(tx: Tx, known: KnownIdentifiers, community_ids: Collection[str]) -> list[str]:
    """Return the ids of notes in which anything is found, decided about or not.

    Looking through 10,000 notes takes seconds, so that a process remembers these ids of a session,
    never a text, as long as its notes are the same; those of one database apart from another's.
    """
    before = _WITH_FINDINGS.setdefault(tx.engine.pool, {})
    here = [
        (each.session_id, each.digest, known.names_fingerprint)
        for each in identifier_places.notes_that_can_leave(tx, community_ids)
    ]
    if len(before) + len(here) > _MOST_SESSIONS:
        before.clear()
    new = [each for each in here if each not in before]
    for start in range(0, len(new), _SESSIONS_AT_ONCE):
        some = new[start : start + _SESSIONS_AT_ONCE]
        texts = identifier_places.texts_of_sessions(tx, [each[0] for each in some])
        for each in some:
            found = (note_id for note_id, text in texts[each[0]] if known.may_be_in(text))
            before[each] = tuple(found)
    return [note_id for each in here for note_id in before[each]]


def names_page(services: Services, actor: Actor, partnership_id: str) -> NamesPage:
    """Return what is open in the groups that a person curates, and what was decided."""
    with services.db.read() as tx:
        partnership = _partnership(tx, actor, partnership_id)
        curated = _curated(tx, actor, partnership_id)
        known = identifier_decisions.known_in(tx, partnership_id)
        in_notes = _open_in_notes(tx, known, curated)
        words = identifier_places.newest_words(tx, curated)
        open_in = {
            piece_id: found for piece_id, each in words.items() if (found := found_in(known, each))
        }
        pieces = [stored_pieces.piece(tx, piece_id) for piece_id in open_in]
        return NamesPage(
            partnership=partnership,
            in_notes=tuple(islice(in_notes, FINDINGS_A_PAGE)),
            number=len(in_notes) + sum(map(len, open_in.values())),
            pieces=tuple((each, open_in[each.piece.id]) for each in pieces if each is not None),
            decisions=identifier_decisions.decisions(tx, partnership_id),
        )


def disguise(
    services: Services, actor: Actor, note_id: str, start: int, replacement: str
) -> IdentifierDecision:
    """Decide what stands in place of words of a note wherever they leave the group."""
    with services.db.begin() as tx:
        _note, session, found = _in_note(services, tx, actor, note_id, start)
        instead = _replacement(tx, session.community_id, session.partnership_id, replacement)
        return _decide(services, tx, session.partnership_id, found, note_id, instead)


def say_no_person(services: Services, actor: Actor, note_id: str, start: int) -> None:
    """Decide, for the whole partnership, that words of a note point to nobody."""
    with services.db.begin() as tx:
        _note, session, found = _in_note(services, tx, actor, note_id, start)
        _decide(services, tx, session.partnership_id, found, note_id)


def erase_for_good(services: Services, actor: Actor, note_id: str, start: int) -> bool:
    """Erase words of a note from what is stored; say whether no file holds them any more."""
    with services.db.begin() as tx:
        note, session, found = _in_note(services, tx, actor, note_id, start)
        erase_identifier(services, tx, note, session, found)
    return confirm_erased(services)


def reword(
    services: Services,
    actor: Actor,
    piece_id: str,
    place: tuple[str, int],
    replacement: str,
    after: int | None,
) -> None:
    """Put other words in place of some that may point to a person: that is the next wording.

    `place` is a field and where the words begin in it. All of the wording is changed that is known
    by the same words.
    """
    with services.db.read() as tx:
        whole, known, found = _in_piece(tx, actor, piece_id, place)
        here = whole.piece
        instead = _replacement(tx, here.community_id, here.partnership_id, replacement)
        same = (found.kind, found.key)
        title, line, story = (
            replaced(
                text,
                ((e, instead) for e in known.open_in_wording(text) if (e.kind, e.key) == same),
            )
            for text in whole.newest.kept
        )
    write_wording(services, actor, piece_id, title, line, story, after)


def say_no_person_in_piece(
    services: Services, actor: Actor, piece_id: str, place: tuple[str, int]
) -> None:
    """Decide, for the whole partnership, that words of a piece point to nobody."""
    with services.db.begin() as tx:
        whole, _known, found = _in_piece(tx, actor, piece_id, place)
        _decide(services, tx, whole.piece.partnership_id, found, None)


def add_name(
    services: Services, actor: Actor, partnership_id: str, name: str, replacement: str
) -> None:
    """Add a name that nobody found yet to the partnership's dictionary, with its disguise."""
    with services.db.begin() as tx:
        _partnership(tx, actor, partnership_id)
        first = next(iter(_curated(tx, actor, partnership_id)))
        instead = _replacement(tx, first, partnership_id, replacement)
        key = key_of_name(one_line(name))
        if is_blank(key) or len(key) > REPLACEMENT_MAX:
            raise BadInput(
                f"Write a name of at most {REPLACEMENT_MAX} letters. Nothing was stored."
            )
        require_quotable(tx, first, [name])
        decision = IdentifierDecision(
            services.new_id(), IdentifierKind.NAME, key, DecidedAs.DISGUISED, instead
        )
        identifier_decisions.add_decision(tx, partnership_id, decision, services.now)


def forget_decision(
    services: Services, actor: Actor, partnership_id: str, decision_id: str
) -> None:
    """Forget a decision: its words are asked about again, and a disguised one leaves a gap."""
    with services.db.begin() as tx:
        _partnership(tx, actor, partnership_id)
        if not identifier_decisions.forget_decision(tx, partnership_id, decision_id, services.now):
            raise BadInput(_CHANGED)


def words_in(text: str, found: Identifier, field: str = "") -> FoundWords:
    """Return words with the part of their text that stands around them."""
    before, after = text[: found.start], text[found.end :]
    near = before.rsplit("\n", 1)[-1][-_BESIDE:]
    far = after.split("\n", 1)[0][:_BESIDE]
    return FoundWords(
        found,
        f"{'…' if len(near) < len(before) else ''}{near}",
        found.words(text),
        f"{far}{'…' if len(far) < len(after) else ''}",
        field,
    )


def found_in(known: KnownIdentifiers, words: tuple[str, str, str]) -> tuple[FoundWords, ...]:
    """Return what in title, line and story of a piece may point to a person."""
    return tuple(
        words_in(text, each, field)
        for field, text in zip(FIELDS, words, strict=True)
        for each in known.open_in_wording(text)
    )


def _partnership(tx: Tx, actor: Actor, partnership_id: str) -> Partnership:
    partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    actor.require(Power.CURATE, partnership_id)
    return partnership


def _curated(tx: Tx, actor: Actor, partnership_id: str) -> tuple[str, ...]:
    found = stored_communities.communities(tx, partnership_id)
    return tuple(each.id for each in found if actor.may(Power.CURATE, partnership_id, each.id))


def _in_note(
    services: Services, tx: Tx, actor: Actor, note_id: str, start: int
) -> tuple[Note, Session, Identifier]:
    note = stored_notes.note(tx, note_id)
    session = None if note is None else stored_sessions.session(tx, note.session_id)
    if note is None or session is None:
        raise NotHere(NOTHING_HERE)
    actor.require(Power.CURATE, session.partnership_id, session.community_id)
    can_leave = (
        session.state is SessionState.CLOSED
        and note.may_be_read(services.today)
        and note.label is Label.M
    )
    known = identifier_decisions.known_in(tx, session.partnership_id)
    found = known.open_in_note(note.text or "") if can_leave else ()
    return note, session, _at(found, start)


def _in_piece(
    tx: Tx, actor: Actor, piece_id: str, place: tuple[str, int]
) -> tuple[PieceWhole, KnownIdentifiers, Identifier]:
    whole = piece_for(tx, actor, piece_id, Power.CURATE)
    known = identifier_decisions.known_in(tx, whole.piece.partnership_id)
    text = dict(zip(FIELDS, whole.newest.kept, strict=True)).get(place[0], "")
    return whole, known, _at(known.open_in_wording(text), place[1])


def _at(found: tuple[Identifier, ...], start: int) -> Identifier:
    for each in found:
        if each.start == start:
            return each
    raise BadInput(_CHANGED)


def _replacement(tx: Tx, community_id: str, partnership_id: str, given: str) -> str:
    """Return what was typed to stand instead; raise BadInput where it points to somebody too."""
    instead = one_line(given)
    if is_blank(instead) or len(instead) > REPLACEMENT_MAX:
        raise BadInput(
            f"Write what stands there instead, in at most {REPLACEMENT_MAX} letters. Nothing was "
            "changed."
        )
    if identifier_decisions.known_in(tx, partnership_id).open_in_wording(instead):
        raise BadInput(
            "What you wrote may point to a person too. Nothing was changed. Write it without a "
            "name or a number."
        )
    require_quotable(tx, community_id, [instead])
    return instead


def _decide(
    services: Services,
    tx: Tx,
    partnership_id: str,
    found: Identifier,
    note_id: str | None,
    replacement: str = "",
) -> IdentifierDecision:
    decided_as = DecidedAs.DISGUISED if replacement else DecidedAs.NO_PERSON
    decision = IdentifierDecision(
        services.new_id(), found.kind, found.key, decided_as, replacement, note_id
    )
    identifier_decisions.add_decision(tx, partnership_id, decision, services.now)
    return decision
