"""JSON addresses under `/_sandbox/miro` by which a page, a test or the demo acts as a person.

Every request names its person (`"person": "<id>"`, one of those let in by `/_sandbox/seed`).
A refusal says in a sentence that nothing was changed. Coordinates are a note's centre: with
`"frame": "<id>"` counted from that frame's top left corner, with `"frame": null` from the board's
centre; without `frame` the note is let go there, and the frame below it becomes its parent. A
frame without coordinates means its first free place.
"""

from collections.abc import Callable, Mapping
from typing import cast

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox.miro.checks import number
from connectors.sandbox.miro.errors import Json, MiroError, invalid
from connectors.sandbox.miro.geometry import Point
from connectors.sandbox.miro.models import Board, Item, User
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.people import miro_edits
from connectors.sandbox.people.miro_edits import NotePosition
from connectors.sandbox.people.miro_free_place import free_place

_USUAL_COLOUR = "light_yellow"
_NOTES = "/boards/<board_id>/notes"
_NOTE = f"{_NOTES}/<note_id>"
_TEXTS = "/boards/<board_id>/texts"
_LINES = "/boards/<board_id>/lines"


def people_blueprint(state: MiroState) -> Blueprint:
    """Return the addresses for acting as a person, to be mounted under `/_sandbox/miro`."""
    acts = _Acts(state)
    blueprint = Blueprint("sandbox_miro_people", __name__)
    rows: tuple[tuple[str, str, str, Callable[..., Response]], ...] = (
        ("POST", _NOTES, "add_note", acts.add),
        ("PATCH", _NOTE, "change_note", acts.change),
        ("DELETE", _NOTE, "delete_note", acts.delete),
        ("POST", f"{_NOTE}/tags", "tag_note", acts.tag),
        ("DELETE", f"{_NOTE}/tags", "untag_note", acts.untag),
        ("POST", _TEXTS, "write_text", acts.write),
        ("POST", _LINES, "draw_line", acts.draw),
    )
    for method, rule, name, view in rows:
        blueprint.add_url_rule(rule, name, view, methods=[method])
    blueprint.register_error_handler(MiroError, _refusal)
    return blueprint


class _Acts:
    """One method an address."""

    def __init__(self, state: MiroState) -> None:
        self._state = state

    def add(self, board_id: str) -> Response:
        board, body = self._state.board(board_id), _body()
        person = self._person(body)
        markup, colour = _markup(body), str(body.get("colour", _USUAL_COLOUR))
        place = _place(board, body)
        if isinstance(place, NotePosition):
            note = miro_edits.add_note(self._state, board, person, markup, colour, place)
        else:
            on_board = NotePosition(None, place.x, place.y)
            note = miro_edits.add_note(self._state, board, person, markup, colour, on_board)
            miro_edits.let_go(self._state, board, person, note.id, place)
        return self._shown(board, note, 201)

    def change(self, board_id: str, note_id: str) -> Response:
        """Check everything before the first change, so that a refusal changes nothing."""
        board, body = self._state.board(board_id), _body()
        person, note = self._person(body), miro_edits.note_of(board, note_id)
        markup = _markup(body) if body.keys() & {"text", "html"} else None
        place = _place(board, body) if body.keys() & {"x", "y", "frame"} else None
        if "colour" in body:
            miro_edits.recolour_note(self._state, board, person, note.id, str(body["colour"]))
        if markup is not None:
            miro_edits.edit_note(self._state, board, person, note.id, markup)
        if isinstance(place, NotePosition):
            miro_edits.move_note(self._state, board, person, note.id, place)
        elif place is not None:
            miro_edits.let_go(self._state, board, person, note.id, place)
        return self._shown(board, note, 200)

    def delete(self, board_id: str, note_id: str) -> Response:
        board = self._state.board(board_id)
        self._person(_body())
        miro_edits.delete_note(board, note_id)
        return Response(status=204)

    def tag(self, board_id: str, note_id: str) -> Response:
        board, body = self._state.board(board_id), _body()
        self._person(body)
        miro_edits.tag_note(self._state, board, note_id, _words(body, "tag"))
        return self._shown(board, miro_edits.note_of(board, note_id), 200)

    def untag(self, board_id: str, note_id: str) -> Response:
        board, body = self._state.board(board_id), _body()
        self._person(body)
        miro_edits.untag_note(board, note_id, _words(body, "tag"))
        return self._shown(board, miro_edits.note_of(board, note_id), 200)

    def write(self, board_id: str) -> Response:
        """Write a text on the board itself, as the script of an app does for its person."""
        board, body = self._state.board(board_id), _body()
        person, markup = self._person(body), _markup(body)
        at = Point(number("x", body.get("x")), number("y", body.get("y")))
        text = miro_edits.add_text(self._state, board, person, markup, at)
        response = jsonify({"id": text.id, "type": text.type, "content": markup})
        response.status_code = 201
        return response

    def draw(self, board_id: str) -> Response:
        board, body = self._state.board(board_id), _body()
        person = self._person(body)
        ends = (_id_or_none(body, "start"), _id_or_none(body, "end"))
        words = _words(body, "words") if "words" in body else ""
        line = miro_edits.draw_line(self._state, board, person, ends, words)
        response = jsonify({"id": line.id})
        response.status_code = 201
        return response

    def _person(self, body: Mapping[str, object]) -> User:
        person = self._state.person(str(body.get("person", "")))
        if person is None:
            raise invalid("person", "nobody of this id is in the room; let them in first")
        return person

    def _shown(self, board: Board, note: Item, status: int) -> Response:
        response = jsonify(miro_edits.note_words(board, note, self._state))
        response.status_code = status
        return response


def _body() -> Json:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise invalid("body", "must be a JSON object")
    return cast(Json, body)


def _markup(body: Mapping[str, object]) -> str:
    if "html" in body:
        return miro_edits.as_it_stands(_words(body, "html"))
    return miro_edits.typed(_words(body, "text"))


def _words(body: Mapping[str, object], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str):
        raise invalid(name, "must be a text")
    return found


def _id_or_none(body: Mapping[str, object], name: str) -> str | None:
    return None if body.get(name) is None else _words(body, name)


def _place(board: Board, body: Mapping[str, object]) -> NotePosition | Point:
    frame = body.get("frame")
    frame_id = None if frame is None else board.frame(str(frame)).id
    if "frame" in body and not body.keys() & {"x", "y"}:
        return free_place(board, frame_id)
    x, y = number("x", body.get("x")), number("y", body.get("y"))
    return NotePosition(frame_id, x, y) if "frame" in body else Point(x, y)


def _refusal(error: MiroError) -> Response:
    named = "; ".join(f"{wrong.field} {wrong.message}" for wrong in error.fields)
    response = jsonify({"error": f"Nothing was changed: {named or error.message}."})
    response.status_code = error.status
    return response
