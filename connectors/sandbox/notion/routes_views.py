"""Views: the tabs of a database, each one way of looking at a data source.

See docs/notion.md#users-and-views.

Decided here where facts are silent: a database begins with one table named "Default view", and
new views stand last unless a place is named.
"""

from typing import Any

from connectors.sandbox.notion.answers import view_answer
from connectors.sandbox.notion.checks import read_choice, read_id, read_object, read_text
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, not_built, not_found
from connectors.sandbox.notion.filters import read_filter
from connectors.sandbox.notion.models import Database, DataSource, View
from connectors.sandbox.notion.paging import envelope, slice_by_id
from connectors.sandbox.notion.parents import refuse_trashed
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.sorts import sorted_rows
from connectors.sandbox.notion.state import BOT_NAME
from connectors.sandbox.notion.views import read_configuration, read_type

_NAME_MOST = 100
_NOT_BUILT = ("create_database", "view_id", "placement", "quick_filters")


def register(handler: RequestHandler) -> None:
    """Add the endpoints of views."""
    handler.on("POST", "/v1/views")(create_view)
    handler.on("GET", "/v1/views")(list_views)
    handler.on("GET", "/v1/views/<view_id>")(view)
    handler.on("PATCH", "/v1/views/<view_id>")(update_view)
    handler.on("DELETE", "/v1/views/<view_id>")(delete_view)


def create_view(call: NotionRequest) -> Json:
    """Add a view to a database."""
    call.takes(
        "database_id", "data_source_id", "name", "type", "filter", "sorts", "configuration",
        "position", *_NOT_BUILT,
    )  # fmt: skip
    _refuse_unbuilt(call.body)
    state, body = call.state, call.body
    source = _source(call)
    kind = read_type(body.get("type", ABSENT))
    now = state.clock()
    made = View(
        id=state.make_id(),
        database_id=str(source.parent_id),
        data_source_id=source.id,
        name=read_text(body.get("name", ABSENT), "body.name", _NAME_MOST, least=1),
        type=kind,
        created=now,
        edited=now,
        by=call.bot,
        configuration=read_configuration(source, kind, body.get("configuration")),
    )
    _read_choice_of_rows(call, source, made)
    _place(call, made, body.get("position"))
    return view_answer(state, made)


def list_views(call: NotionRequest) -> Json:
    """List the views of a database or a data source, by id alone."""
    name = "database_id" if "database_id" in call.query else "data_source_id"
    wanted = read_id(call.query.get(name, ABSENT), f"query.{name}")
    kind = Database if name == "database_id" else DataSource
    call.state.get(kind, wanted, call.bot)
    found = [one.id for one in call.state.views.values() if getattr(one, name) == wanted]
    ids, cursor = slice_by_id(found, call.query, "query")
    return envelope("view", [{"object": "view", "id": one} for one in ids], cursor)


def view(call: NotionRequest, view_id: str) -> Json:
    """Show a view."""
    return view_answer(call.state, _find(call, view_id))


def update_view(call: NotionRequest, view_id: str) -> Json:
    """Change name, filter, sorts or configuration of a view; its type stays."""
    call.takes("name", "filter", "sorts", "configuration", "quick_filters")
    _refuse_unbuilt(call.body)
    found = _find(call, view_id)
    source = call.state.get(DataSource, found.data_source_id, call.bot)
    name = read_text(call.body.get("name", found.name), "body.name", _NAME_MOST, least=1)
    configuration = found.configuration
    if "configuration" in call.body:
        configuration = read_configuration(source, found.type, call.body["configuration"])
    _read_choice_of_rows(call, source, found)
    found.name, found.configuration = name, configuration
    found.edited, found.by = call.state.clock(), call.bot
    return view_answer(call.state, found)


def delete_view(call: NotionRequest, view_id: str) -> Json:
    """Delete a view; the last one of a database stays."""
    found = _find(call, view_id)
    others = [v for v in call.state.views.values() if v.database_id == found.database_id]
    if len(others) == 1:
        raise invalid("The last view of a database cannot be deleted.")
    del call.state.views[found.id]
    answer = view_answer(call.state, found)
    return {name: answer[name] for name in ("object", "id", "parent", "type")}


def _source(call: NotionRequest) -> DataSource:
    """Find the data source to look at, and see that the named database is its own."""
    source_id = read_id(call.body.get("data_source_id", ABSENT), "body.data_source_id")
    source = call.state.get(DataSource, source_id, call.bot)
    database_id = read_id(call.body.get("database_id", ABSENT), "body.database_id")
    database = call.state.get(Database, database_id, call.bot)
    if source.parent_id != database.id:
        raise invalid(f"Data source {source.id} does not belong to database {database.id}.")
    refuse_trashed(call.state, source)
    return source


def _read_choice_of_rows(call: NotionRequest, source: DataSource, found: View) -> None:
    """Read filter and sorts as a query would, and keep them; a sort ascends unless it says."""
    wanted, sorts = call.body.get("filter"), call.body.get("sorts")
    read_filter(call, source, wanted)
    sorted_rows(call, source, [], sorts)
    if "filter" in call.body:
        found.filter = wanted
    if "sorts" in call.body:
        found.sorts = sorts and [{"direction": "ascending", **sort} for sort in sorts]


def _place(call: NotionRequest, made: View, given: Any) -> None:
    views = call.state.views
    if given is None:
        views[made.id] = made
        return
    position = read_object(given, "body.position")
    kinds = ("start", "end", "after_view")
    kind = read_choice(position.get("type", ABSENT), "body.position.type", kinds)
    order = list(views)
    at = len(order) if kind == "end" else 0
    if kind == "after_view":
        after_id = read_id(position.get("view_id", ABSENT), "body.position.view_id")
        if after_id not in views:
            raise failed("body.position.view_id", "a view of this database", after_id)
        at = order.index(after_id) + 1
    order.insert(at, made.id)
    views[made.id] = made
    call.state.views = {one: views[one] for one in order}


def _find(call: NotionRequest, view_id: str) -> View:
    found = call.state.views.get(view_id)
    if found is None:
        raise not_found("view", view_id, call.bot, BOT_NAME)
    call.state.get(Database, found.database_id, call.bot)
    return found


def _refuse_unbuilt(body: Json) -> None:
    for name in _NOT_BUILT:
        if body.get(name):
            raise not_built(f"{name} of views")
