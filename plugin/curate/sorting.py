"""Sort: the notes of one closed session, or of one cluster, beside the clusters and a tray."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.curate.clusters import clusters_to_change
from plugin.curate.desk import Desk, ShownNotes, curated, desk, is_usable
from plugin.curate.desk_pages import NOTES_A_PAGE
from plugin.curate.sorting_alone import sorted_alone
from plugin.curate.sources import wants_notes
from plugin.curate.theme_marks import ThemeMarks, notes_of_theme, theme_marks
from plugin.domain.clusters import Cluster
from plugin.domain.communities import Community
from plugin.domain.left_together import left_together
from plugin.domain.near_duplicates import near_duplicates
from plugin.domain.notes import Note
from plugin.domain.own_sortings import OwnSorting
from plugin.domain.people import Actor
from plugin.domain.piece_whole import count_voices
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template, Zone
from plugin.domain.text_search import terms_of
from plugin.errors import NotHere
from plugin.govern import held_words
from plugin.govern.private_reading import who_reads
from plugin.store import clusters as stored_clusters
from plugin.store import desk_marks, desk_steps, found_notes
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store import themes as stored_themes
from plugin.store.database import Tx
from plugin.store.services import Services

_MOST_FOUND = 200
_NO_CLUSTER = "That cluster is not here any more. Choose another one on the desk."


@dataclass(frozen=True, slots=True)
class ClusterColumn:
    """A cluster side by side with others, with those of its notes that the page has."""

    cluster: Cluster | None  # None: notes that are in none
    notes: tuple[Note, ...]
    again: frozenset[str]  # notes that an earlier column has too, where they are selected
    number: int  # of all its notes


@dataclass(frozen=True, slots=True, kw_only=True)
class SortView:
    """Everything that *Sort* shows: *Show*, *Notes* and *Tray*."""

    desk: Desk
    session: Session | None  # None: no session is closed yet
    sessions: tuple[Session, ...]  # the closed ones, the newest first
    boxes: tuple[tuple[Zone, int], ...]  # with how many kept notes each has
    clusters: tuple[tuple[Cluster, int], ...]
    cluster: Cluster | None  # the one that is shown, instead of a session
    placed: Mapping[str, tuple[Cluster, ...]]  # by note
    without_cluster: int  # kept notes of the session
    tray: tuple[Note, ...]
    can_undo: bool
    marks: ThemeMarks
    wanting: tuple[PieceWhole, ...]  # pieces to put notes under: one chosen, those from Notion
    sorting: OwnSorting | None  # what this person sorts alone just now
    otherwise: Mapping[str, tuple[str, ...]]  # by note: how who sees it otherwise calls its cluster

    @property
    def shown_ids(self) -> frozenset[str]:
        """Return the notes of the page that can be selected."""
        return frozenset(self.desk.kept_ids)

    @property
    def columns(self) -> tuple[ClusterColumn, ...]:
        """Return the notes of the page in each of their clusters; those in none come first."""
        in_none = tuple(each for each in self._kept if not self.placed.get(each.id))
        found = [ClusterColumn(None, in_none, frozenset(), self.without_cluster)]
        here, before = self.session.id if self.session else "", set[str]()
        for cluster, number in self.clusters:
            if cluster.session_id != here:
                continue
            notes = tuple(n for n in self._kept if cluster in self.placed.get(n.id, ()))
            ids = {each.id for each in notes}
            found.append(ClusterColumn(cluster, notes, frozenset(ids & before), number))
            before |= ids
        return tuple(found)

    @property
    def _kept(self) -> tuple[Note, ...]:
        return tuple(n for each in self.desk.sessions for box in each.boxes for n in box.kept)

    @property
    def shown_under(self) -> dict[str, tuple[Note, ...]]:
        """Return, by the note of the page that stands for them, the notes that are shown under it.

        Those in other clusters than that one, and those on another page, are shown by themselves.
        """
        here = {note.id: note for note in self._kept}
        found: dict[str, tuple[Note, ...]] = {}
        for note_id, under_id in self.marks.under.items():
            is_shown = note_id in here and under_id in here
            if is_shown and self.placed.get(note_id, ()) == self.placed.get(under_id, ()):
                found[under_id] = (*found.get(under_id, ()), here[note_id])
        return found

    @property
    def near(self) -> dict[str, tuple[Note, ...]]:
        """Return the notes of the page that say nearly the same, by note: to look at, no more."""
        below = {each.id for those in self.shown_under.values() for each in those}
        kept = {note.id: note for note in self._kept if note.text and note.id not in below}
        found = near_duplicates({each.id: each.text or "" for each in kept.values()})
        return {
            one: tuple(sorted((kept[each] for each in others), key=lambda note: note.text or ""))
            for one, others in found.items()  # by words: ids come by chance
        }

    @property
    def together(self) -> tuple[tuple[Note, ...], ...]:
        """Return the notes of the page that people left together, while none of them is sorted."""
        placed = (note_id for note_id, those in self.placed.items() if those)
        sorted_already = {*placed, *self.marks.aside}
        return tuple(
            group
            for group in left_together(self._kept)
            if sorted_already.isdisjoint(note.id for note in group)
        )

    @property
    def is_one_voice(self) -> bool:
        """Say whether the chosen notes are one person's, as far as anybody knows."""
        of_cluster = (box.kept for each in self.desk.sessions for box in each.boxes if self.cluster)
        notes = self.tray or tuple(note for kept in of_cluster for note in kept)
        return bool(notes) and count_voices(each.voice_marks for each in notes) == 1


