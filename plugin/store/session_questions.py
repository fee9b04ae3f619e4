"""What one session asks in its boxes; `store.sessions` reads it with the session.

`save_session` leaves it alone: what is hidden on reading would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from plugin.domain.sessions import Session
from plugin.store import own_texts
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.quotable import require_each_quotable


def set_questions(tx: Tx, session: Session, questions: Mapping[str, tuple[str, ...]]) -> None:
    """Store what a session asks, by box; raise BadInput for words that come back in it."""
    if not questions:
        return
    asked = [("\n".join(lines), "") for lines in questions.values()]
    require_each_quotable(tx, session.community_id, asked)
    own, asks = t.session.c.id == session.id, {code: list(each) for code, each in questions.items()}
    before = tx.execute(sa.select(t.session.c.questions).where(own)).scalar()
    tx.execute(sa.update(t.session).where(own).values(questions=asks))
    own_texts.note_changed(tx, session.community_id, [before], asks)
