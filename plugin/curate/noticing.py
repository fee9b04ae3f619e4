"""What a learning partner noticed in a session: kept with it, and put under pieces later.

It is no note: nothing counts it, quotes it or asks about it. Those who curate the group read it;
once it stands under a piece, everybody in the group who reads the piece does.
"""

from __future__ import annotations

from collections.abc import Collection

from plugin.curate.desk import curated
from plugin.curate.evidence import WORDS_POINT, put_evidence
from plugin.curate.pieces import piece_for
from plugin.curate.sorting import is_sorted
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.people import Actor, Power
from plugin.domain.piece_evidence import Noticed, noticed_in_session, observation
from plugin.errors import BadInput, NotHere
from plugin.store import identifier_decisions, noticed, quotable
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

MOST = 40  # of one session
_FULL = (
    f"{MOST} observations stand with this session already, which is the most. Nothing was stored. "
    "Put some under a piece, and forget them here."
)
_NO_SESSION = "This session is not closed, or not of this group. Nothing was stored."
_GONE = "That is not here any more. Nothing was changed."
_NO_WORDS = "Its words are not here to be shown. Nothing was changed."


def notice(services: Services, actor: Actor, community_id: str, session_id: str, words: str) -> str:
    """Keep what the acting person noticed with a closed session; return a sentence."""
    with services.db.begin() as tx:
        _, partnership = curated(tx, actor, community_id)
        sessions = stored_sessions.sessions(tx, community_id)
        if session_id not in {each.id for each in sessions if is_sorted(each)}:
            raise BadInput(_NO_SESSION)
        given = (words, services.today, actor.stored_id)
        seen = noticed_in_session(session_id, services.new_id(), *given)
        quotable.require_each_quotable(tx, community_id, [(seen.words, "")])
        if identifier_decisions.known_in(tx, partnership.id).open_in_wording(seen.words):
            raise BadInput(WORDS_POINT)
        if len(noticed.noticed_in(tx, community_id, [session_id])) >= MOST:
            raise BadInput(_FULL)
        noticed.add(tx, community_id, seen)
    return "Saved with this session, as observed by the learning partner. It is no voice."


def noticed_beside(
    services: Services, community_id: str, session_ids: Collection[str]
) -> tuple[Noticed, ...]:
    """Return what was noticed in sessions of a group, for somebody who curates it."""
    with services.db.read() as tx:
        return noticed.noticed_in(tx, community_id, session_ids)


def put_under(services: Services, actor: Actor, piece_id: str, noticed_id: str) -> str:
    """Put what was noticed under a piece of the same group, with its day; it stays here too."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        seen = _one(tx, whole.piece.community_id, noticed_id)
        if any(each.day == seen.day and each.words == seen.words for each in whole.evidence):
            raise BadInput("It stands under this piece already. Nothing was changed.")
        given = (seen.words, seen.day, seen.by)
        put_evidence(tx, services, actor, whole, observation(piece_id, services.new_id(), *given))
    return "It stands under the piece, as observed by the learning partner. It is no voice."


def forget_noticed(services: Services, actor: Actor, community_id: str, noticed_id: str) -> str:
    """Forget what was noticed; where it stands under a piece it stays there."""
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        if not noticed.noticed_in(tx, community_id, noticed_id=noticed_id):
            raise NotHere(_GONE)
        noticed.drop(tx, noticed_id)
    return "Forgotten here. Where it stands under a piece it stays."


def _one(tx: Tx, community_id: str, noticed_id: str) -> Noticed:
    seen = next(iter(noticed.noticed_in(tx, community_id, noticed_id=noticed_id)), None)
    if seen is None:
        raise NotHere(_GONE)
    if not seen.words or HIDDEN in seen.words:
        raise BadInput(_NO_WORDS)
    return seen
