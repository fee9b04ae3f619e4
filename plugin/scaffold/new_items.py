"""What is wanted on a board, in the form in which Miro takes it."""

from __future__ import annotations

from connectors.miro.new_items import NewAppCard, NewCard, NewFrame, NewItem, NewText
from plugin.scaffold.board import Kind, WantedFrame, WantedItem

_CLEAR = "#ffffffff"


def new_frame(frame: WantedFrame) -> NewFrame:
    """Return a box as Miro takes it."""
    centre = frame.rect.centre
    return NewFrame(
        title=frame.title,
        x=centre.x,
        y=centre.y,
        width=frame.rect.width,
        height=frame.rect.height,
        fill_colour=frame.fill or _CLEAR,
    )


def new_item(item: WantedItem, parent_id: str) -> NewItem:
    """Return a text or card as Miro takes it, in the frame of this id."""
    style, position = item.style, item.position
    if item.kind in (Kind.APP_CARD, Kind.CARD):
        card = NewAppCard if item.kind is Kind.APP_CARD else NewCard
        return card(
            title="".join(item.content),
            description=item.description,
            x=position.x,
            y=position.y,
            width=item.rect.width,
            height=item.rect.height,
            colour=style.colour,
            parent_id=parent_id,
        )
    return NewText(
        text="\n".join(item.content),
        x=position.x,
        y=position.y,
        width=item.rect.width,
        font_size=style.font_size,
        bold_lines=style.bold_lines,
        align=style.align.value,
        colour=style.colour,
        parent_id=parent_id,
    )
