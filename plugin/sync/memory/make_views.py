"""Makes the views of Memory in Notion, each once: what is there under its name is never made again.

Notion begins every database with a table of its own. It shows all columns, also those that are for
programs: while nobody has made it theirs, it becomes the last of our views.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from connectors.errors import NotThereOrNotShared, RefusedForGood
from connectors.retry import SHUT_OUT
from plugin import intents
from plugin.domain.notion_places import DataSource as Source
from plugin.domain.remote_writes import Intent
from plugin.store import links as stored_links
from plugin.store.database import Tx
from plugin.sync import messages
from plugin.sync.columns import MEMORY
from plugin.sync.errors import LeftForLater
from plugin.sync.memory.page import place_of, source_of
from plugin.sync.memory.views import TABLE, VIEWS, MemoryView, as_new_view
from plugin.sync.memory_actions import MakeViews
from plugin.sync.target import SyncTarget
from schemas.notion import View

CREATE_VIEW = "create_view"
FIRST_OF_NOTION = "Default view"
_REFUSALS = (RefusedForGood, NotThereOrNotShared)


@dataclass(slots=True)
class ViewMaker:
    """Makes views, and remembers each at once; `there` are those that Notion has."""

    target: SyncTarget
    there: list[View] = field(default_factory=list)

    def make(self, action: MakeViews) -> None:
        """Make what is not there by name; raise LeftForLater where Notion refused one."""
        wanted = [each for each in VIEWS if each.name in action.names]
        try:
            self.there = list(_views(self.target, self._source))
        except _REFUSALS as error:
            self._refuse(wanted, error)
        ids = {each.name: each.id for each in self.there}
        _remember(self.target, {each.key: ids[each.name] for each in wanted if each.name in ids})
        first, before = self._first_of_notion(), tuple(self._source.views.values())
        is_fresh = first is not None and all(v is first or v.id in before for v in self.there)
        for view in wanted:
            if view.name not in ids:
                self._try(view, first if is_fresh else None)
        if any(self._source.views.get(each.key) == "" for each in wanted):
            raise LeftForLater(messages.LEFT)

    @property
    def _source(self) -> Source:
        place = place_of(self.target)
        if place is None:
            raise LookupError("A memory has its page and its tables before it has views.")
        return source_of(place, MEMORY)

    def _first_of_notion(self) -> View | None:
        named = (v for v in self.there if v.name == FIRST_OF_NOTION and v.type == TABLE)
        return next(named, None)

    def _try(self, view: MemoryView, first: View | None) -> None:
        try:
            if first is not None and view is VIEWS[-1]:
                self._turn(first, view)
            else:
                self._create(view, "" if first else None)
        except _REFUSALS as error:
            self._refuse([view], error)

    def _create(self, view: MemoryView, at_first: str | None) -> None:
        source, target = self._source, self.target
        new, after = as_new_view(view, source), self._behind(view, at_first)
        ids = (source.database_id, source.data_source_id)
        made = target.write(
            CREATE_VIEW,
            f"view:{view.key}",
            {"view": view.key},
            lambda: target.notion.create_view(*ids, new, after),
            lambda tx, answer: _settle(tx, target, {view.key: answer.id}),
        )
        self.there.append(made)

    def _turn(self, first: View, view: MemoryView) -> None:
        new = as_new_view(view, self._source)
        self.target.writes += 1
        self.target.notion.update_view(first.id, new)
        _remember(self.target, {view.key: first.id})

    def _behind(self, view: MemoryView, at_first: str | None) -> str | None:
        """Return the id of ours that stands before a view, if Notion still has it."""
        there, made = {each.id for each in self.there}, self._source.views
        before = [each.key for each in VIEWS[: VIEWS.index(view)]]
        ours = [id for each in before if (id := made.get(each)) in there]
        return ours[-1] if ours else at_first

    def _refuse(self, views: Iterable[MemoryView], error: Exception) -> None:
        if isinstance(error, RefusedForGood) and error.reason == SHUT_OUT:
            raise error
        _remember(self.target, {each.key: "" for each in views})


def look_for_views(target: SyncTarget) -> None:
    """Look for views that an earlier run may have made without hearing of it."""
    for intent in intents.left_behind(target.services, target.partnership_id):
        if intent.kind == CREATE_VIEW:
            _look_for_view(target, intent)


def _look_for_view(target: SyncTarget, intent: Intent) -> None:
    key, place = str(intent.payload.get("view")), place_of(target)
    source = place.source(MEMORY) if place else None
    name = next((each.name for each in VIEWS if each.key == key), None)
    if source is None or name is None:
        intents.drop(target.services, intent)
        return
    known = source

    def look() -> str | None:
        return next((v.id for v in _views(target, known) if v.name == name), None)

    intents.adopt_or_drop(
        target.services,
        intent,
        lambda: target.waiting.find(intent, target.services.now, look),
        lambda tx, view_id: _settle(tx, target, {key: view_id}),
    )


def _views(target: SyncTarget, source: Source) -> tuple[View, ...]:
    """Return the views of Memory; Notion lists ids alone."""
    listed = target.notion.views(source.database_id)
    return tuple(target.notion.view(each.id) for each in listed)


def _remember(target: SyncTarget, ids: Mapping[str, str]) -> None:
    if ids:
        with intents.writing_alone(target.services) as tx:
            _settle(tx, target, ids)


def _settle(tx: Tx, target: SyncTarget, ids: Mapping[str, str]) -> Mapping[str, object]:
    place = stored_links.place(tx, target.partnership_id)
    if place is not None:
        source = source_of(place, MEMORY).with_known(views=ids)
        stored_links.save_place(tx, place.with_source(MEMORY, source))
    return dict(ids)