def _session(sessions: Sequence[Session], asked: str | None) -> Session | None:
    return next((each for each in sessions if each.id == asked), next(iter(sessions), None))


def sort_view(
    services: Services,
    actor: Actor,
    community_id: str,
    template_of: Callable[[str], Template],
    shown: ShownNotes,
    ticked: Sequence[str] = (),
) -> SortView:
    """Return what *Sort* shows: one session, the newest unless another is asked for, or a cluster.

    Notes that are `ticked` are in the tray too. Raise NotHere for a cluster of somewhere else.
    """
    with services.db.read() as tx:
        community, _ = curated(tx, actor, community_id)
        place = _place(tx, actor, community, shown)
        sorting_id, known = place.sorting_id, place.known
        chosen = _tray(tx, services, actor, community_id, place.sessions, ticked)
        numbers = stored_clusters.numbers_in(tx, community_id, sorting_id)
        boxes = _boxes(tx, services, place.session, template_of)
        listed = _listed(tx, services, community_id, place.shown, sorting_id)
        here = replace(place.shown, note_ids=listed)
    found = desk(services, actor, community_id, template_of, here)
    with services.db.read() as tx:
        placed = _by_note(tx, known, [*found.kept_ids, *(each.id for each in chosen)], sorting_id)
        in_none = stored_clusters.number_in_none(tx, here.session_id, sorting_id)
        otherwise = stored_clusters.seen_otherwise(tx, community_id, found.kept_ids)
        marks = _marks(tx, actor, found, here)
        wanting = tuple(_wanting(tx, actor, found.community, shown.piece_id))
        can_undo = desk_steps.last_step(tx, actor.person_id, community_id) is not None
    return SortView(
        desk=_with_next(found, shown, in_none),
        session=place.session,
        sessions=place.sessions,
        boxes=boxes,
        clusters=tuple((each, numbers.get(each.id, 0)) for each in known),
        cluster=place.cluster,
        placed=placed,
        without_cluster=in_none,
        tray=chosen,
        can_undo=can_undo,
        marks=marks,
        wanting=wanting,
        sorting=place.sorting,
        otherwise={} if sorting_id else otherwise,
    )


def _with_next(found: Desk, shown: ShownNotes, in_none: int) -> Desk:
    """Say of a page of notes in no cluster where the next one begins."""
    end = shown.start + NOTES_A_PAGE
    return replace(found, next_start=end) if shown.shows_unsorted and end < in_none else found


