"""Whatever stands in places that are not ours changes nothing of what we read of ours.

Real recorded answers of Notion, and answers of Miro in the shapes that were seen, get any JSON in
any place but those that we decide by; each goes through the decoder, as bytes, and our readers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.decoding import decoded
from schemas.miro import (
    read_board,
    read_board_page,
    read_connector_page,
    read_item_page,
    read_member_page,
    read_tag_page,
)
from schemas.notion import (
    read_block,
    read_block_slice,
    read_comment_slice,
    read_data_source,
    read_database,
    read_page,
    read_page_slice,
    read_user,
)
from tests.shared import shared_folder
from tests.unit.connectors.miro import answers as miro

Path = tuple[str | int, ...]
QuickLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_BODIES = 12
WORDS = ("title", "rich_text")
NAMES = st.sampled_from(
    ["id", "type", "runs", "text", "parent_id", "unread", "name", "object", "data", "properties"]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["NaN", "Infinity", "12026-01-01", "Invalid date", "", 10**400, "9" * 400]),
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@dataclass(frozen=True)
class Kind:
    """Answers of one kind: how they are read, which leaves are ours, and what we keep of them."""

    name: str
    bodies: Callable[[], list[Any]]
    ours: Callable[[Any], Iterator[Path]]
    kept: Callable[[Any, Any], object]  # of the body as it was recorded, and of a body to be read


@cache
def _things() -> tuple[Any, ...]:
    """Return what was recorded, alone or as rows of lists."""
    found: list[Any] = []
    for file in sorted((shared_folder() / "contracts" / "notion-recorded").glob("*.yaml")):
        recorded = yaml.load(file.read_bytes(), Loader=QuickLoader)  # noqa: S506 # it is a safe one
        for call in recorded["interactions"]:
            answer = call["response"]
            body = json.loads(answer.get("content") or answer["body"]["string"])
            found += body["results"][:20] if body["object"] == "list" else [body]
    return tuple(found)


def _recorded(kind: str) -> list[Any]:
    """Return recorded things of one kind, one of each shape."""
    found: dict[str, Any] = {}
    for row in _things():
        if row["object"] == kind:
            shape = row.get("properties", {}).keys() or (row.get("type"),)
            found.setdefault(" ".join(map(str, sorted(shape))), row)
    return list(found.values())[:MOST_BODIES]


def _listed(rows: list[Any]) -> list[Any]:
    more = {"object": "list", "next_cursor": None, "has_more": False}
    return [{**more, "results": [row, {**rows[0], "id": "another"}]} for row in rows]


def _leaves(value: Any, path: Path, wanted: str) -> Iterator[Path]:
    """Yield the places of a list's inner names; of an empty list, or none, its own."""
    if not value:
        yield path
    for at in range(len(value or ())):
        yield (*path, at, wanted)


def _of_page(page: Any) -> Iterator[Path]:
    yield from (("id",), ("in_trash",), ("parent", "type"), ("parent", page["parent"]["type"]))
    name, value = _our_column(page)
    at: Path = ("properties", name)
    kind = value["type"]
    yield from ((*at, "id"), (*at, "type"))
    inner = value[kind]
    if kind in WORDS:
        yield from _leaves(inner, (*at, kind), "plain_text")
    elif kind in ("multi_select", "relation"):
        yield from _leaves(inner, (*at, kind), "name" if kind == "multi_select" else "id")
        yield (*at, "has_more")
    elif kind in ("select", "status", "date") and inner:
        yield (*at, kind, "start" if kind == "date" else "name")
    else:
        yield (*at, kind)


def _our_column(page: Any) -> tuple[str, Any]:
    """Return a column of a type that we use; which one differs from page to page."""
    used = (*WORDS, "select", "multi_select", "relation", "date", "number", "url", "checkbox")
    columns = [(name, one) for name, one in page["properties"].items() if one["type"] in used]
    return columns[len(page["id"]) * len(columns) % 7 % len(columns)]


def _kept_page(page: Any, read: Any) -> object:
    _, value = _our_column(page)
    found = read.by_id(value["id"])
    of_value = (found.text, found.select, found.options, found.number, found.start, found.url)
    return read.id, read.in_trash, read.parent_type, read.parent_id, of_value, found.relation


def _of_block(block: Any) -> Iterator[Path]:
    kind = block["type"]
    yield from (("id",), ("type",), ("has_children",), ("created_by", "id"))
    content = block[kind]
    if "rich_text" in content:
        yield from _leaves(content["rich_text"], (kind, "rich_text"), "plain_text")
    elif "title" in content:
        yield (kind, "title")
    elif not content:
        yield (kind,)


def _kept_block(_: Any, read: Any) -> object:
    return read.id, read.type, read.text, read.has_children, read.created_by


