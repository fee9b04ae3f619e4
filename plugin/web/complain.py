"""Complaints: written by people who take part and by members, read and answered by convenors."""

from __future__ import annotations

import time
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.converse.complaining import (
    OwnComplaints,
    complain_by_code,
    complain_by_link,
    complaints_by_code,
    own_complaints,
)
from plugin.domain.complaint_log import ARRIVES_WITHIN, LONGEST_ADDRESS, LONGEST_COMPLAINT
from plugin.domain.people import Actor
from plugin.errors import BadInput, HedgerowError, NotNow
from plugin.govern.complaint_log import answer, complain, complaints_page, say_arrived
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, do_or_show_again, error_notice
from plugin.web.forms import press_of
from plugin.web.guesses import MOST, TOO_MANY, WITHIN_S, counted
from plugin.web.language import prefer
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short

_SENT = "Sent. You can read here whether it has arrived, and the answer."
_MOST_SENT = 10  # in a quarter of an hour, behind one address


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("complain", __name__)

    @pages.get("/c/<community_id>/complaints")
    def show(community_id: str) -> str:
        return _members_page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/complaints")
    def change(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        return do_or_show_again(
            partial(_do, runtime, actor, community_id),
            partial(_members_page, runtime, actor, community_id),
            url_for("complain.show", community_id=community_id),
        )

    _add_without_account(pages, runtime)
    return pages


def _add_without_account(pages: Blueprint, runtime: Runtime) -> None:
    guesses, sent = Throttle(MOST, WITHIN_S), Throttle(_MOST_SENT, WITHIN_S)

    @pages.get("/me/<session_id>/<token>/complain")
    def by_link(session_id: str, token: str) -> ResponseReturnValue:
        return _phone(runtime, guesses, session_id, token)

    @pages.post("/me/<session_id>/<token>/complain")
    def send_by_link(session_id: str, token: str) -> ResponseReturnValue:
        form = request.form
        given = (form.get("words", ""), form.get("reply_to", ""), press_of(form))
        try:
            with counted(guesses):
                complain_by_link(runtime.services, session_id, token, *given)
        except BadInput as error:
            return _phone(runtime, guesses, session_id, token, error_notice(error))
        except HedgerowError as error:
            return in_short(error)
        at = url_for("complain.by_link", session_id=session_id, token=token, done="sent")
        return redirect(at, 303)

    @pages.get("/j/<code>/complain")
    def by_code(code: str) -> ResponseReturnValue:
        return _phone(runtime, guesses, code)

    @pages.post("/j/<code>/complain")
    def send_by_code(code: str) -> ResponseReturnValue:
        form = request.form
        given = (form.get("words", ""), form.get("reply_to", ""), press_of(form))
        try:
            with counted(guesses):
                if not sent.lets(request.remote_addr or "", time.monotonic()):
                    raise NotNow(TOO_MANY)
                complain_by_code(runtime.services, code, *given)
        except BadInput as error:
            return _phone(runtime, guesses, code, None, error_notice(error))
        except HedgerowError as error:
            return in_short(error)
        return redirect(url_for("complain.by_code", code=code, done="sent"), 303)


def _phone(
    runtime: Runtime,
    guesses: Throttle,
    place: str,
    token: str | None = None,
    problem: ErrorNotice | None = None,
) -> ResponseReturnValue:
    """Show the form by one's own link, or without a token by the code of a session."""
    try:
        with counted(guesses):
            found: OwnComplaints = (
                complaints_by_code(runtime.services, place)
                if token is None
                else own_complaints(runtime.services, place, token)
            )
    except HedgerowError as error:
        return in_short(error)
    prefer(found.session.language)
    words = render_template(
        "phone_complain.html",
        found=found,
        join=found,
        place=place,
        token=token,
        days=ARRIVES_WITHIN.days,
        longest=LONGEST_COMPLAINT,
        longest_address=LONGEST_ADDRESS,
        is_sent=request.args.get("done") == "sent",
        typed=request.form,
        problem=problem,
    )
    return words, problem.status if problem else 200


def _do(runtime: Runtime, actor: Actor, community_id: str) -> str:
    form, here = request.form, (runtime.services, actor, community_id)
    match form.get("do", ""):
        case "arrived":
            say_arrived(*here, form.get("complaint", ""))
            return "Its writer reads now that it has arrived."
        case "answer":
            answer(*here, form.get("complaint", ""), form.get("answer", ""))
            return "Answered. Its writer reads it on their own page."
        case _:
            complain(*here, form.get("words", ""), press_of(form))
            return _SENT


def _members_page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    found = complaints_page(runtime.services, actor, community_id)
    return render_template(
        "complaints.html",
        found=found,
        longest=LONGEST_COMPLAINT,
        days=ARRIVES_WITHIN.days,
        community=found.community,
        partnership=found.partnership,
        problem=problem,
        typed=request.form,
    )
