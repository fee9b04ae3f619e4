"""What we keep on the page of a community: a paragraph is replaced where it says what we put there.

Each paragraph is looked for by its words before anything is written, so that a run that broke off
doubles nothing. One that people changed or took away is theirs: ours then comes at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connectors.notion.new_blocks import Paragraph
from plugin import intents
from plugin.domain.links import Link
from plugin.store import links as stored_links
from plugin.store.database import Tx
from plugin.sync.actions import ReplaceParagraph, TellPage
from plugin.sync.errors import LeftForLater
from plugin.sync.notion.write import NotionWriter
from plugin.sync.pieces.values import joined


def tell_page(writer: NotionWriter, action: TellPage) -> None:
    """Put our paragraphs on a page, each once, and remember what they say."""
    with writer.services.db.read() as tx:
        link = stored_links.link_of(tx, action.about.our_id)
    if link is None:
        raise LeftForLater("")
    there = {block.text: block.id for block in writer.notion.children(link.notion_page_id)}
    before = dict(zip(action.texts, action.before, strict=False))
    lacking = [text for text in action.texts if text not in there]
    for text in [each for each in lacking if before.get(each) in there]:
        block_id = there[before[text]]
        writer.replace_paragraph(ReplaceParagraph(about=action.about, block_id=block_id, text=text))
        lacking.remove(text)
    if lacking:
        _append(writer, link, lacking)
    with intents.writing_alone(writer.services) as tx:
        now = stored_links.link(tx, link.id)
        if now is not None and now.is_followed:
            agreed = {**now.agreed, "narrative": joined(action.texts)}
            stored_links.save_link(tx, replace(now, agreed=agreed))


def _append(writer: NotionWriter, link: Link, texts: list[str]) -> None:
    writer.writes += 1
    blocks = [Paragraph(text) for text in texts]
    intents.write(
        writer.services,
        kind="tell_page",
        subject=writer.partnership_id,
        key=f"body:{link.key}",
        payload={"our_id": link.our_id},
        send=lambda: writer.notion.append(link.notion_page_id, blocks),
        settle=_nothing_more,
    )


def _nothing_more(_tx: Tx, _made: object) -> Mapping[str, object]:
    """What is there is looked for on the page before anything is put there again."""
    return {}
