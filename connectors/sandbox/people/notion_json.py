"""What people do, for the demo and for tests: the same edits as JSON.

Every body names the person; refusals are `{"error": "<sentence>"}` with 400 or 404.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox.notion.models import Block, DataSource, Page
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import BOT_NAME, NotionSandbox, NotionState
from connectors.sandbox.notion.values import text_of
from connectors.sandbox.people import notion_edits

Json = dict[str, Any]
_Do = Callable[..., Json]


def add_json(blueprint: Blueprint, sandbox: NotionSandbox) -> None:
    """Add the JSON endpoints of people to the blueprint of their pages."""
    for method, rule, do in (
        ("PATCH", "/pages/<page_id>/properties", _edit_property),
        ("PATCH", "/pages/<page_id>", _set_trash),
        ("POST", "/pages/<page_id>/blocks", _add_paragraph),
        ("PATCH", "/blocks/<block_id>", _edit_block),
        ("DELETE", "/blocks/<block_id>", _delete_block),
        ("POST", "/blocks/<block_id>/blocks", _add_inside),
        ("GET", "/data-sources/<source_id>/rows", _rows),
        ("GET", "/data-sources/<source_id>/views", _views),
        ("POST", "/data-sources/<source_id>/rows", _add_row),
        ("POST", "/data-sources/<source_id>/columns", _add_column),
    ):
        blueprint.add_url_rule(rule, do.__name__, _guarded(sandbox, do), methods=[method])


def _guarded(sandbox: NotionSandbox, do: _Do) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        given = request.get_json(silent=True) if request.method != "GET" else {}
        if not isinstance(given, dict):
            return _refusal("Send a JSON object. Nothing was changed.", 400)
        try:
            return jsonify(do(sandbox.notion, given, **path))
        except notion_edits.NotHere:
            return _refusal("There is no such thing in this workspace. Nothing was changed.", 404)
        except notion_edits.Refused as refused:
            return _refusal(str(refused), 400)

    return view


def _edit_property(state: NotionState, given: Json, page_id: str) -> Json:
    page = notion_edits.find_page(state, page_id)
    prop = notion_edits.find_named(state, page, _text(given, "name"))
    notion_edits.edit_property(state, page, prop, _text(given, "text"), _text(given, "person"))
    return {"page_id": page.id, "name": prop.name, "text": text_of(state, page, prop)}


def _set_trash(state: NotionState, given: Json, page_id: str) -> Json:
    page = notion_edits.find_page(state, page_id)
    in_trash = given.get("in_trash")
    if not isinstance(in_trash, bool):
        raise notion_edits.Refused('Send "in_trash" as true or false. Nothing was changed.')
    notion_edits.set_trash(state, page, _text(given, "person"), in_trash=in_trash)
    return {"page_id": page.id, "in_trash": page.in_trash}


def _add_paragraph(state: NotionState, given: Json, page_id: str) -> Json:
    page = notion_edits.find_page(state, page_id)
    if "blocks" in given:
        return _write_blocks(state, page, given)
    made = notion_edits.add_paragraph(state, page, _text(given, "text"), _text(given, "person"))
    return {"block_id": made.id}


def _add_inside(state: NotionState, given: Json, block_id: str) -> Json:
    return _write_blocks(state, notion_edits.find_block(state, block_id), given)


def _write_blocks(state: NotionState, parent: Page | Block, given: Json) -> Json:
    made = notion_edits.write_blocks(state, parent, given.get("blocks"), _text(given, "person"))
    return {"block_ids": [block.id for block in made]}


def _add_row(state: NotionState, given: Json, source_id: str) -> Json:
    source = notion_edits.find_source(state, source_id)
    made = notion_edits.add_row(state, source, _text(given, "title"), _text(given, "person"))
    return {"page_id": made.id}


def _add_column(state: NotionState, given: Json, source_id: str) -> Json:
    source = notion_edits.find_source(state, source_id)
    name, kind = _text(given, "name"), _text(given, "type")
    made = notion_edits.add_column(state, source, name, kind, _text(given, "person"))
    return {"property_id": made.id, "name": made.name, "type": made.type}


def _edit_block(state: NotionState, given: Json, block_id: str) -> Json:
    block = notion_edits.find_block(state, block_id)
    notion_edits.edit_block(state, block, _text(given, "text"), _text(given, "person"))
    return {"block_id": block.id, "text": plain(block.content["rich_text"])}


def _delete_block(state: NotionState, given: Json, block_id: str) -> Json:
    block = notion_edits.find_block(state, block_id)
    notion_edits.delete_block(state, block, _text(given, "person"))
    return {"block_id": block.id, "in_trash": True}


def _rows(state: NotionState, given: Json, source_id: str) -> Json:
    source = notion_edits.find_source(state, source_id)
    return {"rows": [_row(state, source, row) for row in state.of(Page, source.children)]}


def _views(state: NotionState, given: Json, source_id: str) -> Json:
    source = notion_edits.find_source(state, source_id)
    found = [view for view in state.views.values() if view.data_source_id == source.id]
    return {"views": [{"name": view.name, "type": view.type} for view in found]}


def _row(state: NotionState, source: DataSource, row: Page) -> Json:
    return {
        "page_id": row.id,
        "in_trash": state.is_trashed(row),
        "last_edited_by": state.people.get(row.edited_by, BOT_NAME),
        "properties": {prop.name: text_of(state, row, prop) for prop in source.schema.values()},
    }


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not _is_whole(value):
        raise notion_edits.Refused(f'Send "{name}" as a text. Nothing was changed.')
    return value


def _is_whole(text: str) -> bool:
    """Say whether no character of a text was cut in half."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refusal(sentence: str, status: int) -> Response:
    response = jsonify({"error": sentence})
    response.status_code = status
    return response
