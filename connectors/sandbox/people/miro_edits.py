"""What a person does in Miro's editor, as the editor stores it: the other dialect of a note's text.

Rule of this module: whatever happens here is that person's edit (`createdBy`, `modifiedBy`), is
free of credits, and is not listed among the calls of clients. A line that was typed becomes a
paragraph, an empty line `<p><br></p>` (which tag stands for it is not known; clients must read
both), and what a typed text holds of HTML is escaped.
"""

import html
import re
from dataclasses import dataclass

from connectors.sandbox.miro.checks import CONTENT_LIMIT, content
from connectors.sandbox.miro.connector_fields import change_line, new_line
from connectors.sandbox.miro.errors import Json, invalid, not_found
from connectors.sandbox.miro.geometry import Point, absolute, drop
from connectors.sandbox.miro.kinds import STICKY_COLOURS, STICKY_NOTE, STICKY_SIZES, TEXT
from connectors.sandbox.miro.models import Board, Connector, Item, Tag, User
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.miro.tag_rules import put_tag

_ANY_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class NotePosition:
    """Where a note is put: its centre in a frame, or on the board (`frame_id` None)."""

    frame_id: str | None
    x: float
    y: float


def typed(text: str) -> str:
    """Return typed text as the editor stores it; raise the 400 of Miro if it is too long."""
    if len(text) >= CONTENT_LIMIT:
        raise invalid("text", f"must be shorter than {CONTENT_LIMIT} characters")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<p>{html.escape(line) or '<br>'}</p>" for line in lines)


def as_it_stands(markup: str) -> str:
    """Return HTML of the editor unchanged, but for tags that a note cannot hold."""
    return str(content("html", markup))


def plain(markup: str) -> str:
    """Return the text of either dialect with its lines, for a field that a person types into."""
    lines = markup.replace("<br></p>", "</p>").replace("</p><p>", "\n")
    lines = re.sub(r"<br\s*/?>", "\n", lines)
    return html.unescape(_ANY_TAG.sub("", lines))


def add_note(
    state: MiroState, board: Board, person: User, markup: str, colour: str, place: NotePosition
) -> Item:
    """Stick a new note where a person wants it, across a frame's edge if need be."""
    now = state.now()
    width, height = STICKY_SIZES["square"]
    style = STICKY_NOTE.first_style | {"fillColor": _colour(colour)}
    note = Item(
        state.new_item_id(), "sticky_note", {"content": markup, "shape": "square"}, style,
        0.0, 0.0, width, height, 0.0, None, now, person.id, now, person.id,
    )  # fmt: skip
    _put(board, note, place)
    board.put([note])
    return note


def add_text(state: MiroState, board: Board, person: User, markup: str, at: Point) -> Item:
    """Write a text on the board, in no frame."""
    now = state.now()
    text = Item(
        state.new_item_id(), "text", {"content": markup}, dict(TEXT.first_style),
        at.x, at.y, 800.0, 120.0, 0.0, None, now, person.id, now, person.id,
    )  # fmt: skip
    board.put([text])
    return text


def edit_note(state: MiroState, board: Board, person: User, note_id: str, markup: str) -> Item:
    """Write another text on a note."""
    note = note_of(board, note_id)
    note.data = note.data | {"content": markup}
    note.touch(person, state.now())
    return note


def recolour_note(state: MiroState, board: Board, person: User, note_id: str, colour: str) -> Item:
    """Give a note another colour."""
    note = note_of(board, note_id)
    note.style = note.style | {"fillColor": _colour(colour)}
    note.touch(person, state.now())
    return note


def move_note(
    state: MiroState, board: Board, person: User, note_id: str, place: NotePosition
) -> Item:
    """Put a note into a frame or onto the board, with the coordinates of that place."""
    note = note_of(board, note_id)
    _put(board, note, place)
    note.touch(person, state.now())
    return note


def let_go(state: MiroState, board: Board, person: User, note_id: str, point: Point) -> Item:
    """Drop a note somewhere on the board; the frame below its centre becomes its parent."""
    note = note_of(board, note_id)
    drop(board, note, point)
    note.touch(person, state.now())
    return note


def rename_frame(state: MiroState, board: Board, person: User, frame_id: str, title: str) -> Item:
    """Give a frame another title; raise the 404 of Miro for what is no frame."""
    frame = board.items.get(frame_id)
    if frame is None or frame.type != "frame":
        raise not_found("Frame")
    frame.data = frame.data | {"title": title}
    frame.touch(person, state.now())
    return frame


def delete_note(board: Board, note_id: str) -> None:
    """Take a note, or a text, off the board."""
    item = board.item(note_id)
    del board.items[item.id if item.type == "text" else note_of(board, note_id).id]


def tag_note(state: MiroState, board: Board, note_id: str, title: str) -> Tag:
    """Put a tag on a note, making it if the board has none of this title.

    The note's `modifiedBy` stays: whether tagging counts as a change of the note is not known.
    """
    note = note_of(board, note_id)
    known = [tag for tag in board.tags.values() if tag.title == title]
    tag = known[0] if known else Tag(state.new_item_id(), title, "red")
    put_tag(note, tag)
    board.tags[tag.id] = tag
    return tag


def untag_note(board: Board, note_id: str, title: str) -> None:
    """Take a tag off a note; one that is not on it is no mistake."""
    note = note_of(board, note_id)
    note.tag_ids = [known for known in note.tag_ids if board.tags[known].title != title]


def draw_line(
    state: MiroState, board: Board, person: User, ends: tuple[str | None, str | None], words: str
) -> Connector:
    """Draw a line from an item to another; an end that is None is let go in the open."""
    line = new_line(state, person)
    body: Json = {
        name: {"id": item_id}
        for name, item_id in zip(("startItem", "endItem"), ends, strict=True)
        if item_id is not None
    }
    change_line(board, line, body | {"captions": [{"content": typed(words)}] if words else []})
    board.connectors[line.id] = line
    return line


def note_of(board: Board, note_id: str) -> Item:
    """Return a sticky note; raise the 404 of Miro for anything else."""
    note = board.item(note_id)
    if note.type != "sticky_note":
        raise not_found("Sticky note")
    return note


def note_words(board: Board, note: Item, state: MiroState) -> Json:
    """Show a note to the people's pages: what it says, where it is, and who wrote it."""
    place = absolute(board, note)
    return {
        "id": note.id,
        "text": plain(str(note.data["content"])),
        "colour": note.style["fillColor"],
        "frame": note.parent_id,
        "x": place.x,
        "y": place.y,
        "width": note.width,
        "height": note.height,
        "writer": state.name_of(board, note.created_by),
        "tags": [board.tags[tag_id].title for tag_id in note.tag_ids],
    }


def _colour(colour: str) -> str:
    if colour not in STICKY_COLOURS:
        raise invalid("colour", f"must be one of: {', '.join(STICKY_COLOURS)}")
    return colour


def _put(board: Board, note: Item, place: NotePosition) -> None:
    note.parent_id = board.frame(place.frame_id).id if place.frame_id else None
    note.x, note.y = place.x, place.y
