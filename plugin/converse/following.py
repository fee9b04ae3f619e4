"""A link of one's own to the notes that one wrote on a board, by Miro's word for who asks.

While a session is open a note holds a keyed hash of its writer. It is compared with that of whoever
asks, and the notes that are theirs are marked as a phone's are (`domain.taking_part`): by a hash of
a new link and of each note, so that no two have anything in common and no person is stored. At
Close the hashes of writers go, and nobody can be given a link any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import SessionState
from plugin.domain.taking_part import own_hash
from plugin.errors import NotHere
from plugin.intents.leases import alone_with, still_alone
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services

_NONE = (
    "No note of yours is collected from this board, or the session is closed and nobody knows any "
    "more who wrote what. Nothing was changed. Write, let your facilitator collect, and try again."
)


def follow_notes(
    services: Services, miro_board_id: str, author_in: Callable[[SessionKey], str]
) -> tuple[str, str]:
    """Return the session of a board, and the token of a link to the asker's notes in it.

    It opens what is collected by now; asked for again, a new link opens that and what came since,
    and the older one nothing any more. Raise NotHere where no note is theirs.
    """
    with services.db.read() as tx:
        session = stored_boards.session_of_board(tx, miro_board_id)
    if session is None or session.state is SessionState.CLOSED:
        raise NotHere(_NONE)
    token = secrets.token_urlsafe(24)
    with alone_with(services, session.id), services.db.begin() as tx:
        still_alone(tx)
        secret = stored_sessions.session_secret(tx, session.id)
        author = "" if secret is None else author_in(SessionKey(secret))
        own = [
            note
            for note in stored_notes.notes(tx, session.id)
            if author and note.author_hash == author and not note.is_by_phone
        ]
        if not own:
            raise NotHere(_NONE)
        for note in own:
            stored_notes.save_note(tx, replace(note, own_hash=own_hash(token, note.id)))
    return session.id, token
