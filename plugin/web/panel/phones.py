"""Taking part by phone, writing quietly, and rehearsing, from the panel.

The functions are those of our own pages; how many have written is told in three words alone.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from plugin.convene.design_lookup import find_design
from plugin.convene.invitations import invitation_page
from plugin.converse.joining import make_join_code, stop_join_code
from plugin.converse.quiet_writing import begin_quiet, reveal, stop_quiet
from plugin.converse.rehearsing import end_rehearsal, rehearse
from plugin.jobs.asking import wake
from plugin.use_cases import Runtime
from plugin.web.join import CODE_STOPPED, NOT_SHOWN, REVEALED
from plugin.web.panel.bearer import at_board, words
from plugin.web.rehearsal import BEGUN, CLEARED, NONE


def add_to(api: Blueprint, runtime: Runtime) -> None:
    """Add the answers of this module."""
    _join_code(api, runtime)
    _quiet(api, runtime)
    _before(api, runtime)


def _join_code(api: Blueprint, runtime: Runtime) -> None:
    @api.post("/join-code")
    def make_code() -> Response:
        actor, session = at_board(runtime)
        make_join_code(runtime.services, actor, session.id)
        return jsonify({"said": ""})

    @api.post("/join-code/stop")
    def stop_code() -> Response:
        actor, session = at_board(runtime)
        stop_join_code(runtime.services, actor, session.id)
        return jsonify({"said": CODE_STOPPED})


def _quiet(api: Blueprint, runtime: Runtime) -> None:
    @api.post("/quiet")
    def begin_writing() -> Response:
        actor, session = at_board(runtime)
        begin_quiet(runtime.services, actor, session.id, words("box"))
        return jsonify({"said": ""})

    @api.post("/quiet/reveal")
    def reveal_all() -> Response:
        actor, session = at_board(runtime)
        wake(runtime, reveal(runtime.services, actor, session.id, words("box")))
        return jsonify({"said": REVEALED})

    @api.post("/quiet/stop")
    def stop_writing() -> Response:
        actor, session = at_board(runtime)
        stop_quiet(runtime.services, actor, session.id, words("box"))
        return jsonify({"said": NOT_SHOWN})


def _before(api: Blueprint, runtime: Runtime) -> None:
    @api.get("/invitation")
    def invitation() -> Response:
        actor, session = at_board(runtime)
        view = invitation_page(runtime.services, actor, session.id)
        return jsonify({"text": view.invitation.as_text()})

    @api.post("/rehearsal")
    def begin_rehearsal() -> Response:
        actor, session = at_board(runtime)
        template = session.form_of(find_design(runtime.services, session.template_code or ""))
        done = rehearse(runtime.services, actor, session.id, template)
        if done.job_id is not None:
            wake(runtime, done.job_id)
        return jsonify({"said": BEGUN.format(notes=done.notes)})

    @api.post("/rehearsal/end")
    def clear_rehearsal() -> Response:
        actor, session = at_board(runtime)
        done = end_rehearsal(runtime.services, actor, session.id)
        if done.job_id is not None:
            wake(runtime, done.job_id)
        return jsonify({"said": CLEARED if done.notes else NONE})
