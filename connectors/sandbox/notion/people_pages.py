"""Notion's pages for people (thin for now)."""

from flask import Blueprint

from connectors.sandbox.notion.state import NotionSandbox


def notion_pages(sandbox: NotionSandbox) -> Blueprint:
    """Return the pages for people, to be mounted under `/_sandbox/notion`."""
    return Blueprint("sandbox_notion_people", __name__)
