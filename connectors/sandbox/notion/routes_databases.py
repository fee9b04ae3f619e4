"""Databases: containers of data sources. Their answers never carry a schema."""

from connectors.sandbox.notion.answers import database_answer
from connectors.sandbox.notion.checks import read_flag, read_object, refuse_strays
from connectors.sandbox.notion.errors import ABSENT, not_built
from connectors.sandbox.notion.icons import read_icon_and_cover
from connectors.sandbox.notion.models import Database, DataSource, Page, View
from connectors.sandbox.notion.parents import read_parent, refuse_trashed, refuse_trashed_parent
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.rich_text import read_rich_text
from connectors.sandbox.notion.rollback import all_or_nothing
from connectors.sandbox.notion.schema import make_schema

_SHOWN = ("title", "description", "icon", "cover", "is_inline", "is_locked", "in_trash")


def register(handler: RequestHandler) -> None:
    """Add the endpoints of databases."""
    handler.on("POST", "/v1/databases")(create_database)
    handler.on("GET", "/v1/databases/<database_id>")(database)
    handler.on("PATCH", "/v1/databases/<database_id>")(update_database)


def create_database(call: NotionRequest) -> Json:
    """Make a database in a page, with its first data source."""
    call.takes("parent", "initial_data_source", *_SHOWN[:5])
    state = call.state
    _, page_id = read_parent(call, call.body.get("parent", ABSENT), ("page_id",))
    page = state.get(Page, page_id, call.bot)
    refuse_trashed(state, page)
    state.make_room()
    first = read_object(call.body.get("initial_data_source", {}), "body.initial_data_source")
    refuse_strays(first, "body.initial_data_source", ("properties",))
    with all_or_nothing(state):
        made = Database(**state.stamp(call.bot, page.id))
        _change(made, call.body)
        state.add(made)
        source = DataSource(**state.stamp(call.bot, made.id), title=made.title)
        state.add(source)
        where = "body.initial_data_source.properties"
        make_schema(state, source, first.get("properties"), where, call.bot)
        state.touch(state.things[page.id], call.bot)
    _add_first_view(call, made.id, source)
    return database_answer(state, made)


def database(call: NotionRequest, database_id: str) -> Json:
    """Show a database."""
    return database_answer(call.state, call.state.get(Database, database_id, call.bot))


def update_database(call: NotionRequest, database_id: str) -> Json:
    """Change what a database shows, or put it into the trash and back."""
    call.takes("parent", *_SHOWN)
    if "parent" in call.body:
        raise not_built("moving of databases")
    found = call.state.get(Database, database_id, call.bot)
    if call.body.get("in_trash") is False:
        refuse_trashed_parent(call.state, found)
    else:
        refuse_trashed(call.state, found)
    with all_or_nothing(call.state):
        _change(found, call.body)
        if "title" in call.body:
            call.state.share_title(found)
        call.state.touch(found, call.bot)
    return database_answer(call.state, found)


def _change(database: Database, body: Json) -> None:
    for name in ("title", "description"):
        if name in body:
            setattr(database, name, read_rich_text(body[name], f"body.{name}"))
    for name in ("is_inline", "is_locked", "in_trash"):
        if name in body:
            setattr(database, name, read_flag(body[name], f"body.{name}"))
    database.icon, database.cover = read_icon_and_cover(body, database.icon, database.cover)


def _add_first_view(call: NotionRequest, database_id: str, source: DataSource) -> None:
    view_id = call.state.make_id()
    call.state.views[view_id] = View(
        id=view_id,
        database_id=database_id,
        data_source_id=source.id,
        name="Default view",
        type="table",
        created=source.created,
        edited=source.created,
        by=call.bot,
    )
