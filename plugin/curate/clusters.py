"""What a learning partner does with chosen notes: into a cluster, out of one, and back again.

Each change is one transaction and answers one sentence. It changes only what that person saw, so
that two people who sort at the same time overwrite nothing of each other's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.curate.desk import curated, is_usable
from plugin.curate.sorting_alone import sorted_alone
from plugin.domain.clusters import (
    NOWHERE,
    Cluster,
    DeskStep,
    How,
    is_label,
    notes_in_words,
    sentence_of,
    step_of,
)
from plugin.domain.communities import Community
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.presses import id_of
from plugin.errors import BadInput, NotHere
from plugin.store import clusters as stored_clusters
from plugin.store import desk_marks, desk_steps
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

_NO_NOTES = (
    "Select at least one kept note first. Held notes can be read here, and cannot go into a "
    "cluster. Nothing was changed."
)
_NO_CLUSTER = "That cluster is not here any more. Nothing was changed. Choose another one."
_NOT_YOURS = (
    "You sort this session on your own, and that cluster is not yours. Nothing was changed. Choose "
    "one of your own, or show your sorting first."
)
_SEVERAL = (
    "The selected notes are of several sessions, and you sort one of these on your own. Nothing "
    "was changed. Select notes of one session."
)
Seen = Mapping[str, Collection[str]]  # the clusters of each note, as the person's page showed them


@dataclass(frozen=True, slots=True)
class SortOutcome:
    """What a change did: a sentence, and the cluster that it was about."""

    says: str
    cluster: Cluster | None = None


def gather(
    services: Services,
    actor: Actor,
    community_id: str,
    note_ids: Sequence[str],
    sentence: str,
    seen: Seen,
    press: str | None = None,
) -> SortOutcome:
    """Make a new cluster of notes, out of those in which they were seen; raise BadInput.

    The same `press` again makes nothing new.
    """
    cluster_id = id_of(community_id, press) if press else services.new_id()
    words = sentence_of(sentence)
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        known = clusters_to_change(tx, actor, community)
        again = next((each for each in known if each.id == cluster_id), None)
        if again is not None:
            return SortOutcome(f"“{again.name}” is made.", again)
        notes = usable(tx, services, community_id, note_ids)
        sorting_id = _sorting_of(tx, actor, community, notes)
        made = Cluster(
            id=cluster_id,
            community_id=community_id,
            session_id=notes[0].session_id,
            number=number_after(each for each in known if each.sorting_id == sorting_id),
            sentence=words,
            made_at=services.now,
            sorting_id=sorting_id,
        )
        stored_clusters.add(tx, made)
        step = _move(tx, actor, made, notes, How.MOVE, seen, sorting_id)
        remember(tx, services, actor, community_id, replace(step, made=made.id))
    says = f"{notes_in_words(len(notes))} put in a new cluster, {made.name}."
    if is_label(words):
        says += " Try a sentence: when…, people…"
    return SortOutcome(says, made)


def sort_notes(
    services: Services,
    actor: Actor,
    community_id: str,
    note_ids: Sequence[str],
    cluster_id: str,
    how: How,
    seen: Seen,
) -> SortOutcome:
    """Put notes into a cluster, also into it, or take them out; raise BadInput.

    OUT without a cluster takes them out of all in which they were seen.
    """
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        notes = usable(tx, services, community_id, note_ids)
        sorting_id = _sorting_of(tx, actor, community, notes)
        known = {each.id: each for each in stored_clusters.clusters(tx, community_id, sorting_id)}
        chosen = known.get(cluster_id)
        if chosen is None and (cluster_id or how is not How.OUT):
            raise BadInput(_NO_CLUSTER if sorting_id is None else _NOT_YOURS)
        step = _move(tx, actor, chosen, notes, how, seen, sorting_id)
        remember(tx, services, actor, community_id, step)
        stays = stored_clusters.clusters_of(tx, [each.id for each in notes], sorting_id)
    says = _told(step, chosen, notes, how)
    if how is How.MOVE and any(len(each) > 1 for each in stays.values()):
        says += " Somebody else put some of them in another cluster meanwhile: they stay there too."
    return SortOutcome(says, chosen)


def put_nowhere(
    services: Services, actor: Actor, community_id: str, note_ids: Sequence[str], seen: Seen
) -> SortOutcome:
    """Say of notes that they belong nowhere, and matter; raise BadInput."""
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        notes = usable(tx, services, community_id, note_ids)
        sorting_id = _sorting_of(tx, actor, community, notes)
        return put_these_nowhere(tx, services, actor, community_id, notes, seen, sorting_id)


def put_these_nowhere(
    tx: Tx,
    services: Services,
    actor: Actor,
    community_id: str,
    notes: Sequence[Note],
    seen: Seen,
    sorting_id: str | None,
) -> SortOutcome:
    """Say of usable notes that they belong nowhere: in one sorting, without one for everybody."""
    session_id = notes[0].session_id
    here = (
        each
        for each in stored_clusters.clusters(tx, community_id, sorting_id)
        if each.is_nowhere and each.session_id == session_id
    )
    nowhere = next(here, None)
    if nowhere is None:
        nowhere = Cluster(
            id=services.new_id(),
            community_id=community_id,
            session_id=session_id,
            number=NOWHERE,
            made_at=services.now,
            sorting_id=sorting_id,
        )
        stored_clusters.add(tx, nowhere)
    step = _move(tx, actor, nowhere, notes, How.MOVE, seen, sorting_id)
    remember(tx, services, actor, community_id, step)
    return SortOutcome(_told(step, nowhere, notes, How.MOVE), nowhere)


def reword(
    services: Services,
    actor: Actor,
    community_id: str,
    cluster_id: str,
    sentence: str,
    version: int | None,
) -> SortOutcome:
    """Change why a cluster's notes belong together; raise BadInput if somebody else did meanwhile.

    `version` is the one that the person saw.
    """
    words = sentence_of(sentence)
    with services.db.begin() as tx:
        known = cluster_in(tx, actor, community_id, cluster_id)
        if words == known.sentence:
            return SortOutcome("Nothing was changed.", known)
        if version != known.version:
            raise BadInput(
                "Somebody else changed this sentence meanwhile. Nothing was stored, and nothing is "
                "lost: both texts are below. Take over what you want to keep, then save again."
            )
        stored_clusters.reword(tx, known, words)
        step = DeskStep(reworded=known.id, version=known.version + 1, before=known.sentence)
        remember(tx, services, actor, community_id, step)
        changed = replace(known, sentence=words, version=known.version + 1)
    return SortOutcome(f"Saved. The cluster is called {changed.name} now.", changed)


def remove_cluster(
    services: Services, actor: Actor, community_id: str, cluster_id: str
) -> SortOutcome:
    """Delete a cluster that has no notes; raise BadInput for another one."""
    with services.db.begin() as tx:
        known = cluster_in(tx, actor, community_id, cluster_id)
        if known.id in stored_clusters.numbers_in(tx, community_id, known.sorting_id):
            raise BadInput(
                "This cluster has notes. Nothing was changed. Take them out first, or put them in "
                "another one."
            )
        stored_clusters.remove(tx, known.id)
    return SortOutcome(f"“{known.name}” had no notes, and is removed.")


def became_a_piece(
    services: Services, actor: Actor, community_id: str, cluster_id: str, piece_id: str
) -> None:
    """Remember which piece was made of a cluster, and leave the tray empty."""
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        if any(each.id == cluster_id for each in stored_clusters.clusters(tx, community_id)):
            stored_clusters.became(tx, cluster_id, piece_id)
        if actor.stored_id is not None:
            desk_marks.fill_tray(tx, actor.stored_id, community_id, ())


def fill_tray(services: Services, actor: Actor, community_id: str, note_ids: Sequence[str]) -> None:
    """Let a person's tray hold these notes, and no others of the community."""
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        if actor.stored_id is not None:
            desk_marks.fill_tray(tx, actor.stored_id, community_id, note_ids)


