"""Where a partnership's memory lives in Notion: one page, and three sources with their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class DataSource:
    """One of our three Notion data sources, and what is known of its properties by their ids."""

    database_id: str
    data_source_id: str
    columns: Mapping[str, str] = field(default_factory=dict)  # property ids by our name of them
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # offered, by column
    back_relations: Mapping[str, str] = field(default_factory=dict)  # ids, by who leads here
    views: Mapping[str, str] = field(default_factory=dict)  # ids by our names; empty: refused

    def with_known(
        self,
        *,
        columns: Mapping[str, str] | None = None,
        options: Mapping[str, tuple[str, ...]] | None = None,
        back_relations: Mapping[str, str] | None = None,
        views: Mapping[str, str] | None = None,
    ) -> DataSource:
        """Return the source with more known of it."""
        return replace(
            self,
            columns={**self.columns, **(columns or {})},
            options={**self.options, **(options or {})},
            back_relations={**self.back_relations, **(back_relations or {})},
            views={**self.views, **(views or {})},
        )

    def without_back_relation(self, source: str) -> DataSource:
        """Return the source without the end of a relation that is made anew."""
        kept = {name: id for name, id in self.back_relations.items() if name != source}
        return replace(self, back_relations=kept)


@dataclass(frozen=True, slots=True)
class NotionPlace:
    """Where a partnership's memory lives in Notion."""

    partnership_id: str
    parent_page_id: str
    memory_page_id: str
    communities: DataSource | None = None
    sessions: DataSource | None = None
    memory: DataSource | None = None
    is_small: bool | None = None  # its workspace may hold few blocks; None: not asked yet

    def source(self, name: str) -> DataSource | None:
        """Return a source by its name, None while it is not made."""
        return {
            "communities": self.communities,
            "sessions": self.sessions,
            "memory": self.memory,
        }[name]

    def with_source(self, name: str, source: DataSource) -> NotionPlace:
        """Return the place with a source made or learnt."""
        if name == "communities":
            return replace(self, communities=source)
        return (
            replace(self, sessions=source) if name == "sessions" else replace(self, memory=source)
        )
