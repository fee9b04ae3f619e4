"""A page's body as Notion's own markdown, as far as it can be said (docs/notion.md#markdown).

One newline separates blocks, `<br>` breaks a line inside one, children are indented by a tab.
"""

from connectors.sandbox.notion.models import Block, Database, Page, Thing
from connectors.sandbox.notion.rich_text import Segment, plain
from connectors.sandbox.notion.state import NotionState

_MARKS = {
    "paragraph": "",
    "heading_1": "# ",
    "heading_2": "## ",
    "heading_3": "### ",
    "heading_4": "#### ",
    "bulleted_list_item": "- ",
    "numbered_list_item": "1. ",
    "quote": "> ",
}


def as_markdown(state: NotionState, page: Page) -> tuple[str, list[str]]:
    """Return the text, and the ids of the blocks that could not be said."""
    unknown: list[str] = []
    lines = _lines(state, page, 0, unknown)
    return "\n".join(lines), unknown


def _lines(state: NotionState, parent: Thing, depth: int, unknown: list[str]) -> list[str]:
    found = []
    for thing in state.of(Thing, parent.children):
        if thing.in_trash:
            continue
        found += ["\t" * depth + line for line in _block(state, thing, unknown)]
        if isinstance(thing, Block):
            found += _lines(state, thing, depth + 1, unknown)
    return found


def _block(state: NotionState, thing: Thing, unknown: list[str]) -> list[str]:
    if isinstance(thing, Page):
        return [f'<page url="{thing.id}">{state.title_of(thing)}</page>']
    if isinstance(thing, Database):
        return [f'<database url="{thing.id}">{plain(thing.title)}</database>']
    if not isinstance(thing, Block):
        return []
    text = _text(thing.content.get("rich_text", []))
    if thing.type in _MARKS:
        return [_MARKS[thing.type] + text]
    if thing.type == "to_do":
        return [f"- [{'x' if thing.content['checked'] else ' '}] {text}"]
    if thing.type == "divider":
        return ["---"]
    if thing.type == "callout":
        return ["<callout>", text, "</callout>"]
    if thing.type == "code":
        code = plain(thing.content["rich_text"])
        return [f"```{thing.content['language']}", *code.split("\n"), "```"]
    if thing.type == "equation":
        return ["$$", thing.content["expression"], "$$"]
    unknown.append(thing.id)
    return [f'<unknown url="{thing.id}" alt="{thing.type}"/>']


def _text(segments: list[Segment]) -> str:
    return "".join(_piece(segment) for segment in segments).replace("\n", "<br>")


def _piece(segment: Segment) -> str:
    text = segment["plain_text"]
    style = segment["annotations"]
    for name, mark in (("code", "`"), ("italic", "*"), ("bold", "**"), ("strikethrough", "~~")):
        text = f"{mark}{text}{mark}" if style[name] else text
    return f"[{text}]({segment['href']})" if segment["href"] else text
