"""Commands for meetings and what came of them: build, collect, close, take back, tidy, play.

They act as the administrator, and print ids and counts, never anybody's words.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugin.cli import startup
from plugin.cli.progress import leave_to_worker, showing_progress, wait_option
from plugin.cli.refusals import STOPPED_FOR_SAFETY

if TYPE_CHECKING:
    from plugin.capture.run import Captured
    from plugin.scaffold.run import Built
    from plugin.use_cases import Runtime

_NOTHING = "The board has everything. Nothing would be done."
STOPPED = "Collecting stopped, so that nothing is lost, and asks."
_NOBODY_INVITED = (
    "Nobody was invited to the board. `hedgerow scaffold {} --let-in ADDRESS` invites its "
    "facilitator as co-owner; the session's page does too."
)
_SHOWN = (
    ("stored", "held now"),
    ("new", "new"),
    ("replaced", "rewritten by their writers"),
    ("new_versions", "in a new wording"),
    ("moved", "moved"),
    ("recoloured", "in another colour"),
    ("forgotten", "forgotten"),
    ("removed_from_board", "gone from the board since"),
    ("waiting_for_writer", "waiting for their writers"),
    ("asked_about", "like a note that was taken back: the session's page asks about them"),
    ("dropped_off_record", "left alone in boxes that stay here"),
    ("dropped_outside", "left alone outside every box"),
    ("ignored_blank", "blank"),
)


@click.command()
@click.argument("session", required=False)
@click.option("--community", help="Plan a new session of this group first.")
@click.option("--template", default="T3", show_default=True, help="Design of the new session.")
@click.option("--short", "is_short", is_flag=True, help="Plan the short form of the design.")
@click.option("--rooms", type=int, help="Let groups of the new session work in so many rooms.")
@click.option("--in-rooms", help="Boxes that each room has, such as Z3,Z5; all, if left out.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the new session.")
@click.option("--name", help="Name of the new session.")
@click.option("--board", help="Build on this board (its id or address) instead of a new one.")
@click.option("--let-in", help="Invite this e-mail address to the board as co-owner.")
@click.option("--plan", "only_plan", is_flag=True, help="Print what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@wait_option
def scaffold(
    session: str | None,
    community: str | None,
    template: str,
    is_short: bool,
    rooms: int | None,
    in_rooms: str | None,
    day: datetime | None,
    name: str | None,
    board: str | None,
    let_in: str | None,
    only_plan: bool,
    as_json: bool,
    waits: bool,
) -> None:
    """Build the board of SESSION, or add what it lacks; with --community plan a meeting first.

    Ends with 0 when it is done, 1 when it cannot be.
    """
    from plugin import building
    from plugin.domain.people import OPERATOR
    from plugin.jobs.session_jobs import BUILD

    _require_one_meeting(session, community, day, is_short=is_short, only_plan=only_plan)
    _require_rooms_of_new(session, rooms, in_rooms)
    _require_waiting(waits, only_plan, let_in)
    runtime = startup.runtime()
    if only_plan:
        _say(building.plan_board(runtime, OPERATOR, session or "", board) or (_NOTHING,))
        return
    if community is not None and day is not None:
        new = (community, template, day.date(), name, board)
        session = _plan(runtime, *new, is_short=is_short, rooms=rooms, in_rooms=in_rooms)
    if not waits:
        payload = {"board": board} if board else {}
        leave_to_worker(BUILD, session or "", payload, as_json=as_json)
        return
    _build(runtime, session or "", board, let_in, as_json=as_json)


@click.command()
@click.argument("session")
@click.option("--plan", "only_plan", is_flag=True, help="Print what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@wait_option
def capture(session: str, only_plan: bool, as_json: bool, waits: bool) -> None:
    """Collect what lies on the board of SESSION, as every box's label allows.

    Ends with 0 when it is done, 1 when it cannot be, 3 when collecting stopped for safety: notes
    left together, and somebody must say whether they were tidied or taken back.
    """
    from plugin import use_cases
    from plugin.domain.people import OPERATOR
    from plugin.jobs.session_jobs import COLLECT, READING

    _require_waiting(waits, only_plan)
    if not waits:
        leave_to_worker(COLLECT, session, {}, as_json=as_json)
        return
    job = use_cases.plan_collect if only_plan else use_cases.collect
    with showing_progress() as policy:
        policy.progress(READING)
        captured = job(startup.runtime(), OPERATOR, session)
    _say_captured(captured, was_planned=only_plan, as_json=as_json)
    _end(captured)


@click.command()
@click.argument("session")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@wait_option
def close(session: str, as_json: bool, waits: bool) -> None:
    """Close SESSION with a last collecting; from then on words stay as written.

    Ends as `capture` does.
    """
    from plugin import use_cases
    from plugin.domain.people import OPERATOR
    from plugin.jobs.session_jobs import CLOSE, READING

    if not waits:
        leave_to_worker(CLOSE, session, {}, as_json=as_json)
        return
    with showing_progress() as policy:
        policy.progress(READING)
        captured = use_cases.close_session(startup.runtime(), OPERATOR, session)
    _say_captured(captured, as_json=as_json)
    _end(captured)


@click.command("take-back")
@click.argument("note")
def take_back(note: str) -> None:
    """Take NOTE back for its writer: its words are erased wherever we can reach them."""
    from plugin.domain.people import OPERATOR
    from plugin.govern.withdrawal import take_back as take_note_back

    click.echo(take_note_back(startup.runtime().services, OPERATOR, note).sentence)


@click.command()
def tidy() -> None:
    """Erase what is due, close what nobody closed; `hedgerow serve` does it every day."""
    from plugin import use_cases

    done = use_cases.tidy(startup.runtime())
    click.echo(
        f"Erased: {done.erased_left} notes that left their board, {done.erased_held} held or "
        f"kept notes at their date. Keys forgotten: {done.keys_forgotten}. Sessions closed that "
        f"nobody had closed: {done.closed}."
    )


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--board", required=True, help="The sandbox's board, or the session it belongs to.")
def play(file: Path, board: str) -> None:
    """Play a session FILE on a board of the sandbox, as the edits of its people."""
    from plugin.demo.playing import play_file

    for captured in play_file(startup.runtime(), board, file):
        _say_captured(captured)


def _require_one_meeting(
    session: str | None,
    community: str | None,
    day: datetime | None,
    *,
    is_short: bool,
    only_plan: bool,
) -> None:
    """Return if the words name a planned meeting or a new one, and what they ask suits it."""
    if (session is None) == (community is None) or (community and day is None):
        raise click.UsageError("Give a SESSION, or --community and --date for a new session.")
    if is_short and session is not None:
        raise click.UsageError("--short is for a new session: SESSION has its form already.")
    if only_plan and session is None:
        raise click.UsageError("--plan needs a SESSION: a session that is planned already.")


def _plan(
    runtime: Runtime,
    community: str,
    template: str,
    day: date,
    name: str | None,
    board: str | None,
    *,
    is_short: bool,
    rooms: int | None,
    in_rooms: str | None,
) -> str:
    """Plan a new meeting of a community, and return its session's id."""
    from plugin import building
    from plugin.convene.communities import community_of
    from plugin.convene.design_lookup import find_design
    from plugin.domain.people import OPERATOR

    find_design(runtime.services, template)
    home = community_of(runtime.services, community).id
    planned = building.plan_with_board(
        runtime,
        OPERATOR,
        home,
        template,
        day,
        name,
        board,
        is_short=is_short,
        rooms=1 if rooms is None else rooms,
        in_rooms=_codes(in_rooms),
    )
    return planned.id