def _of_database(database: Any) -> Iterator[Path]:
    yield from (("id",), ("in_trash",))
    yield from _leaves(database["data_sources"], ("data_sources",), "id")


def _of_source(source: Any) -> Iterator[Path]:
    yield from (("id",), ("in_trash",))
    name, column = next(iter(source["properties"].items()))
    at: Path = ("properties", name)
    yield from ((*at, "id"), (*at, "name"), (*at, "type"))
    inner = column[column["type"]]
    if "options" in inner:
        yield from _leaves(inner["options"], (*at, column["type"], "options"), "id")
        yield from _leaves(inner["options"], (*at, column["type"], "options"), "name")
    else:
        yield (*at, column["type"])


def _kept_source(source: Any, read: Any) -> object:
    (_, column) = next(iter(source["properties"].items()))
    found = read.by_id(column["id"])
    options = [(one.id, one.name) for one in found.options]
    return read.id, read.in_trash, found.name, found.type, options, found.data_source_id


def _of_comment(comment: Any) -> Iterator[Path]:
    yield ("id",)
    yield from _leaves(comment["rich_text"], ("rich_text",), "plain_text")


def _in_list(ours: Callable[[Any], Iterator[Path]]) -> Callable[[Any], Iterator[Path]]:
    """Ours is the first row of a list, and what its envelope says of the rest."""

    def of_list(body: Any) -> Iterator[Path]:
        rows = "results" if "results" in body else "data"
        yield from (("has_more",), ("next_cursor",), ("cursor",), ("total",), ("offset",))
        yield from ((rows, 0, *path) for path in ours(body[rows][0]))

    return of_list


def _first(kept: Callable[[Any, Any], object]) -> Callable[[Any, Any], object]:
    def of_list(body: Any, read: Any) -> object:
        rows = "results" if "results" in body else "data"
        found = getattr(read, rows)
        wanted = str(body[rows][0]["id"])
        (first,) = [one for one in found if one.id == wanted]
        return kept(body[rows][0], first)

    return of_list


def _of_item(item: Any) -> Iterator[Path]:
    yield from (("id",), ("type",), ("parent", "id"), ("data", "content"), ("data", "title"))


def _miro_items() -> list[Any]:
    note, box = miro.sticky("3458764", "<p>A door</p>"), miro.frame("3458765", "Stories")
    return [miro.cursor_list([note, box]), miro.cursor_list([box, note])]


POLICY = ("policy", "sharingPolicy")
SHARING = ("access", "inviteToAccountAndBoardLinkAccess", "organizationAccess", "teamAccess")
TAG = {"id": "1", "title": "door", "fillColor": "red", "type": "tag", "links": {"self": "x"}}
MEMBER = {"id": "7", "name": "Ruth", "role": "editor", "type": "board_member", "links": {}}
LINE = {
    "id": "8",
    "startItem": {"id": "1", "position": {"x": "0%"}, "links": {}},
    "endItem": {"id": "2"},
    "captions": [{"content": "<p>so</p>", "position": "50%"}],
    "shape": "curved",
    "style": {"strokeWidth": "1.0"},
    "createdBy": {"id": "3", "type": "user"},
    "isSupported": True,
}


USER = {"object": "user", "id": "u", "name": "Ruth", "type": "person", "person": {"email": "r"}}
CAPTION: Path = ("captions", 0, "content")


def _named(*paths: Path) -> Callable[[Any], Iterator[Path]]:
    return lambda _: iter(paths)


def _said(*names: str) -> Callable[[Any, Any], object]:
    return lambda _, read: [getattr(read, name) for name in names]


def _board_ours(_: Any) -> Iterator[Path]:
    yield ("id",)
    yield from ((*POLICY, each) for each in SHARING)


def _of(read: Callable[[Any], Any], kept: Callable[[Any, Any], object]) -> Any:
    return lambda body, changed: kept(body, read(changed))


