"""What is held within a step, from the panel: a round in which everybody speaks once, and dots.

The functions are those of the page of a running session. How dots lie is people's doing: the panel
has the press that shows them, and a link to our page, and no number.
"""

from __future__ import annotations

from typing import Any

from plugin.convene.live import hold_round
from plugin.converse.dots import show_dots
from plugin.use_cases import Runtime
from plugin.web.panel.answers import SaidAnswer
from plugin.web.panel.asked import DotsSent, RoundSent
from plugin.web.panel.bearer import at_board
from plugin.web.panel.operations import Operations, Sent

_NO_STEP = -1


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.post("/round", SaidAnswer, "Begin, follow or end a round.", RoundSent)
    def go_round(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        asked = (sent["shown"], sent["do"], sent["people"])
        said = hold_round(runtime.services, actor, session.id, *asked)
        return {"said": said or ""}

    @api.post("/dots", SaidAnswer, "Show the dots of a step.", DotsSent)
    def reveal_dots(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        step = sent["step"]
        said = show_dots(runtime.services, actor, session.id, _NO_STEP if step is None else step)
        return {"said": said}
