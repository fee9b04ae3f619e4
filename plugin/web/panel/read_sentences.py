"""Reading sentences to the group at Close, from the panel: agreed, or not yet.

Their words are people's, so that they are sent when somebody asks for them, and never before. What
changes a box, a name or a number of days is said on our own page.
"""

from __future__ import annotations

from typing import Any

from flask import url_for

from plugin.convene.agreements import record_lines
from plugin.convene.session_page import session_page
from plugin.domain.agreements import RULE
from plugin.domain.blankness import is_blank
from plugin.domain.people import Actor
from plugin.use_cases import Runtime
from plugin.web.panel.asked import SentenceSent
from plugin.web.panel.bearer import at_board
from plugin.web.panel.closing_answers import DecidedAnswer, SentencesAnswer
from plugin.web.panel.operations import Operations, Sent
from plugin.web.read_back import line_of, rows_of, said_of

_DIFFERING = (
    "Somebody recorded this sentence otherwise before you. It stands as they recorded it. Read it "
    "again."
)


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.get("/sentences", SentencesAnswer, "List sentences to read to the group.")
    def sentences() -> Any:
        actor, session = at_board(runtime)
        return _waiting(runtime, actor, session.id)

    @api.post("/sentences", DecidedAnswer, "Record what the group said.", SentenceSent)
    def decide(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        key = sent["key"]
        form = {
            f"outcome.{key}": sent["outcome"],
            f"sentence.{key}": sent["sentence"],
            f"what.{key}": RULE,
        }
        line = line_of(form, key)
        press = f"panel {sent['press']}" if sent["press"] else None
        recorded = record_lines(runtime.services, actor, session.id, [line], press)
        said = _DIFFERING if recorded.differing else said_of(recorded)
        return {"said": said, **_waiting(runtime, actor, session.id)}


def _waiting(runtime: Runtime, actor: Actor, session_id: str) -> dict[str, Any]:
    view = session_page(runtime.services, actor, session_id)
    return {
        "page": url_for("read_back.show", session_id=session_id, _external=True),
        "sentences": [
            {"key": row.key, "sentence": row.sentence, "open": row.proposal is not None}
            for row in rows_of(view, {})
            if not is_blank(row.sentence)
        ],
    }
