"""What everybody else on a board can ask for: the link to the notes that they wrote there."""

from __future__ import annotations

from typing import Any

from flask import url_for

from plugin.converse.following import follow_notes
from plugin.use_cases import Runtime
from plugin.web.panel.answers import AddressAnswer
from plugin.web.panel.bearer import author_of, board_id
from plugin.web.panel.operations import Operations


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.post("/my-notes", AddressAnswer, "Make a link to the notes of whoever asks.")
    def my_notes() -> Any:
        author_in = author_of(runtime)
        session_id, token = follow_notes(runtime.services, board_id(), author_in)
        place = url_for("own_notes.listed", session_id=session_id, token=token, _external=True)
        return {"address": place}
