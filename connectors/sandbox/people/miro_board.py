"""The board for people: a drawing to drag notes on, and the same board as a list of forms.

Both save as the person who was chosen at the top. The list does everything without scripts; the
drawing's script calls the addresses of `people`. A refusal comes back as a sentence on the page.
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox.miro.errors import MiroError, invalid
from connectors.sandbox.miro.kinds import STICKY_COLOURS
from connectors.sandbox.miro.models import Board, Item, User
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.people import miro_edits
from connectors.sandbox.people.miro_apps import Apps
from connectors.sandbox.people.miro_drawing import draw, version
from connectors.sandbox.people.miro_free_place import free_place

_BOARD = "/boards/<board_id>"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def board_pages(state: MiroState, apps: Apps) -> Blueprint:
    """Return the pages, to be mounted under `/_sandbox/miro`."""
    pages = _Pages(state, apps)
    blueprint = Blueprint("sandbox_miro_board", __name__)
    rows: tuple[tuple[str, str, str, Callable[..., AnyResponse]], ...] = (
        ("GET", _BOARD, "show", pages.show),
        ("GET", f"{_BOARD}/version", "version", pages.version),
        ("POST", f"{_BOARD}/new-note", "new_note", pages.new_note),
        ("POST", f"{_BOARD}/notes/<note_id>/form", "change", pages.change),
    )
    for method, rule, name, view in rows:
        blueprint.add_url_rule(rule, name, view, methods=[method])
    blueprint.register_error_handler(MiroError, pages.refused)
    return blueprint


def show_home(state: MiroState) -> Response:
    """Return the list of what the sandbox has for people."""
    return _page("miro/home.html", boards=list(state.boards.values()))


class _Pages:
    """One method an address."""

    def __init__(self, state: MiroState, apps: Apps) -> None:
        self._state = state
        self._apps = apps

    def show(self, board_id: str) -> Response:
        return self._shown(self._state.board(board_id), self._person(request.args.get("as", "")))

    def version(self, board_id: str) -> Response:
        return jsonify({"version": version(self._state.board(board_id))})

    def new_note(self, board_id: str) -> AnyResponse:
        board, person = self._state.board(board_id), self._acting()
        place = free_place(board, request.form.get("frame") or None)
        markup, colour = (
            miro_edits.typed(_typed_text()),
            request.form.get("colour", "light_yellow"),
        )
        note = miro_edits.add_note(self._state, board, person, markup, colour, place)
        return _back(board, person, f"note-{note.id}")

    def change(self, board_id: str, note_id: str) -> AnyResponse:
        """Save only what differs, so that recolouring does not also rewrite the text."""
        board, person = self._state.board(board_id), self._acting()
        note = miro_edits.note_of(board, note_id)
        if request.form.get("do") == "delete":
            miro_edits.delete_note(board, note.id)
            return _back(board, person, "list")
        self._save(board, person, note)
        return _back(board, person, f"note-{note.id}")

    def refused(self, error: MiroError) -> Response:
        """Show the board again with what was wrong, or the list of boards if there is none."""
        named = "; ".join(f"{wrong.field} {wrong.message}" for wrong in error.fields)
        sentence = f"Nothing was changed: {named or error.message}."
        board = self._state.boards.get((request.view_args or {}).get("board_id", ""))
        if board is None:
            page = _page("miro/home.html", boards=list(self._state.boards.values()), said=sentence)
        else:
            page = self._shown(board, self._person(request.form.get("person", "")), sentence)
        page.status_code = error.status
        return page

    def _save(self, board: Board, person: User, note: Item) -> None:
        form, text = request.form, _typed_text()
        markup = miro_edits.typed(text)
        frame_id = form.get("frame", note.parent_id or "") or None
        place = free_place(board, frame_id) if frame_id != note.parent_id else None
        if form.get("colour", note.style["fillColor"]) != note.style["fillColor"]:
            miro_edits.recolour_note(self._state, board, person, note.id, form["colour"])
        if text != miro_edits.plain(str(note.data["content"])):
            miro_edits.edit_note(self._state, board, person, note.id, markup)
        if place is not None:
            miro_edits.move_note(self._state, board, person, note.id, place)

    def _shown(self, board: Board, person: User, said: str = "") -> Response:
        apps = self._apps.all()
        return _page(
            "miro/board.html",
            frames=[app.origin for app in apps],
            apps=[app.as_json() for app in apps],
            board=board,
            drawing=draw(self._state, board),
            version=version(board),
            people=self._state.people(),
            me=person,
            colours=STICKY_COLOURS,
            said=said,
        )

    def _person(self, person_id: str) -> User:
        return self._state.person(person_id) or self._state.people()[0]

    def _acting(self) -> User:
        person = self._state.person(request.form.get("person", ""))
        if person is None:
            raise invalid("person", "nobody of this id is in the room any more; choose again")
        return person


def _typed_text() -> str:
    """Return what was typed; browsers send line ends as CR LF."""
    return request.form.get("text", "").replace("\r\n", "\n")


def _back(board: Board, person: User, anchor: str) -> AnyResponse:
    address = f"{request.script_root}/_sandbox/miro/boards/{quote(board.id, safe='')}"
    return redirect(f"{address}?as={quote(person.id)}#{anchor}", code=303)


def _page(template: str, frames: Sequence[str] = (), **values: object) -> Response:
    page = make_response(render_template(template, **values))
    framed = f"; frame-src {' '.join(frames)}" if frames else ""
    page.headers["Content-Security-Policy"] = f"{_POLICY}{framed}"
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Content-Type-Options"] = "nosniff"
    # Not `no-referrer`: browsers then send forms with `Origin: null`, which the gate refuses.
    page.headers["Referrer-Policy"] = "same-origin"
    return page
