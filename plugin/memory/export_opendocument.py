"""Writes a document as OpenDocument text, with odfdo: by styles, so that it can be heard."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import odfdo
from PIL import Image

from plugin.domain.blankness import one_line
from plugin.memory.export_document import (
    COUNTRY,
    LANGUAGE,
    Block,
    BulletList,
    DocumentTable,
    ExportDocument,
    Heading,
    Paragraph,
    Picture,
    Quotation,
    in_xml,
)

_QUOTE, _BULLETS = "Quotations", "List_20_1"
_WIDEST_CM, _PIXELS_A_CM = 14.0, 37.8
_MADE_BY = "Hedgerow"  # in place of the system on which the library's template was made


def as_opendocument(document: ExportDocument, made_at: datetime) -> bytes:
    """Return a document as an .odt file."""
    made = odfdo.Document("text")
    _describe(made, document, made_at)
    body = made.body
    body.clear()
    body.append(_heading(1, document.title))
    for number, block in enumerate(document.blocks):
        for element in _elements(block, number):
            body.append(element)
        if isinstance(block, Picture):
            body.append(_picture(made, block, number))
            body.append(_paragraph(f"{block.words}\n{block.caption}", "Text_20_body"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _describe(made: odfdo.Document, document: ExportDocument, made_at: datetime) -> None:
    """Say what the document is; the library's template is French, and names where it was made."""
    about = made.meta
    about.title, about.generator = in_xml(document.title), _MADE_BY
    about.creation_date = about.date = made_at.replace(tzinfo=None)
    made.language = f"{LANGUAGE}-{COUNTRY}"
    quotation = odfdo.Style("paragraph", name=_QUOTE, parent_style="Standard", display_name=_QUOTE)
    quotation.set_properties(
        {"fo:margin-left": "1cm", "fo:margin-bottom": "0.2cm"}, area="paragraph"
    )
    made.insert_style(quotation)


def _elements(block: Block, number: int) -> Iterator[odfdo.Element]:
    if isinstance(block, Heading):
        yield _heading(block.level, block.words)
    elif isinstance(block, Paragraph):
        yield _paragraph(block.words, "Text_20_body")
    elif isinstance(block, BulletList):
        yield _list(block)
    elif isinstance(block, DocumentTable):
        yield _table(block, number)
    elif isinstance(block, Quotation):
        for each in block.words.split("\n\n"):
            if each.strip():
                yield _paragraph(each.strip(), _QUOTE)


def _heading(level: int, words: str) -> odfdo.Element:
    made = odfdo.Header(level, one_line(in_xml(words)))
    made.style = f"Heading_20_{level}"
    return made


def _paragraph(words: str, style: str) -> odfdo.Element:
    return odfdo.Paragraph(in_xml(words), style=style)


def _list(block: BulletList) -> odfdo.Element:
    made = odfdo.List(style=_BULLETS)
    for each in block.items:
        if each.strip():
            made.append(odfdo.ListItem(_paragraph(each.strip(), "Text_20_body")))
    return made


def _picture(made: odfdo.Document, picture: Picture, number: int) -> odfdo.Element:
    """Return a paragraph with a picture, and its text for those who hear it."""
    with Image.open(io.BytesIO(picture.content)) as image:
        wide, high = image.size
    width = min(_WIDEST_CM, wide / _PIXELS_A_CM)
    size = (f"{width:.2f}cm", f"{width * high / wide:.2f}cm")
    uri = made.add_file(io.BytesIO(picture.content))
    frame = odfdo.Frame.image_frame(uri, name=f"Picture{number}", size=size, anchor_type="as-char")
    frame.svg_description = in_xml(one_line(picture.words))
    paragraph = odfdo.Paragraph("", style="Text_20_body")
    paragraph.append(frame)
    return paragraph


def _table(block: DocumentTable, number: int) -> odfdo.Element:
    """Return a table whose first row is marked as its headings."""
    made = odfdo.Table(f"Table{number}")
    for _ in block.header:
        made.append(odfdo.Element.from_tag("table:table-column"))
    first = odfdo.Element.from_tag("table:table-header-rows")
    first.append(_row(block.header, "Table_20_Heading"))
    made.append(first)
    for each in block.rows:
        made.append(_row(each, "Text_20_body"))
    return made


def _row(cells: tuple[str, ...], style: str) -> odfdo.Element:
    """Return a row of texts; none has a value, so that none is taken for a formula."""
    row = odfdo.Element.from_tag("table:table-row")
    for each in cells:
        cell = odfdo.Element.from_tag("table:table-cell")
        cell.append(_paragraph(each, style))
        row.append(cell)
    return row
