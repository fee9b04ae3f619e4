"""What a piece's page does to its sources and themes: take off, split, quote; one act each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from plugin.curate.changing_sources import join_into, set_down, split, take_off
from plugin.curate.evidence import put_figure, put_observation, take_evidence_off
from plugin.curate.noticing import put_under
from plugin.curate.piece_themes import give_piece_theme, take_piece_theme
from plugin.curate.quoting import quote_note
from plugin.curate.readings import say_how_it_reads, take_reading_off
from plugin.domain.people import Actor
from plugin.web.forms import day_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def quote(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Quote words of a note at the end of the story."""
    form = request.form
    number = quote_note(
        runtime.services, actor, piece_id, form.get("note", ""), form.get("words", "")
    )
    return (
        f"Quoted at the end of the story, as [quote {number}]. Under “Change the words” you can "
        "move it. It leaves the group only with a yes from whoever wrote it, or from the group."
    )


def take_a_note_off(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Take a note off a piece."""
    form = request.form
    take_off(runtime.services, actor, piece_id, form.get("note", ""), form.get("why", ""))
    return "Taken off, and what quoted it is gone from the story. The newest wording is a draft."


def split_it(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Make another piece from some of the notes."""
    form = request.form
    some, title, why = form.getlist("note"), form.get("title", ""), form.get("why", "")
    split(runtime.services, actor, piece_id, some, title, why)
    return "Split. The new piece is a draft; it stands under “Belongs with”."


def join_another(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Take the notes and the story of another piece."""
    form = request.form
    join_into(runtime.services, actor, piece_id, form.get("other", ""), form.get("why", ""))
    return "Joined. This piece has the notes and the story of both; its newest wording is a draft."


def say_how_it_reads_here(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Store how the piece is read by people of one origin."""
    form = request.form
    say_how_it_reads(
        runtime.services,
        actor,
        piece_id,
        form.get("origin", ""),
        form.get("words", ""),
        is_signed=form.get("how") != "understood",
        are_three=bool(form.get("three")),
    )
    return "Saved. It stands beside the next wording, which is a draft."


def take_a_reading_off(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Take a reading off the piece."""
    form = request.form
    which, why = form.get("reading", ""), form.get("why", "")
    take_reading_off(runtime.services, actor, piece_id, which, why)
    return "Taken off. The newest wording is a draft."


def put_what_was_noticed(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Put what the learning partner noticed under the piece."""
    if kept := request.form.get("kept", ""):
        return put_under(runtime.services, actor, piece_id, kept)
    put_observation(runtime.services, actor, piece_id, request.form.get("noticed", ""))
    return "Saved under the piece, as observed by the learning partner. It is no voice."


def put_a_figure(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Put a figure under the piece."""
    form = request.form
    typed = (form.get("number", ""), form.get("unit", ""), form.get("source", ""))
    put_figure(runtime.services, actor, piece_id, typed, day_of(form.get("day", "")))
    return "Saved under the piece, with where the figure is from."


def take_off_evidence(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Take an observation, a figure or a picture off the piece."""
    which, why = request.form.get("evidence", ""), request.form.get("why", "")
    take_evidence_off(runtime.services, actor, piece_id, which, why)
    return "Taken off. The trail says why."


def set_it_down(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Set a piece down, with a reason."""
    set_down(runtime.services, actor, piece_id, request.form.get("why", ""))
    return "Set down. Its words, and who may read them, stay as they were."


def give_a_theme(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Give a piece a theme, a new one if there is none of that name."""
    return give_piece_theme(runtime.services, actor, piece_id, request.form.get("theme", ""))


def take_a_theme_off(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Take a theme from a piece."""
    return take_piece_theme(runtime.services, actor, piece_id, request.form.get("theme", ""))
