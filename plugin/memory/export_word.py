"""Writes a document for Word, with python-docx: by styles, so that it can be heard and restyled."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.styles.style import BaseStyle

from plugin.memory.export_document import (
    COUNTRY,
    LANGUAGE,
    BulletList,
    DocumentTable,
    ExportDocument,
    Heading,
    Paragraph,
    Picture,
    in_xml,
)

_WIDEST = Cm(14)
_CAPTION = "Caption"
_BULLETS, _QUOTE, _TABLE = "List Bullet", "Quote", "Table Grid"


def as_word(document: ExportDocument, made_at: datetime) -> bytes:
    """Return a document as a .docx file."""
    made = docx.Document()
    _describe(made, document, made_at)
    styles = {name: made.styles[name] for name in (_BULLETS, _QUOTE)}
    made.add_heading(in_xml(document.title), level=1)
    for block in document.blocks:
        if isinstance(block, Heading):
            made.add_heading(in_xml(block.words), level=block.level)
        elif isinstance(block, Paragraph):
            made.add_paragraph(in_xml(block.words))
        elif isinstance(block, BulletList):
            _add_all(made, block.items, styles[_BULLETS])
        elif isinstance(block, DocumentTable):
            _add_table(made, block)
        elif isinstance(block, Picture):
            _add_picture(made, block)
        else:
            _add_all(made, block.words.split("\n\n"), styles[_QUOTE])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _describe(made: Document, document: ExportDocument, made_at: datetime) -> None:
    """Say what the document is; the library's own template names itself as the author."""
    about, language = made.core_properties, f"{LANGUAGE}-{COUNTRY}"
    about.title, about.language = in_xml(document.title), language
    about.author = about.last_modified_by = about.comments = ""
    # Word keeps moments without a zone, and takes them for UTC.
    about.created = about.modified = made_at.replace(tzinfo=None)
    for each in made.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), language)


def _add_all(made: Document, texts: Sequence[str], style: BaseStyle) -> None:
    for each in texts:
        if each.strip():
            made.add_paragraph(in_xml(each.strip()), style=style)  # type: ignore[arg-type]


def _add_table(made: Document, table: DocumentTable) -> None:
    """Add a table whose first row is marked as its headings, and is repeated on every page."""
    grid = made.add_table(rows=0, cols=len(table.header), style=_TABLE)
    for row in (table.header, *table.rows):
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = in_xml(words)
    properties = grid.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    made.add_paragraph("")


def _add_picture(made: Document, picture: Picture) -> None:
    """Add a picture with its text for those who hear it, and beneath it whose it is."""
    shape = made.add_picture(io.BytesIO(picture.content))
    if shape.width > _WIDEST:
        shape.height, shape.width = Cm(14 * shape.height / shape.width), _WIDEST
    shape._inline.docPr.set("descr", in_xml(picture.words))
    made.add_paragraph(in_xml(f"{picture.words}\n{picture.caption}"), style=_CAPTION)
