"""A group's own designs: making a shipped one ours, changing it with its picture beside, versions.

The form works without scripts: every button sends the whole form, so nothing that was typed is
lost, and a button that is not *Save* stores nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from plugin.convene.agreed_changes import (
    DesignView,
    design_page,
    leave_change,
    take_change,
    words_waiting,
)
from plugin.convene.group_designs import (
    Editing,
    edit_design,
    make_ours,
    save_new,
    save_version,
)
from plugin.convene.group_home import community_home
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement, loosest_label, policy_for
from plugin.domain.design_differences import differences
from plugin.domain.design_drafts import (
    DOWN,
    UP,
    Draft,
    DraftBox,
    DraftStep,
    box_moved,
    draft_of,
    step_moved,
    with_new_box,
    with_new_step,
    without_box,
    without_step,
)
from plugin.domain.labels import STRICTEST_FIRST, Label, first_line, is_looser
from plugin.domain.own_designs import Version
from plugin.domain.people import Actor, Power
from plugin.domain.templates import Template
from plugin.scaffold.thumbnail import thumbnail
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice, save_or_show_again
from plugin.web.flashes import flash_sentences
from plugin.web.forms import new_press, number_of

_MOVES = {"up": UP, "down": DOWN}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("group_designs", __name__)

    @pages.route("/c/<community_id>/designs/new", methods=["GET", "POST"])
    def new(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        if request.method == "GET":
            editing = _made_ours(runtime, actor, community_id, new_press())
            return _form(runtime, actor, editing, draft_of(editing.like))
        return _changed(runtime, actor, community_id, None)

    @pages.get("/c/<community_id>/designs/<design_id>")
    def show(community_id: str, design_id: str) -> str:
        return _design(runtime, current_user(runtime), community_id, design_id)

    @pages.route("/c/<community_id>/designs/<design_id>/change", methods=["GET", "POST"])
    def change(community_id: str, design_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        if request.method == "GET":
            editing = edit_design(runtime.services, actor, community_id, design_id)
            return _form(runtime, actor, editing, draft_of(editing.like))
        return _changed(runtime, actor, community_id, design_id)

    @pages.post("/c/<community_id>/designs/<design_id>/agreed/<proposal_id>")
    def agreed(community_id: str, design_id: str, proposal_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        try:
            said = _answer(runtime, actor, community_id, design_id, proposal_id)
        except IN_PAGE as error:
            words = error_notice(error)
            return _design(runtime, actor, community_id, design_id, words), words.status
        flash_sentences([said])
        return redirect(_address(community_id, design_id), 303)

    return pages


def _made_ours(runtime: Runtime, actor: Actor, community_id: str, press: str) -> Editing:
    code = request.args.get("like", "")
    return make_ours(runtime.services, actor, community_id, code, press)


def _answer(
    runtime: Runtime, actor: Actor, community_id: str, design_id: str, proposal_id: str
) -> str:
    where = (runtime.services, actor, community_id, design_id, proposal_id)
    if request.form.get("do") == "leave":
        leave_change(*where)
        return "Left as it is. What your group agreed stays on the group’s page."
    return f"Saved as version {take_change(*where).version}."


def _changed(
    runtime: Runtime, actor: Actor, community_id: str, design_id: str | None
) -> ResponseReturnValue:
    """Do what a button of the form says; the form comes back with all that was typed."""
    draft, pressed = _draft(request.form), request.form.get("do", "look")

    def save() -> ResponseReturnValue:
        saved = _save(runtime, actor, community_id, design_id, draft)
        flash_sentences([f"Saved as version {saved.version}."])
        return redirect(_address(community_id, saved.design_id), 303)

    def again(words: ErrorNotice | None = None, is_overtaken: bool = False) -> str:
        editing = _edited(runtime, actor, community_id, design_id)
        was = number_of(request.form.get("based_on"), 5) or 0
        meanwhile = _since(editing, was) if is_overtaken else ()
        based_on = None if is_overtaken else was
        shown = _after(draft, pressed, editing)
        return _form(runtime, actor, editing, shown, words, based_on, meanwhile)

    return save_or_show_again(save, again) if pressed == "save" else again()


def _edited(runtime: Runtime, actor: Actor, community_id: str, design_id: str | None) -> Editing:
    if design_id is None:
        return _made_ours(runtime, actor, community_id, request.form.get("press", ""))
    return edit_design(runtime.services, actor, community_id, design_id)


def _address(community_id: str, design_id: str) -> str:
    return url_for("group_designs.show", community_id=community_id, design_id=design_id)


def _save(
    runtime: Runtime, actor: Actor, community_id: str, design_id: str | None, draft: Draft
) -> Template:
    if design_id is None:
        code, press = request.args.get("like", ""), request.form.get("press", "")
        return save_new(runtime.services, actor, community_id, code, press, draft, _taken_in())
    based_on = number_of(request.form.get("based_on"), 5) or 0
    agreed = _taken_in()
    return save_version(runtime.services, actor, community_id, design_id, draft, based_on, agreed)


def _after(draft: Draft, pressed: str, editing: Editing) -> Draft:
    """Return a draft after a button: *up box Z2*, *out step 3*, *add box*."""
    verb, _, rest = pressed.partition(" ")
    what, _, name = rest.partition(" ")
    if verb == "add":
        if what == "step" or not editing.like.has_board:
            return with_new_step(draft)
        return with_new_box(draft, editing.known.keys(), Label.H)
    if verb == "out":
        return without_step(draft, name) if what == "step" else without_box(draft, name)
    if verb in _MOVES:
        move = step_moved if what == "step" else box_moved
        return move(draft, name, _MOVES[verb])
    return draft


def _since(editing: Editing, version: int) -> tuple[str, ...]:
    """Return what others changed since a version."""
    versions = editing.design.versions if editing.design else ()
    was = next((each.template for each in versions if each.template.version == version), None)
    return () if was is None else differences(was, versions[0].template)


def _draft(form: MultiDict[str, str]) -> Draft:
    def typed(name: str) -> str:
        return form.get(name, "")

    boxes = (
        DraftBox(key, typed(f"title.{key}"), typed(f"questions.{key}"), typed(f"label.{key}"))
        for key in dict.fromkeys(form.getlist("box"))
    )
    steps = (
        DraftStep(
            id=each,
            title=typed(f"step_title.{each}"),
            minutes=typed(f"minutes.{each}"),
            short_minutes=typed(f"short.{each}"),
            boxes=tuple(form.getlist(f"boxes.{each}")),
            happens=typed(f"happens.{each}"),
            say=typed(f"say.{each}"),
            dots=typed(f"dots.{each}"),
        )
        for each in dict.fromkeys(form.getlist("step"))
    )
    return Draft(typed("name"), typed("purpose"), typed("who"), tuple(boxes), tuple(steps))


def _form(
    runtime: Runtime,
    actor: Actor,
    editing: Editing,
    draft: Draft,
    problem: ErrorNotice | None = None,
    based_on: int | None = None,
    meanwhile: Sequence[str] = (),
) -> str:
    template = editing.template(draft)
    home = community_home(runtime.services, actor, editing.community.id)
    return render_template(
        "edit_design.html",
        partnership=home.partnership,
        community=editing.community,
        editing=editing,
        draft=draft,
        press=request.form.get("press") or new_press(),
        based_on=editing.version if based_on is None else based_on,
        labels={zone.key: _labels(editing, template, zone.key) for zone in template.zones},
        meanwhile=meanwhile,
        agreed=_taken_in(),
        waiting=words_waiting(
            runtime.services,
            actor,
            editing.community.id,
            editing.design.id if editing.design else None,
            editing.like.base,
        ),
        problem=problem,
        **_look(editing.agreement, template),
    )


def _taken_in() -> tuple[str, ...]:
    """Return the ids of the agreed sentences that the form says are written into the design."""
    return tuple(request.values.getlist("agreed"))


def _labels(editing: Editing, template: Template, key: str) -> list[Label]:
    """Return the labels that a box can have without asking the group, the loosest first."""
    zone = next(each for each in template.zones if each.key == key)
    most = loosest_label(template, zone, editing.agreement)
    allowed = [each for each in reversed(STRICTEST_FIRST) if not is_looser(each, most)]
    return allowed if zone.label in allowed else [zone.label, *allowed]


def _look(agreement: Agreement | None, template: Template) -> dict[str, Any]:
    """Return the board that a session by this design would have, for the picture beside."""
    policy = policy_for(template, agreement)
    return {
        "template": template,
        "picture": thumbnail(template.labelled(policy.labels)),
        "boxes": [(zone, first_line(policy.labels[zone.code])) for zone in template.zones],
    }


def _design(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    design_id: str,
    problem: ErrorNotice | None = None,
) -> str:
    view = design_page(runtime.services, actor, community_id, design_id)
    home = community_home(runtime.services, actor, community_id)
    return render_template(
        "design.html",
        partnership=home.partnership,
        community=view.community,
        design=view.design,
        changes=view.changes,
        versions=_told(view),
        base=read_template(view.design.base) if view.design.base else None,
        runs=actor.may(Power.RUN_SESSION, home.partnership.id, community_id),
        problem=problem,
        **_look(view.agreement, view.template),
    )


def _told(view: DesignView) -> list[tuple[Version, tuple[str, ...]]]:
    """Return the versions, the newest first, each with what it changed."""
    found = view.design.versions
    told = [(now, differences(was.template, now.template)) for now, was in pairwise(found)]
    return [*told, (found[-1], ())]
