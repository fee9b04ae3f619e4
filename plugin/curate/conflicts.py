"""The page of a conflict: one field, three texts, and whose they are.

Ours is always the newest wording, which may have changed since the conflict was found. It is shown
and never decided here; `plugin.sync` carries the chosen text on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plugin.curate.writers import writers
from plugin.domain.communities import Community, Partnership
from plugin.domain.hidden_texts import HIDDEN, hide
from plugin.domain.judgements import JUDGED
from plugin.domain.links import Conflict, seen
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import PieceWhole, Wording
from plugin.errors import NotHere
from plugin.govern import held_words
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.services import Services

GONE = "This difference was never here. Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A conflict with the piece that it is about."""

    conflict: Conflict
    whole: PieceWhole
    community: Community
    partnership: Partnership
    writers: Mapping[str, str]  # wording id → a name
    told: Conflict  # the texts as they may be shown now: a quote may have been refused meanwhile
    read: PieceWhole  # as the reader may read it
    settled_by: str = ""  # a name; empty where nobody chose, or who did works here no more

    @property
    def ours(self) -> str:
        """Return what stands here now, as the reader may read it."""
        return self.read.says(self.conflict.field)

    @property
    def seen(self) -> str:
        """Return the sign of the two texts as they are shown."""
        return seen(self.whole.says(self.conflict.field), self.conflict.theirs)

    @property
    def ours_since(self) -> Wording | None:
        """Return the wording that brought what stands here now."""
        field, found = self.conflict.field, None
        if field in JUDGED:
            return None  # it is part of no wording
        for wording in reversed(self.whole.wordings):
            if wording.says(field) != self.whole.says(field):
                break
            found = wording
        return found


def conflict_page(services: Services, actor: Actor, conflict_id: str) -> ConflictView:
    """Return a conflict, open or settled, for somebody who may carry pieces to Notion and back."""
    with services.db.read() as tx:
        conflict = stored_links.conflict(tx, conflict_id)
        whole = stored_pieces.piece(tx, conflict.piece_id) if conflict else None
        if conflict is None or whole is None:
            raise NotHere(GONE)
        community = stored_communities.community(tx, whole.piece.community_id)
        partnership = stored_communities.partnership(tx, whole.piece.partnership_id)
        names = writers(tx, actor, whole)
        chose = _who_chose(tx, conflict, whole)
        told = _told(tx, conflict, whole)
        read = held_words.as_read_by(tx, actor, whole)
    actor.require(Power.SYNC, whole.piece.partnership_id, whole.piece.community_id)
    if community is None or partnership is None:
        raise NotHere(GONE)
    return ConflictView(
        conflict=conflict,
        whole=whole,
        community=community,
        partnership=partnership,
        writers=names,
        told=told,
        read=read,
        settled_by=chose,
    )


def _told(tx: Tx, conflict: Conflict, whole: PieceWhole) -> Conflict:
    """Return a conflict without the words that nobody may quote any more."""
    held = held_beside(tx, whole.piece.community_id)
    agreed, theirs = (
        hide(whole.as_read_now(text), held) for text in (conflict.agreed, conflict.theirs)
    )
    if conflict.tells_gone:  # nobody can choose it any more
        theirs = HIDDEN
    return replace(conflict, agreed=agreed, theirs=theirs)


def _who_chose(tx: Tx, conflict: Conflict, whole: PieceWhole) -> str:
    """Return who settled it, as long as they are of the team: as with wordings, so with choices."""
    person = stored_people.actor(tx, conflict.settled_by) if conflict.settled_by else None
    here = (whole.piece.partnership_id, whole.piece.community_id)
    return person.name if person is not None and person.may(Power.SYNC, *here) else ""
