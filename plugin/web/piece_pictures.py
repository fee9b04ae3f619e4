"""Pictures under a piece: those of boxes as they are drawn, and those that somebody sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request
from markupsafe import Markup

from plugin.convene.design_lookup import box_title, find_design
from plugin.curate.image_files import MEDIA_TYPE
from plugin.curate.noticing import noticed_beside
from plugin.curate.page import PieceView
from plugin.curate.pictures import (
    KeptBox,
    image_of,
    kept_boxes,
    notes_of_boxes,
    put_box_picture,
    put_image,
)
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.piece_evidence import Noticed
from plugin.scaffold.board_part import PictureBox, picture_of
from plugin.web.board_parts import as_drawn
from plugin.web.current_user import current_user
from plugin.web.safety import PICTURE_POLICY

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("piece_pictures", __name__)

    @pages.get("/pieces/<piece_id>/pictures/<evidence_id>")
    def show(piece_id: str, evidence_id: str) -> Response:
        content = image_of(runtime.services, current_user(runtime), piece_id, evidence_id)
        response = Response(content, mimetype=MEDIA_TYPE)
        response.headers["Content-Disposition"] = 'inline; filename="picture.jpg"'
        response.headers["Content-Security-Policy"] = PICTURE_POLICY
        return response

    return pages


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """The picture of a box, and the notes in it for those who hear a page."""

    picture: Markup
    notes: tuple[Note, ...]


def boxes_shown(runtime: Runtime, actor: Actor, view: PieceView) -> dict[str, Any]:
    """Return the pictures of boxes under a piece, and the boxes that can come there, by name."""
    return {
        "drawn": _drawn_boxes(runtime, actor, view),
        "kept_boxes": _boxes_to_choose(runtime, view),
        "noticed": _noticed(runtime, view),
    }


def _drawn_boxes(runtime: Runtime, actor: Actor, view: PieceView) -> Mapping[str, DrawnBox]:
    """Return the pictures of boxes under a piece, by id, as far as this person reads notes."""
    found = notes_of_boxes(runtime.services, actor, view.whole)
    own = {each.id: each for each in view.whole.evidence}
    pictures = {}
    for evidence_id, notes in found.items():
        evidence = own[evidence_id]
        session = view.source_sessions.get(evidence.session_id or "")
        title = box_title(runtime.services, session, evidence.zone_code)
        box = PictureBox(evidence.zone_code, title, "", tuple(as_drawn(each) for each in notes))
        pictures[evidence_id] = DrawnBox(picture_of(box), notes)
    return pictures


def _boxes_to_choose(runtime: Runtime, view: PieceView) -> tuple[KeptBox, ...]:
    """Return the kept boxes of the sessions that a piece rests on."""
    if not view.may_write:
        return ()
    designs = partial(find_design, runtime.services)
    resting = {each.session_id for each in view.whole.sources}
    sessions = [each for each in view.source_sessions.values() if each.id in resting]
    return tuple(box for each in sessions for box in kept_boxes(each, designs))


def _noticed(runtime: Runtime, view: PieceView) -> tuple[Noticed, ...]:
    """Return what was noticed in the sessions of a piece, and does not stand under it yet."""
    if not view.may_write:
        return ()
    resting = {each.session_id for each in view.whole.sources}
    there = {(each.day, each.words) for each in view.whole.evidence}
    found = noticed_beside(runtime.services, view.whole.piece.community_id, resting)
    return tuple(each for each in found if each.words and (each.day, each.words) not in there)


def put_a_box(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Put the picture of a box under the piece."""
    designs = partial(find_design, runtime.services)
    put_box_picture(runtime.services, actor, piece_id, request.form.get("box", ""), designs)
    return "The picture of the box is under the piece. It shows the notes that are there."


def put_a_picture(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    """Put a picture that was sent under the piece."""
    form, sent = request.form, request.files.get("picture")
    put_image(
        runtime.services,
        actor,
        piece_id,
        sent.read() if sent else b"",
        (form.get("shows", ""), form.get("from", ""), form.get("people", "")),
        form.get("box", ""),
        partial(find_design, runtime.services),
    )
    return "Saved under the piece. Of the file the picture alone was kept: no place, no time."
