"""Which exports may hold a note's words, or a piece that rests on it, and who made them."""

from __future__ import annotations

from plugin.domain.exports import BY_OPERATOR, ExportRecord, NamedExport, may_hold
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.languages import lazy_gettext
from plugin.store import communities as stored_communities
from plugin.store import exports as stored_exports
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx

_ELSEWHERE = lazy_gettext("somebody of another group")
_GONE = lazy_gettext("somebody who is not here any more")
_OPERATOR = lazy_gettext("the administrator")


def exports_with(tx: Tx, session: Session, note: Note) -> tuple[NamedExport, ...]:
    """Return the exports that may hold a note's words, oldest first; held ones are in none.

    Readers of a note may not see every group: whoever is in none of theirs is not named.
    """
    if note.label is Label.H or session.closed_at is None:
        return ()
    made = stored_exports.exports_since(tx, session.partnership_id, session.closed_at)
    if not made:
        return ()
    pieces = stored_pieces.ids_of_pieces_of_note(tx, note.id)
    sentences = stored_communities.proposals(tx, session.community_id)
    was_read_back = any(each.note_id == note.id for each in sentences)
    here = session.community_id
    found = [each for each in made if may_hold(each, here, pieces, was_read_back=was_read_back)]
    people = {one.person_id: one for one, _ in stored_people.people_of(tx, session.partnership_id)}
    return tuple(
        NamedExport(each.in_words, each.made_at.date(), _by(each, session, people))
        for each in found
    )


def _by(record: ExportRecord, session: Session, people: dict[str, Actor]) -> str:
    if record.made_by is None:
        return ""
    if record.made_by == BY_OPERATOR:
        return _OPERATOR
    person = people.get(record.made_by)
    if person is None:
        return _GONE
    is_known = bool(person.roles(session.partnership_id, session.community_id))
    return person.name if is_known else _ELSEWHERE
