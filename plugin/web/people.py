"""The people of a partnership: one page for all of them; `person` has the page of each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.communities import add_person
from plugin.convene.people import (
    people_of,
)
from plugin.domain.people import (
    ROLES_OF_PARTNERSHIP,
    Actor,
)
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.forms import press_of
from plugin.web.person import (
    role_given,
    roles_offered,
    show_person,
    take_confirmation,
    take_correction,
    take_link,
    take_removal,
    take_role,
    tell_of_held_notes,
    tell_of_namesake,
)


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("people", __name__)

    @pages.get("/p/<partnership_id>/people")
    def show(partnership_id: str) -> str:
        return _everybody(runtime, current_user(runtime), partnership_id)

    @pages.post("/p/<partnership_id>/people")
    def add(partnership_id: str) -> ResponseReturnValue:
        return _add(runtime, current_user(runtime), partnership_id)

    @pages.get("/p/<partnership_id>/people/<handle>")
    def one(partnership_id: str, handle: str) -> str:
        return show_person(runtime, current_user(runtime), partnership_id, handle)

    @pages.post("/p/<partnership_id>/people/<handle>")
    def correct(partnership_id: str, handle: str) -> ResponseReturnValue:
        return take_correction(runtime, current_user(runtime), partnership_id, handle)

    @pages.post("/p/<partnership_id>/people/<handle>/role")
    def role(partnership_id: str, handle: str) -> ResponseReturnValue:
        return take_role(runtime, current_user(runtime), partnership_id, handle)

    @pages.post("/p/<partnership_id>/people/<handle>/remove")
    def remove(partnership_id: str, handle: str) -> ResponseReturnValue:
        return take_removal(runtime, current_user(runtime), partnership_id, handle)

    @pages.post("/p/<partnership_id>/people/<handle>/link")
    def link(partnership_id: str, handle: str) -> ResponseReturnValue:
        return take_link(runtime, current_user(runtime), partnership_id, handle)

    @pages.post("/p/<partnership_id>/people/<handle>/confirm")
    def confirm(partnership_id: str, handle: str) -> ResponseReturnValue:
        return take_confirmation(runtime, current_user(runtime), partnership_id, handle)

    return pages


def _everybody(
    runtime: Runtime, actor: Actor, partnership_id: str, problem: ErrorNotice | None = None
) -> str:
    view = people_of(runtime.services, actor, partnership_id)
    return render_template(
        "people.html",
        view=view,
        partnership=view.partnership,
        roles_offered=roles_offered(actor, partnership_id, view.communities),
        by_mail=runtime.settings.smtp_url is not None,
        typed=request.form,
        problem=problem,
    )


def _add(runtime: Runtime, actor: Actor, partnership_id: str) -> ResponseReturnValue:
    form = request.form
    try:
        added = add_person(
            runtime.services,
            actor,
            partnership_id,
            None,
            form.get("name", ""),
            form.get("email"),
            role_given(form.get("role", ""), ROLES_OF_PARTNERSHIP),
            form.get("party", ""),
            press_of(form),
        )
    except IN_PAGE as error:
        words = error_notice(error)
        return _everybody(runtime, actor, partnership_id, words), words.status
    flash(f"{added.name} has a place in this partnership now.")
    tell_of_held_notes(runtime, added, partnership_id, None)
    tell_of_namesake(runtime, added, partnership_id)
    return redirect(url_for("people.show", partnership_id=partnership_id))
