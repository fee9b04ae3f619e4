"""Erasing words that point to a person out of stored notes: nobody ever needs them.

The rest of the note stays. What is erased leaves `[erased]` in the note and its older texts, in
what a search finds, and in exports that wait. Numbers and addresses are erased in what people wrote
beside notes too, where a name may be somebody else's. The database's files are emptied as after a
note was taken back. A sticky in Miro keeps the words, as it is its writer's. While the board is
still read a keyed hash knows them, so that the next collecting brings them back in no note.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from plugin.domain.erasure_log import Went
from plugin.domain.notes import Note
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session
from plugin.identifiers import ERASED, Identifier, IdentifierKind, Names, find
from plugin.identifiers.decisions import DecidedAs, IdentifierDecision, replaced
from plugin.store import identifier_decisions, identifier_places
from plugin.store import notes as stored_notes
from plugin.store import quotes as stored_quotes
from plugin.store import sessions as stored_sessions
from plugin.store.carried_refusals import carry_over
from plugin.store.database import Tx
from plugin.store.desk_texts import change_desk_texts
from plugin.store.erasure_log import note_gone
from plugin.store.let_go import let_go
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class ErasedWords:
    """Which words were erased of a session's notes, known by hashes under its key."""

    key: SessionKey
    names: Names
    hashes: frozenset[str]

    def taken_out(self, text: str) -> str:
        """Return a text as it may be stored: what was erased before is erased in it too."""
        return _without(text, self.names, lambda each: hash_of(self.key, each) in self.hashes)


def hash_of(key: SessionKey, found: Identifier) -> str:
    """Return how words are known once they were erased."""
    return key.of_words(f"{found.kind.name}:{found.key}")


def erase_identifier(
    services: Services, tx: Tx, note: Note, session: Session, found: Identifier
) -> None:
    """Erase words of a note for good, wherever they stand in it, however they are typed there."""
    names = identifier_decisions.known_in(tx, session.partnership_id).names
    words = found.words(note.text or "")
    same = (found.kind, found.key)
    carry_over(tx, [note.id])
    _erase_in(tx, note, session, names, same)
    secret = stored_sessions.session_secret(tx, session.id)
    known_by = hash_of(SessionKey(secret), found) if secret is not None else ""
    erased = IdentifierDecision(
        services.new_id(), found.kind, known_by, DecidedAs.ERASED, ERASED, note.id
    )
    identifier_decisions.add_decision(tx, session.partnership_id, erased, services.now)
    let_go(tx, session.id, {note.id: [words]}, services.now)
    note_gone(tx, Went.WORDS_ERASED, note.id, kind=found.kind.name, hash=known_by)


def erase_again(tx: Tx, note: Note, session: Session, kind: IdentifierKind, known_by: str) -> None:
    """Erase in a restored note what had been erased: by its hash, else all of its kind."""
    names = identifier_decisions.known_in(tx, session.partnership_id).names
    secret = stored_sessions.session_secret(tx, session.id)
    texts = [note.text or "", *(each.text for each in stored_notes.versions(tx, note.id))]
    for found in [each for text in texts for each in find(text, names) if each.kind is kind]:
        if not known_by or secret is None or hash_of(SessionKey(secret), found) == known_by:
            current = stored_notes.note(tx, note.id) or note
            _erase_in(tx, current, session, names, (found.kind, found.key))


def erased_words_of(tx: Tx, session: Session, key: SessionKey) -> dict[str, ErasedWords]:
    """Return by note what was erased in it for good, for whoever reads its board again."""
    hashes = identifier_decisions.erased_in_session(tx, session.id)
    if not hashes:
        return {}
    names = identifier_decisions.known_in(tx, session.partnership_id).names
    return {note_id: ErasedWords(key, names, frozenset(each)) for note_id, each in hashes.items()}


def _erase_in(
    tx: Tx, note: Note, session: Session, names: Names, same: tuple[IdentifierKind, str]
) -> None:
    def is_same(found: Identifier) -> bool:
        return (found.kind, found.key) == same

    older = stored_notes.versions(tx, note.id)
    left = {each.version: _without(each.text, names, is_same) for each in older}
    identifier_places.change_texts(tx, note.id, left)
    stored_quotes.let_go_of_note(tx, note.id)
    stored_quotes.mean_all_of_note(tx, note.id)
    stored_notes.save_note(tx, replace(note, text=_without(note.text or "", names, is_same)))
    if same[0] is not IdentifierKind.NAME:
        change_desk_texts(tx, session.partnership_id, lambda text: _without(text, names, is_same))


def _without(text: str, names: Names, is_same: Callable[[Identifier], bool]) -> str:
    return replaced(text, ((each, ERASED) for each in find(text, names) if is_same(each)))