def _require_rooms_of_new(session: str | None, rooms: int | None, in_rooms: str | None) -> None:
    if session is not None and (rooms is not None or in_rooms is not None):
        raise click.UsageError("--rooms is for a new session: SESSION has its rooms already.")
    if in_rooms is not None and rooms is None:
        raise click.UsageError("--in-rooms needs --rooms: say how many there are.")


def _codes(typed: str | None) -> tuple[str, ...] | None:
    """Return the codes of boxes that somebody typed with commas; None where nobody did."""
    if typed is None:
        return None
    return tuple(code.strip().upper() for code in typed.split(",") if code.strip())


def _require_waiting(waits: bool, only_plan: bool, let_in: str | None = None) -> None:
    """Return if what is asked can be left to a worker, or is not to be."""
    if not waits and (only_plan or let_in):
        raise click.UsageError("--no-wait leaves one thing to a worker: no --plan, no --let-in.")


def _build(
    runtime: Runtime, session: str, board: str | None, let_in: str | None, *, as_json: bool
) -> None:
    """Build a board now, invite whoever is named, and say what came of it."""
    from plugin import building
    from plugin.domain.people import OPERATOR

    with showing_progress() as policy:
        built = building.build(runtime, OPERATOR, session, board, policy)
    invited = None
    if let_in:
        invited = building.let_in(runtime, OPERATOR, built.session_id, let_in, startup.waits())
    if as_json:
        click.echo(json.dumps({**asdict(built), "invited": invited}, ensure_ascii=False))
        return
    _say_built(runtime, built)
    if invited:
        click.echo(invited)
    elif built.made == built.frames + built.items:
        click.echo(_NOBODY_INVITED.format(built.session_id))


def _say_built(runtime: Runtime, built: Built) -> None:
    made = f"{built.made} made now" if built.made else "nothing was missing"
    click.echo(f"The board stands: {built.frames} boxes, {built.items} texts and cards, {made}.")
    click.echo(f"Session: {built.session_id}")
    sandbox = runtime.settings.sandbox_url
    here = f"{sandbox}/_sandbox/miro/boards/{built.miro_board_id}"
    click.echo(f"Board:   {here if sandbox else built.view_link}")
    _say(built.messages)


def _say_captured(captured: Captured, *, was_planned: bool = False, as_json: bool = False) -> None:
    if as_json:
        kept = {**asdict(captured), "brakes": len(captured.brakes)}
        click.echo(json.dumps(kept, ensure_ascii=False))
        return
    counts = ((getattr(captured, name), words) for name, words in _SHOWN)
    said = [f"{count} {words}" for count, words in counts if count]
    did = STOPPED if captured.brakes else "Collected."
    did = "Nothing was stored. Collecting would leave" if was_planned else did
    notes = "notes" if was_planned else "Notes"
    click.echo(f"{did} {notes}: {', '.join(said) or 'none'}.")
    _say(captured.messages)


def _end(captured: Captured) -> None:
    """End with 3 where collecting stopped and asks."""
    if captured.brakes:
        raise click.exceptions.Exit(STOPPED_FOR_SAFETY)


def _say(messages: tuple[str, ...]) -> None:
    for message in messages:
        click.echo(message)


COMMANDS = (scaffold, capture, close, take_back, tidy, play)
