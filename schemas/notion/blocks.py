"""Notion's blocks; a type that we do not know keeps its id and type, without text.

See docs/notion.md#reading-blocks.

`unsupported` blocks have no content: who copies a page out must say that they are there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.fields import Identifier, String, as_id
from schemas.loose import Flag, Moment, Referred, Text
from schemas.notion.references import lifted_parent
from schemas.notion.texts import Run, joined, runs_field
from schemas.reading import CarriedSchema, Mismatch

# Types that always have words: where these are missing, the answer is not what it should be.
WORDED = frozenset(
    {
        "paragraph",
        "heading_1",
        "heading_2",
        "heading_3",
        "heading_4",
        "bulleted_list_item",
        "numbered_list_item",
        "to_do",
        "toggle",
        "quote",
        "callout",
        "code",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block; `text` is its joined rich text, or the title of a child page or child database.

    One with `unread` places has no words, and nothing may be concluded from that.
    """

    id: str
    type: str
    text: str = ""
    has_children: bool = False
    in_trash: bool = False
    runs: tuple[Run, ...] = ()
    parent_type: str | None = None
    parent_id: str | None = None
    created_time: datetime | None = None
    last_edited_time: datetime | None = None
    created_by: str | None = None
    last_edited_by: str | None = None
    unread: tuple[str, ...] = ()


def _block(*, runs: tuple[Run, ...] = (), title: str = "", **known: Any) -> Block:
    return Block(text=joined(runs) or title, runs=runs, **known)


class BlockSchema(CarriedSchema):
    """A block of a list, a get, an append or an update."""

    makes = _block

    id = Identifier(required=True)
    type = String(required=True)
    has_children = Flag()
    in_trash = Flag()
    runs = runs_field()
    title = Text()
    parent_type = Text()
    parent_id = Text()
    created_time = Moment()
    last_edited_time = Moment()
    created_by = Referred()
    last_edited_by = Referred()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent, and the words from under the name of the type, up."""
        kind = body.get("type")
        inner = body.get(kind) if isinstance(kind, str) else None
        content = inner if isinstance(inner, dict) else {}
        lifted = {**body, **lifted_parent(body), "title": content.get("title")}
        lifted.pop("runs", None)  # a field of Notion's that is called like one of ours
        runs = content.get("rich_text")
        if runs is not None or (isinstance(kind, str) and kind in WORDED):
            lifted["runs"] = runs
        return lifted

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> Block:
        """Return a block whose words cannot be read: where it stands, and who made it."""
        maker = body.get("created_by")
        return Block(
            id=id,
            type=type,
            has_children=body.get("has_children") is True and bool(id),
            in_trash=body.get("in_trash") is True,
            created_by=as_id(maker.get("id")) if isinstance(maker, dict) else None,
            unread=tuple(f"{type}.rich_text{place.removeprefix('runs')}" for place in unread),
        )


_SCHEMA = BlockSchema()


def read_block(body: object) -> Block:
    """Return a block; raise `Mismatch` only where it has no id or no type."""
    block = _SCHEMA.load_or_carry(body)
    if not isinstance(block, Block) or not (block.id and block.type):
        raise Mismatch(("id or type",))
    return block
