"""Where a request wants a thing to lie: its parent, and its place among the parent's children."""

from typing import Any

from connectors.sandbox.notion.checks import read_choice, read_id, read_object, refuse_strays
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, trashed
from connectors.sandbox.notion.models import Block, Database, DataSource, Page, Thing
from connectors.sandbox.notion.request_handler import NotionRequest
from connectors.sandbox.notion.state import NotionState

_PARENTS = ("page_id", "data_source_id", "database_id", "workspace")


def read_parent(call: NotionRequest, given: Any, kinds: tuple[str, ...]) -> tuple[str, str]:
    """Read a parent's kind and id."""
    parent = read_object(given, "body.parent")
    refuse_strays(parent, "body.parent", ("type", *_PARENTS, "block_id"))
    if "workspace" in parent:
        raise invalid(
            "Internal integrations aren't owned by a single user, so creating workspace-level "
            "private pages is not supported."
        )
    named = [kind for kind in kinds if kind in parent]
    if not named:
        wanted = " or ".join(f"`{kind}`" for kind in kinds)
        raise failed("body.parent", f"an object with {wanted}", given)
    kind = str(parent["type"]) if parent.get("type") in named else named[0]
    if "type" in parent:
        read_choice(parent["type"], "body.parent.type", (kind,))
    return kind, read_id(parent[kind], f"body.parent.{kind}")


def parent_of_page(call: NotionRequest, given: Any) -> Page | DataSource:
    """Find where a page is to lie; a database stands for its only data source."""
    kind, parent_id = read_parent(call, given, ("data_source_id", "page_id", "database_id"))
    parent: Page | DataSource
    if kind == "page_id":
        parent = call.state.get(Page, parent_id, call.bot)
    elif kind == "data_source_id":
        parent = call.state.get(DataSource, parent_id, call.bot)
    else:
        parent = _only_source(call, parent_id)
    refuse_trashed(call.state, parent)
    return parent


def refuse_trashed(state: NotionState, thing: Thing) -> None:
    """Refuse an edit of something that lies in the trash."""
    if state.is_trashed(thing):
        raise trashed()


def refuse_trashed_parent(state: NotionState, thing: Thing) -> None:
    """Refuse to restore something whose parent lies in the trash."""
    parent = state.things.get(thing.parent_id or "")
    if parent is not None:
        refuse_trashed(state, parent)


def place_of_blocks(parent: Page | Block, given: Any) -> int | None:
    """Read where blocks go among a parent's children; None is the end."""
    if given is None:
        return None
    kinds = ("after_block", "start", "end")
    return _place(parent, given, kinds)


def place_of_page(parent: Page | DataSource, given: Any) -> int | None:
    """Read where a new page goes among its parent's children; None is the end."""
    if given is None:
        return None
    if isinstance(parent, DataSource):
        raise failed("body.position", "not present", given)
    return _place(parent, given, ("after_block", "page_start", "page_end"))


def _place(parent: Thing, given: Any, kinds: tuple[str, ...]) -> int | None:
    position = read_object(given, "body.position")
    refuse_strays(position, "body.position", ("type", "after_block"))
    kind = read_choice(position.get("type", ABSENT), "body.position.type", kinds)
    if kind.endswith("end"):
        return None
    if kind.endswith("start"):
        return 0
    after = read_object(position.get("after_block", ABSENT), "body.position.after_block")
    after_id = read_id(after.get("id", ABSENT), "body.position.after_block.id")
    if after_id not in parent.children:
        raise invalid(f"Block to append children after was not found in the parent: {after_id}")
    return parent.children.index(after_id) + 1


def _only_source(call: NotionRequest, database_id: str) -> DataSource:
    database = call.state.get(Database, database_id, call.bot)
    sources = [one for one in call.state.of(DataSource, database.children) if not one.in_trash]
    if len(sources) != 1:
        raise invalid(
            f"Databases with multiple data sources are not supported as a parent: {database_id}"
        )
    return sources[0]
