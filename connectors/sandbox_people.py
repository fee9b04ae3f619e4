"""Acts as people on the sandbox's board and pages, for the demo and for tests only.

It speaks to the sandbox's own addresses under `/_sandbox` and needs no token; no part of the
product that works for real people may use it. The sandbox listens on this machine alone, and
another address than this machine's is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.errors import Evidence, NotAnAnswer, Where
from connectors.http import HTTP, LOOPBACK, Call, Service
from connectors.replies import ErrorDetails

_BOARD_NOTES = "/_sandbox/miro/boards/{board_id}/notes"
_ONE_NOTE = f"{_BOARD_NOTES}/{{note_id}}"
_TYPED_BY_NOBODY = "<p>"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the room: a Miro account's id (digits), a name, and an e-mail if there is one."""

    id: str
    name: str
    email: str = ""


class _NoToken(AuthBase):
    """Sends no Authorization header, not even one that a `.netrc` would offer."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


class SandboxPeople:
    """The people of a sandbox, and its control plane."""

    def __init__(self, http: HTTP, sandbox_url: str) -> None:
        """Raise `ValueError` unless `sandbox_url` is an address of this machine."""
        parts = urlsplit(sandbox_url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise ValueError("A sandbox has an address of this machine: http://127.0.0.1:<port>.")
        self._http = http
        self._service = Service("sandbox", sandbox_url.rstrip("/"), _NoToken(), _error_details)

    def seed(self, people: Sequence[Person]) -> None:
        """Let people into the room: editors of every board, each under a Miro id of their own."""
        rows = [{"id": p.id, "name": p.name, "email": p.email} for p in people]
        self._ask("POST", "/_sandbox/seed", body={"people": rows}, harmless=True)

    def install_app(self, client_id: str, secret: str, name: str, address: str) -> None:
        """Let every board load an app, whose page is at an address of this machine."""
        body = {"id": client_id, "secret": secret, "name": name, "address": address}
        self._ask("POST", "/_sandbox/miro/apps", body=body, harmless=True)

    def settle_miro_plan(self, *, has_timer: bool) -> None:
        """Let the plan of the boards' team have Miro's timer, or not."""
        route = "/_sandbox/miro/plan"
        self._ask("PATCH", route, body={"timer": has_timer}, harmless=True)

    def add_note(
        self,
        board_id: str,
        person_id: str,
        text: str,
        colour: str,
        frame_id: str | None,
        x: float,
        y: float,
    ) -> str:
        """Stick a note as a person and return its Miro item id.

        `x`, `y` are its centre: from the frame's top left corner, or from the board's centre.
        Text that begins with `<p>` is the editor's HTML as it stands, all other text is typed.
        Not harmless to repeat: it would stick a second note.
        """
        body = {"person": person_id, "colour": colour, "frame": frame_id, "x": x, "y": y}
        answer = self._ask(
            "POST", _BOARD_NOTES, {"board_id": board_id}, body | _words(text), harmless=False
        )
        return self._text(answer, "id")

    def edit_note(self, board_id: str, person_id: str, note_id: str, text: str) -> None:
        """Write another text on a note, with the same rule for `<p>` as `add_note`."""
        self._change(board_id, note_id, {"person": person_id} | _words(text))

    def move_note(
        self, board_id: str, person_id: str, note_id: str, frame_id: str | None, x: float, y: float
    ) -> None:
        """Put a note into a frame or onto the bare board, with the coordinates of that place."""
        self._change(board_id, note_id, {"person": person_id, "frame": frame_id, "x": x, "y": y})

    def recolour_note(self, board_id: str, person_id: str, note_id: str, colour: str) -> None:
        """Give a note another colour, by Miro's name for it."""
        self._change(board_id, note_id, {"person": person_id, "colour": colour})

    def delete_note(self, board_id: str, person_id: str, note_id: str) -> None:
        """Take a note off the board."""
        ids = {"board_id": board_id, "note_id": note_id}
        self._ask("DELETE", _ONE_NOTE, ids, {"person": person_id}, harmless=False)

    def tag_note(self, board_id: str, person_id: str, note_id: str, tag: str) -> None:
        """Put a tag on a note; a tag that the board does not have yet is made."""
        ids = {"board_id": board_id, "note_id": note_id}
        body = {"person": person_id, "tag": tag}
        self._ask("POST", f"{_ONE_NOTE}/tags", ids, body, harmless=True)

    def draw_line(
        self, board_id: str, person_id: str, start_id: str | None, end_id: str | None, words: str
    ) -> str:
        """Draw a line between two items as a person and return its id.

        An end that is None is let go in the open. Not harmless to repeat: a second line.
        """
        body = {"person": person_id, "start": start_id, "end": end_id, "words": words}
        route = "/_sandbox/miro/boards/{board_id}/lines"
        answer = self._ask("POST", route, {"board_id": board_id}, body, harmless=False)
        return self._text(answer, "id")

    def edit_notion_property(self, page_id: str, name: str, text: str, person: str) -> None:
        """Write another text into a property of a Notion page, by the property's name."""
        self._ask(
            "PATCH",
            "/_sandbox/notion/pages/{page_id}/properties",
            {"page_id": page_id},
            {"person": person, "name": name, "text": text},
            harmless=True,
        )

    def edit_notion_block(self, block_id: str, text: str, person: str) -> None:
        """Write another text into a block of a Notion page."""
        self._ask(
            "PATCH",
            "/_sandbox/notion/blocks/{block_id}",
            {"block_id": block_id},
            {"person": person, "text": text},
            harmless=True,
        )

    def notion_rows(self, data_source_id: str) -> list[Mapping[str, object]]:
        """Return the rows of a Notion data source: `page_id`, `in_trash` and texts by property."""
        route = "/_sandbox/notion/data-sources/{data_source_id}/rows"
        answer = self._ask("GET", route, {"data_source_id": data_source_id}, harmless=True)
        return self._list(answer, "rows")

    def notion_views(self, data_source_id: str) -> list[Mapping[str, object]]:
        """Return the views of a Notion data source: `name` and `type`, in the order of tabs."""
        route = "/_sandbox/notion/data-sources/{data_source_id}/views"
        answer = self._ask("GET", route, {"data_source_id": data_source_id}, harmless=True)
        return self._list(answer, "views")

    def settle_notion(self, **settings: object) -> None:
        """Change how the stand-in for Notion behaves; `connectors.sandbox.notion.settings`."""
        route = "/_sandbox/notion/settings"
        self._ask("PATCH", route, body=settings, harmless=True)

    def calls(self, since: int = 0) -> list[Mapping[str, object]]:
        """Return the calls that clients made to either vendor, oldest first."""
        answer = self._ask("GET", "/_sandbox/calls", query={"since": str(since)}, harmless=True)
        return self._list(answer, "calls")

    def fault(self, kind: str, vendor: str, **how: object) -> int:
        """Let calls go wrong from now on, and return the fault's number.

        The kinds stand in `connectors.sandbox.faults.catalogue`, what `how` may hold (`method`,
        `route`, `when`, `skip`, `times`, `chance` …) in `connectors.sandbox.faults.fault`.
        Raise `RefusedForGood` where it makes no sense.
        """
        body = {"kind": kind, "vendor": vendor, **how}
        answer = self._ask("POST", "/_sandbox/faults", body=body, harmless=False)
        made = answer.get("fault")
        number = made.get("id") if isinstance(made, dict) else None
        if not isinstance(number, int):
            raise _mismatch("fault")
        return number

    def faults(self) -> list[Mapping[str, object]]:
        """Return the faults that were set, each with how often it was `met`."""
        return self._list(self._ask("GET", "/_sandbox/faults", harmless=True), "faults")

    def clear_faults(self) -> None:
        """Let everything work again; revoked tokens too."""
        self._ask("DELETE", "/_sandbox/faults", harmless=True)

    def reset(self) -> None:
        """Begin again with an empty sandbox."""
        self._ask("POST", "/_sandbox/reset", harmless=True)

    def miro_state(self) -> Mapping[str, object]:
        """Return people and boards as the stand-in for Miro stores them."""
        return self._ask("GET", "/_sandbox/state/miro", harmless=True)

    def notion_texts(self) -> str:
        """Return all texts that the stand-in for Notion stores, trash included."""
        return self._text(self._ask("GET", "/_sandbox/state/notion", harmless=True), "text")

    def _change(self, board_id: str, note_id: str, body: Mapping[str, object]) -> None:
        ids = {"board_id": board_id, "note_id": note_id}
        self._ask("PATCH", _ONE_NOTE, ids, body, harmless=True)

    def _ask(
        self,
        method: str,
        route: str,
        ids: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        harmless: bool,
    ) -> Mapping[str, object]:
        call = Call(
            method=method, route=route, ids=ids or {}, query=query or {}, body=body,
            harmless=harmless,
        )  # fmt: skip
        answer = self._http.send(call, self._service).body
        return answer if isinstance(answer, dict) else {}

    @staticmethod
    def _text(answer: Mapping[str, object], name: str) -> str:
        found = answer.get(name)
        if not isinstance(found, str):
            raise _mismatch(name)
        return found

    @staticmethod
    def _list(answer: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
        found = answer.get(name)
        if not isinstance(found, list):
            raise _mismatch(name)
        return found


def _mismatch(name: str) -> NotAnAnswer:
    where = Where("sandbox", "", "/_sandbox")
    return NotAnAnswer(where, Evidence(code="mismatch", reason=name))


def _words(text: str) -> dict[str, object]:
    return {"html": text} if text.startswith(_TYPED_BY_NOBODY) else {"text": text}


def _error_details(body: object) -> ErrorDetails | None:
    """Read the sandbox's refusals; its sentences speak of parameters, never of what was written."""
    sentence = body.get("error") if isinstance(body, dict) else None
    return ErrorDetails(message=sentence) if isinstance(sentence, str) else None
