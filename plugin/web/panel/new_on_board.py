"""A new session on this board, from the panel: choose, see what will be built, build with progress.

What is built is planned by the functions that the pages use. Whether the person may change this
board is asked of Miro by the job itself, before the first box is made.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from plugin import building
from plugin.convene import sessions as convene
from plugin.convene.design_lookup import design_for
from plugin.convene.group_home import homes
from plugin.convene.invitations import start_at, time_given
from plugin.convene.this_session_alone import can_be_asked_otherwise, lines_of
from plugin.domain.agreements import Policy, stricter_labels
from plugin.domain.communities import Community
from plugin.domain.days import short_day
from plugin.domain.jobs import Job, JobState
from plugin.domain.labels import first_line
from plugin.domain.people import Actor, Power
from plugin.domain.rooms import (
    LETTERS,
    Rooms,
    in_rooms,
    labels_in_rooms,
    may_be_in_rooms,
    rooms_for,
)
from plugin.domain.templates import Template, room_of
from plugin.errors import BadInput, Refused
from plugin.jobs import asking
from plugin.jobs.session_jobs import BUILD, IN_PANEL, IN_TEAM
from plugin.scaffold.board import Kind
from plugin.store import boards as stored_boards
from plugin.use_cases import Runtime
from plugin.web.boxes import BoxView, boxes_on
from plugin.web.forms import board_id_of, day_of, number_of
from plugin.web.panel.answers import (
    AskedJobAnswer,
    KindsAnswer,
    PreviewAnswer,
    ProgressAnswer,
)
from plugin.web.panel.asked import BuildSent, GroupAsked, JobAsked, PreviewAsked
from plugin.web.panel.bearer import at_board, board_id, looker_of
from plugin.web.panel.kinds import SHORT, choices
from plugin.web.panel.operations import Operations, Sent
from plugin.web.session import board_link
from plugin.web.stricter_labels import labels_sent

_NOBODY = "You run no sessions here. Nothing was changed. Ask whoever looks after your group."


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.get("/kinds", KindsAnswer, "List what can be begun with a group.", GroupAsked)
    def kinds(asked: Sent) -> Any:
        actor = _host(runtime)
        groups = _groups(runtime, actor)
        wanted = asked["community"]
        chosen = next((each for each in groups if each.id == wanted), groups[0])
        return choices(runtime, actor, groups, chosen)

    @api.get("/preview", PreviewAnswer, "Show what will be built.", PreviewAsked)
    def preview(asked: Sent) -> Any:
        actor, community = _host(runtime), asked["community"]
        wanted = (asked[name] for name in ("kind", "form", "day"))
        template, _, day = _wish(runtime, actor, community, *wanted)
        boxes = asked["roomed"].split(",") if asked["roomed"] else None
        rooms = rooms_for(number_of(asked["rooms"] or "1", 2), boxes, template)
        return _preview(runtime, actor, community, template, day, rooms)

    @api.post("/build", AskedJobAnswer, "Plan a session, and build its board.", BuildSent)
    def build(sent: Sent) -> Any:
        return {"job": _build(runtime, sent).id}

    @api.post("/go-on", AskedJobAnswer, "Go on building the board.")
    def go_on() -> Any:
        actor, session = at_board(runtime)
        return {"job": asking.ask(runtime, actor, BUILD, session.id).id}

    @api.get("/job", ProgressAnswer, "Say how far a job is.", JobAsked)
    def job(asked: Sent) -> Any:
        view = asking.view(runtime, _host(runtime), asked["job"])
        return {**_progress(view.job), "board": _built(runtime, view.job)}


def _preview(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    template: Template,
    day: date,
    rooms: Rooms | None,
) -> dict[str, Any]:
    """Return what Build makes: its boxes, and how many cards come back into each."""
    layable = building.layable(runtime, actor, community_id, template)
    usual = [each.card for each in layable if each.is_usual]
    labels = convene.labels_of(runtime.services, community_id, template)
    in_each = labels_in_rooms(labels.labels, rooms)
    board = building.preview_board(
        runtime, actor, community_id, in_rooms(template, in_each), day, usual, in_each
    )
    cards = {
        frame.key: sum(item.kind is not Kind.TEXT for item in frame.items) for frame in board.frames
    }
    return {
        "boxes": [
            {**_box(each, template, labels, day), "cards": cards.get(each.code, 0)}
            for each in boxes_on(board)
        ],
        "name": template.meeting_kind,
        "day": short_day(day),
        "minutes": template.minutes,
        "over": convene.day_that_is_over(runtime.services, community_id, day),
        "most_rooms": len(LETTERS),
        "may_be_in_rooms": [
            {"code": zone.code, "title": zone.frame_title} for zone in may_be_in_rooms(template)
        ],
        "in_rooms": sorted(rooms.boxes) if rooms else [],
    }


def _box(box: BoxView, template: Template, policy: Policy, day: date) -> dict[str, Any]:
    """Return a box as it will be, and what whoever plans this session may make of it.

    `code` and `name` are those of the design: what is chosen holds for the box of each room.
    """
    code = box.code.removesuffix(room_of(box.code))
    zone, until = template.zone(code), day + timedelta(days=policy.held_days)
    may = stricter_labels(zone, policy.labels[code]) if zone is not None else ()
    asks = can_be_asked_otherwise(template, code)
    return {
        "code": code,
        "title": box.title,
        "name": zone.frame_title if zone is not None else box.title,
        "questions": list(zone.prompts) if zone is not None and asks else [],
        "label": box.label,
        "choices": [{"label": each.value, "says": first_line(each, until)} for each in may],
    }


def _rooms_sent(sent: Sent, template: Template) -> Rooms | None:
    """Return the rooms that were sent with what is to be built; None for one."""
    found = sent["rooms"]
    if found is None:
        return None
    return rooms_for(number_of(str(found["number"]), 2), found["boxes"] or None, template)


def _host(runtime: Runtime) -> Actor:
    """Return who asks, if linked; what they may do, each use case asks itself."""
    actor = looker_of(runtime).actor
    if actor is None or not _groups(runtime, actor):
        raise Refused(_NOBODY)
    return actor


def _groups(runtime: Runtime, actor: Actor) -> tuple[Community, ...]:
    return tuple(
        group
        for home in homes(runtime.services, actor)
        for group in home.communities
        if actor.may(Power.RUN_SESSION, home.partnership.id, group.id)
    )


def _wish(
    runtime: Runtime, actor: Actor, community_id: str, kind: str, form: str, day: str
) -> tuple[Template, Template, date]:
    """Return the form that is held, its design, and the day; raise as the page does."""
    if community_id not in {each.id for each in _groups(runtime, actor)}:
        raise Refused(_NOBODY)
    if not kind:
        raise BadInput("Choose a kind of session. Nothing was stored.")
    design = design_for(runtime.services, community_id, kind)
    convene.require_board(design)
    if form == SHORT and not design.short_minutes:
        raise BadInput(convene.NO_SHORT_FORM)
    return design.in_short if form == SHORT else design, design, day_of(day)


def _build(runtime: Runtime, sent: Sent) -> Job:
    looker, actor = looker_of(runtime), _host(runtime)
    community, form = sent["community"], sent["form"]
    template, design, day = _wish(runtime, actor, community, sent["kind"], form, sent["day"])
    board = None if sent["elsewhere"] else board_id_of(board_id())
    starts_at = time_given(sent["time"])
    building.require_miro(runtime, actor, community)
    stricter, rooms = labels_sent(sent["labels"].items()), _rooms_sent(sent, template)
    questions = {code: lines_of(words) for code, words in sent["questions"].items()}
    chosen = " ".join(f"{code}={label.value}" for code, label in sorted(stricter.items()))
    chosen += " ".join(f"{code}: {lines}" for code, lines in sorted(questions.items()))
    chosen += f" {rooms.number} rooms {sorted(rooms.boxes)}" if rooms else ""
    press = " ".join((sent["press"], sent["kind"], form, sent["day"], str(board), chosen))
    planned = convene.plan_session(
        runtime.services,
        actor,
        community,
        day,
        design,
        None,
        press,
        is_short=form == SHORT,
        stricter=stricter,
        rooms=rooms,
        questions=questions,
    )
    building.lay_out(runtime, actor, planned, None)
    if starts_at is not None:
        start_at(runtime.services, actor, planned.id, starts_at)
    in_panel = {IN_PANEL: looker.in_miro.user_hash, IN_TEAM: looker.in_miro.team_id}
    asked = {"board": board, **in_panel} if board else {}
    return asking.ask(runtime, actor, BUILD, planned.id, asked)


def _built(runtime: Runtime, job: Job) -> str:
    """Return where the board opens that a job built; empty for any other job, and before."""
    if job.kind != BUILD or job.state is not JobState.DONE:
        return ""
    with runtime.services.db.read() as tx:
        return board_link(runtime, stored_boards.board(tx, job.subject))


def _progress(job: Job) -> dict[str, Any]:
    """Return how far a job is, part by part, and why it came to nothing."""
    return {
        "over": job.is_over,
        "failed": job.state is JobState.FAILED,
        "says": job.problem.sentence if job.problem and job.is_over else job.says,
        "parts": [{"name": each.name, "done": each.step, "of": each.of} for each in job.phases],
    }
