"""What whoever curates decides about words that may point to a person.

Words of a note are decided about by those alone who curate its group. A decision holds in the whole
partnership, so that nobody is asked twice.
"""

from __future__ import annotations

from plugin.curate.found_names import curated_groups, curated_partnership
from plugin.curate.pieces import piece_for, write_wording
from plugin.domain.blankness import is_blank, one_line
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
from plugin.store import identifier_decisions
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.identifier_decisions import FIELDS
from plugin.store.quotable import require_quotable
from plugin.store.services import Services

REPLACEMENT_MAX = 80


_CHANGED = (
    "These words are not there any more, or were decided about meanwhile. Nothing was changed. "
    "Look at the page again."
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
        curated_partnership(tx, actor, partnership_id)
        first = next(iter(curated_groups(tx, actor, partnership_id)))
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
        curated_partnership(tx, actor, partnership_id)
        if not identifier_decisions.forget_decision(tx, partnership_id, decision_id, services.now):
            raise BadInput(_CHANGED)


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
