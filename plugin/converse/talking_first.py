"""Wishes to talk before a note is taken back, for whoever runs its session.

They read the note as far as they may read it anywhere, and a line of where its writer can be found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugin.domain.held import readable
from plugin.domain.people import Actor
from plugin.domain.talk_wishes import TalkWish
from plugin.govern import held_notes
from plugin.govern.running_sessions import session_to_run
from plugin.store import notes as stored_notes
from plugin.store import talk_wishes
from plugin.store.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedToTalk:
    """One wish, and the words of its note; None where this person may not read them.

    Where they may not since it is held, they do not learn where its writer is either (`is_closed`).
    """

    wish: TalkWish
    words: str | None
    is_closed: bool = False


def asked_to_talk(services: Services, actor: Actor, session_id: str) -> tuple[AskedToTalk, ...]:
    """Return the wishes of a session; raise NotHere, or Refused for who does not run it."""
    with services.db.read() as tx:
        session = session_to_run(tx, actor, session_id)
        wishes = talk_wishes.wishes_in(tx, session_id, session.community_id)
        notes = stored_notes.notes_by_id(tx, [each.note_id for each in wishes]) if wishes else {}
        there = [each for each in notes.values() if each.may_be_read(services.today)]
        readers = held_notes.readers_of(tx, session)
        said = {each.id: each.text for each in readable(actor, session, readers, there)}
    closed = {each.id for each in there} - said.keys()
    return tuple(
        AskedToTalk(wish=replace(each, where=""), words=None, is_closed=True)
        if each.note_id in closed
        else AskedToTalk(wish=each, words=said.get(each.note_id))
        for each in wishes
    )


def have_talked(services: Services, actor: Actor, session_id: str, note_id: str) -> None:
    """End a wish, since they have talked; twice is once. Raise NotHere, Refused."""
    with services.db.begin() as tx:
        session_to_run(tx, actor, session_id)
        talk_wishes.forget(tx, session_id, note_id)
