"""Turns what Miro keeps of a note into the plain text that a person wrote.

Miro mixes two dialects: HTML of its editor, and plain text that an API placed. Paragraphs and line
breaks of every kind become newlines, entities are decoded once, items of a numbered list keep their
numbers, and a link keeps its address where its words say another. Marks that show letters in
another order than they are stored are left out. Nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugin.domain.blankness import in_stored_order, is_blank

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

# Soft breaks of office programs, page breaks, the next-line control, Unicode's own separators.
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ADDRESS = re.compile(r"(?:https?://|mailto:)(?P<rest>\S+)", re.IGNORECASE)

_Event = tuple[Literal["open", "close", "break", "text", "number"], str]


class _Step(NamedTuple):
    """A node to walk, once to open and once to close it; `number` is its place in a list."""

    node: LexborNode
    number: int | None = None
    is_closing: bool = False


def plain_text(content: str) -> str:
    """Return the text of a sticky as written; an empty or blank one comes back as it is."""
    whole = _LINE_BREAKS.sub("\n", _without_halves(content))
    text = _from_html(whole) if _KNOWN_TAG.search(whole) else _ENTITY.sub(_decoded, whole)
    return in_stored_order(_LINE_BREAKS.sub("\n", text).translate(_DROPPED))


def _decoded(entity: re.Match[str]) -> str:
    return unescape(entity[0])


def _without_halves(content: str) -> str:
    """Join surrogate pairs, and replace halves: JSON can carry them, no database can keep them."""
    return content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _from_html(html: str) -> str:
    lines: list[str] = []
    pieces: list[str] | None = None
    number = ""
    for kind, text in _events(html):
        if kind == "open":
            if pieces:
                lines.append(_line(pieces))
            pieces = []
        elif kind == "close":
            if pieces is not None:
                lines.append(_line(pieces))
            pieces, number = None, ""
        elif kind == "number":
            number = text
        elif pieces is not None or kind == "break" or text.strip():
            # Blanks between paragraphs are nobody's words, and an empty item needs no number.
            if number and not is_blank(text):
                text, number = number + text, ""
            pieces = [] if pieces is None else pieces
            pieces.append(text)
    if pieces:
        lines.append(_line(pieces))
    return "\n".join(lines)


def _line(pieces: list[str]) -> str:
    """Join one paragraph; a break at its very end shows nothing, as in every browser."""
    return "".join(pieces[:-1] if pieces and pieces[-1] is _BREAK else pieces)


def _events(html: str) -> Iterator[_Event]:
    """Walk without recursion: a note can hold thousands of nested tags."""
    body = LexborHTMLParser(html).body
    left = [] if body is None else _children(body)
    while left:
        step = left.pop()
        tag = step.node.tag or ""
        if step.is_closing and tag == "a":
            if address := _address_of(step.node):
                yield "text", address
        elif step.is_closing:
            yield "close", ""
        elif tag == _TEXT:
            yield "text", step.node.text_content or ""
        elif tag == "br":
            yield "break", _BREAK
        elif tag not in _UNSEEN:
            if tag in _BLOCKS:
                yield "open", ""
            if step.number is not None:
                yield "number", f"{step.number}. "
            if tag in _BLOCKS or tag == "a":
                left.append(step._replace(is_closing=True))
            left.extend(_children(step.node))


def _children(node: LexborNode) -> list[_Step]:
    found: list[_Step] = []
    next_number = _number_in(node, "start", 1) if node.tag == "ol" else None
    child = node.child
    while child is not None:
        number = None
        if next_number is not None and child.tag == "li":
            number = _number_in(child, "value", next_number)
            next_number = number + 1
        found.append(_Step(child, number))
        child = child.next
    return found[::-1]


def _number_in(node: LexborNode, attribute: str, otherwise: int) -> int:
    given = node.attributes.get(attribute) or ""
    return int(given) if re.fullmatch(r"[0-9]{1,6}", given) else otherwise


def _address_of(link: LexborNode) -> str:
    """Return the address to show after a link's words: nothing where they say it themselves."""
    href = "".join((link.attributes.get("href") or "").split())
    found = _ADDRESS.fullmatch(href)
    words = link.text(deep=True)
    if found is None or is_blank(words) or _level(words) in (_level(href), _level(found["rest"])):
        return ""
    shown = found["rest"] if href.lower().startswith("mailto:") else href
    return f"({shown}) " if words[-1].isspace() else f" ({shown})"


def _level(address: str) -> str:
    return unquote(address).strip().rstrip("/").casefold()
