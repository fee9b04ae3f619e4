"""Runs as the HTML of Miro's texts, and back, in both of its dialects.

See docs/miro.md#making-items.

Miro knows `p`, `br`, `strong`, `em`, `u`, `s` and `a`; it has no code, whose words stay. Texts that
a program placed come back as it wrote them, those of people as paragraphs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape, unescape
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from connectors.runs import Run, merged

_TAGS = "p|br|a|strong|b|em|i|u|s|span|ul|ol|li|div"
# A known tag, and attributes only as name="value": `a <b and c> d` is somebody's plain text.
_KNOWN_TAG = re.compile(
    rf"<(?:/(?:{_TAGS})|(?:{_TAGS})(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'))*\s*/?)\s*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "template"})
_BREAK = "\n"
# Soft breaks of office programs, page breaks, the next-line control, Unicode's own separators.
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Zero-width space and byte order mark are leftovers of editors; U+200C and U+200D belong to words.
_DROPPED = str.maketrans(dict.fromkeys("\u200b\ufeff\x00"))
_BOLD, _ITALIC = frozenset({"strong", "b"}), frozenset({"em", "i"})

_Line = list[Run]
_Event = tuple[Literal["open", "close", "break", "text"], Run]


def as_html(runs: Iterable[Run]) -> str:
    """Return a text as Miro takes it; nothing of its words can act as markup.

    One line without styles is sent plain. Everything else is a paragraph a line, for a break at the
    end of a text shows nothing and would be lost.
    """
    lines = _lines([replace(run, text=cleaned(run.text)) for run in runs])
    if len(lines) == 1 and all(replace(run, code=False).is_plain for run in lines[0]):
        return "".join(_marked(run) for run in lines[0])
    return "".join(f"<p>{''.join(map(_marked, line)) or '<br>'}</p>" for line in lines)


def from_html(content: str) -> tuple[Run, ...]:
    """Return what Miro sent as a text of ours, merged.

    Its words are those that capture reads, which also writes out addresses and numbers of lists.
    """
    whole = content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    whole = _LINE_BREAKS.sub(_BREAK, whole)
    if _KNOWN_TAG.search(whole):
        runs = _from_markup(whole)
    else:
        runs = (Run(_ENTITY.sub(lambda entity: unescape(entity[0]), whole)),)
    return merged(replace(run, text=cleaned(run.text)) for run in runs)


def cleaned(text: str) -> str:
    """Return `text` as it can come back from Miro: line breaks of one kind, no leftovers.

    Halves of surrogate pairs, which no vendor can keep, become U+FFFD.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _LINE_BREAKS.sub(_BREAK, whole).translate(_DROPPED)


def _lines(runs: Iterable[Run]) -> list[_Line]:
    lines: list[_Line] = [[]]
    for run in merged(runs):
        first, *others = run.text.split(_BREAK)
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=other)] for other in others)
    return [[run for run in line if run.text] for line in lines]


def _marked(run: Run) -> str:
    html = escape(run.text, quote=False)
    for tag, is_on in (("s", run.strike), ("u", run.underline), ("em", run.italic)):
        html = f"<{tag}>{html}</{tag}>" if is_on else html
    html = f"<strong>{html}</strong>" if run.bold else html
    return f'<a href="{escape(run.link)}">{html}</a>' if run.link else html


def _from_markup(html: str) -> tuple[Run, ...]:
    """Join paragraphs with line breaks; blanks between paragraphs are nobody's words."""
    lines: list[_Line] = []
    events: list[_Event] | None = None
    for event in _events(html):
        kind, run = event
        if kind in ("open", "close"):
            if events or (kind == "close" and events is not None):
                lines.append(_line(events))
            events = [] if kind == "open" else None
        elif events is not None:
            events.append(event)
        elif kind == "break" or run.text.strip():
            events = [event]
    if events:
        lines.append(_line(events))
    with_breaks = ([Run(_BREAK), *line] for line in lines)
    return tuple(run for line in with_breaks for run in line)[1:]


def _line(events: list[_Event]) -> _Line:
    """Return one paragraph; a break at its very end shows nothing, as in every browser."""
    shown = events[:-1] if events and events[-1][1].text == _BREAK else events
    return [run for _, run in shown]


def _events(html: str) -> Iterator[_Event]:
    """Walk without recursion: a note can hold thousands of nested tags."""
    body = LexborHTMLParser(html).body
    left: list[tuple[LexborNode | None, Run]] = [] if body is None else _children(body, Run(""))
    while left:
        node, style = left.pop()
        if node is None:
            yield "close", style
        elif node.tag == "-text":
            yield "text", replace(style, text=node.text_content or "")
        elif node.tag == "br":
            yield "break", replace(style, text=_BREAK)
        elif node.tag not in _UNSEEN:
            if node.tag in _BLOCKS:
                yield "open", style
                left.append((None, style))
            left.extend(_children(node, _styled(node, style)))


def _styled(node: LexborNode, style: Run) -> Run:
    tag = node.tag or ""
    if tag == "a":
        return replace(style, link=(node.attributes.get("href") or "").strip())
    return replace(
        style,
        bold=style.bold or tag in _BOLD,
        italic=style.italic or tag in _ITALIC,
        underline=style.underline or tag == "u",
        strike=style.strike or tag == "s",
    )


def _children(node: LexborNode, style: Run) -> list[tuple[LexborNode | None, Run]]:
    found: list[tuple[LexborNode | None, Run]] = []
    child = node.child
    while child is not None:
        found.append((child, style))
        child = child.next
    return found[::-1]
