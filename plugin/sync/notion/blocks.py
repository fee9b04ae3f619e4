"""Blocks as Notion takes them: those of a new page, and those that people turned into others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from connectors.notion.new_blocks import (
    Bullet,
    Callout,
    Divider,
    Heading,
    NewBlock,
    Paragraph,
    Quote,
)
from plugin.sync.actions import BodyBlock

EMOJI = "🌿"


@dataclass(frozen=True, slots=True)
class _Entry(Bullet):
    kind: ClassVar[str] = "numbered_list_item"


@dataclass(frozen=True, slots=True)
class _ToDo(Bullet):
    kind: ClassVar[str] = "to_do"


@dataclass(frozen=True, slots=True)
class _Toggle(Bullet):
    kind: ClassVar[str] = "toggle"


@dataclass(frozen=True, slots=True)
class _Code(Bullet):
    kind: ClassVar[str] = "code"


def worded(type: str, text: str) -> NewBlock:
    """Return words in the form that a block has in Notion by now; its type cannot change."""
    if type.startswith("heading_"):
        return Heading(text, int(type.removeprefix("heading_")))
    if type == "callout":
        return Callout(text, EMOJI)
    forms = (Quote, Bullet, _Entry, _ToDo, _Toggle, _Code)
    return {form.kind: form for form in forms}.get(type, Paragraph)(text)


def as_block(block: BodyBlock) -> NewBlock:
    """Return a block of a body as Notion takes it."""
    if block.type == "callout":
        return Callout(block.text, EMOJI)
    if block.type == "divider":
        return Divider()
    return Paragraph(block.text, block.link, is_grey=block.type == "grey")
