"""The one rule of tags on items, for the API and for people: who takes them, and how many."""

from connectors.sandbox.miro.errors import invalid
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.models import Item, Tag

TAGS_AN_ITEM = 8


def put_tag(item: Item, tag: Tag) -> None:
    """Put a tag on an item; raise the 400 of Miro if it takes none or no more."""
    if not KINDS[item.type].takes_tags:
        raise invalid("item_id", "only cards and sticky notes can have tags")
    if tag.id in item.tag_ids:
        return
    if len(item.tag_ids) >= TAGS_AN_ITEM:
        raise invalid("tag_id", f"an item can have at most {TAGS_AN_ITEM} tags")
    item.tag_ids.append(tag.id)
