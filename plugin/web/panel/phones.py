"""Taking part by phone, writing quietly, and rehearsing, from the panel.

The functions are those of our own pages; how many have written is told in three words alone.
"""

from __future__ import annotations

from typing import Any

from plugin.convene.design_lookup import find_design
from plugin.convene.invitations import invitation_page
from plugin.converse.joining import make_join_code, stop_join_code
from plugin.converse.quiet_writing import begin_quiet, reveal, stop_quiet
from plugin.converse.rehearsing import end_rehearsal, rehearse
from plugin.jobs.asking import wake
from plugin.use_cases import Runtime
from plugin.web.join import CODE_STOPPED, NOT_SHOWN, REVEALED
from plugin.web.panel.answers import SaidAnswer, TextAnswer
from plugin.web.panel.asked import BoxSent
from plugin.web.panel.bearer import at_board
from plugin.web.panel.operations import Operations, Sent
from plugin.web.rehearsal import BEGUN, CLEARED, NONE


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""
    _join_code(api, runtime)
    _quiet(api, runtime)
    _before(api, runtime)


def _join_code(api: Operations, runtime: Runtime) -> None:
    @api.post("/join-code", SaidAnswer, "Make a code to join by phone.")
    def make_code() -> Any:
        actor, session = at_board(runtime)
        make_join_code(runtime.services, actor, session.id)
        return {"said": ""}

    @api.post("/join-code/stop", SaidAnswer, "Stop the code.")
    def stop_code() -> Any:
        actor, session = at_board(runtime)
        stop_join_code(runtime.services, actor, session.id)
        return {"said": CODE_STOPPED}


def _quiet(api: Operations, runtime: Runtime) -> None:
    @api.post("/quiet", SaidAnswer, "Let people write quietly in a box.", BoxSent)
    def begin_writing(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        begin_quiet(runtime.services, actor, session.id, sent["box"])
        return {"said": ""}

    @api.post("/quiet/reveal", SaidAnswer, "Show what was written quietly.", BoxSent)
    def reveal_all(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        wake(runtime, reveal(runtime.services, actor, session.id, sent["box"]))
        return {"said": REVEALED}

    @api.post("/quiet/stop", SaidAnswer, "Stop quiet writing, and show nothing.", BoxSent)
    def stop_writing(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        stop_quiet(runtime.services, actor, session.id, sent["box"])
        return {"said": NOT_SHOWN}


def _before(api: Operations, runtime: Runtime) -> None:
    @api.get("/invitation", TextAnswer, "Write the invitation.")
    def invitation() -> Any:
        actor, session = at_board(runtime)
        view = invitation_page(runtime.services, actor, session.id)
        return {"text": view.invitation.as_text()}

    @api.post("/rehearsal", SaidAnswer, "Put pretend notes on the board.")
    def begin_rehearsal() -> Any:
        actor, session = at_board(runtime)
        template = session.form_of(find_design(runtime.services, session.template_code or ""))
        done = rehearse(runtime.services, actor, session.id, template)
        if done.job_id is not None:
            wake(runtime, done.job_id)
        return {"said": BEGUN.format(notes=done.notes)}

    @api.post("/rehearsal/end", SaidAnswer, "Clear the pretend notes.")
    def clear_rehearsal() -> Any:
        actor, session = at_board(runtime)
        done = end_rehearsal(runtime.services, actor, session.id)
        if done.job_id is not None:
            wake(runtime, done.job_id)
        return {"said": CLEARED if done.notes else NONE}
