"""What is held within a step, from the panel: a round in which everybody speaks once, and dots.

The functions are those of the page of a running session. How dots lie is people's doing: the panel
has the press that shows them, and a link to our page, and no number.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from plugin.convene.live import hold_round
from plugin.converse.dots import show_dots
from plugin.use_cases import Runtime
from plugin.web.panel.bearer import at_board, number, words

_NO_STEP = -1


def add_to(api: Blueprint, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.post("/round")
    def go_round() -> Response:
        actor, session = at_board(runtime)
        asked = (number("shown"), words("do"), number("people"))
        said = hold_round(runtime.services, actor, session.id, *asked)
        return jsonify({"said": said or ""})

    @api.post("/dots")
    def reveal() -> Response:
        actor, session = at_board(runtime)
        step = number("step")
        said = show_dots(runtime.services, actor, session.id, _NO_STEP if step is None else step)
        return jsonify({"said": said})