def cluster_in(tx: Tx, actor: Actor, community_id: str, cluster_id: str) -> Cluster:
    """Return a cluster of a community that this person curates; raise NotHere."""
    community, _ = curated(tx, actor, community_id)
    for each in clusters_to_change(tx, actor, community):
        if each.id == cluster_id:
            return each
    raise NotHere(_NO_CLUSTER)


def is_here(services: Services, actor: Actor, community_id: str, cluster_id: str) -> bool:
    """Say whether a community has a cluster that this person may change."""
    with services.db.read() as tx:
        community, _ = curated(tx, actor, community_id)
        return any(each.id == cluster_id for each in clusters_to_change(tx, actor, community))


def number_after(known: Iterable[Cluster]) -> int:
    """Return the number of a new cluster beside these."""
    return max((each.number for each in known), default=NOWHERE) + 1


def clusters_to_change(tx: Tx, actor: Actor, community: Community) -> tuple[Cluster, ...]:
    """Return the shared clusters, and those of sessions that a person sorts alone just now."""
    shared = stored_clusters.clusters(tx, community.id)
    sessions = [each.id for each in stored_sessions.sessions(tx, community.id)]
    alone = sorted_alone(tx, actor, community, sessions).values()
    own = (
        each for sorting in alone for each in stored_clusters.clusters(tx, community.id, sorting.id)
    )
    return (*shared, *own)


