"""Search: titles only, shared things only, and late (docs/notion.md#search).

A page that the API made is found only after a while; whoever looks for their own pages by search
learns here not to.
"""

from datetime import timedelta

from connectors.sandbox.notion.answers import data_source_answer, page_answer
from connectors.sandbox.notion.checks import read_choice, read_flag, read_object, refuse_strays
from connectors.sandbox.notion.errors import ABSENT
from connectors.sandbox.notion.models import DataSource, Page, Thing
from connectors.sandbox.notion.paging import envelope, slice_by_id
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import OWNER_ID, NotionState
from connectors.sandbox.notion.times import floored


def register(handler: RequestHandler) -> None:
    """Add the endpoint of search."""
    handler.on("POST", "/v1/search")(search)


def search(call: NotionRequest) -> Json:
    """List pages and data sources by a part of their title, last edited first."""
    call.takes("query", "filter", "sort", "start_cursor", "page_size")
    state = call.state
    wanted = str(call.body.get("query") or "").casefold()
    kind, in_trash = _read_filter(call.body.get("filter"))
    found = [
        one
        for one in state.things.values()
        if isinstance(one, kind)
        and _is_listed(state, one)
        and state.is_trashed(one) == in_trash
        and wanted in _title(state, one).casefold()
    ]
    found.sort(key=lambda one: floored(one.edited), reverse=_is_descending(call.body.get("sort")))
    ids, cursor = slice_by_id([one.id for one in found], call.body, "body")
    return envelope("page_or_data_source", [_answer(state, one) for one in ids], cursor)


def _read_filter(given: object) -> tuple[tuple[type[Thing], ...], bool]:
    if given is None:
        return (Page, DataSource), False
    wanted = read_object(given, "body.filter")
    refuse_strays(wanted, "body.filter", ("property", "value", "in_trash"))
    in_trash = read_flag(wanted.get("in_trash", False), "body.filter.in_trash")
    if "value" not in wanted and "property" not in wanted:
        return (Page, DataSource), in_trash
    read_choice(wanted.get("property", ABSENT), "body.filter.property", ("object",))
    kind = read_choice(wanted.get("value", ABSENT), "body.filter.value", ("page", "data_source"))
    return (Page,) if kind == "page" else (DataSource,), in_trash


def _is_descending(given: object) -> bool:
    if given is None:
        return True
    sort = read_object(given, "body.sort")
    read_choice(sort.get("timestamp", ABSENT), "body.sort.timestamp", ("last_edited_time",))
    directions = ("ascending", "descending")
    return read_choice(sort.get("direction", ABSENT), "body.sort.direction", directions) == (
        "descending"
    )


def _is_listed(state: NotionState, thing: Thing) -> bool:
    if not state.is_shared(thing):
        return False
    lag = timedelta(seconds=state.settings.search_lag_s)
    return thing.created_by == OWNER_ID or state.clock() - thing.created >= lag


def _title(state: NotionState, thing: Thing) -> str:
    if isinstance(thing, Page):
        return state.title_of(thing)
    return plain(thing.title) if isinstance(thing, DataSource) else ""


def _answer(state: NotionState, thing_id: str) -> Json:
    thing = state.things[thing_id]
    if isinstance(thing, DataSource):
        return data_source_answer(state, thing)
    return page_answer(state, thing) if isinstance(thing, Page) else {}
