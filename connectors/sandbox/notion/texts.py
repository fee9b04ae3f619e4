"""Finds every text in what the stand-in for Notion holds."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from connectors.sandbox.notion.rich_text import plain


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts inside a value; rich text also joined, however it was cut into pieces."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (key for key in value if isinstance(key, str))
        yield from texts_in(list(value.values()))
    elif isinstance(value, list):
        if value and all(isinstance(one, dict) and "plain_text" in one for one in value):
            yield plain(value)
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts_in(getattr(value, one.name))
