"""What a server holds, for who runs it: partnerships, their communities, their sessions, with ids.

Little is imported here: a command that lists takes about as long as its imports.
"""

from __future__ import annotations

from collections import defaultdict

from plugin.domain.communities import Community, Partnership
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services

Overview = tuple[tuple[Partnership, tuple[tuple[Community, tuple[Session, ...]], ...]], ...]


def everything(services: Services) -> Overview:
    """Return every partnership with its communities and their sessions, for who runs the server."""
    with services.db.read() as tx:
        partnerships = stored_communities.partnerships(tx)
        communities: defaultdict[str, list[Community]] = defaultdict(list)
        for community in stored_communities.all_communities(tx):
            communities[community.partnership_id].append(community)
        sessions: defaultdict[str, list[Session]] = defaultdict(list)
        for session in stored_sessions.all_sessions(tx):
            sessions[session.community_id].append(session)
    return tuple(
        (each, tuple((one, tuple(sessions[one.id])) for one in communities[each.id]))
        for each in partnerships
    )


def the_partnership(services: Services, given: str | None) -> Partnership:
    """Return the partnership with this id or name, or the only one; raise BadInput otherwise."""
    with services.db.read() as tx:
        known = stored_communities.partnerships(tx)
    found = [each for each in known if given is None or given in (each.id, each.name)]
    if len(found) == 1:
        return found[0]
    raise BadInput(
        "Say which partnership is meant, by its id; nothing was changed. `hedgerow list` shows "
        "the ids."
    )
