"""An Atom feed (RFC 4287) of texts, written by the standard library's XML writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from plugin.memory.export_document import in_xml

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed has to say when; an empty one never changed


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a feed; its address is its id too."""

    address: str
    title: str
    summary: str
    text: str
    updated: datetime


def atom_feed(page: str, feed: str, title: str, entries: Sequence[Entry]) -> str:
    """Return a feed of texts, the newest first, of the page at `page`."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    updated = max((each.updated for each in entries), default=_NEVER)
    _add(root, "id", page)
    _add(root, "title", title)
    _add(root, "updated", _when(updated))
    ElementTree.SubElement(root, "link", {"rel": "self", "href": feed})
    ElementTree.SubElement(root, "link", {"rel": "alternate", "href": page})
    _add(ElementTree.SubElement(root, "author"), "name", "Hedgerow")
    for each in entries:
        entry = ElementTree.SubElement(root, "entry")
        _add(entry, "id", each.address)
        _add(entry, "title", each.title)
        _add(entry, "updated", _when(each.updated))
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": each.address})
        _add(entry, "summary", each.summary)
        if each.text:
            _add(entry, "content", each.text)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = in_xml(text)


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
