"""All that the stand-in for Notion holds: one workspace as a tree of things, in memory.

Rule: a thing knows its parent and its children in order; what is trashed or shared follows from
the way up the tree. No token is kept, only the id of the bot that it stands for.
"""

import string
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol, TypeVar

from connectors.sandbox.grants import TOKEN_PREFIX as GRANT_PREFIX
from connectors.sandbox.grants import Grants
from connectors.sandbox.notion.capabilities import refuse_beyond
from connectors.sandbox.notion.errors import NotionError, invalid, not_found
from connectors.sandbox.notion.limits import RateWindow
from connectors.sandbox.notion.models import (
    Block,
    Comment,
    Database,
    DataSource,
    Page,
    Thing,
    View,
    property_id_of,
)
from connectors.sandbox.notion.rich_text import from_plain, plain
from connectors.sandbox.notion.settings import Settings
from connectors.sandbox.notion.texts import texts_in
from connectors.sandbox.rate_window import WINDOW_S, Rate

FIRST_PAGE_ID = "5a4db0c5-0000-4000-8000-000000000001"
"""The page that every token may open, the same in every sandbox."""

PRIVATE_PAGE_ID = "5a4db0c5-0000-4000-8000-000000000002"
"""A page that nobody shared: for every token it does not exist."""

WORKSPACE_ID = "5a4db0c5-0000-4000-8000-000000000003"
OWNER_ID = "5a4db0c5-0000-4000-8000-000000000004"
BOT_NAME = "Hedgerow"
WORKSPACE_NAME = "Sandbox workspace"
_PROPERTY_ID_LETTERS = string.ascii_uppercase + string.ascii_lowercase + ":;<=>?@[]^_`{|}~"
_NAMESPACE = uuid.UUID(WORKSPACE_ID)


class Lock(Protocol):
    """What may be entered and left, such as a threading.RLock."""

    def __enter__(self) -> Any: ...
    def __exit__(self, kind: Any, error: Any, trace: Any, /) -> Any: ...


class NotionSandbox(Protocol):
    """What the routes need of the sandbox that they belong to."""

    @property
    def notion(self) -> "NotionState": ...
    @property
    def lock(self) -> Lock: ...


AnyThing = TypeVar("AnyThing", bound=Thing)


