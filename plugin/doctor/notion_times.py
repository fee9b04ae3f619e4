"""What changes the last_edited_time of a Notion page: see docs/notion.md#open-questions.

Notion cuts these times to the minute, so all rows are made first, then a minute passes, then
everything is done to them, each to its own row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from connectors.http import Call
from connectors.notion.new_blocks import Paragraph
from connectors.notion.new_properties import RelationProperty
from connectors.notion.new_values import Number, Relation
from connectors.notion.parents import InDataSource
from connectors.replies import RawAnswer
from plugin.doctor.notion_probes import NotionProbeContext
from plugin.doctor.probes import Probe, Unanswerable

A_MINUTE_S = 62
_DEEDS = {
    "control": "a value is set (the control: it must change)",
    "trash": "trashed and restored",
    "move": "moved to another data source",
    "relation": "the other side of its relation is set",
    "rollup": "a value that it rolls up is set",
    "formula": "a value that its formula reads in another row is set",
    "body": "a block is appended",
}


@dataclass(slots=True)
class Times:
    """The rows, and their times before anything was done to them."""

    lab: NotionProbeContext
    ours: str = ""
    others: str = ""
    links: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    before: dict[str, datetime | None] = field(default_factory=dict)
    computed: dict[str, RawAnswer] = field(default_factory=dict)

    def make(self) -> None:
        """Make two data sources and a row for each deed, and let a minute pass."""
        lab = self.lab
        self.ours, self.others = lab.source("Times"), lab.source("Others")
        column = RelationProperty(self.ours, dual=True)
        linked = lab.notion.update_data_source(self.others, {"Links": column})
        self.links = linked.properties["Links"].synced_property_id or ""
        self.computed = {
            "rollup": self._add_column("Sum", _rollup(self.links)),
            "formula": self._add_column("Twice", _formula()),
        }
        self.rows = {deed: lab.row(self.ours, deed) for deed in _DEEDS}
        for deed in ("rollup", "formula"):
            self.rows[f"{deed} other"] = lab.row(self.others, deed, 1)
            link = {"Links": Relation([self.rows[deed]])}
            lab.notion.update_page(self.rows[f"{deed} other"], link)
        self.before = {deed: self._edited(deed) for deed in _DEEDS}
        lab.pause(A_MINUTE_S)

    def has_changed(self, deed: str) -> str:
        """Do it, and say whether the row's time changed."""
        if not self.before:
            raise Unanswerable("the rows that it needs were not made.")
        refused = self.computed.get(deed)
        if refused is not None and refused.status != 200:
            told = self.lab.tell.of(refused)
            raise Unanswerable(f"the column that it needs was not made: {told}.")
        self._done(deed)
        after, before = self._edited(deed), self.before[deed]
        if after is None or before is None:
            return "the answer carries no time"
        return "last_edited_time changed" if after > before else "last_edited_time did not change"

    def _done(self, deed: str) -> None:
        notion, row = self.lab.notion, self.rows[deed]
        other = self.rows.get(f"{deed} other", "")
        deeds: Mapping[str, Callable[[], object]] = {
            "control": lambda: notion.update_page(row, {"Number": Number(1)}),
            "trash": lambda: (notion.trash_page(row), notion.restore_page(row)),
            "move": lambda: notion.move_page(row, InDataSource(self.others)),
            "relation": lambda: notion.update_page(
                self.lab.row(self.others, deed), {"Links": Relation([row])}
            ),
            "rollup": lambda: notion.update_page(other, {"Number": Number(5)}),
            "formula": lambda: notion.update_page(other, {"Number": Number(5)}),
            "body": lambda: notion.append(row, [Paragraph("Hello")]),
        }
        deeds[deed]()

    def _edited(self, deed: str) -> datetime | None:
        return self.lab.notion.page(self.rows[deed]).last_edited_time

    def _add_column(self, name: str, column: object) -> RawAnswer:
        return self.lab.notion.look(
            Call(
                method="PATCH",
                route="/v1/data_sources/{data_source_id}",
                ids={"data_source_id": self.ours},
                body={"properties": {name: column}},
                harmless=True,
            )
        )


def probes(lab: NotionProbeContext) -> tuple[Probe, ...]:
    """Return a question for making the rows, which takes a minute, and one for each deed."""
    times = Times(lab)

    def made() -> str:
        times.make()
        return f"{len(times.rows)} rows made; a minute has passed"

    return (Probe("notion 3", "rows for what follows", made), *_deeds(times))


def _deeds(times: Times) -> Iterable[Probe]:
    for letter, (deed, words) in zip("abcdefg", _DEEDS.items(), strict=True):
        yield Probe(f"notion 3{letter}", words, partial(times.has_changed, deed))


def _rollup(relation_id: str) -> object:
    return {
        "rollup": {
            "relation_property_id": relation_id,
            "rollup_property_name": "Number",
            "function": "sum",
        }
    }


def _formula() -> object:
    return {"formula": {"expression": 'prop("Sum") * 2'}}
