"""Miro's calls about what lies on a board: items of all kinds, and lines between them.

Where something lies is worked out in `connectors.miro.places` alone (docs/miro.md#items).
"""

from collections.abc import Sequence

from connectors.errors import Evidence, LookFirst
from connectors.http import Call
from connectors.miro.calls import MiroCalls, reading
from connectors.miro.matching import match_created
from connectors.miro.new_items import (
    NewCard,
    NewFrame,
    NewImage,
    NewItem,
    NewSticky,
    as_html,
)
from connectors.miro.places import Place, place_in, place_on_board
from schemas.miro import Connector, Item, read_connector_page, read_item, read_item_page

# Bulk create takes this many items a call and makes all of them or none.
BULK = 20
ITEMS = "/v2/boards/{board_id}/items"
ITEM = "/v2/boards/{board_id}/items/{item_id}"


class ItemCalls(MiroCalls):
    """Items and connectors."""

    def create_frame(self, board_id: str, frame: NewFrame) -> Item:
        """Make one frame; its parts can be made only after it.

        Not harmless to repeat: it would make a second frame.

        https://developers.miro.com/reference/create-frame-item
        """
        return self.create_item(board_id, frame)

    def create_card(self, board_id: str, card: NewCard) -> Item:
        """Make one card. Not harmless to repeat: it would make a second card.

        https://developers.miro.com/reference/create-card-item
        """
        return self.create_item(board_id, card)

    def create_sticky(self, board_id: str, sticky: NewSticky) -> Item:
        """Make one sticky note. Not harmless to repeat: it would make a second one.

        https://developers.miro.com/reference/create-sticky-note-item
        """
        return self.create_item(board_id, sticky)

    def create_image(self, board_id: str, image: NewImage) -> Item:
        """Show an image that Miro fetches from its address.

        Not harmless to repeat: it would be there twice.

        https://developers.miro.com/reference/create-image-item-using-url
        """
        return self.create_item(board_id, image)

    def create_item(self, board_id: str, item: NewItem) -> Item:
        """Make one item of any kind. Not harmless to repeat: it would come twice.

        https://developers.miro.com/reference/create-items
        """
        call = Call(
            method="POST",
            route=f"/v2/boards/{{board_id}}/{item.collection}",
            ids={"board_id": board_id},
            body=item.body(),
            harmless=False,
        )
        return self._account.ask(call, read_item)

    def create_items(self, board_id: str, items: Sequence[NewItem]) -> tuple[Item, ...]:
        """Make 1 to 20 items, all of them or none; return them in the order asked.

        Frames that they lie in must exist. Not harmless to repeat; after `LookFirst` list the board
        before anything is made again, by whatever call.

        https://developers.miro.com/reference/create-items
        """
        if not 1 <= len(items) <= BULK:
            raise ValueError(f"Bulk create takes 1 to {BULK} items, not {len(items)}.")
        call = Call(
            method="POST",
            route=f"{ITEMS}/bulk",
            ids={"board_id": board_id},
            body=[item.as_json() for item in items],
            harmless=False,
        )
        created = match_created(items, self._account.ask(call, read_item_page).data)
        if created is None:
            raise LookFirst(self._account.where(call), Evidence(code="other_items_than_asked"))
        return created

    def items(
        self, board_id: str, type: str | None = None, parent_id: str | None = None
    ) -> tuple[Item, ...]:
        """Return the board's items, of one type or in one frame or all, 50 a call.

        Connectors, tags, groups and comments are never among them. Items that are added meanwhile
        come at the end or not at all.

        https://developers.miro.com/reference/get-items
        """
        query = {"type": type, "parent_item_id": parent_id}
        said = {name: value for name, value in query.items() if value is not None}
        return self._by_cursor(ITEMS, {"board_id": board_id}, said, read_item_page)

    def frames(self, board_id: str) -> tuple[Item, ...]:
        """Return the board's frames."""
        return self.items(board_id, type="frame")

    def stickies(self, board_id: str) -> tuple[Item, ...]:
        """Return the board's sticky notes."""
        return self.items(board_id, type="sticky_note")

    def item(self, board_id: str, item_id: str) -> Item:
        """Return one item; `NotThereOrNotShared` when it, or the board, is not to be seen."""
        ids = {"board_id": board_id, "item_id": item_id}
        return self._account.ask(reading(ITEM, ids), read_item)

    def connectors(self, board_id: str) -> tuple[Connector, ...]:
        """Return the lines that people drew between items: a list of its own.

        https://developers.miro.com/reference/get-connectors
        """
        route = "/v2/boards/{board_id}/connectors"
        return self._by_cursor(route, {"board_id": board_id}, {}, read_connector_page)

    def move_item(
        self, board_id: str, item_id: str, x: float, y: float, parent_id: str | None = None
    ) -> Item:
        """Put an item's centre at x, y, into the frame `parent_id` if given.

        Miro does not translate coordinates on the way into a frame: give those of the new one.
        Harmless to repeat: it sets values.

        https://developers.miro.com/reference/update-item-position-or-parent
        """
        body: dict[str, object] = {"position": {"x": x, "y": y}}
        if parent_id is not None:
            body["parent"] = {"id": parent_id}
        return self._patch(ITEM, board_id, item_id, body)

    def put_into(self, board_id: str, item: Item, old: Item | None, new: Item | None) -> Item:
        """Give an item another frame, or (None) none, and leave it where people see it.

        `old` is the frame that it lies in now. Miro refuses what would reach over the edge of the
        new frame. Harmless to repeat: it sets values.

        https://developers.miro.com/reference/update-item-position-or-parent
        """
        place = place_on_board(Place.of(item), old)
        inner = place if new is None else place_in(new, place)
        body = {
            "position": {"x": inner.x, "y": inner.y},
            "parent": {"id": None if new is None else new.id},
        }
        return self._patch(ITEM, board_id, item.id, body)

    def change_sticky(self, board_id: str, item_id: str, text: str) -> Item:
        """Give a sticky note other words, as plain `text`. Harmless to repeat: it sets a value.

        https://developers.miro.com/reference/update-sticky-note-item
        """
        route = "/v2/boards/{board_id}/sticky_notes/{item_id}"
        return self._patch(route, board_id, item_id, {"data": {"content": as_html(text)}})

    def rename_frame(self, board_id: str, item_id: str, title: str) -> Item:
        """Give a frame another title. Harmless to repeat: it sets a value.

        https://developers.miro.com/reference/update-frame-item
        """
        route = "/v2/boards/{board_id}/frames/{item_id}"
        return self._patch(route, board_id, item_id, {"data": {"title": title}})

    def delete_item(self, board_id: str, item_id: str) -> None:
        """Delete an item. Harmless to repeat: it can be gone only once.

        Connectors cannot be deleted by this call. Raise `NotThereOrNotShared` when it was not there
        to begin with.

        https://developers.miro.com/reference/delete-item
        """
        ids = {"board_id": board_id, "item_id": item_id}
        self._account.delete(Call(method="DELETE", route=ITEM, ids=ids, harmless=True))

    def _patch(self, route: str, board_id: str, item_id: str, body: object) -> Item:
        ids = {"board_id": board_id, "item_id": item_id}
        call = Call(method="PATCH", route=route, ids=ids, body=body, harmless=True)
        return self._account.ask(call, read_item)
