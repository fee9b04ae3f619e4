"""Showing notes that say nearly the same as one, and apart again; each stays a source."""

from __future__ import annotations

from plugin.curate.clusters import remember, usable
from plugin.curate.desk import curated
from plugin.domain.clusters import DeskStep
from plugin.domain.people import Actor
from plugin.domain.shown_as_one import put_under
from plugin.errors import BadInput
from plugin.store import shown_as_one as stored_ones
from plugin.store.services import Services

_TWO = "Choose two notes of one session that are here. Nothing was changed."


def show_as_one(
    services: Services, actor: Actor, community_id: str, note_id: str, under_id: str
) -> str:
    """Show a note under another one that says nearly the same; return a sentence."""
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        notes = usable(tx, services, community_id, [note_id, under_id])
        if len(notes) != 2 or notes[0].session_id != notes[1].session_id:
            raise BadInput(_TWO)
        known = stored_ones.of_notes(tx, [note_id, under_id])
        changes = put_under(known, note_id, under_id)
        stored_ones.put_under(tx, changes, actor.stored_id)
        before = tuple((each, known.get(each, "")) for each in changes)
        remember(tx, services, actor, community_id, DeskStep(under=before))
    return "Shown as one. Both stay notes, and what you do with the one is done with both."


def show_apart(services: Services, actor: Actor, community_id: str, note_id: str) -> str:
    """Show a note by itself again; return a sentence."""
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        usable(tx, services, community_id, [note_id])
        known = stored_ones.of_notes(tx, [note_id])
        if note_id not in known:
            return "That note is shown by itself already."
        stored_ones.show_apart(tx, [note_id])
        step = DeskStep(under=((note_id, known[note_id]),))
        remember(tx, services, actor, community_id, step)
    return "Shown apart again."
