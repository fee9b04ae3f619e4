"""What we keep on the page of a community: a paragraph is replaced where it says what we put there.

Each paragraph is looked for by its words before anything is written, so that a run that broke off
doubles nothing. One that people changed or took away is theirs: ours then comes at the end.
"""

from __future__ import annotations

from dataclasses import replace

from connectors.notion.new_blocks import Paragraph
from plugin import intents
from plugin.sync.actions import ReplaceParagraph, TellPage
from plugin.sync.notion.write import NotionWriter, relink
from plugin.sync.pieces.values import joined


def tell_page(writer: NotionWriter, action: TellPage) -> None:
    """Put our paragraphs on a page, each once, and remember what they say."""
    link = writer.link_of(action.about.our_id)
    there = {block.text: block.id for block in writer.notion.children(link.notion_page_id)}
    before = dict(zip(action.texts, action.before, strict=False))
    lacking = [text for text in action.texts if text not in there]
    for text in [each for each in lacking if before.get(each) in there]:
        block_id = there[before[text]]
        writer.replace_paragraph(ReplaceParagraph(about=action.about, block_id=block_id, text=text))
        lacking.remove(text)
    if lacking:
        writer.put_on_page(link, "tell_page", [Paragraph(text) for text in lacking])
    agreed = {"narrative": joined(action.texts)}
    with intents.writing_alone(writer.services) as tx:
        relink(tx, link, lambda now: replace(now, agreed={**now.agreed, **agreed}))
