"""Questions that wait for a person, answered in the panel as on the page of the session."""

from __future__ import annotations

from typing import Any

from plugin.capture import run as capture
from plugin.errors import BadInput, Refused
from plugin.store import notes as stored_notes
from plugin.use_cases import Runtime
from plugin.web.panel.answers import SaidAnswer
from plugin.web.panel.asked import AnsweredSent
from plugin.web.panel.bearer import at_board
from plugin.web.panel.operations import Operations, Sent

_CHOOSE = "Choose one of the two answers. Nothing was changed."


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.post("/brake", SaidAnswer, "Say why notes left together.", AnsweredSent)
    def brake(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        asked = sent["id"]
        with runtime.services.db.read() as tx:
            found = stored_notes.brake(tx, asked)
        if found is not None and found.session_id != session.id:
            raise Refused("This question is another session’s. Nothing was changed.")
        match sent["answer"]:
            case "tidied":
                said = capture.answer_brake(runtime.services, actor, asked, "tidied")
            case "taken back":
                said = capture.answer_brake(runtime.services, actor, asked, "taken back")
            case _:
                raise BadInput(_CHOOSE)
        return {"said": said}

    @api.post(
        "/copy", SaidAnswer, "Say whether a note is meant that repeats another.", AnsweredSent
    )
    def copy(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        answer, item_hash = sent["answer"], sent["id"]
        if answer not in ("yes", "no"):
            raise BadInput(_CHOOSE)
        said = capture.answer_copy(
            runtime.services, actor, session.id, item_hash, is_meant=answer == "yes"
        )
        return {"said": said}
