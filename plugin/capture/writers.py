"""The facilitator's table: who wrote, by keyed hash, and the role that may be shown for them.

Names come from Miro for the facilitator's eyes only and are never stored; the table is folded and
deleted at Close. How much anybody wrote is not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from connectors.miro.client import MiroClient
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.people import Actor
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.govern.running_sessions import session_to_run
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

LONGEST_ROLE = 120
_GONE = "Somebody who is not on the board any more"


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who wrote on the board; `role` is empty until the facilitator gives one."""

    author_hash: str
    name: str = field(repr=False)
    role: str = ""


def writers(
    services: Services, actor: Actor, miro: MiroClient, session_id: str
) -> tuple[Writer, ...]:
    """Return who wrote what is collected, by name; empty where the group agreed on no roles."""
    with services.db.read() as tx:
        session = _open_session(tx, actor, session_id)
        hashes, roles = _authors(tx, session_id), stored_sessions.who_is_who(tx, session_id)
        board, secret = (
            stored_boards.board(tx, session_id),
            stored_sessions.session_secret(tx, session_id),
        )
    shows_roles = session.policy is not None and session.policy.attribution.shows_writers
    if not shows_roles or not hashes or board is None or secret is None:
        return ()
    key = SessionKey(secret)
    names = {key.of_author(each.id): each.name for each in miro.list_members(board.miro_board_id)}
    found = [Writer(own, names.get(own) or _GONE, roles.get(own, "")) for own in hashes]
    return tuple(sorted(found, key=lambda writer: (writer.name.casefold(), writer.author_hash)))


def with_roles(
    services: Services, session_id: str, writers: tuple[Writer, ...]
) -> tuple[Writer, ...]:
    """Return writers that were found before with the roles that they have now."""
    with services.db.read() as tx:
        roles = stored_sessions.who_is_who(tx, session_id)
    return tuple(replace(each, role=roles.get(each.author_hash, "")) for each in writers)


def set_roles(services: Services, actor: Actor, session_id: str, roles: Mapping[str, str]) -> None:
    """Store the facilitator's table, replacing the older one; an empty role takes a row out."""
    given = {author: one_line(role) for author, role in roles.items() if not is_blank(role)}
    if any(len(role) > LONGEST_ROLE for role in given.values()):
        raise BadInput(
            f"A role has at most {LONGEST_ROLE} characters. Nothing was stored. Shorten it."
        )
    with services.db.begin() as tx:
        _open_session(tx, actor, session_id)
        if not given.keys() <= _authors(tx, session_id):
            raise BadInput(
                "One of these people wrote nothing that was collected. Nothing was stored. "
                "Load the page again and give roles to those who are on it."
            )
        stored_sessions.set_who_is_who(tx, session_id, given)


def _open_session(tx: Tx, actor: Actor, session_id: str) -> Session:
    session = session_to_run(tx, actor, session_id)
    if session.state is SessionState.CLOSED:
        raise BadInput(
            "This session is closed: who wrote what is not known any more, and roles cannot be "
            "given now. Nothing was changed."
        )
    return session


def _authors(tx: Tx, session_id: str) -> frozenset[str]:
    notes = stored_notes.notes(tx, session_id)
    # Nobody can tell whose a note by phone is, so it shows no role.
    return frozenset(
        each.author_hash for each in notes if each.author_hash and not each.is_by_phone
    )
