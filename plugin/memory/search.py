"""The pieces that a person may read, in the wording that they may read.

Outside its own community a piece is read in its last checked wording only, and a sponsor reads
nothing else anywhere (promises 4 and 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

from plugin.domain.communities import Community, Partnership
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.piece_readings import PieceReading
from plugin.domain.pieces import (
    LOOKED_AT_AGAIN,
    WHY_LOOKED_AT,
    Check,
    PieceWhole,
    Rung,
    Wording,
    is_for_the_group,
    is_looked_at_again,
    last_checked,
    readable_outside,
    rung_at,
)
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.domain.themes import Theme
from plugin.errors import NotHere
from plugin.govern import held_words
from plugin.memory.notes import NotesFound, notes_for
from plugin.memory.query import Query, boxes_named
from plugin.memory.theme_filter import readable_themes, theme_ids
from plugin.store import communities as stored_communities
from plugin.store import piece_choices as choices
from plugin.store import pieces as stored_pieces
from plugin.store import search
from plugin.store import sessions as stored_sessions
from plugin.store import themes as stored_themes
from plugin.store.database import Tx
from plugin.store.services import Services

EVERYTHING = Query()
PIECES_A_PAGE = 50
_MOST_ASKED_FOR = 2_000  # wordings by their ids in one statement


@dataclass(frozen=True, slots=True)
class ReadablePiece:
    """A piece as one person may read it: in `shown`, which `check` says was checked or not."""

    whole: PieceWhole
    shown: Wording
    rung: Rung
    check: Check | None
    is_changed_since: bool  # an older wording was checked, and `shown` is not that one
    is_looked_at_again: bool = False  # `shown` holds none of its words

    hides_words: bool = False  # those of a held note, from whoever may not read it

    @property
    def readings(self) -> tuple[PieceReading, ...]:
        """Return how each of us reads `shown`: whoever reads that reads these, wherever it is."""
        return () if self.is_looked_at_again else self.whole.readings_of(self.shown)

    @property
    def told_beside(self) -> tuple[str, ...]:
        """Return them in a line each."""
        return () if self.is_looked_at_again else self.whole.told_beside(self.shown)


@dataclass(frozen=True, slots=True)
class MemoryPage:
    """What one person finds in a partnership's memory."""

    partnership: Partnership
    communities: Mapping[str, Community]
    pieces: tuple[ReadablePiece, ...]
    notes: NotesFound
    sessions: tuple[Session, ...]  # of the communities that this person is in
    themes: tuple[tuple[Theme, int], ...] = ()  # with their depth, for who may read notes
    next_pieces: int | None = None  # where the next page begins, while nothing is asked for


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One piece as somebody outside its community reads it."""

    partnership: Partnership
    community: Community
    readable: ReadablePiece


def memory_page(
    services: Services,
    actor: Actor,
    partnership_id: str,
    query: Query = EVERYTHING,
    designs: Sequence[Template] = (),
    start: int = 0,
) -> MemoryPage:
    """Return the memory's page for `actor`: what `query` narrows the pieces and notes down to.

    `start` is where the notes begin, or the pieces while nothing is asked for.
    """
    partnership = partnership_of(services, actor, partnership_id)
    with services.db.read() as tx:
        communities = stored_communities.communities(tx, partnership_id)
        mine = [
            each for each in communities if actor.may(Power.READ_COMMUNITY, partnership_id, each.id)
        ]
        sessions = [each for one in mine for each in stored_sessions.sessions(tx, one.id)]
        themes = readable_themes(tx, actor, partnership_id)
    if query.is_empty:
        pieces, next_pieces = newest_for(services, actor, partnership_id, start)
    else:
        pieces, next_pieces = pieces_for(services, actor, partnership_id, query, designs), None
    return MemoryPage(
        partnership,
        {community.id: community for community in communities},
        pieces,
        notes_for(services, actor, partnership_id, query, designs, start),
        tuple(sessions),
        themes,
        next_pieces,
    )


def partnership_of(services: Services, actor: Actor, partnership_id: str) -> Partnership:
    """Return a partnership for one of its people; strangers are told that nothing is here."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    return partnership


