"""Questions of docs/miro.md#open-questions that a token alone can ask, on a board made for them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial

from connectors.http import Call, Upload
from connectors.miro.client import MOST_TAGS, MiroClient
from connectors.miro.new_items import NewFrame, NewSticky
from connectors.oauth import MiroOAuth
from connectors.replies import RawAnswer
from connectors.retry import SMALLEST_EPOCH_S
from plugin.doctor.describe import Telling, listed, part, rows_of
from plugin.doctor.probes import Probe, Unanswerable
from plugin.doctor.scratch_space import MadeBoard, took_what_needs_support

BOARD = "/v2/boards/{board_id}"
ITEMS = f"{BOARD}/items"
ITEM = f"{BOARD}/items/{{item_id}}"
WORD = "Hello"
_NO_BOARD = "uXjVnoBoard0="
_TOO_LONG = 6000
_HEAVY_BYTES = 7 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MiroProbeContext:
    """What the probes work with: the board, three ways of asking, and how answers are told."""

    miro: MiroClient
    stranger: MiroClient
    oauth: MiroOAuth
    board: MadeBoard
    team_id: str | None
    tell: Telling

    def look(
        self,
        method: str,
        route: str,
        body: object = None,
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> RawAnswer:
        """Ask something of the board, once."""
        return self.miro.look(self.call(method, route, body, query, **ids))

    def call(
        self,
        method: str,
        route: str,
        body: object = None,
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> Call:
        """Return a call about the board; it is sent once, so it need not be harmless."""
        known = {"board_id": self.board.id, **ids}
        wanted = {name: value for name, value in known.items() if f"{{{name}}}" in route}
        return Call(
            method=method, route=route, ids=wanted, query=query or {}, body=body, harmless=False
        )

    def note(self, place: int, parent_id: str | None = None) -> str:
        """Make a sticky note; return its id."""
        x, y = (200.0, 150.0) if parent_id else (0.0, 400.0 * place)
        sticky = NewSticky(text=WORD, x=x, y=y, parent_id=parent_id)
        return self.miro.create_sticky(self.board.id, sticky).id

    def frame(self, place: int) -> str:
        """Make a frame of 800 × 600 with its centre at 2000, 1000 × `place`; return its id."""
        frame = NewFrame(title=WORD, x=2000, y=1000.0 * place, width=800, height=600)
        return self.miro.create_frame(self.board.id, frame).id


def probes(lab: MiroProbeContext) -> tuple[Probe, ...]:
    """Return the questions in the order of the facts page."""
    return (*_about_places(lab), *_refusals(lab), *_strangers(lab), *_ways(lab))


def _about_places(lab: MiroProbeContext) -> Iterable[Probe]:
    yield Probe("miro 3", "PATCH {parent: {id: null}} on a note in a frame", lambda: _detach(lab))


def _refusals(lab: MiroProbeContext) -> Iterable[Probe]:
    yield Probe("miro 4a", "create a note outside of its frame", lambda: _outside(lab))
    yield Probe("miro 4b", f"create a note of {_TOO_LONG} characters", lambda: _too_long(lab))
    yield Probe("miro 4c", "attach a ninth tag", lambda: _ninth_tag(lab))
    yield Probe("miro 4d", "create a tag whose title is there", lambda: _same_tag(lab))
    for letter, limit in (("e", "9"), ("f", "51")):
        yield Probe(
            f"miro 4{letter}",
            f"GET items with limit={limit}",
            partial(_listed_by, lab, limit),
        )
    yield Probe("miro 4g", "GET boards with query and team_id", lambda: _query_and_team(lab))


def _strangers(lab: MiroProbeContext) -> Iterable[Probe]:
    tell, items = lab.tell, lab.call("GET", ITEMS)
    nowhere = lab.call("GET", BOARD, board_id=_NO_BOARD)
    yield Probe(
        "miro 5a", "GET items with no good token", lambda: tell.of(lab.stranger.look(items))
    )
    yield Probe("miro 5b", "GET a board that is not ours", lambda: tell.of(lab.miro.look(nowhere)))
    yield Probe(
        "miro 5c",
        "GET items of such a board",
        lambda: tell.of(lab.look("GET", ITEMS, board_id=_NO_BOARD)),
    )
    yield Probe(
        "miro 5d",
        "GET an item that is not there",
        lambda: tell.of(lab.look("GET", ITEM, item_id="3458764500000000001")),
    )
    yield Probe("miro 5e", "POST /v1/oauth/token with a code that is none", lambda: _no_code(lab))
    yield Probe("miro 5f", "upload an image of 7 MB", lambda: _heavy_image(lab))


def _ways(lab: MiroProbeContext) -> Iterable[Probe]:
    yield Probe("miro 6", "headers about limits on a read", lambda: _limit_headers(lab))
    yield Probe("miro 7a", "order of 20 notes in a bulk answer", lambda: _bulk_order(lab))
    yield Probe("miro 7b", "bulk with a frame in it", lambda: _bulk_frame(lab))
    yield Probe("miro 8a", "DELETE /items/{frame} with a note in it", lambda: _fate(lab, ITEM, 3))
    frames = f"{BOARD}/frames/{{item_id}}"
    yield Probe("miro 8b", "DELETE /frames/{frame} with a note", lambda: _fate(lab, frames, 4))
    yield Probe("miro 9a", f"content “{WORD}” as answered, read, listed", lambda: _dialect(lab))
    yield Probe(
        "miro 11",
        "create a board with permissionsPolicy",
        lambda: lab.tell.of(lab.board.seen, took_what_needs_support(lab.board.seen)),
    )


def _detach(lab: MiroProbeContext) -> str:
    note = lab.note(0, lab.frame(1))
    seen = lab.look("PATCH", ITEM, {"parent": {"id": None}}, item_id=note)
    after = lab.miro.item(lab.board.id, note)
    kept = "kept its frame" if after.parent_id else "has no frame"
    return lab.tell.of(
        seen,
        f"afterwards the note {kept}, relativeTo {after.relative_to}, position 200, 150 in the "
        f"frame (1800, 850 on the board) became {after.x}, {after.y}",
    )


def _outside(lab: MiroProbeContext) -> str:
    body = {
        "data": {"content": WORD},
        "position": {"x": 5000, "y": 5000},
        "parent": {"id": lab.frame(2)},
    }
    return lab.tell.of(lab.look("POST", f"{BOARD}/sticky_notes", body))


def _too_long(lab: MiroProbeContext) -> str:
    body = {"data": {"content": "a" * _TOO_LONG}, "position": {"x": -800, "y": 0}}
    return lab.tell.of(lab.look("POST", f"{BOARD}/sticky_notes", body))


def _ninth_tag(lab: MiroProbeContext) -> str:
    note = lab.note(1)
    tags = [lab.miro.create_tag(lab.board.id, f"tag {n}").id for n in range(MOST_TAGS + 1)]
    for tag in tags[:-1]:
        lab.miro.attach_tag(lab.board.id, note, tag)
    return lab.tell.of(lab.look("POST", ITEM, query={"tag_id": tags[-1]}, item_id=note))


def _same_tag(lab: MiroProbeContext) -> str:
    lab.miro.create_tag(lab.board.id, "the same")
    body = {"title": "the same", "fillColor": "gray"}
    return lab.tell.of(lab.look("POST", f"{BOARD}/tags", body))


def _listed_by(lab: MiroProbeContext, limit: str) -> str:
    return lab.tell.of(lab.look("GET", ITEMS, query={"limit": limit}))


def _query_and_team(lab: MiroProbeContext) -> str:
    if lab.team_id is None:
        raise Unanswerable("the token does not tell its team.")
    query = {"query": WORD, "team_id": lab.team_id, "limit": "1"}
    return lab.tell.of(lab.look("GET", "/v2/boards", query=query))


def _no_code(lab: MiroProbeContext) -> str:
    form = {
        "grant_type": "authorization_code",
        "client_id": "none",
        "client_secret": "none",
        "code": "none",
        "redirect_uri": "https://hedgerow.example/",
    }
    call = Call(method="POST", route="/v1/oauth/token", form=form, harmless=False)
    return lab.tell.of(lab.oauth.look(call))


def _heavy_image(lab: MiroProbeContext) -> str:
    call = Call(
        method="POST",
        route=f"{BOARD}/images",
        ids={"board_id": lab.board.id},
        file=Upload("heavy.png", "image/png", heavy_png(_HEAVY_BYTES)),
        harmless=False,
    )
    return lab.tell.of(lab.miro.look(call))


def _limit_headers(lab: MiroProbeContext) -> str:
    seen = lab.look("GET", BOARD)
    headers = {name.lower(): value for name, value in seen.headers.items()}
    said = [
        f"{name} {headers.get(name.lower(), 'absent')}"
        for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "Retry-After")
    ]
    reset = _reset(headers.get("x-ratelimit-reset", ""), headers.get("date", ""))
    return f"{seen.status}; {', '.join(said)}, {reset} (what a 429 carries is not provoked)"


def _reset(reset: str, date: str) -> str:
    if not reset:
        return "X-RateLimit-Reset absent"
    if not reset.isdecimal():
        return "X-RateLimit-Reset is no whole number"
    if int(reset) < SMALLEST_EPOCH_S:
        return f"X-RateLimit-Reset {reset}: seconds from now"
    now = _moment(date)
    ahead = "" if now is None else f", {int(reset) - int(now.timestamp())} s after Date"
    unit = "milliseconds" if int(reset) > SMALLEST_EPOCH_S * 100 else "seconds"
    return f"X-RateLimit-Reset: {unit} since 1970{'' if unit == 'milliseconds' else ahead}"


def _moment(date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return None


def _bulk_order(lab: MiroProbeContext) -> str:
    # Neither the words nor the places are in the order asked, so that sorting would show.
    asked = [f"n{(7 * n) % 20:02}" for n in range(20)]
    body = [
        {
            "type": "sticky_note",
            "data": {"content": word},
            "position": {"x": -3000 - 210 * ((3 * n) % 20), "y": 0},
        }
        for n, word in enumerate(asked)
    ]
    seen = lab.look("POST", f"{ITEMS}/bulk", body)
    got = [str(part(one, "data", "content")) for one in rows_of(seen.body, "data")]
    return lab.tell.of(seen, _order(asked, [word for word in got if word in asked]))


def _order(asked: Sequence[str], got: Sequence[str]) -> str:
    if list(asked) == list(got):
        return "in the order asked"
    return f"not in the order asked: {listed(got)}"


def _bulk_frame(lab: MiroProbeContext) -> str:
    place = {"position": {"x": 0, "y": 6000}}
    frame = {
        "type": "frame",
        "data": {"title": WORD, "format": "custom", "type": "freeform"},
        "geometry": {"width": 400, "height": 400},
        **place,
    }
    note = {"type": "sticky_note", "data": {"content": WORD}, **place}
    return lab.tell.of(lab.look("POST", f"{ITEMS}/bulk", [frame, note]))


def _fate(lab: MiroProbeContext, route: str, place: int) -> str:
    frame = lab.frame(place)
    note = lab.note(0, frame)
    gone = lab.look("DELETE", route, item_id=frame)
    seen = lab.look("GET", ITEM, item_id=note)
    if seen.status != 200:
        return lab.tell.of(gone, f"then GET the note: {lab.tell.of(seen)}")
    parent = "a parent" if part(seen.body, "parent", "id") else "no parent"
    where = part(seen.body, "position", "relativeTo")
    at = f"{part(seen.body, 'position', 'x')}, {part(seen.body, 'position', 'y')}"
    return lab.tell.of(
        gone, f"the note is there with {parent}, relativeTo {lab.tell.words(where)}, at {at}"
    )


def _dialect(lab: MiroProbeContext) -> str:
    made = lab.look("POST", f"{BOARD}/sticky_notes", {"data": {"content": WORD}})
    note = str(part(made.body, "id") or "")
    if not note:
        raise Unanswerable(f"the note was not made: {lab.tell.of(made)}.")
    read = lab.look("GET", ITEM, item_id=note)
    listed_as = [item.content for item in lab.miro.stickies(lab.board.id) if item.id == note]
    contents = [part(made.body, "data", "content"), part(read.body, "data", "content"), *listed_as]
    return f"{made.status}; {', '.join(dialect(content) for content in contents)}"


def dialect(content: object) -> str:
    """Say how our own word came back; anything else is not repeated."""
    known = {WORD: "as sent", f"<p>{WORD}</p>": "in <p>", None: "without content"}
    if isinstance(content, str | None) and content in known:
        return known[content]
    return "in <p>, changed" if str(content).startswith("<p>") else "changed"


def heavy_png(size: int) -> bytes:
    """Return a PNG of a little more than `size` bytes: grey, and not compressed."""
    side = int(size**0.5) + 1
    lines = b"".join(b"\0" + b"\x80" * side for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(lines, 0))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")
