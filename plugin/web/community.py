"""A community's own page: its question, what it agreed, when it meets, its pieces and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.about_group import about_group
from plugin.convene.agreements import agree_later
from plugin.convene.communities import add_person, change_community, community_of, start_community
from plugin.convene.design_lookup import find_design
from plugin.convene.group_designs import designs_of_group
from plugin.convene.group_home import CommunityHome, community_home, homes, pieces_for_page
from plugin.convene.joining import held_notes_told, namesake_told
from plugin.convene.last_board import last_board
from plugin.convene.permissions import PermissionView, permission_page
from plugin.convene.template_files import known_templates
from plugin.curate.waiting import waiting_in
from plugin.domain.communities import LONGEST, Community, Partnership
from plugin.domain.group_changes import GroupChange, group_changes
from plugin.domain.overtaken import different, shown_mark, together
from plugin.domain.own_designs import OwnDesign
from plugin.domain.people import ROLES_OF_GROUP, Actor, Power, Role
from plugin.domain.pieces import PieceWhole
from plugin.domain.timeline import TimelinePoint, timeline
from plugin.errors import NotHere
from plugin.mirror.follow_ups import number_open
from plugin.scaffold.thumbnail import thumbnail
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice, save_or_show_again
from plugin.web.formats import agreed_labels
from plugin.web.forms import lines_of, press_of
from plugin.web.meanwhile import NOTHING_MEANWHILE, Meanwhile, also, told_of
from plugin.web.person import role_given
from plugin.web.readership import read_by
from plugin.web.readiness import ready_lines

_MOST_PIECES = 30
_UNFOLDED = {"sessions": 5, "people": 5, "rules": 3}  # more of them are folded away
_HEADINGS = {
    "name": "Name",
    "question": "The question that it is there for",
    "permission_note": "Permission note",
    "sponsor": "Who gave the permission",
    "host": "Who runs this server, and whose the Miro board is",
    "contact": "Who answers questions",
    "rules": "Ground rules",
}
_WORDS = ("name", "question", "permission_note", "sponsor", "host", "contact")


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("community", __name__)

    @pages.get("/c/<community_id>/")
    def show(community_id: str) -> str:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/people")
    def people(community_id: str) -> ResponseReturnValue:
        return _add(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/agree/<proposal_id>")
    def agree(community_id: str, proposal_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        try:
            agree_later(runtime.services, actor, community_id, proposal_id)
        except IN_PAGE as error:
            words = error_notice(error)
            return _page(runtime, actor, community_id, words), words.status
        flash("Agreed. It holds for every session that is planned from now on.")
        return redirect(url_for("community.show", community_id=community_id))

    @pages.route("/c/<community_id>/change", methods=["GET", "POST"])
    def change(community_id: str) -> ResponseReturnValue:
        return _change(runtime, current_user(runtime), community_id)

    @pages.route("/p/<partnership_id>/start-community", methods=["GET", "POST"])
    def start(partnership_id: str) -> ResponseReturnValue:
        return _start(runtime, current_user(runtime), partnership_id)

    return pages


def _page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    home = community_home(runtime.services, actor, community_id)
    here = (home.partnership.id, community_id)
    designs = designs_of_group(runtime.services, actor, community_id)
    own = [each.newest for each in designs]
    labels = home.agreement.labels if home.agreement else {}
    every, pieces, points = _way_so_far(runtime, actor, home)
    permission = permission_page(runtime.services, actor, home.community)
    return render_template(
        "community.html",
        points=points,
        last=last_board(runtime.services, actor, home.sessions),
        thumbnail=thumbnail,
        about=about_group(runtime.services, actor, home.community),
        between=_number_open(runtime, actor, home, every),
        waiting=waiting_in(runtime.services, actor, home.community, every),
        ready=ready_lines(runtime, actor, home.community, home),
        permission=permission,
        changed=_changed(runtime, home, pieces, designs, permission),
        coming=next((point.session for point in points if point.is_coming), None),
        unfolded=_UNFOLDED,
        home=home,
        partnership=home.partnership,
        community=home.community,
        runs=actor.may(Power.RUN_SESSION, *here),
        looks_after=actor.may(Power.LOOK_AFTER, *here),
        own_designs=own,
        changed_labels=agreed_labels(labels, (*known_templates(), *own)),
        pieces=[(each, read_by(each, runtime.services.now)) for each in pieces[-_MOST_PIECES:]],
        has_more_pieces=len(pieces) > _MOST_PIECES,
        people=_people_shown(home),
        by_mail=runtime.settings.smtp_url is not None,
        roles_offered=_roles_offered(actor, *here),
        problem=problem,
        typed=request.form,
    )


def _changed(
    runtime: Runtime,
    home: CommunityHome,
    pieces: Sequence[PieceWhole],
    designs: Sequence[OwnDesign],
    permission: PermissionView,
) -> tuple[GroupChange, ...]:
    """Return what changed lately, of what this person sees on the page anyway."""
    agreed = permission.agreed if not permission.is_changed else None
    return group_changes(
        home.sessions,
        pieces,
        home.agreed_proposals,
        designs,
        home.agreed_at.date() if home.agreed_at else None,
        agreed.agreed_on if agreed else None,
        runtime.services.now,
    )


def _people_shown(home: CommunityHome) -> list[tuple[Any, ...]]:
    """Return each person of the group: roles here, address, whether of this group alone, handle."""
    here = (home.partnership.id, home.community.id)
    return [
        (
            person,
            person.roles(*here),
            email,
            _is_of_group(person, home.community.id),
            home.handles[person.person_id],
        )
        for person, email in home.people
        if person.roles(*here)
    ]


def _number_open(
    runtime: Runtime, actor: Actor, home: CommunityHome, pieces: Sequence[PieceWhole]
) -> int:
    find = partial(find_design, runtime.services)
    said = (home.agreed_proposals, pieces)
    return number_open(runtime.services, actor, home.community, find, *said)


def _way_so_far(
    runtime: Runtime, actor: Actor, home: CommunityHome
) -> tuple[tuple[PieceWhole, ...], tuple[PieceWhole, ...], tuple[TimelinePoint, ...]]:
    """Return the pieces that the page speaks of, those of them that are read, and the drawing."""
    now, today = runtime.services.now, runtime.services.today
    shown = [point.session.id for point in timeline(home.sessions, (), now, today)]
    most = _MOST_PIECES + 1
    every, pieces = pieces_for_page(runtime.services, actor, home.community, shown, most)
    return every, pieces, timeline(home.sessions, pieces, now, today)


def _is_of_group(person: Actor, community_id: str) -> bool:
    """Say whether a person has a place in this very group, not only in the whole partnership."""
    return any(each.community_id == community_id for each in person.memberships)


def _roles_offered(actor: Actor, partnership_id: str, community_id: str) -> tuple[Role, ...]:
    return ROLES_OF_GROUP if actor.may(Power.LOOK_AFTER, partnership_id, community_id) else ()


def _add(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    form = request.form
    try:
        community = community_of(runtime.services, community_id)
        added = add_person(
            runtime.services,
            actor,
            community.partnership_id,
            community_id,
            form.get("name", ""),
            form.get("email"),
            role_given(form.get("role", ""), ROLES_OF_GROUP),
            form.get("party", ""),
            press_of(form),
        )
    except IN_PAGE as error:
        words = error_notice(error)
        return _page(runtime, actor, community_id, words), words.status
    flash(f"{added.name} is in this group now.")
    here = community.partnership_id
    for told in (
        held_notes_told(runtime.services, added, here, community_id),
        namesake_told(runtime.services, added, here),
    ):
        if told:
            flash(told)
    return redirect(url_for("community.show", community_id=community_id, _anchor="people"))


def _change(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    home = community_home(runtime.services, actor, community_id)
    actor.require(Power.LOOK_AFTER, home.partnership.id, community_id)
    if request.method == "GET":
        mark = shown_mark(*home.community.fields.values())
        return _form(home, _as_typed(home.community), shown=mark)
    changed = replace(
        home.community,
        **{name: request.form.get(name, "").strip() for name in _WORDS},
        rules=lines_of(request.form.get("rules", "\n".join(home.community.rules))),
    )
    shown = request.form.get("shown")

    def save() -> ResponseReturnValue:
        saved = change_community(runtime.services, actor, changed, shown)
        theirs = different(saved.fields, changed.fields)
        flash("Changed. Boards that stand already keep what they print." + also(theirs, _HEADINGS))
        return redirect(url_for("community.show", community_id=community_id))

    def again(words: ErrorNotice, is_overtaken: bool) -> str:
        now = community_of(runtime.services, community_id)
        if not is_overtaken:
            return _form(home, request.form, words, shown)
        found = together(shown or "", now.fields, changed.fields)
        typed = _as_typed(replace(changed, **found.fields))
        told = told_of(found, _HEADINGS, _as_typed(now))
        return _form(home, typed, words, shown_mark(*now.fields.values()), told)

    return save_or_show_again(save, again)


def _start(runtime: Runtime, actor: Actor, partnership_id: str) -> ResponseReturnValue:
    partnership = _partnership(runtime, actor, partnership_id)
    actor.require(Power.LOOK_AFTER, partnership_id)
    if request.method == "GET":
        return _form(partnership, {})
    given = {name: request.form.get(name, "") for name in _WORDS}
    rules = lines_of(request.form.get("rules", ""))
    try:
        community = start_community(
            runtime.services,
            actor,
            partnership_id,
            **given,
            rules=rules,
            press=press_of(request.form),
        )
    except IN_PAGE as error:
        words = error_notice(error)
        return _form(partnership, request.form, words), words.status
    flash("The group is there. Add its people next, then plan the first session.")
    return redirect(url_for("community.show", community_id=community.id))


def _partnership(runtime: Runtime, actor: Actor, partnership_id: str) -> Partnership:
    for home in homes(runtime.services, actor):
        if home.partnership.id == partnership_id:
            return home.partnership
    raise NotHere("There is nothing here that you can see. Nothing was changed.")


def _form(
    of: Partnership | CommunityHome,
    typed: Mapping[str, Any],
    problem: ErrorNotice | None = None,
    shown: str | None = None,
    meanwhile: Meanwhile = NOTHING_MEANWHILE,
) -> str:
    """Show the form of a group, or of one that is to be started in a partnership."""
    home = of if isinstance(of, CommunityHome) else None
    return render_template(
        "community_form.html",
        partnership=of if isinstance(of, Partnership) else of.partnership,
        community=home and home.community,
        has_agreement=home is not None and home.agreement is not None,
        typed=typed,
        longest=LONGEST,
        problem=problem,
        shown=shown,
        meanwhile=meanwhile,
    )


def _as_typed(community: Community) -> dict[str, str]:
    words = {name: getattr(community, name) for name in _WORDS}
    return {**words, "rules": "\n".join(community.rules)}