def pieces_for(
    services: Services,
    actor: Actor,
    partnership_id: str,
    query: Query = EVERYTHING,
    designs: Sequence[Template] = (),
) -> tuple[ReadablePiece, ...]:
    """Return what `actor` may read in a partnership, the newest first, as `query` narrows it."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        found = _wordings_found(tx, partnership_id, query)
        if found is None or len(found) > _MOST_ASKED_FOR:
            pieces = _filtered(tx, partnership_id, query)
        else:  # reading whole pieces is what takes long here
            pieces = stored_pieces.pieces_with_wordings(tx, partnership_id, found)
        shown = [
            as_read_by(tx, actor, each)
            for whole in reversed(pieces)
            if (each := readable_by(services, actor, whole))
        ]
        return tuple(_narrowed(tx, actor, partnership_id, shown, query, designs, found))


def newest_for(
    services: Services, actor: Actor, partnership_id: str, start: int = 0
) -> tuple[tuple[ReadablePiece, ...], int | None]:
    """Return the newest pieces that `actor` may read, and where those begin that come after them.

    `PIECES_A_PAGE` are looked at, from `start` on, and more as long as none of them is readable.
    """
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        may_be_read = _may_be_read(tx, services, actor, partnership_id)
        while True:
            some = choices.chosen(
                tx, partnership_id, None, may_be_read, most=PIECES_A_PAGE, start=start
            )
            shown = (readable_by(services, actor, whole) for whole in reversed(some))
            found = tuple(as_read_by(tx, actor, each) for each in shown if each is not None)
            start += PIECES_A_PAGE
            if len(some) < PIECES_A_PAGE:
                return found, None
            if found:
                return found, start


def _may_be_read(
    tx: Tx, services: Services, actor: Actor, partnership_id: str
) -> choices.Condition:
    """Choose pieces that somebody may read: all of a group whose pieces they work on."""
    groups = [each.id for each in stored_communities.communities(tx, partnership_id)]
    own = [each for each in groups if actor.may(Power.READ_BACK, partnership_id, each)]
    return choices.is_of_groups(own) | choices.may_be_read_by_others(services.now)


def _filtered(tx: Tx, partnership_id: str, query: Query) -> tuple[PieceWhole, ...]:
    """Return the pieces about which the filters of a query may say yes."""
    narrowed = [choices.is_of_kinds([query.kind])] if query.kind else []
    if query.session_id:
        narrowed.append(choices.rests_on_sessions([query.session_id]))
    group_id = query.community_id or None
    if not narrowed:
        return stored_pieces.pieces(tx, partnership_id, group_id)
    return choices.chosen(tx, partnership_id, group_id, reduce(and_, narrowed))


def _wordings_found(tx: Tx, partnership_id: str, query: Query) -> frozenset[str] | None:
    """Return the ids of the wordings in which what was typed stands; None where nothing was."""
    if not query.asks_for_words:
        return None
    if not query.terms:
        return frozenset()
    communities = [each.id for each in stored_communities.communities(tx, partnership_id)]
    return search.find_wordings(tx, query.terms, communities)


def _narrowed(
    tx: Tx,
    actor: Actor,
    partnership_id: str,
    readable: Sequence[ReadablePiece],
    query: Query,
    designs: Sequence[Template],
    found: frozenset[str] | None,
) -> Iterator[ReadablePiece]:
    """Yield the pieces that `query` asks for: by the words that are shown, never by hidden ones.

    Which meeting and box a piece comes from is known inside its own community only, and themes
    of notes and pieces by those who may read notes.
    """
    asked = theme_ids(tx, actor, partnership_id, query.theme_id)
    themed = None if asked is None else stored_themes.note_ids_with(tx, asked)
    of_pieces = stored_themes.piece_ids_with(tx, asked or ())
    communities = [each.id for each in stored_communities.communities(tx, partnership_id)]
    in_box = boxes_named(query.box, designs) if query.box else frozenset()
    design_of = {
        each.id: each.template_code or ""
        for community_id in communities
        if query.box and actor.may(Power.READ_COMMUNITY, partnership_id, community_id)
        for each in stored_sessions.sessions(tx, community_id)
    }
    for each in readable:
        piece, sources = each.whole.piece, each.whole.sources
        is_own = actor.may(Power.READ_COMMUNITY, partnership_id, piece.community_id)
        meetings = {source.session_id for source in sources if is_own}
        boxes = {(design_of.get(source.session_id, ""), source.zone_code) for source in sources}
        if (
            (found is None or (each.shown.id in found and not each.hides_words))
            and query.community_id in ("", piece.community_id)
            and query.kind in ("", each.shown.kind)
            and query.form in ("", each.whole.judged.form)
            and query.session_id in ("", *meetings)
            and (not query.box or in_box & boxes)
            and (
                themed is None
                or piece.id in of_pieces
                or any(source.note_id in themed for source in sources)
            )
            and query.is_about(each.shown.made_at.date())
        ):
            yield each


def reading_page(services: Services, actor: Actor, piece_id: str) -> ReadingPage:
    """Return the page of a piece for somebody who is not of its community."""
    readable = readable_piece(services, actor, piece_id)
    piece = readable.whole.piece
    partnership = partnership_of(services, actor, piece.partnership_id)
    with services.db.read() as tx:
        community = stored_communities.community(tx, piece.community_id)
    if community is None:
        raise NotHere(NOTHING_HERE)
    return ReadingPage(partnership, community, readable)


def readable_piece(services: Services, actor: Actor, piece_id: str) -> ReadablePiece:
    """Return one piece as `actor` may read it; raise NotHere if not at all."""
    with services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is not None:
            actor.require(Power.READ_MEMORY, whole.piece.partnership_id)
        readable = readable_by(services, actor, whole) if whole else None
        if readable is None:
            raise NotHere(NOTHING_HERE)
        return as_read_by(tx, actor, readable)


def as_read_by(tx: Tx, actor: Actor, readable: ReadablePiece) -> ReadablePiece:
    """Return a piece without words that are closed to its reader; no search finds these."""
    read = held_words.as_read_by(tx, actor, readable.whole)
    if read is readable.whole or not readable.shown.id:
        return readable
    shown = read.wording(readable.shown.id)
    return replace(readable, whole=read, shown=shown, hides_words=shown != readable.shown)


def readable_by(services: Services, actor: Actor, whole: PieceWhole) -> ReadablePiece | None:
    """Return a piece in the wording that `actor` may read, or None."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    rung = rung_at(whole.releases, services.now)
    check = last_checked(whole, services.now)
    own = actor.may(Power.READ_COMMUNITY, *here)
    if own and (is_for_the_group(whole, services.now) or actor.may(Power.READ_BACK, *here)):
        is_checked = check is not None and check.wording.id == whole.newest.id
        own_check = check if is_checked else None
        return ReadablePiece(whole, whole.newest, rung, own_check, check is not own_check)
    reaches = actor.may(Power.READ_MEMORY, whole.piece.partnership_id)
    if not reaches or rung.value < Rung.PARTNERSHIP.value:
        return None
    if is_looked_at_again(whole, services.now):
        return ReadablePiece(whole, _without_words(whole), rung, None, False, True)
    outside = readable_outside(whole, services.now)
    if outside is None:
        return None
    return ReadablePiece(whole, outside.wording, rung, outside, False)


def _without_words(whole: PieceWhole) -> Wording:
    """Return what stands in the place of words that are looked at again; no search finds it."""
    newest = whole.newest
    covered = replace(newest, id="", title=LOOKED_AT_AGAIN, line=WHY_LOOKED_AT)
    return replace(covered, narrative="", typed=None)