def _marks(tx: Tx, actor: Actor, found: Desk, here: ShownNotes) -> ThemeMarks:
    reads = who_reads(tx, actor, found.partnership.id)
    return theme_marks(tx, reads, found.community.id, here, found.kept_ids)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on *Sort* somebody is: a session or a cluster, and whose clusters they see."""

    sessions: tuple[Session, ...]
    session: Session | None
    cluster: Cluster | None
    sorting: OwnSorting | None
    known: tuple[Cluster, ...]
    shown: ShownNotes

    @property
    def sorting_id(self) -> str | None:
        """Return the id of what this person sorts alone; None for the shared clusters."""
        return self.sorting.id if self.sorting else None


def _place(tx: Tx, actor: Actor, community: Community, shown: ShownNotes) -> _Place:
    cluster = None
    if shown.cluster_id:
        cluster = _asked_for(clusters_to_change(tx, actor, community), shown.cluster_id)
    sessions = tuple(filter(is_sorted, stored_sessions.sessions(tx, community.id)))
    session = _session(sessions, cluster.session_id if cluster else shown.session_id)
    alone = sorted_alone(tx, actor, community, [session.id] if session else [])
    sorting = next(iter(alone.values()), None)
    known = stored_clusters.clusters(tx, community.id, sorting.id if sorting else None)
    if cluster is not None and cluster not in known:  # whoever sorts alone sees no other
        cluster, shown = None, replace(shown, cluster_id="")
    here = replace(shown, session_id=session.id if session else "")
    return _Place(sessions, session, cluster, sorting, known, here)


def _wanting(tx: Tx, actor: Actor, community: Community, piece_id: str) -> Iterator[PieceWhole]:
    """Yield the piece that notes are put under, if it is one of the community; those that wait."""
    here, found = (community.partnership_id, community.id), list[PieceWhole]()
    whole = stored_pieces.piece(tx, piece_id) if piece_id else None
    if whole is not None and whole.piece.community_id == community.id and not wants_notes(whole):
        found.append(whole)
    found += filter(wants_notes, stored_pieces.newest_pieces(tx, *here, 0))
    return (held_words.as_read_by(tx, actor, each) for each in found)


def _by_note(
    tx: Tx, known: Sequence[Cluster], note_ids: Sequence[str], sorting_id: str | None
) -> dict[str, tuple[Cluster, ...]]:
    by_id = {each.id: each for each in known}
    placed = stored_clusters.clusters_of(tx, note_ids, sorting_id)
    return {note: tuple(by_id[each] for each in those) for note, those in placed.items()}


def _listed(
    tx: Tx, services: Services, community_id: str, shown: ShownNotes, sorting_id: str | None
) -> tuple[str, ...] | None:
    """Return the notes of a cluster, of none, a theme, a search, set aside; None for a session's.

    Held notes and notes that were taken back are never searched.
    """
    if shown.words.strip():
        wanted = found_notes.Wanted(
            terms=terms_of(shown.words),
            community_ids=(community_id,),
            session_id=shown.session_id,
            boxes=None,
            kind="",
        )
        found = found_notes.find(tx, wanted, 0, _MOST_FOUND)[0] if wanted.terms else ()
        return tuple(each.id for each in found)
    if shown.cluster_id:
        return stored_clusters.notes_in(tx, shown.cluster_id)
    if shown.theme_id:
        return notes_of_theme(tx, community_id, shown.theme_id)
    if shown.shows_columns:
        in_none = stored_clusters.notes_in_none(tx, shown.session_id, sorting_id, NOTES_A_PAGE)
        placed = stored_clusters.notes_placed(tx, shown.session_id, sorting_id, _MOST_FOUND)
        return (*in_none, *placed)
    if shown.shows_unsorted:
        where = (shown.session_id, sorting_id, NOTES_A_PAGE, shown.start)
        return stored_clusters.notes_in_none(tx, *where)
    return tuple(stored_themes.aside(tx, shown.session_id)) if shown.shows_aside else None


def _asked_for(known: Sequence[Cluster], cluster_id: str) -> Cluster:
    for each in known:
        if each.id == cluster_id:
            return each
    raise NotHere(_NO_CLUSTER)


def is_sorted(session: Session) -> bool:
    """Say whether the notes of a session are on the desk: it had a board, and is closed."""
    return session.state is SessionState.CLOSED and session.template_code is not None


def _tray(
    tx: Tx,
    services: Services,
    actor: Actor,
    community_id: str,
    sessions: Sequence[Session],
    ticked: Sequence[str],
) -> tuple[Note, ...]:
    ids = dict.fromkeys((*desk_marks.tray(tx, actor.person_id, community_id), *ticked))
    found = stored_notes.notes_by_id(tx, ids)
    by_id = {each.id: each for each in sessions}
    return tuple(
        found[each]
        for each in ids
        if each in found and is_usable(found[each], by_id, services.today)
    )


def _boxes(
    tx: Tx, services: Services, session: Session | None, template_of: Callable[[str], Template]
) -> tuple[tuple[Zone, int], ...]:
    """Return the boxes of a session that have kept notes, with how many."""
    if session is None or session.template_code is None:
        return ()
    kept = desk_marks.numbers_kept(tx, session.id)
    zones = session.with_rooms(template_of(session.template_code)).zones
    return tuple((zone, kept[zone.code]) for zone in zones if zone.code in kept)