KINDS = [
    Kind("page", lambda: _recorded("page"), _of_page, _of(read_page, _kept_page)),
    Kind(
        "pages",
        lambda: _listed(_recorded("page")),
        _in_list(_of_page),
        _of(read_page_slice, _first(_kept_page)),
    ),
    Kind("block", lambda: _recorded("block"), _of_block, _of(read_block, _kept_block)),
    Kind(
        "blocks",
        lambda: _listed(_recorded("block")),
        _in_list(_of_block),
        _of(read_block_slice, _first(_kept_block)),
    ),
    Kind(
        "database",
        lambda: _recorded("database"),
        _of_database,
        _of(read_database, _said("id", "in_trash", "data_source_ids")),
    ),
    Kind(
        "data source",
        lambda: _recorded("data_source"),
        _of_source,
        _of(read_data_source, _kept_source),
    ),
    Kind(
        "comments",
        lambda: _listed(_recorded("comment")),
        _in_list(_of_comment),
        _of(read_comment_slice, _first(_said("id", "text"))),
    ),
    Kind("user", lambda: [USER], _named(("id",)), _of(read_user, _said("id"))),
    Kind(
        "Miro items",
        _miro_items,
        _in_list(_of_item),
        _of(read_item_page, _first(_said("id", "type", "parent_id", "wording", "unread"))),
    ),
    Kind(
        "Miro board", lambda: [miro.board()], _board_ours, _of(read_board, _said("id", "sharing"))
    ),
    Kind(
        "Miro boards",
        lambda: [miro.offset_list([miro.board(), miro.board(id="another")], 2)],
        _in_list(_board_ours),
        _of(read_board_page, _first(_said("id", "sharing"))),
    ),
    Kind(
        "Miro tags",
        lambda: [miro.offset_list([TAG, {**TAG, "id": "2"}], 2)],
        _in_list(_named(("id",), ("title",))),
        _of(read_tag_page, _first(_said("id", "title"))),
    ),
    Kind(
        "Miro members",
        lambda: [miro.offset_list([MEMBER, {**MEMBER, "id": "9"}], 2)],
        _in_list(_named(("id",), ("name",), ("role",))),
        _of(read_member_page, _first(_said("id", "name", "role"))),
    ),
    Kind(
        "Miro connectors",
        lambda: [miro.cursor_list([LINE, {**LINE, "id": "9"}])],
        _in_list(_named(("id",), ("startItem", "id"), ("endItem", "id"), CAPTION)),
        _of(read_connector_page, _first(_said("id", "start_item_id", "end_item_id", "captions"))),
    ),
]


def _places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield every place in a body, its own inner ones after it."""
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, each in inner:
        yield (*path, key)
        yield from _places(each, (*path, key))


def _at(body: Any, path: Path) -> Any:
    for key in path:
        body = body[key]
    return body


@dataclass(frozen=True)
class Case:
    """An answer with the places in it that hold nothing of ours."""

    body: Any
    ours: frozenset[Path]
    free: tuple[Path, ...]  # may be replaced: nothing of ours is in them, or around them
    growing: tuple[Path, ...]  # objects that a new name can be added to


def _case(kind: Kind, given: Any) -> Case:
    body = json.loads(json.dumps(given))  # no two places are one object
    ours = frozenset(kind.ours(body))
    above = {path[:length] for path in ours for length in range(len(path))}
    places = [path for path in ((), *_places(body)) if not _is_inside(path, ours)]
    objects = (path for path in places if isinstance(_at(body, path), dict))
    return Case(body, ours, tuple(path for path in places if path not in above), tuple(objects))


def _is_inside(path: Path, ours: frozenset[Path]) -> bool:
    return any(path[:length] in ours for length in range(len(path) + 1))


@cache
def _cases(name: str) -> tuple[Case, ...]:
    (kind,) = [each for each in KINDS if each.name == name]
    return tuple(_case(kind, body) for body in kind.bodies())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_json_in_a_place_that_is_not_ours_changes_nothing(
    kind: Kind, data: st.DataObject
) -> None:
    case = data.draw(st.sampled_from(_cases(kind.name)))
    changed = deepcopy(case.body)
    for path in data.draw(st.lists(st.sampled_from(case.free), min_size=1, max_size=4)):
        _put(changed, path, data.draw(ANY_JSON))
    for path in data.draw(st.lists(st.sampled_from(case.growing), max_size=2)):
        name = data.draw(NAMES | st.text(max_size=4))
        if (*path, name) not in case.ours:
            _add(changed, path, name, data.draw(ANY_JSON))

    read, is_json = decoded(json.dumps(changed).encode())

    assert is_json
    assert kind.kept(case.body, read) == kind.kept(case.body, case.body)


def _put(body: Any, path: Path, value: Any) -> None:
    try:
        _at(body, path[:-1])[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return  # what it lay in was replaced before


def _add(body: Any, path: Path, name: str, value: Any) -> None:
    try:
        there = _at(body, path)
    except (KeyError, IndexError, TypeError):
        return
    if isinstance(there, dict):
        there.setdefault(name, value)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_answers_with_places_of_both_sorts(kind: Kind) -> None:
    for case in _cases(kind.name):
        assert case.free
        assert case.ours & set(_places(case.body))


@pytest.mark.parametrize("rows", [[None], ["row"], [7], [[]], [{}], [{"id": None}]])
@pytest.mark.parametrize(
    "kind", [one for one in KINDS if one.name.endswith("s")], ids=lambda kind: kind.name
)
def test_rows_that_are_none_hide_no_other(kind: Kind, rows: list[Any]) -> None:
    for body in kind.bodies():
        name = "results" if "results" in body else "data"
        changed = {**body, name: [*rows, *body[name], *rows]}
        assert kind.kept(body, changed) == kind.kept(body, body)
