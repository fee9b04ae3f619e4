"""Data sources: schemas, and the query over their rows.

See docs/notion.md#databases-and-data-sources and docs/notion.md#querying-rows.

Without sorts the newest row comes first, as the recordings show; no order is promised. Trashed rows
never come, archived ones only when asked for, and a query ends at its ten thousandth row. Decided
here where facts are silent: rows of a trashed data source are trashed rows, so its query is empty.
"""

from datetime import timedelta

from connectors.sandbox.notion.answers import data_source_answer, page_answer
from connectors.sandbox.notion.checks import read_choice, read_flag
from connectors.sandbox.notion.errors import ABSENT, not_built
from connectors.sandbox.notion.filters import read_filter
from connectors.sandbox.notion.icons import read_icon_and_cover
from connectors.sandbox.notion.models import Database, DataSource, Page
from connectors.sandbox.notion.paging import envelope, slice_by_id, slice_of_query
from connectors.sandbox.notion.parents import read_parent, refuse_trashed, refuse_trashed_parent
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.rich_text import read_rich_text
from connectors.sandbox.notion.rollback import all_or_nothing
from connectors.sandbox.notion.schema import find_all, make_schema, patch_schema
from connectors.sandbox.notion.sorts import sorted_rows

_INCOMPLETE = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}


def register(handler: RequestHandler) -> None:
    """Add the endpoints of data sources."""
    handler.on("POST", "/v1/data_sources")(create_data_source)
    handler.on("GET", "/v1/data_sources/<data_source_id>")(data_source)
    handler.on("PATCH", "/v1/data_sources/<data_source_id>")(update_data_source)
    handler.on("POST", "/v1/data_sources/<data_source_id>/query")(query)
    handler.on("GET", "/v1/data_sources/<data_source_id>/templates")(templates)


def create_data_source(call: NotionRequest) -> Json:
    """Add a further data source to a database."""
    call.takes("parent", "properties", "title", "icon")
    state = call.state
    _, database_id = read_parent(call, call.body.get("parent", ABSENT), ("database_id",))
    database = state.get(Database, database_id, call.bot)
    refuse_trashed(state, database)
    state.make_room()
    with all_or_nothing(state):
        made = DataSource(**state.stamp(call.bot, database.id))
        _change(made, call.body)
        state.add(made)
        properties = call.body.get("properties", ABSENT)
        make_schema(state, made, properties, "body.properties", call.bot)
    return data_source_answer(state, made)


def data_source(call: NotionRequest, data_source_id: str) -> Json:
    """Show a data source with its schema."""
    return data_source_answer(call.state, call.state.get(DataSource, data_source_id, call.bot))


def update_data_source(call: NotionRequest, data_source_id: str) -> Json:
    """Change a data source's title and properties, or put it into the trash and back."""
    call.takes("title", "icon", "properties", "in_trash", "parent")
    if "parent" in call.body:
        raise not_built("moving of data sources")
    state = call.state
    found = state.get(DataSource, data_source_id, call.bot)
    if call.body.get("in_trash") is False:
        refuse_trashed_parent(state, found)
    else:
        refuse_trashed(state, found)
    with all_or_nothing(state):
        _change(found, call.body)
        if "title" in call.body:
            state.share_title(found)
        if "properties" in call.body:
            patch_schema(state, found, call.body["properties"], "body.properties", call.bot)
        state.touch(found, call.bot)
    return data_source_answer(state, found)


def query(call: NotionRequest, data_source_id: str) -> Json:
    """List a data source's rows in slices."""
    call.takes("filter", "sorts", "start_cursor", "page_size", "result_type", "is_archived")
    state, body = call.state, call.body
    source = state.get(DataSource, data_source_id, call.bot)
    if "result_type" in body:
        read_choice(body["result_type"], "body.result_type", ("page", "data_source"))
    is_archived = read_flag(body.get("is_archived", False), "body.is_archived")
    keeps = read_filter(call, source, body.get("filter"))
    wanted, lag = call.filter_properties, timedelta(seconds=state.settings.query_lag_s)
    now, settings, is_gone = state.clock(), state.settings, state.is_trashed(source)
    only = find_all(source.schema.values(), wanted) if wanted else None
    rows = [
        row
        for row in reversed(list(state.of(Page, source.children)))
        if not (is_gone or row.in_trash) and row.is_archived == is_archived and keeps(row)
        if now - row.created >= lag and (settings.shows_templates or not row.is_template)
    ]
    found = [row.id for row in sorted_rows(call, source, rows, body.get("sorts"))]
    most = state.settings.query_most
    ids, cursor = slice_of_query(state, found[:most], body, "body")
    results = [page_answer(state, row, only) for row in state.of(Page, ids)]
    answer = envelope("page_or_data_source", results, cursor)
    if cursor is None and len(found) > most:
        answer["request_status"] = _INCOMPLETE
    return answer


def templates(call: NotionRequest, data_source_id: str) -> Json:
    """List the templates of rows that people made in the app, by name."""
    source = call.state.get(DataSource, data_source_id, call.bot)
    rows = call.state.of(Page, source.children)
    known = {row.id: row for row in rows if row.is_template and not call.state.is_trashed(row)}
    ids, cursor = slice_by_id(list(known), call.query, "query")
    found = [
        {"id": one, "name": call.state.title_of(known[one]), "is_default": False} for one in ids
    ]
    return {"templates": found, "has_more": cursor is not None, "next_cursor": cursor}


def _change(source: DataSource, body: Json) -> None:
    if "title" in body:
        source.title = read_rich_text(body["title"], "body.title")
    source.icon, _ = read_icon_and_cover(body, source.icon, None)
    if "in_trash" in body:
        source.in_trash = read_flag(body["in_trash"], "body.in_trash")
