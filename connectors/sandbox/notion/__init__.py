"""The Notion half of the sandbox: version 2026-03-11 as `docs/notion.md` knows it.

Rule of this folder: routes read a request whole before they change anything, `state.py` holds what
is so, `answers.py` shows it, and every refusal is a `NotionError` in the vendor's shape. What facts
leave open is decided in the docstring of the module that it shapes.
"""

from connectors.sandbox.notion.api import notion_blueprint
from connectors.sandbox.notion.state import NotionState

__all__ = ["NotionState", "notion_blueprint"]
