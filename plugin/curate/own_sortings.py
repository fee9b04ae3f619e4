"""Two curators sort the same notes on their own, then compare, and make shared clusters of it.

While somebody sorts a session alone, the desk shows them their own clusters of it and no others,
and nobody else sees these. Two sortings are compared once both are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plugin.curate.clusters import Seen, number_after, put_these_nowhere, remember, usable
from plugin.curate.desk import curated, is_usable
from plugin.curate.sorting import is_sorted
from plugin.curate.sorting_alone import sortings_of
from plugin.domain.clusters import Cluster, How, notes_in_words, sentence_of, step_of
from plugin.domain.communities import Community, Partnership
from plugin.domain.notes import Note
from plugin.domain.own_sortings import (
    Alike,
    Match,
    OwnSorting,
    Placed,
    alike,
    matches,
    seen_otherwise,
)
from plugin.domain.people import NOTHING_HERE, Actor
from plugin.domain.presses import id_of
from plugin.domain.sessions import Session
from plugin.errors import BadInput, NotHere
from plugin.govern.private_reading import require_own_id, who_reads
from plugin.store import clusters as stored_clusters
from plugin.store import notes as stored_notes
from plugin.store import own_sortings as stored_sortings
from plugin.store import people as stored_people
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

_NOT_BOTH = (
    "Two sortings are compared once both are shown. Nothing was changed. Show yours first, or wait "
    "for the other one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two shown sortings of one session, side by side."""

    with_: OwnSorting
    name: str  # of the other curator
    alike: Alike
    matches: tuple[Match, ...]
    notes: Mapping[str, Note]
    mine: Mapping[str, tuple[Cluster, ...]]  # by note
    theirs: Mapping[str, tuple[Cluster, ...]]
    shared: Mapping[str, tuple[Cluster, ...]]  # clusters of everybody's, by note


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Notes of a cluster of each of two curators that become a shared one."""

    with_id: str
    mine_id: str
    theirs_id: str
    note_ids: tuple[str, ...]
    sentence: str = field(repr=False)
    keeps_otherwise: bool  # of notes that one of the two put elsewhere: where


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareView:
    """What *Compare* shows of one session."""

    community: Community
    partnership: Partnership
    session: Session
    own: OwnSorting | None
    others: tuple[tuple[OwnSorting, str], ...]  # with how their curators are called
    comparison: Comparison | None


def compare_view(
    services: Services, actor: Actor, community_id: str, session_id: str, with_id: str = ""
) -> CompareView:
    """Return who sorts a session on their own, and two shown sortings side by side.

    Beside a person's own one stands that of `with_id`, else the first that is shown. Raise NotHere
    for a session that is not on the desk.
    """
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        session = _session(tx, community_id, session_id)
        known = stored_sortings.of_sessions(tx, [session.id])
        own_id = who_reads(tx, actor, partnership.id).own_id
        own = sortings_of(known, own_id).get(session.id)
        others = tuple(
            (each, stored_people.name_in(tx, each.person_id, partnership.id))
            for each in known
            if each != own
        )
        shown = [each for each in others if not each[0].is_hidden]
        chosen = next((each for each in shown if each[0].id == with_id), next(iter(shown), None))
        compared = None
        if own is not None and not own.is_hidden and chosen is not None:
            compared = _compared(tx, services, session, own, *chosen)
    return CompareView(
        community=community,
        partnership=partnership,
        session=session,
        own=own,
        others=others,
        comparison=compared,
    )


def sort_alone(services: Services, actor: Actor, community_id: str, session_id: str) -> str:
    """Let a curator sort a session on their own from now on, or again.

    Raise Refused where somebody else could be the one that reads it.
    """
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        session = _session(tx, community_id, session_id)
        own_id = require_own_id(tx, actor, community.partnership_id)
        own = _own(tx, actor, community, session)
        if own is None:
            made_id = id_of(session.id, own_id)
            own = OwnSorting(made_id, session.id, own_id, services.now)
            stored_sortings.begin(tx, own)
        elif not own.is_hidden:
            stored_sortings.show(tx, own.id, None)
    return "You sort this session on your own now. Nobody else sees it until you show it."


def show_sorting(services: Services, actor: Actor, community_id: str, session_id: str) -> str:
    """Let the other curators compare a person's own sorting; raise BadInput if there is none."""
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        own = _own(tx, actor, community, _session(tx, community_id, session_id))
        if own is None:
            raise BadInput("You have not sorted this session on your own. Nothing was changed.")
        if own.is_hidden:
            stored_sortings.show(tx, own.id, services.now)
    return (
        "Your sorting is shown, so that another curator can compare. Sort shows the shared "
        "clusters again."
    )


def throw_sorting_away(services: Services, actor: Actor, community_id: str, session_id: str) -> str:
    """Delete a person's own sorting of a session; raise BadInput if there is none."""
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        require_own_id(tx, actor, community.partnership_id)
        own = _own(tx, actor, community, _session(tx, community_id, session_id))
        if own is None:
            raise BadInput("You have not sorted this session on your own. Nothing was changed.")
        stored_sortings.throw_away(tx, own.id)
    return "Your own sorting is gone. Notes and shared clusters stay as they are."


