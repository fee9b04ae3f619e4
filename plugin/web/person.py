"""The page of one person of a partnership: their name, their roles, their place, a link to sign in.

A sign-in link that is made for somebody is shown in the answer to its button and nowhere else; it
exists where no mail server is set, for then nobody else can bring it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.corrections import correct_person
from plugin.convene.joining import held_notes_told, namesake_told
from plugin.convene.passed_on_links import link_for
from plugin.convene.people import (
    PeopleView,
    PersonView,
    change_role,
    person_of,
    remove_person,
    what_ends,
)
from plugin.convene.second_people import confirm_person
from plugin.convene.sign_in import actor_of, address_of_link
from plugin.domain.authority import looks_after
from plugin.domain.people import (
    ROLES_OF_GROUP,
    ROLES_OF_PARTNERSHIP,
    Actor,
    Membership,
    Power,
    Role,
)
from plugin.errors import BadInput, NotHere, Refused
from plugin.use_cases import Runtime
from plugin.web.asked_first import ask_first, is_sure
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.place_ends import before_removing, before_role

_SENDS_MAIL = (
    "This server sends mail, so nobody passes links on. No link was made. Ask them to sign in "
    "with their address."
)


def role_given(given: str, offered: tuple[Role, ...]) -> Role:
    """Return the role that a form chose among those it offered; raise BadInput."""
    for role in offered:
        if role.value == given:
            return role
    raise BadInput("Choose one of the roles. Nothing was stored.")


def roles_offered(
    actor: Actor, partnership_id: str, communities: Mapping[str, Any]
) -> tuple[Role, ...]:
    """Return the roles in the whole partnership that a person may give there."""
    return tuple(
        role
        for role in ROLES_OF_PARTNERSHIP
        if looks_after(actor, Membership(partnership_id, None, role), communities)
    )


def show_person(
    runtime: Runtime,
    actor: Actor,
    partnership_id: str,
    handle: str,
    problem: ErrorNotice | None = None,
    link: str = "",
) -> str:
    """Return the page of one person, with a refusal, or a link that was made for them."""
    view = person_of(runtime.services, actor, partnership_id, handle)
    seen = view.people[0]
    whole = roles_offered(actor, partnership_id, view.communities)
    return render_template(
        "person.html",
        partnership=view.partnership,
        communities=view.communities,
        seen=seen,
        links_made=view.links_made,
        roles_here=[
            (place, ROLES_OF_GROUP if place.community_id else whole) for place in seen.changeable
        ],
        sees_everybody=actor.may_everywhere(
            Power.LOOK_AFTER, partnership_id, view.communities.keys()
        ),
        is_self=_is_self(actor, seen),
        by_mail=runtime.settings.smtp_url is not None,
        sign_in_link=link,
        typed=request.form,
        problem=problem,
    )


def _is_self(actor: Actor, seen: PersonView) -> bool:
    return actor.person_id == seen.person.person_id


def take_correction(
    runtime: Runtime, actor: Actor, partnership_id: str, handle: str
) -> ResponseReturnValue:
    """Correct a name or an address."""
    form = request.form
    person_id = _id_of(runtime, actor, partnership_id, handle)
    try:
        given = (form.get("name", ""), form.get("email", ""))
        correct_person(runtime.services, actor, partnership_id, person_id, *given)
    except IN_PAGE as error:
        words = error_notice(error)
        return show_person(runtime, actor, partnership_id, handle, words), words.status
    flash("Saved.")
    person = actor_of(runtime.services, person_id, only_in=partnership_id)
    tell_of_namesake(runtime, person, partnership_id)
    return _to_person(partnership_id, handle)


def take_role(
    runtime: Runtime, actor: Actor, partnership_id: str, handle: str
) -> ResponseReturnValue:
    """Give a role, after asking what ends by it."""
    form = request.form
    person_id = _id_of(runtime, actor, partnership_id, handle)
    community_id = form.get("community") or None
    offered = ROLES_OF_GROUP if community_id else ROLES_OF_PARTNERSHIP
    try:
        place = Membership(
            partnership_id, community_id, role_given(form.get("was", ""), tuple(Role))
        )
        wanted = role_given(form.get("role", ""), offered)
        if asked := _asked_role(runtime, actor, person_id, handle, place, wanted):
            return asked
        change_role(runtime.services, actor, person_id, place, wanted, form.get("party", ""))
    except IN_PAGE as error:
        words = error_notice(error)
        return show_person(runtime, actor, partnership_id, handle, words), words.status
    flash("Saved. It holds from now on; what was done before stays as it was.")
    changed = actor_of(runtime.services, person_id, only_in=partnership_id)
    if changed is not None:
        tell_of_held_notes(runtime, changed, partnership_id, community_id)
    return _back(runtime, actor, partnership_id, handle, community_id)


def tell_of_held_notes(
    runtime: Runtime, person: Actor, partnership_id: str, community_id: str | None
) -> None:
    if said := held_notes_told(runtime.services, person, partnership_id, community_id):
        flash(said)


def tell_of_namesake(runtime: Runtime, person: Actor | None, partnership_id: str) -> None:
    """Say that somebody else here has this name, where it is so."""
    if person and (said := namesake_told(runtime.services, person, partnership_id)):
        flash(said)


def _asked_role(
    runtime: Runtime, actor: Actor, person_id: str, handle: str, place: Membership, wanted: Role
) -> str | None:
    """Return the page that asks before a role erases what a person keeps for themselves."""
    if is_sure():
        return None
    after, here = replace(place, role=wanted), place.partnership_id
    ends = what_ends(runtime.services, actor, person_id, [place], after)
    if not ends.closed:
        return None
    view = person_of(runtime.services, actor, here, handle)
    is_self = _is_self(actor, view.people[0])
    name, back = view.people[0].person.name, _page_of(here, handle)
    question = before_role(name, wanted, ends, back, is_self=is_self)
    return ask_first(question, partnership=view.partnership)


def _asked_removal(
    runtime: Runtime, actor: Actor, view: PeopleView, going: Sequence[Membership]
) -> str | None:
    """Return the page that asks before places end; None where none would, or it was asked."""
    if is_sure() or not going:
        return None
    seen, here = view.people[0], view.partnership
    ends = what_ends(runtime.services, actor, seen.person.person_id, going)
    place = going[0]
    group = view.communities.get(place.community_id or "")
    where = group.name if group else "the whole partnership"
    what = f" as {place.role.value} from {where}" if "was" in request.form else ""
    is_self, back = _is_self(actor, seen), _page_of(here.id, seen.handle)
    question = before_removing(seen.person.name, what, ends, back, is_self=is_self)
    return ask_first(question, partnership=here)


def take_removal(
    runtime: Runtime, actor: Actor, partnership_id: str, handle: str
) -> ResponseReturnValue:
    """End a place, after asking what ends by it."""
    view = person_of(runtime.services, actor, partnership_id, handle)
    seen, community_id = view.people[0], request.form.get("community") or None
    going = _going(seen, request.form)
    try:
        if asked := _asked_removal(runtime, actor, view, going):
            return asked
        remove_person(runtime.services, actor, seen.person.person_id, going)
    except IN_PAGE as error:
        words = error_notice(error)
        return show_person(runtime, actor, partnership_id, handle, words), words.status
    flash("Removed, and signed out everywhere. What they wrote stays as it was agreed.")
    return _back(runtime, actor, partnership_id, handle, community_id)


def _going(seen: PersonView, form: Mapping[str, str]) -> tuple[Membership, ...]:
    """Return the places that a press takes away: one role in one place, or all that are shown."""
    if "was" not in form:
        return seen.changeable
    wanted = (form.get("community") or None, form["was"])
    return tuple(each for each in seen.places if (each.community_id, each.role.value) == wanted)


def take_link(
    runtime: Runtime, actor: Actor, partnership_id: str, handle: str
) -> ResponseReturnValue:
    """Make a link to sign in, and show it once."""
    person_id = _id_of(runtime, actor, partnership_id, handle)
    try:
        if runtime.settings.smtp_url is not None:
            raise Refused(_SENDS_MAIL)
        token = link_for(runtime.services, actor, partnership_id, person_id)
    except IN_PAGE as error:
        words = error_notice(error)
        return show_person(runtime, actor, partnership_id, handle, words), words.status
    link = address_of_link(runtime.settings.base_url, token)
    response = make_response(show_person(runtime, actor, partnership_id, handle, link=link))
    response.headers["Cache-Control"] = "no-store"
    return response


def take_confirmation(
    runtime: Runtime, actor: Actor, partnership_id: str, handle: str
) -> ResponseReturnValue:
    """Confirm that a person counts as nobody else."""
    person_id = _id_of(runtime, actor, partnership_id, handle)
    try:
        confirm_person(runtime.services, actor, partnership_id, person_id)
    except IN_PAGE as error:
        words = error_notice(error)
        return show_person(runtime, actor, partnership_id, handle, words), words.status
    flash("Confirmed. This person counts as nobody else from now on.")
    return _to_person(partnership_id, handle)


def _id_of(runtime: Runtime, actor: Actor, partnership_id: str, handle: str) -> str:
    return person_of(runtime.services, actor, partnership_id, handle).people[0].person.person_id


def _to_person(partnership_id: str, handle: str) -> ResponseReturnValue:
    return redirect(_page_of(partnership_id, handle))


def _page_of(partnership_id: str, handle: str) -> str:
    return url_for("people.one", partnership_id=partnership_id, handle=handle)


def _back(
    runtime: Runtime, actor: Actor, partnership_id: str, handle: str, community_id: str | None
) -> ResponseReturnValue:
    """Return to the person's page, or to the nearest one that is still open."""
    now = actor_of(runtime.services, actor.person_id) or actor
    try:
        person_of(runtime.services, now, partnership_id, handle)
    except (NotHere, Refused):
        if community_id and now.may(Power.LOOK_AFTER, partnership_id, community_id):
            return redirect(url_for("community.show", community_id=community_id, _anchor="people"))
        return redirect(url_for("homes.show"))
    return _to_person(partnership_id, handle)
