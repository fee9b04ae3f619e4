"""What was ticked at the desk, before a piece is made of it: notes, or a cluster's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from plugin.curate.desk import curated, is_usable, zones_of
from plugin.domain.clusters import Cluster
from plugin.domain.communities import Community, Partnership
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.piece_whole import count_voices
from plugin.domain.pieces import starts_as
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.store import clusters as stored_clusters
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Notes that were ticked for a piece, and what a piece made from them begins with."""

    community: Community
    partnership: Partnership
    notes: tuple[Note, ...]
    titles: Mapping[str, str]  # note id → title of its box
    kind: str
    family: str
    person: int
    is_one_voice: bool
    sentence: str  # of the cluster that it is made from, if any
    nowhere: tuple[Note, ...]  # that belong nowhere in these sessions: perhaps they do not fit


_NONE_TICKED = (
    "Tick at least one kept note first; held notes cannot go into a piece. Nothing was changed."
)


def choose(
    services: Services,
    actor: Actor,
    community_id: str,
    note_ids: Sequence[str],
    template_of: Callable[[str], Template],
    *,
    may_be_none: bool = False,
    cluster_id: str = "",
) -> Chosen:
    """Return the ticked notes for the form of a new piece; raise BadInput if none can be used.

    Where none is ticked they are those of the cluster. With `may_be_none` it is said on the form
    instead, which keeps what was typed there.
    """
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        cluster = _cluster(tx, community_id, cluster_id)
        if cluster is not None and not note_ids and not may_be_none:
            note_ids = stored_clusters.notes_in(tx, cluster.id)
        found = stored_notes.notes_by_id(tx, note_ids)
        sessions = {each.id: each for each in stored_sessions.sessions(tx, community_id)}
        nowhere = _nowhere(tx, community_id, found)
    ordered = (found[note_id] for note_id in dict.fromkeys(note_ids) if note_id in found)
    notes = tuple(note for note in ordered if is_usable(note, sessions, services.today))
    if not notes and not may_be_none:
        raise BadInput(_NONE_TICKED)
    zones = zones_of(notes, sessions, template_of)
    # As most of the notes say; of several the first.
    begins = Counter([starts_as(zones.get(note.id)) for note in notes] or [starts_as(None)])
    ((kind, family, person), _), *_ = begins.most_common(1)
    return Chosen(
        community=community,
        partnership=partnership,
        notes=notes,
        titles={note_id: zone.title for note_id, zone in zones.items() if zone},
        kind=kind,
        family=family,
        person=person,
        is_one_voice=count_voices(each.voice_marks for each in notes) == 1,
        sentence=cluster.sentence if cluster else "",
        nowhere=tuple(each for each in nowhere if is_usable(each, sessions, services.today)),
    )


def _nowhere(tx: Tx, community_id: str, chosen: Mapping[str, Note]) -> tuple[Note, ...]:
    """Return what belongs nowhere in the sessions of some notes, but for these themselves."""
    sessions = {each.session_id for each in chosen.values()}
    ids = [
        note_id
        for each in stored_clusters.clusters(tx, community_id)
        if each.is_nowhere and each.session_id in sessions
        for note_id in stored_clusters.notes_in(tx, each.id)
        if note_id not in chosen
    ]
    found = stored_notes.notes_by_id(tx, ids)
    return tuple(found[each] for each in ids if each in found)


def _cluster(tx: Tx, community_id: str, cluster_id: str) -> Cluster | None:
    known = stored_clusters.clusters(tx, community_id) if cluster_id else ()
    return next((each for each in known if each.id == cluster_id), None)
