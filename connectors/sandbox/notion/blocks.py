"""Blocks: what a request may say about each type, and what of it is kept.

Rule: read shapes are not write shapes; what Notion refuses on write (a paragraph's null icon, a
stray is_archived) is refused here too (docs/notion.md#writing-blocks).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.notion.block_fields import (
    APP_ONLY,
    FIELDS,
    FIELDS_NOT_BUILT,
    NESTABLE,
    NOT_BUILT,
)
from connectors.sandbox.notion.checks import read_array, read_object, refuse_strays
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, not_built
from connectors.sandbox.notion.models import Block, Thing

_AROUND = ("object", "type")
NESTING_MOST = 2
BLOCKS_MOST = 1000


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block that was read from a request, with its children."""

    type: str
    content: Mapping[str, Any]
    children: tuple["NewBlock", ...] = ()


def read_blocks(value: Any, path: str, *, in_app: bool = False) -> Sequence[NewBlock]:
    """Read the blocks of one request: at most 100 side by side, 1000 in all, nested twice.

    People make some types `in_app` that the API does not make.
    """
    blocks = _read_level(value, path, NESTING_MOST)
    if not in_app:
        _refuse_app_only(blocks)
    count = count_blocks(blocks)
    if count > BLOCKS_MOST:
        raise failed(f"{path} (block elements, nested ones included)", f"≤ `{BLOCKS_MOST}`", count)
    return blocks


def patch_content(kind: str, content: dict[str, Any], given: Any, path: str) -> dict[str, Any]:
    """Return a block's content with the named fields replaced whole."""
    changes = read_object(given, path)
    readers = FIELDS[kind]
    refuse_strays(changes, path, tuple(readers))
    return {**content, **{k: readers[k](v, f"{path}.{k}") for k, v in changes.items()}}


def type_of_block(given: dict[str, Any], path: str) -> str:
    """Find the one type that a request's block names."""
    for kind in given:
        if kind in FIELDS:
            return kind
        if kind in NOT_BUILT:
            raise not_built(f"blocks of type {kind}")
    named = given.get("type", ABSENT)
    if isinstance(named, str) and (named in FIELDS or named in NOT_BUILT):
        raise failed(f"{path}.{named}", "defined")
    raise failed(f"{path}.type", "a block type", named)


def _read_level(value: Any, path: str, deeper: int) -> Sequence[NewBlock]:
    return [
        _read_block(one, f"{path}[{i}]", deeper) for i, one in enumerate(read_array(value, path))
    ]


def _read_block(value: Any, path: str, deeper: int) -> NewBlock:
    given = read_object(value, path)
    if given.get("children") == []:  # beside the type, where they do not belong: ignored
        given = {key: one for key, one in given.items() if key != "children"}
    kind = type_of_block(given, path)
    if given.get("type", kind) != kind:
        raise failed(f"{path}.{given['type']}", "defined")
    refuse_strays(given, path, (*_AROUND, kind))
    where = f"{path}.{kind}"
    content = dict(read_object(given[kind], where))
    for name in FIELDS_NOT_BUILT.get(kind, ()):
        if name in content:
            raise not_built(f"{name} in blocks of type {kind}")
    nested = content.pop("children", None)
    children = _read_children(kind, nested, f"{where}.children", deeper)
    readers = FIELDS[kind]
    refuse_strays(content, where, tuple(readers))
    read = {
        name: reader(content.get(name, ABSENT), f"{where}.{name}")
        for name, reader in readers.items()
    }
    kept = {name: value for name, value in read.items() if value is not ABSENT}
    _check_shape(kind, kept, children, where)
    return NewBlock(kind, kept, tuple(children))


_LEAST_CHILDREN = {"table": 1, "column_list": 2, "column": 1}


def _check_shape(kind: str, kept: dict[str, Any], children: Sequence[NewBlock], path: str) -> None:
    least = _LEAST_CHILDREN.get(kind, 0)
    if len(children) < least:
        raise failed(f"{path}.children.length", f"≥ `{least}`", len(children))
    if kind == "synced_block" and kept["synced_from"] and children:
        raise failed(f"{path}.children", "not present")
    _check_inside(kind, kept, children)


def _check_inside(kind: str, content: dict[str, Any], blocks: Sequence[NewBlock]) -> None:
    """Refuse blocks that cannot lie in a block of this kind ("" for a page)."""
    for block in blocks:
        if (block.type == "column") != (kind == "column_list"):
            raise invalid("Columns, and nothing else, can be children of a column list.")
        if kind == "table" and len(block.content.get("cells", ())) != content["table_width"]:
            raise invalid(
                "Content creation Failed. Fix the following: \nNumber of cells in table row must "
                "match the table width of the parent table"
            )


def check_lies_in(parent: Thing, blocks: Sequence[NewBlock]) -> None:
    """Refuse blocks that cannot lie in a page or a block that is there."""
    if isinstance(parent, Block):
        _check_inside(parent.type, parent.content, blocks)
    else:
        _check_inside("", {}, blocks)


def _refuse_app_only(blocks: Sequence[NewBlock]) -> None:
    for block in blocks:
        if block.type in APP_ONLY:
            raise invalid(f"Blocks of type {block.type} cannot be made through the API.")
        _refuse_app_only(block.children)


def _read_children(kind: str, nested: Any, path: str, deeper: int) -> Sequence[NewBlock]:
    if not nested and (nested is None or deeper):
        return []
    if not deeper or kind not in NESTABLE:
        raise failed(path, "not present", nested)
    return _read_level(nested, path, deeper - 1)


def count_blocks(blocks: Sequence[NewBlock]) -> int:
    """Count blocks with everything that is nested in them."""
    return sum(1 + count_blocks(block.children) for block in blocks)


def may_nest(kind: str, content: dict[str, Any]) -> bool:
    """Say whether a kept block may be given children."""
    if kind.startswith("heading_"):
        return bool(content.get("is_toggleable"))
    return kind in NESTABLE


def refuse_nesting(kind: str) -> Exception:
    """Make the refusal for a block that takes no children."""
    return invalid(f"Block type {kind} does not support children.")
