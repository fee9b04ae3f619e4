"""Miro's calls about tags: items never name theirs, and only cards and sticky notes carry any.

People who have the board open see tags that came by these calls only after a reload
(docs/miro.md#tags).
"""

from collections.abc import Collection

from connectors.http import Call
from connectors.miro.calls import MiroCalls, reading
from schemas.miro import Item, Tag, read_item_page, read_tag, read_tag_page, read_tags_of_item

# Miro refuses a ninth.
MOST_TAGS = 8
TAGS = "/v2/boards/{board_id}/tags"
ITEM = "/v2/boards/{board_id}/items/{item_id}"


class TagCalls(MiroCalls):
    """Tags of a board and on its items."""

    def tags(self, board_id: str) -> tuple[Tag, ...]:
        """Return the board's tags; one whose title cannot be read is left out.

        https://developers.miro.com/reference/get-tags-from-board
        """
        found = self._by_offset(TAGS, {"board_id": board_id}, {}, read_tag_page)
        return tuple(tag for tag in found if tag.title)

    def items_with_tag(self, board_id: str, tag_id: str) -> tuple[Item, ...]:
        """Return the items that carry the tag, 50 a call.

        This list is paged by offset, unlike all other lists of items.

        https://developers.miro.com/reference/get-items-by-tag
        """
        route = "/v2/boards/{board_id}/items"
        return self._by_offset(route, {"board_id": board_id}, {"tag_id": tag_id}, read_item_page)

    def tags_of(self, board_id: str, item_id: str) -> tuple[Tag, ...]:
        """Return the tags of one item, all at once; `items_with_tag` is cheaper for a board."""
        ids = {"board_id": board_id, "item_id": item_id}
        found = self._account.ask(reading(f"{ITEM}/tags", ids), read_tags_of_item)
        return tuple(tag for tag in found if tag.id and tag.title)

    def create_tag(self, board_id: str, title: str, fill_colour: str = "gray") -> Tag:
        """Make a tag; its title is unique on the board, upper and lower case apart.

        Not harmless to repeat: Miro refuses a title that is there. After `LookFirst` see `tags`.

        https://developers.miro.com/reference/create-tag
        """
        call = Call(
            method="POST",
            route=TAGS,
            ids={"board_id": board_id},
            body={"title": title, "fillColor": fill_colour},
            harmless=False,
        )
        return self._account.ask(call, read_tag)

    def attach_tag(self, board_id: str, item_id: str, tag_id: str) -> None:
        """Put a tag on a card or sticky note. Harmless to repeat: it is on it or not.

        Raise `RefusedForGood` where the item carries eight others already.

        https://developers.miro.com/reference/attach-tag-to-item
        """
        self._account.send(_on_item("POST", board_id, item_id, tag_id))

    def detach_tag(self, board_id: str, item_id: str, tag_id: str) -> None:
        """Take a tag off an item. Harmless to repeat: it can be off only once.

        https://developers.miro.com/reference/remove-tag-from-item
        """
        self._account.delete(_on_item("DELETE", board_id, item_id, tag_id))

    def set_tags(self, board_id: str, item_id: str, tag_ids: Collection[str]) -> None:
        """Let an item carry these tags and no others; one call to look, one a difference.

        Tags that go are taken off first, so that a full item has room. Raise `ValueError` for more
        than eight. Harmless to repeat: it looks anew.
        """
        if len(set(tag_ids)) > MOST_TAGS:
            raise ValueError(f"An item carries up to {MOST_TAGS} tags, not {len(set(tag_ids))}.")
        there = [tag.id for tag in self.tags_of(board_id, item_id)]
        for tag_id in there:
            if tag_id not in tag_ids:
                self.detach_tag(board_id, item_id, tag_id)
        for tag_id in dict.fromkeys(tag_ids):
            if tag_id not in there:
                self.attach_tag(board_id, item_id, tag_id)


def _on_item(method: str, board_id: str, item_id: str, tag_id: str) -> Call:
    return Call(
        method=method,
        route=ITEM,
        ids={"board_id": board_id, "item_id": item_id},
        query={"tag_id": tag_id},
        harmless=True,
    )
