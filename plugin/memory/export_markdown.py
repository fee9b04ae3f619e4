"""Writes a document as Markdown in which no sign of what people wrote means anything; pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from plugin.domain.blankness import one_line
from plugin.memory.export_document import (
    Block,
    BulletList,
    DocumentTable,
    ExportDocument,
    Heading,
    Paragraph,
    Picture,
)
from plugin.memory.export_files import as_plain, quoted


def as_markdown(document: ExportDocument) -> bytes:
    """Return a document as a Markdown file."""
    blocks = (Heading(1, document.title), *document.blocks)
    text = "\n\n".join(_block(each) for each in blocks) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {as_plain(block.words)}"
    if isinstance(block, Paragraph):
        return as_plain(block.words)
    if isinstance(block, BulletList):
        return "\n".join(_item(each) for each in block.items)
    if isinstance(block, DocumentTable):
        rows = [block.header, ["---"] * len(block.header), *block.rows]
        lines = [_row(each, escaped=number != 1) for number, each in enumerate(rows)]
        return "\n".join(lines)
    if isinstance(block, Picture):
        shown = b64encode(block.content).decode("ascii")
        said = as_plain(one_line(block.words))
        return f"![{said}](data:image/jpeg;base64,{shown})\n\n{said}  \n{as_plain(block.caption)}"
    return quoted(block.words)


def _item(words: str) -> str:
    lines = [as_plain(line) for line in words.splitlines() if line.strip()]
    return "- " + "  \n  ".join(lines)


def _row(cells: Sequence[str], *, escaped: bool) -> str:
    return f"| {' | '.join(as_plain(each) if escaped else each for each in cells)} |"
