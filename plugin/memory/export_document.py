"""A document that is exported: headings, paragraphs, quotations, lists, tables, pictures: values.

Writers make a file of it (`export_markdown`, `export_word`, `export_opendocument`), each with what
people need who hear a document: its title, its language, headings by level, real lists, tables with
a row of headings, and what a picture shows in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LANGUAGE, COUNTRY = "en", "GB"  # of our own sentences; what people wrote may be in another one
# XML has no way to write these characters, escaped or not.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the document's title is of level 1."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence of ours."""

    words: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """What people wrote, with its lines."""

    words: str


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list; an item may have lines."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table; its first row says what stands in each column."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a JPEG; `words` say what it shows, for those who hear the document."""

    words: str
    caption: str
    content: bytes = field(repr=False)


Block = Heading | Paragraph | Quotation | BulletList | DocumentTable | Picture


@dataclass(frozen=True, slots=True)
class ExportDocument:
    """A whole document; its title is its first heading too."""

    title: str
    blocks: tuple[Block, ...]


def in_xml(words: str) -> str:
    """Return words as XML can hold them: what it cannot is shown as a sign for it."""
    return _NOT_IN_XML.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n"))
