"""Turns what Miro keeps of a note into the plain text that a person wrote.

Miro mixes two dialects: HTML of its editor, and plain text that an API placed. Paragraphs and line
breaks become newlines, entities are decoded once, and nothing else of the words is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

_TAGS = "p|br|a|strong|b|em|i|u|s|span|ul|ol|li|div"
# A known tag, and attributes only as name="value": `a <b and c> d` is somebody's plain text.
_KNOWN_TAG = re.compile(
    rf"<(?:/(?:{_TAGS})|(?:{_TAGS})(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'))*\s*/?)\s*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "template"})
_TEXT = "-text"
_BREAK = "\n"
# Zero-width space and byte order mark are leftovers of editors; U+200C and U+200D belong to words.
_DROPPED = str.maketrans(dict.fromkeys("\u200b\ufeff\x00"))

_Event = tuple[Literal["open", "close", "break", "text"], str]


def plain_text(content: str) -> str:
    """Return the text of a sticky as written; an empty or blank one comes back as it is."""
    whole = _without_halves(content).replace("\r\n", "\n").replace("\r", "\n")
    text = _from_html(whole) if _KNOWN_TAG.search(whole) else _ENTITY.sub(_decoded, whole)
    return text.translate(_DROPPED)


def _decoded(entity: re.Match[str]) -> str:
    return unescape(entity[0])


def _without_halves(content: str) -> str:
    """Join surrogate pairs, and replace halves: JSON can carry them, no database can keep them."""
    return content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _from_html(html: str) -> str:
    lines: list[str] = []
    pieces: list[str] | None = None
    for kind, text in _events(html):
        if kind == "open":
            if pieces:
                lines.append(_line(pieces))
            pieces = []
        elif kind == "close":
            if pieces is not None:
                lines.append(_line(pieces))
            pieces = None
        elif pieces is not None:
            pieces.append(text)
        elif kind == "break" or text.strip():  # blanks between paragraphs are nobody's words
            pieces = [text]
    if pieces:
        lines.append(_line(pieces))
    return "\n".join(lines)


def _line(pieces: list[str]) -> str:
    """Join one paragraph; a break at its very end shows nothing, as in every browser."""
    return "".join(pieces[:-1] if pieces and pieces[-1] is _BREAK else pieces)


def _events(html: str) -> Iterator[_Event]:
    """Walk without recursion: a note can hold thousands of nested tags."""
    body = LexborHTMLParser(html).body
    left: list[tuple[LexborNode, bool]] = [] if body is None else _children(body)
    while left:
        node, is_closing = left.pop()
        tag = node.tag or ""
        if is_closing:
            yield "close", ""
        elif tag == _TEXT:
            yield "text", node.text_content or ""
        elif tag == "br":
            yield "break", _BREAK
        elif tag not in _UNSEEN:
            if tag in _BLOCKS:
                yield "open", ""
                left.append((node, True))
            left.extend(_children(node))


def _children(node: LexborNode) -> list[tuple[LexborNode, bool]]:
    found: list[tuple[LexborNode, bool]] = []
    child = node.child
    while child is not None:
        found.append((child, False))
        child = child.next
    return found[::-1]
