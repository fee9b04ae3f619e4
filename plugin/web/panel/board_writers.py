"""What everybody else on a board can ask for: the link to the notes that they wrote there."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, url_for

from plugin.converse.following import follow_notes
from plugin.use_cases import Runtime
from plugin.web.panel.bearer import author_of, board_id


def add_to(api: Blueprint, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.post("/my-notes")
    def my_notes() -> Response:
        author_in = author_of(runtime)
        session_id, token = follow_notes(runtime.services, board_id(), author_in)
        place = url_for("own_notes.listed", session_id=session_id, token=token, _external=True)
        return jsonify({"address": place})
