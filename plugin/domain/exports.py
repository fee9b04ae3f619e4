"""Exports: what can be chosen, and how an export that was made is named later.

An export is a copy that nobody can call back. So each is remembered with what it held, by ids, and
with who made it: whoever follows a note, or takes it back, is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plugin.domain.days import lazy_long_day
from plugin.languages import LazyText, lazy_gettext

BY_OPERATOR = "operator"  # in place of a person's id: whoever runs the server


class ExportOf(StrEnum):
    """What is exported."""

    EVERYTHING = "everything"  # of a partnership, in one zip
    PIECES = "pieces"
    NOTES = "notes"
    AGREEMENTS = "agreements"
    REQUEST = "request"  # what was found of a person or a word


class ExportFormat(StrEnum):
    """The kind of file, by the end of its name."""

    ZIP = "zip"
    DOCX = "docx"
    ODT = "odt"
    MARKDOWN = "md"
    CSV = "csv"
    JSON = "json"


CHOOSABLE = (ExportOf.PIECES, ExportOf.NOTES, ExportOf.AGREEMENTS)
FORMATS = {
    ExportFormat.DOCX: "Word (.docx)",
    ExportFormat.ODT: "OpenDocument text (.odt)",
    ExportFormat.MARKDOWN: "Markdown (.md)",
    ExportFormat.CSV: "A table for spreadsheets (.csv)",
    ExportFormat.JSON: "For programs (.json)",
}
MEDIA_TYPES = {
    ExportFormat.ZIP: "application/zip",
    ExportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ExportFormat.ODT: "application/vnd.oasis.opendocument.text",
    ExportFormat.MARKDOWN: "text/markdown; charset=utf-8",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.JSON: "application/json",
}
_SHORT = {
    ExportFormat.DOCX: "Word",
    ExportFormat.ODT: "OpenDocument",
    ExportFormat.MARKDOWN: "Markdown",
    ExportFormat.CSV: "CSV",
    ExportFormat.JSON: "JSON",
}
_NAMES = {
    ExportOf.EVERYTHING: lazy_gettext("Everything of this partnership"),
    ExportOf.PIECES: lazy_gettext("Pieces"),
    ExportOf.NOTES: lazy_gettext("Notes"),
    ExportOf.AGREEMENTS: lazy_gettext("Agreements"),
    ExportOf.REQUEST: lazy_gettext("What was found for a request"),
}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What somebody asks for; no community means every one of which they may read it."""

    of: ExportOf
    file_format: ExportFormat
    community_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRecord:
    """An export that was made; `made_by` is a person's id, None where nobody knows any more.

    `holds` are the ids of its communities, or of its pieces where it holds pieces.
    """

    id: str
    partnership_id: str
    made_at: datetime
    of: ExportOf = ExportOf.EVERYTHING
    file_format: ExportFormat = ExportFormat.ZIP
    made_by: str | None = None
    holds: tuple[str, ...] = ()

    @property
    def in_words(self) -> LazyText:
        """Say what it is: *Notes, as Word*."""
        name = _NAMES[self.of]
        if self.of not in CHOOSABLE:
            return name
        return lazy_gettext("%(name)s, as %(format)s", name=name, format=_SHORT[self.file_format])


@dataclass(frozen=True, slots=True)
class NamedExport:
    """An export as it is told of a note: what, when, and by whom, empty where nobody knows."""

    what: str
    day: date
    by: str = ""

    @property
    def in_words(self) -> LazyText:
        """Say it in a line: *Notes, as Word, on 3 December 2026 by Sam Okafor*."""
        day = lazy_long_day(self.day)
        if not self.by:
            return lazy_gettext("%(what)s, on %(day)s", what=self.what, day=day)
        return lazy_gettext(
            "%(what)s, on %(day)s by %(name)s", what=self.what, day=day, name=self.by
        )


def may_hold(
    record: ExportRecord, community_id: str, piece_ids: Sequence[str], *, was_read_back: bool
) -> bool:
    """Say whether an export may hold words of a kept note, or of a piece that rests on it.

    `piece_ids` are the pieces that rest or rested on the note; `was_read_back` says that a sentence
    of the agreement was made from it.
    """
    if record.of is ExportOf.EVERYTHING:
        return True
    if record.of is ExportOf.PIECES:
        return not set(piece_ids).isdisjoint(record.holds)
    in_its_group = community_id in record.holds
    holds_notes = record.of in (ExportOf.NOTES, ExportOf.REQUEST)
    return in_its_group and (holds_notes or was_read_back)