def usable(
    tx: Tx, services: Services, community_id: str, note_ids: Sequence[str]
) -> tuple[Note, ...]:
    """Return those of these notes that a curator can work with; raise BadInput for none."""
    found = stored_notes.notes_by_id(tx, note_ids)
    sessions = {each.id: each for each in stored_sessions.sessions(tx, community_id)}
    notes = (found[each] for each in dict.fromkeys(note_ids) if each in found)
    kept = tuple(each for each in notes if is_usable(each, sessions, services.today))
    if not kept:
        raise BadInput(_NO_NOTES)
    return kept


def _sorting_of(tx: Tx, actor: Actor, community: Community, notes: Sequence[Note]) -> str | None:
    """Return the sorting of these notes that a person does alone just now, None for the shared one.

    Raise BadInput for notes of which only some are sorted alone.
    """
    sessions = {each.session_id for each in notes}
    alone = sorted_alone(tx, actor, community, sessions)
    if alone and len(sessions) > 1:
        raise BadInput(_SEVERAL)
    return next((each.id for each in alone.values()), None)


def _move(
    tx: Tx,
    actor: Actor,
    chosen: Cluster | None,
    notes: Sequence[Note],
    how: How,
    seen: Seen,
    sorting_id: str | None,
) -> DeskStep:
    ids = [each.id for each in notes]
    present = stored_clusters.clusters_of(tx, ids, sorting_id)
    step = step_of(how, ids, chosen.id if chosen else "", present, seen)
    stored_clusters.take(tx, step.taken)
    stored_clusters.put(tx, step.put, actor.stored_id)
    return step


def remember(tx: Tx, services: Services, actor: Actor, community_id: str, step: DeskStep) -> None:
    """Let the change be undone, and empty the tray: something was done with what lay there."""
    if actor.stored_id is None:
        return
    desk_steps.remember(tx, services.new_id(), actor.stored_id, community_id, step)
    desk_marks.fill_tray(tx, actor.stored_id, community_id, ())


def _told(step: DeskStep, chosen: Cluster | None, notes: Sequence[Note], how: How) -> str:
    number = notes_in_words(len(notes))
    if how is How.OUT:
        taken = notes_in_words(len({each.note_id for each in step.taken}))
        return f"{taken} taken out of {chosen.name if chosen else 'every cluster'}."
    if chosen is None:
        return ""
    if chosen.is_nowhere:
        verb = "belongs" if len(notes) == 1 else "belong"
        return f"{number} {verb} nowhere, and matter{'s' if len(notes) == 1 else ''}."
    return f"{number} {'also ' if how is How.ALSO else ''}put in {chosen.name}."
