"""Collections across the groups of a partnership, for its learning partners.

Of a piece that they may not read, a collection shows and tells nothing. Whoever made a collection
changes it; where it is shared, the others read it, put pieces in, and take them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.domain.communities import Community, Partnership
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.piece_collections import PieceCollection, collection_name_of
from plugin.domain.presses import id_of
from plugin.errors import BadInput, NotHere
from plugin.govern.private_reading import require_own_id, who_reads
from plugin.memory.search import ReadablePiece, as_read_by, partnership_of, readable_by
from plugin.store import communities as stored_communities
from plugin.store import piece_choices as choices
from plugin.store import piece_collections as stored_collections
from plugin.store.database import Tx
from plugin.store.services import Services

_GONE = "This collection is not here any more. Nothing was changed. Choose another one."
_NOT_YOURS = "Somebody else made this collection. Nothing was changed. Only they change it."


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionsView:
    """The collections that somebody reads, and the pieces of the one that is open."""

    partnership: Partnership
    communities: Mapping[str, Community]
    collections: tuple[PieceCollection, ...]
    open: PieceCollection | None
    pieces: tuple[ReadablePiece, ...]
    to_put: ReadablePiece | None  # the piece that is to be put into one
    why_closed: str  # why their own are not shown; empty: they are


def collections_view(
    services: Services, actor: Actor, partnership_id: str, open_id: str = "", piece_id: str = ""
) -> CollectionsView:
    """Return collections for a learning partner; raise NotHere for one they may not read."""
    partnership = partnership_of(services, actor, partnership_id)
    with services.db.read() as tx:
        _curated_in(tx, actor, partnership_id)
        reads = who_reads(tx, actor, partnership_id)
        found = stored_collections.collections_in(tx, partnership_id, reads.own_id)
        chosen = _one(found, open_id) if open_id else None
        wanted = (*(chosen.piece_ids if chosen else ()), *([piece_id] if piece_id else ()))
        readable = _readable(tx, services, actor, partnership_id, wanted)
        groups = stored_communities.communities(tx, partnership_id)
    to_put = readable.get(piece_id)
    if piece_id and to_put is None:
        raise NotHere(NOTHING_HERE)
    ids = chosen.piece_ids if chosen else ()
    return CollectionsView(
        partnership=partnership,
        communities={each.id: each for each in groups},
        collections=found,
        open=chosen,
        pieces=tuple(readable[each] for each in ids if each in readable),
        to_put=to_put,
        why_closed=reads.why_closed,
    )


def save_collection(
    services: Services,
    actor: Actor,
    partnership_id: str,
    collection_id: str,
    name: str,
    *,
    is_shared: bool,
    version: int | None = None,
    press: str | None = None,
) -> PieceCollection:
    """Make a collection, or change one's own (`collection_id`); raise BadInput, NotHere.

    The same `press` again makes nothing new.
    """
    wanted = collection_name_of(name)
    with services.db.begin() as tx:
        community_id = _curated_in(tx, actor, partnership_id)
        person_id = require_own_id(tx, actor, partnership_id)
        if collection_id:
            before = _own(tx, actor, partnership_id, collection_id)
            if version != before.version:
                raise BadInput(
                    "Somebody changed this collection meanwhile. Nothing was stored. Open it again."
                )
            made = replace(before, name=wanted, is_shared=is_shared, version=before.version + 1)
        else:
            new_id = id_of(f"{partnership_id} {person_id}", press or services.new_id())
            known = stored_collections.collections_in(tx, partnership_id, person_id)
            there = next((each for each in known if each.id == new_id), None)
            if there is not None:
                return there
            made = PieceCollection(
                id=new_id,
                partnership_id=partnership_id,
                name=wanted,
                is_shared=is_shared,
            )
        stored_collections.save(tx, made, person_id, community_id)
    return made


def remove_collection(
    services: Services, actor: Actor, partnership_id: str, collection_id: str
) -> str:
    """Delete one's own collection; return a sentence."""
    with services.db.begin() as tx:
        _curated_in(tx, actor, partnership_id)
        found = _own(tx, actor, partnership_id, collection_id)
        stored_collections.remove(tx, found.id)
    return f"“{found.called}” is deleted. Its pieces stay where they are."


def put_in_collection(
    services: Services, actor: Actor, partnership_id: str, collection_id: str, piece_id: str
) -> str:
    """Put a piece that somebody may read into a collection; return a sentence."""
    with services.db.begin() as tx:
        found = _to_change(tx, actor, partnership_id, collection_id)
        readable = _readable(tx, services, actor, partnership_id, [piece_id])
        if piece_id not in readable:
            raise NotHere(NOTHING_HERE)
        is_new = stored_collections.put_in(tx, found.id, piece_id, services.now)
    return f"“{found.called}” has it now." if is_new else f"“{found.called}” has it already."


def take_out_of_collection(
    services: Services, actor: Actor, partnership_id: str, collection_id: str, piece_id: str
) -> str:
    """Take a piece out of a collection; return a sentence."""
    with services.db.begin() as tx:
        found = _to_change(tx, actor, partnership_id, collection_id)
        stored_collections.take_out(tx, found.id, piece_id)
    return f"Taken out of “{found.called}”."


def _curated_in(tx: Tx, actor: Actor, partnership_id: str) -> str:
    """Return a group of a partnership that this person curates; raise NotHere for all others."""
    for each in stored_communities.communities(tx, partnership_id):
        if actor.may(Power.CURATE, partnership_id, each.id):
            return each.id
    raise NotHere(NOTHING_HERE)


def _to_change(tx: Tx, actor: Actor, partnership_id: str, collection_id: str) -> PieceCollection:
    _curated_in(tx, actor, partnership_id)
    own_id = who_reads(tx, actor, partnership_id).own_id
    return _one(stored_collections.collections_in(tx, partnership_id, own_id), collection_id)


def _own(tx: Tx, actor: Actor, partnership_id: str, collection_id: str) -> PieceCollection:
    found = _to_change(tx, actor, partnership_id, collection_id)
    if not found.is_own:
        raise BadInput(_NOT_YOURS)
    return found


def _one(found: tuple[PieceCollection, ...], collection_id: str) -> PieceCollection:
    for each in found:
        if each.id == collection_id:
            return each
    raise NotHere(_GONE)


def _readable(
    tx: Tx, services: Services, actor: Actor, partnership_id: str, piece_ids: Sequence[str]
) -> dict[str, ReadablePiece]:
    if not piece_ids:
        return {}
    wholes = choices.chosen(tx, partnership_id, None, choices.is_one_of(list(piece_ids)))
    found = (readable_by(services, actor, whole) for whole in wholes)
    readable = (as_read_by(tx, actor, each) for each in found if each is not None)
    return {each.whole.piece.id: each for each in readable}
