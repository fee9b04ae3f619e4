"""Documents that are exported can be heard: title, language, headings, lists, tables with heads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from plugin.memory.export_document import (
    BulletList,
    DocumentTable,
    ExportDocument,
    Heading,
    Paragraph,
    Picture,
    Quotation,
)
from plugin.memory.export_markdown import as_markdown
from plugin.memory.export_opendocument import as_opendocument
from plugin.memory.export_word import as_word

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OF = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "fo": f"{_ODF}xsl-fo-compatible:1.0",
    "text": f"{_ODF}text:1.0",
    "table": f"{_ODF}table:1.0",
}
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
ODD = "Said \x07 <b>& =1+1 \u202b\ud800"
DOCUMENT = ExportDocument(
    "Pieces of <Northside> & others",
    (
        Paragraph("As it was."),
        Heading(2, "A group"),
        Heading(3, ODD),
        Quotation("First line\nsecond  line\n\nNext paragraph"),
        BulletList(("One", "Two\nlines", " ")),
        DocumentTable(("About", "Agreed"), (("Rule", ODD), ("Names", "nobody"))),
    ),
)


def test_word_has_title_language_headings_lists_and_a_head_row() -> None:
    made = docx.Document(io.BytesIO(as_word(DOCUMENT, NOW)))

    styles = [(each.style.name if each.style else "", each.text) for each in made.paragraphs]
    assert made.core_properties.title == DOCUMENT.title
    assert made.core_properties.language == "en-GB"
    assert made.core_properties.author == ""
    assert {each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert styles[0] == ("Heading 1", DOCUMENT.title)
    assert ("Heading 2", "A group") in styles
    assert ("Quote", "First line\nsecond  line") in styles
    assert [text for style, text in styles if style == "List Bullet"] == ["One", "Two\nlines"]
    assert made.tables[0].rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert made.tables[0].cell(2, 1).text == "nobody"
    assert "\ufffd <b>& =1+1" in made.tables[0].cell(1, 1).text


def test_opendocument_has_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(as_opendocument(DOCUMENT, NOW))) as packed:
        content, meta, styles = (
            ET.fromstring(packed.read(f"{name}.xml"))  # noqa: S314 - we wrote it
            for name in ("content", "meta", "styles")
        )

    def texts(path: str) -> list[str]:
        return ["".join(each.itertext()) for each in content.iterfind(path, OF)]

    assert meta.findtext(".//dc:title", namespaces=OF) == DOCUMENT.title
    assert meta.findtext(".//dc:language", namespaces=OF) == "en-GB"
    assert {each.get(f"{{{OF['fo']}}}language") for each in styles.iter()} == {"en", None}
    level = f"{{{OF['text']}}}outline-level"
    assert [each.get(level) for each in content.iterfind(".//text:h", OF)] == ["1", "2", "3"]
    assert texts(".//text:list/text:list-item/text:p") == ["One", "Twolines"]
    assert texts(".//table:table-header-rows//text:p") == ["About", "Agreed"]
    assert "nobody" in texts(".//table:table-cell/text:p")
    for cell in content.iterfind(".//table:table-cell", OF):
        assert cell.attrib == {}  # with a value, a program may take it for a formula


def a_picture() -> Picture:
    sent = io.BytesIO()
    Image.new("RGB", (800, 400)).save(sent, "JPEG")
    return Picture(f"A line. {ODD}", "A picture from the wall", sent.getvalue())


def test_a_picture_says_what_it_shows_to_those_who_hear_it() -> None:
    shown = ExportDocument("Pictures", (a_picture(),))

    word = docx.Document(io.BytesIO(as_word(shown, NOW)))
    with zipfile.ZipFile(io.BytesIO(as_opendocument(shown, NOW))) as packed:
        content = packed.read("content.xml").decode()
        names = [each for each in packed.namelist() if each.startswith("Pictures/")]
        manifest = packed.read("META-INF/manifest.xml").decode()
    text = as_markdown(shown).decode("utf-8", "surrogatepass")

    (shape,) = word.inline_shapes
    assert (shape.width.cm, shape.height.cm) == pytest.approx((14, 7), abs=0.01)
    assert shape._inline.docPr.get("descr").startswith("A line. Said")
    assert "A picture from the wall" in word.paragraphs[-1].text
    assert "<svg:desc>A line. Said" in content
    assert "A picture from the wall" in content
    assert [each in manifest for each in names] == [True]
    assert "![A line" in text
    assert "](data:image/jpeg;base64,/9j/" in text


def test_in_markdown_no_sign_means_anything() -> None:
    text = as_markdown(DOCUMENT).decode("utf-8", "surrogatepass")

    assert text.startswith("# Pieces of \\<Northside\\> \\& others\n\nAs it was.\n\n## A group\n")
    assert "- One\n- Two  \n  lines\n" in text
    assert "| About | Agreed |\n| --- | --- |\n| Rule | Said" in text
    assert "<b>" not in text.replace("\\<b\\>", "")


@pytest.mark.parametrize("write", [as_word, as_opendocument])
def test_the_moment_is_that_of_the_export(
    write: Callable[[ExportDocument, datetime], bytes],
) -> None:
    with zipfile.ZipFile(io.BytesIO(write(DOCUMENT, NOW))) as packed:
        name = "docProps/core.xml" if "docProps/core.xml" in packed.namelist() else "meta.xml"
        assert b"2026-11-18T12:00:00" in packed.read(name)