class NotionState:
    """Hold one workspace, its people and its bots."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        rate: Rate = "real",
        make_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self.clock = clock
        self.make_id = make_id
        self.rate = None if rate == "off" else RateWindow(clock, WINDOW_S[rate])
        self.reset()

    def reset(self) -> None:
        """Go back to one workspace with one shared and one private page."""
        self.things: dict[str, Thing] = {}
        self.bots: set[str] = set()
        self.grants = Grants(self.clock, lasts=None)
        self.people: dict[str, str] = {OWNER_ID: "Owner of the sandbox"}
        self.comments: list[Comment] = []
        self.cursors: dict[str, int] = {}
        self.views: dict[str, View] = {}
        self.settings = Settings()
        self._made = 0
        self.shared: set[str] = {FIRST_PAGE_ID}
        if self.rate:
            self.rate.reset()
        for page_id, title in (
            (FIRST_PAGE_ID, "Shared with Hedgerow"),
            (PRIVATE_PAGE_ID, "Not shared with anyone"),
        ):
            page = Page(**self.stamp(OWNER_ID, None, page_id), values={"title": from_plain(title)})
            self.things[page_id] = page

    def stamp(self, by: str, parent_id: str | None, thing_id: str = "") -> dict[str, Any]:
        """Return the fields of a thing that somebody makes now."""
        now = self.clock()
        return {
            "id": thing_id or self.make_id(),
            "parent_id": parent_id,
            "created": now,
            "created_by": by,
            "edited": now,
            "edited_by": by,
        }

    def add(self, thing: Thing, *, at: int | None = None) -> None:
        """Put a new thing under its parent, last unless a place is given."""
        self.things[thing.id] = thing
        self._made += 1
        if thing.parent_id is not None:
            siblings = self.things[thing.parent_id].children
            siblings.insert(len(siblings) if at is None else at, thing.id)

    def make_room(self, more: int = 1) -> None:
        """Refuse what is more than a free workspace may ever hold; the trash counts too."""
        refuse_beyond(self.settings, self._made, more)

    def touch(self, thing: Thing, by: str) -> None:
        """Note who edited a thing, and when."""
        thing.edited, thing.edited_by = self.clock(), by

    def get(self, kind: type[AnyThing], thing_id: str, bot_id: str, called: str = "") -> AnyThing:
        """Return a thing that is shared with a bot; raise the vendor's refusal otherwise.

        It is a 404, but where a shared page, database or block was taken for another of these:
        then a 400 says what it is. An id of a data source is taken for nothing else.
        """
        thing = self.things.get(thing_id)
        if thing is None or not self.is_shared(thing):
            raise not_found(called or _CALLED[kind], thing_id, bot_id, BOT_NAME)
        if not isinstance(thing, kind):
            sentence = _MISTAKEN.get((kind, type(thing)))
            if sentence is None:
                raise not_found(called or _CALLED[kind], thing_id, bot_id, BOT_NAME)
            raise invalid(sentence.format(id=thing_id))
        return thing

    def of(self, kind: type[AnyThing], thing_ids: list[str]) -> Iterator[AnyThing]:
        """Yield those of the things that are of a kind."""
        for thing_id in thing_ids:
            thing = self.things.get(thing_id)
            if isinstance(thing, kind):
                yield thing

    def way_up(self, thing: Thing) -> Iterator[Thing]:
        """Yield a thing and everything that it lies in, outwards."""
        yield thing
        while thing.parent_id is not None:
            thing = self.things[thing.parent_id]
            yield thing

    def is_trashed(self, thing: Thing) -> bool:
        """Say whether a thing or anything that it lies in is in the trash."""
        return any(one.in_trash for one in self.way_up(thing))

    def is_shared(self, thing: Thing) -> bool:
        """Say whether a thing lies under a shared page."""
        return any(one.id in self.shared for one in self.way_up(thing))

    def source_of(self, page: Page) -> DataSource | None:
        """Return the data source that a row belongs to, None for a plain page."""
        parent = self.things.get(page.parent_id or "")
        return parent if isinstance(parent, DataSource) else None

    def share_title(self, thing: Database | DataSource) -> None:
        """Give a database and its only data source one title, as the recordings show it."""
        database = thing if isinstance(thing, Database) else self.things[str(thing.parent_id)]
        sources = list(self.of(DataSource, database.children))
        if isinstance(database, Database) and len(sources) == 1:
            database.title = sources[0].title = thing.title

    def title_of(self, page: Page) -> str:
        """Return the title of a page as plain text."""
        return plain(page.values.get("title") or [])

    def bot_of(self, token: str) -> str:
        """Return the bot that a token stands for; the token itself is not kept.

        Raise the 401 of Notion for one that people allowed and that has ended.
        """
        if token.startswith(GRANT_PREFIX):
            granted = self.grants.who(token)
            if granted is None:
                raise NotionError(401, "unauthorized", "API token is invalid.")
            return granted
        bot_id = _id_from(f"bot:{token}")
        self.bots.add(bot_id)
        return bot_id

    def new_property_id(self, source: DataSource) -> str:
        """Make a short id, URL-encoded as Notion shows it, new in its data source."""
        while True:
            raw = bytes.fromhex(self.make_id().replace("-", ""))[-4:]
            letters = (_PROPERTY_ID_LETTERS[one % len(_PROPERTY_ID_LETTERS)] for one in raw)
            found = property_id_of("".join(letters))
            if found not in source.schema:
                return found

    def person_of(self, name: str) -> str:
        """Return the id of the person of that name, made when first seen."""
        person_id = _id_from(f"person:{name}")
        self.people[person_id] = name
        return person_id

    def as_text(self) -> str:
        """Return every text that anybody stored, trash included, one after the other.

        Nothing is escaped, and rich text is also joined, so that a search finds words with marks
        in them and words that were cut into pieces.
        """
        held = [list(self.things.values()), self.comments, list(self.people.values())]
        return "\n".join(texts_in(held))


_CALLED: dict[type, str] = {
    Page: "page",
    Database: "database",
    DataSource: "data_source",
    Block: "block",
    Thing: "block",
}
# Word for word as live answers had it, at version 2026-03-11.
_MISTAKEN: dict[tuple[type, type], str] = {
    (Page, Database): (
        "Provided ID {id} is a database, not a page. Use the retrieve database API instead."
    ),
    (Page, Block): "Provided ID {id} is a block, not a page. Use the retrieve block API instead.",
    (Database, Page): (
        "Provided database_id {id} is a page, not a database. Use the pages API instead, or pass "
        "the ID of the database itself."
    ),
}


def _id_from(text: str) -> str:
    made = uuid.uuid5(_NAMESPACE, text)
    return str(uuid.UUID(bytes=made.bytes, version=4))
