"""Notion's calls about databases, their data sources (schemas) and views.

See docs/notion.md#databases-and-data-sources.
"""

from collections.abc import Mapping

from connectors.errors import Evidence, RefusedForGood, Where
from connectors.http import Call
from connectors.notion.calls import NotionCalls, reading, slice_of
from connectors.notion.new_properties import (
    MOST_OPTIONS,
    NewProperty,
    RelationProperty,
    Rename,
    has_options,
    keeping_options,
)
from connectors.notion.new_views import NewView
from connectors.notion.parents import InPage
from connectors.notion.rich_text import rich_text
from schemas.notion import (
    Database,
    DataSource,
    View,
    read_data_source,
    read_database,
    read_template_slice,
    read_view,
    read_view_slice,
)

Columns = Mapping[str, NewProperty | Rename | None]
UNREAD = "unreadable_options"
_VIEW = "/v1/views/{view_id}"


class SourceCalls(NotionCalls):
    """Databases, data sources, views."""

    def create_database(
        self,
        parent_page_id: str,
        title: str,
        properties: Mapping[str, NewProperty],
        *,
        is_inline: bool = True,
    ) -> Database:
        """Make a database with one data source of these columns below a page.

        The answer names the data source but not its columns: read them with `data_source`. Not
        harmless to repeat: it would make a second database; after `LookFirst` see `children`.

        https://developers.notion.com/reference/create-database
        """
        body = {
            "parent": InPage(parent_page_id).as_json(),
            "title": rich_text(title),
            "is_inline": is_inline,
            "initial_data_source": {"properties": _columns_json(properties)},
        }
        call = Call(method="POST", route="/v1/databases", body=body, harmless=False)
        return self._account.ask(call, read_database)

    def database(self, database_id: str) -> Database:
        """Return a database: title and data sources, no columns.

        https://developers.notion.com/reference/retrieve-database
        """
        call = reading("/v1/databases/{database_id}", database_id=database_id)
        return self._account.ask(call, read_database)

    def data_source(self, data_source_id: str) -> DataSource:
        """Return a data source with its columns.

        https://developers.notion.com/reference/retrieve-a-data-source
        """
        call = reading("/v1/data_sources/{data_source_id}", data_source_id=data_source_id)
        return self._account.ask(call, read_data_source)

    def templates(self, data_source_id: str) -> frozenset[str]:
        """Return the ids of the pages that are templates of rows of a data source.

        https://developers.notion.com/reference/list-data-source-templates
        """
        route = "/v1/data_sources/{data_source_id}/templates"
        found = self._walk(
            lambda cursor: slice_of(route, cursor, data_source_id=data_source_id),
            read_template_slice,
        )
        return frozenset(each.id for each in found if each.id)

    def update_data_source(self, data_source_id: str, properties: Columns) -> DataSource:
        """Add, change, rename or (None) remove columns; keys are names or ids.

        A list of options adds to those that are there: Notion would delete, in every row too, what
        a list leaves out, so the schema is read first and all go along with their ids.
        Raise `RefusedForGood` where they would be more than a call takes, or where those that are
        there cannot be read. Harmless to repeat, except where a relation with a way back is made:
        that could come twice.

        https://developers.notion.com/reference/update-a-data-source
        """
        if any(has_options(column) for column in properties.values()):
            known = self.data_source(data_source_id)
            if not all(_may_be_kept(known, key, one) for key, one in properties.items()):
                raise RefusedForGood(self._where_changed(data_source_id), Evidence(code=UNREAD))
            properties = {
                key: keeping_options(column, known.find(key)) for key, column in properties.items()
            }
        try:
            return self._change_columns(data_source_id, properties)
        except RefusedForGood as err:
            if err.attempt == 1:
                raise
            source = self.data_source(data_source_id)
            left = {key: one for key, one in properties.items() if one or source.find(key)}
            if len(left) == len(properties):
                raise
        # What was to be removed is, by a first sending whose answer was lost.
        return self._change_columns(data_source_id, left) if left else source

    def _where_changed(self, data_source_id: str) -> Where:
        return self._account.where(_change(data_source_id, {}))

    def _change_columns(self, data_source_id: str, properties: Columns) -> DataSource:
        call = _change(data_source_id, properties)
        if any(_too_many(column) for column in properties.values()):
            raise RefusedForGood(self._account.where(call), Evidence(code="too_many_options"))
        return self._account.ask(call, read_data_source)

    def create_view(
        self, database_id: str, data_source_id: str, view: NewView, after: str | None = None
    ) -> View:
        """Add a way of looking at a data source to its database: last, or behind `after`.

        An empty `after` puts it first. Not harmless to repeat: it would make a second view.

        https://developers.notion.com/reference/create-view
        """
        where = {} if after is None else {"position": _position(after)}
        of = {"database_id": database_id, "data_source_id": data_source_id}
        body = {**of, **view.as_json(), **where}
        call = Call(method="POST", route="/v1/views", body=body, harmless=False)
        return self._account.ask(call, read_view)

    def update_view(self, view_id: str, view: NewView) -> View:
        """Give a view another form; its type stays. Harmless to repeat.

        https://developers.notion.com/reference/update-a-view
        """
        ids, body = {"view_id": view_id}, view.as_change()
        call = Call(method="PATCH", route=_VIEW, ids=ids, body=body, harmless=True)
        return self._account.ask(call, read_view)

    def views(self, database_id: str) -> tuple[View, ...]:
        """Return the views of a database: ids, and little else.

        https://developers.notion.com/reference/list-views
        """
        of = {"database_id": database_id}
        return self._walk(lambda cursor: slice_of("/v1/views", cursor, of), read_view_slice)

    def view(self, view_id: str) -> View:
        """Return a view.

        https://developers.notion.com/reference/retrieve-a-view
        """
        return self._account.ask(reading(_VIEW, view_id=view_id), read_view)


def _position(after: str) -> dict[str, str]:
    return {"type": "after_view", "view_id": after} if after else {"type": "start"}


def _change(data_source_id: str, properties: Columns) -> Call:
    return Call(
        method="PATCH",
        route="/v1/data_sources/{data_source_id}",
        ids={"data_source_id": data_source_id},
        body={"properties": _columns_json(properties)},
        harmless=not any(_has_way_back(column) for column in properties.values()),
    )


def _may_be_kept(source: DataSource, key: str, column: NewProperty | Rename | None) -> bool:
    """Say whether all options of a column that is there can be named, so that none is lost."""
    known = source.find(key)
    if not has_options(column):
        return True
    if known is None:
        return all(each.id for each in source.properties.values())
    return not known.unread and all(each.id or each.name for each in known.options)


def _columns_json(properties: Columns) -> dict[str, object]:
    return {key: None if column is None else column.as_json() for key, column in properties.items()}


def _too_many(column: NewProperty | Rename | None) -> bool:
    return has_options(column) and len(column.options) > MOST_OPTIONS


def _has_way_back(column: NewProperty | Rename | None) -> bool:
    return isinstance(column, RelationProperty) and column.dual