def share(
    services: Services,
    actor: Actor,
    community_id: str,
    session_id: str,
    what: Sharing,
    press: str | None = None,
) -> str:
    """Make a shared cluster of notes of two sortings; raise BadInput.

    Notes stay in the shared clusters in which they are. The same `press` again makes nothing new.
    """
    made_id = id_of(community_id, press) if press else services.new_id()
    words = sentence_of(what.sentence)
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        session = _session(tx, community_id, session_id)
        two = _two(tx, actor, community, session, what.with_id)
        known = stored_clusters.clusters(tx, community_id)
        if any(each.id == made_id for each in known):
            return "The shared cluster is made."
        notes = [each.id for each in usable(tx, services, community_id, what.note_ids)]
        made = Cluster(
            id=made_id,
            community_id=community_id,
            session_id=session.id,
            number=number_after(known),
            sentence=words,
            made_at=services.now,
        )
        stored_clusters.add(tx, made)
        step = step_of(How.ALSO, notes, made.id, {}, {})
        stored_clusters.put(tx, step.put, actor.stored_id)
        if what.keeps_otherwise:
            for sorting, cluster_id in zip(two, (what.mine_id, what.theirs_id), strict=True):
                placed = stored_clusters.clusters_of(tx, notes, sorting.id)
                those = seen_otherwise(notes, placed, cluster_id)
                stored_sortings.keep_otherwise(tx, made.id, those)
        remember(tx, services, actor, community_id, replace(step, made=made.id))
    return f"{notes_in_words(len(notes))} put in a shared cluster, {made.name}."


def share_nowhere(
    services: Services,
    actor: Actor,
    community_id: str,
    session_id: str,
    with_id: str,
    note_ids: Sequence[str],
    seen: Seen,
) -> str:
    """Say for everybody that notes of two sortings belong nowhere; raise BadInput.

    They leave the shared clusters in which they were seen.
    """
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        session = _session(tx, community_id, session_id)
        _two(tx, actor, community, session, with_id)
        notes = usable(tx, services, community_id, note_ids)
        if any(each.session_id != session.id for each in notes):
            raise BadInput("Select notes of this session. Nothing was changed.")
        return put_these_nowhere(tx, services, actor, community_id, notes, seen, None).says


def _two(
    tx: Tx, actor: Actor, community: Community, session: Session, with_id: str
) -> tuple[OwnSorting, OwnSorting]:
    """Return a person's own sorting and the other one; raise BadInput unless both are shown."""
    own = _own(tx, actor, community, session)
    known = stored_sortings.of_sessions(tx, [session.id])
    other = next((each for each in known if each.id == with_id and each != own), None)
    if own is None or other is None or own.is_hidden or other.is_hidden:
        raise BadInput(_NOT_BOTH)
    return own, other


def _own(tx: Tx, actor: Actor, community: Community, session: Session) -> OwnSorting | None:
    own_id = who_reads(tx, actor, community.partnership_id).own_id
    return sortings_of(stored_sortings.of_sessions(tx, [session.id]), own_id).get(session.id)


def _session(tx: Tx, community_id: str, session_id: str) -> Session:
    known = filter(is_sorted, stored_sessions.sessions(tx, community_id))
    session = next((each for each in known if not session_id or each.id == session_id), None)
    if session is None:
        raise NotHere(NOTHING_HERE)
    return session


def _compared(
    tx: Tx, services: Services, session: Session, own: OwnSorting, other: OwnSorting, name: str
) -> Comparison:
    every = stored_notes.notes_of_sessions(tx, [session.id])[session.id]
    here = {
        each.id: each for each in every if is_usable(each, {session.id: session}, services.today)
    }
    shared = stored_clusters.clusters(tx, session.community_id)
    mine, theirs = (
        stored_clusters.clusters(tx, session.community_id, each.id) for each in (own, other)
    )
    my_places, their_places, places = (
        _in_order(here, stored_clusters.clusters_of(tx, here, each))
        for each in (own.id, other.id, None)
    )
    nowhere = {each.id for each in (*mine, *theirs) if each.is_nowhere}
    return Comparison(
        with_=other,
        name=name,
        alike=alike(my_places, their_places, nowhere),
        matches=matches(mine, my_places, theirs, their_places),
        notes=here,
        mine=_by_note(mine, my_places),
        theirs=_by_note(theirs, their_places),
        shared=_by_note(shared, places),
    )


def _in_order(here: Mapping[str, Note], placed: Placed) -> dict[str, Sequence[str]]:
    """Return where notes are put, in the reading order of the board."""
    return {note_id: placed[note_id] for note_id in here if note_id in placed}


def _by_note(clusters: Iterable[Cluster], placed: Placed) -> dict[str, tuple[Cluster, ...]]:
    known = {each.id: each for each in clusters}
    return {note: tuple(known[each] for each in those) for note, those in placed.items()}
