"""Miro's calls that the product needs: boards, people, items, tags, token.

One method is one call or one walk over slices; each links the paragraph of `facts/miro.md` it
rests on. Every method may raise what `connectors.errors` draws; docstrings name an error only
where the caller has to act on it in a special way.
"""

from collections.abc import Sequence

from connectors.account import Account, TokenSource, signed_by
from connectors.errors import Evidence, LookFirst
from connectors.http import HTTP, Call, Service
from connectors.miro.complaints import read_complaint
from connectors.miro.matching import match_created
from connectors.miro.new_items import NewCard, NewFrame, NewItem, NewSticky
from connectors.paging import CursorSlice, OffsetSlice, walk_cursors, walk_offsets
from schemas.miro import (
    Board,
    BoardMember,
    Invitation,
    Item,
    SharingPolicy,
    Tag,
    TokenContext,
    read_board,
    read_board_page,
    read_invitation,
    read_item,
    read_item_page,
    read_member_page,
    read_tag_page,
    read_token_context,
)

BASE_URL = "https://api.miro.com"
# Miro's largest slice for items, members, boards and tags; items refuse fewer than 10.
SLICE = 50
# Bulk create takes this many items a call and makes all of them or none.
BULK = 20
# Nobody but those invited: what a board of ours starts with, whatever the plan's defaults are.
PRIVATE = SharingPolicy(
    access="private",
    invite_to_account_and_board_link_access="no_access",
    organization_access="private",
    team_access="private",
)


class MiroClient:
    """Miro as one token sees it; safe to share between threads."""

    def __init__(self, http: HTTP, token: str | TokenSource, base_url: str = BASE_URL) -> None:
        self._account = Account(
            http,
            Service(
                vendor="miro",
                base_url=base_url,
                auth=signed_by(token, "miro"),
                complaint=read_complaint,
                request_id_header="X-Request-Id",
            ),
        )

    def token_context(self) -> TokenContext:
        """Return whose token this is, for which team, with which scopes (facts 5)."""
        return self._account.ask(
            Call(method="GET", route="/v1/oauth-token", harmless=True), read_token_context
        )

    def create_board(
        self,
        name: str,
        description: str = "",
        team_id: str | None = None,
        sharing: SharingPolicy = PRIVATE,
    ) -> Board:
        """Make a board; `name` has 1 to 60 characters, `description` up to 300 (facts 2.1).

        All four sharing fields are sent, `permissionsPolicy` never. Read them back with
        `get_board`, for plans may decide otherwise. Not harmless to repeat: it would make a second
        board; after `LookFirst` look for it with `list_boards`.
        """
        body: dict[str, object] = {
            "name": name,
            "description": description,
            "policy": {"sharingPolicy": _sharing_json(sharing)},
        }
        if team_id is not None:
            body["teamId"] = team_id
        call = Call(method="POST", route="/v2/boards", body=body, harmless=False)
        return self._account.ask(call, read_board)

    def get_board(self, board_id: str) -> Board:
        """Return the board with its sharing (facts 2.1)."""
        return self._account.ask(_reading("/v2/boards/{board_id}", board_id), read_board)

    def list_boards(self, team_id: str | None = None) -> tuple[Board, ...]:
        """Return the boards that this token sees, of one team or of all (facts 2.1).

        Without a team, boards made a moment ago may be missing for some seconds.
        """
        query = {} if team_id is None else {"team_id": team_id}
        where = self._account.where(_boards(0, query))

        def fetch(offset: int) -> OffsetSlice[Board]:
            page = self._account.ask(_boards(offset, query), read_board_page)
            return OffsetSlice(page.data, page.total, page.offset)

        return tuple(walk_offsets(fetch, where, SLICE))

    def list_members(self, board_id: str) -> tuple[BoardMember, ...]:
        """Return who may open the board; names, ids and roles, never addresses (facts 2.2)."""
        route = "/v2/boards/{board_id}/members"

        def fetch(offset: int) -> OffsetSlice[BoardMember]:
            page = self._account.ask(_offset_call(route, board_id, offset), read_member_page)
            return OffsetSlice(page.data, page.total, page.offset)

        where = self._account.where(_offset_call(route, board_id, 0))
        return tuple(walk_offsets(fetch, where, SLICE))

    def invite(self, board_id: str, emails: Sequence[str], role: str = "coowner") -> Invitation:
        """Invite 1 to 20 addresses as `role`; the outcome may be good for some only (facts 2.2).

        Miro sends real e-mail. Not harmless to repeat: people would be written to twice; after
        `LookFirst` see `list_members`.
        """
        call = Call(
            method="POST",
            route="/v2/boards/{board_id}/members",
            ids={"board_id": board_id},
            body={"emails": list(emails), "role": role},
            harmless=False,
        )
        return self._account.ask(call, read_invitation)

    def create_frame(self, board_id: str, frame: NewFrame) -> Item:
        """Make one frame; its parts can be made only after it (facts 2.4).

        Not harmless to repeat: it would make a second frame.
        """
        return self._create(board_id, "/v2/boards/{board_id}/frames", frame)

    def create_card(self, board_id: str, card: NewCard) -> Item:
        """Make one card (facts 2.4). Not harmless to repeat: it would make a second card."""
        return self._create(board_id, "/v2/boards/{board_id}/cards", card)

    def create_sticky(self, board_id: str, sticky: NewSticky) -> Item:
        """Make one sticky note (facts 2.4). Not harmless to repeat: it would make a second one."""
        return self._create(board_id, "/v2/boards/{board_id}/sticky_notes", sticky)

    def create_items(self, board_id: str, items: Sequence[NewItem]) -> tuple[Item, ...]:
        """Make 1 to 20 items, all of them or none; return them in the order asked (facts 2.5).

        Frames that they lie in must exist. Not harmless to repeat; after `LookFirst` list the board
        before anything is made again, by whatever call.
        """
        if not 1 <= len(items) <= BULK:
            raise ValueError(f"Bulk create takes 1 to {BULK} items, not {len(items)}.")
        call = Call(
            method="POST",
            route="/v2/boards/{board_id}/items/bulk",
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
        """Return the board's items, of one type or in one frame or all, 50 a call (facts 2.7).

        Connectors, tags, groups and comments are never among them. Items that are added meanwhile
        come at the end or not at all.
        """
        query = {"type": type, "parent_item_id": parent_id}
        said = {name: value for name, value in query.items() if value is not None}

        def fetch(cursor: str | None) -> CursorSlice[Item]:
            page = self._account.ask(_items(board_id, said, cursor), read_item_page)
            return CursorSlice(page.data, page.cursor)

        return tuple(walk_cursors(fetch, self._account.where(_items(board_id, said, None))))

    def frames(self, board_id: str) -> tuple[Item, ...]:
        """Return the board's frames."""
        return self.items(board_id, type="frame")

    def stickies(self, board_id: str) -> tuple[Item, ...]:
        """Return the board's sticky notes."""
        return self.items(board_id, type="sticky_note")

    def item(self, board_id: str, item_id: str) -> Item:
        """Return one item; `NotThereOrNotShared` when it, or the board, is not to be seen."""
        call = _reading("/v2/boards/{board_id}/items/{item_id}", board_id, item_id)
        return self._account.ask(call, read_item)

    def move_item(
        self, board_id: str, item_id: str, x: float, y: float, parent_id: str | None = None
    ) -> Item:
        """Put an item's centre at x, y, into the frame `parent_id` if given (facts 2.3).

        Miro does not translate coordinates on the way into a frame: give those of the new one.
        Harmless to repeat: it sets values.
        """
        body: dict[str, object] = {"position": {"x": x, "y": y}}
        if parent_id is not None:
            body["parent"] = {"id": parent_id}
        return self._patch("/v2/boards/{board_id}/items/{item_id}", board_id, item_id, body)

    def rename_frame(self, board_id: str, item_id: str, title: str) -> Item:
        """Give a frame another title (facts 2.4). Harmless to repeat: it sets a value."""
        body = {"data": {"title": title}}
        return self._patch("/v2/boards/{board_id}/frames/{item_id}", board_id, item_id, body)

    def delete_item(self, board_id: str, item_id: str) -> None:
        """Delete an item (facts 2.7). Harmless to repeat: it can be gone only once.

        Raise `NotThereOrNotShared` when it was not there to begin with.
        """
        self._account.delete(
            Call(
                method="DELETE",
                route="/v2/boards/{board_id}/items/{item_id}",
                ids={"board_id": board_id, "item_id": item_id},
                harmless=True,
            )
        )

    def tags(self, board_id: str) -> tuple[Tag, ...]:
        """Return the board's tags (facts 2.6)."""
        route = "/v2/boards/{board_id}/tags"

        def fetch(offset: int) -> OffsetSlice[Tag]:
            page = self._account.ask(_offset_call(route, board_id, offset), read_tag_page)
            return OffsetSlice(page.data, page.total, page.offset)

        where = self._account.where(_offset_call(route, board_id, 0))
        return tuple(walk_offsets(fetch, where, SLICE))

    def items_with_tag(self, board_id: str, tag_id: str) -> tuple[Item, ...]:
        """Return the items that carry the tag, 50 a call (facts 2.6); items never name their tags.

        This list is paged by offset, unlike all other lists of items.
        """
        route = "/v2/boards/{board_id}/items"

        def fetch(offset: int) -> OffsetSlice[Item]:
            call = _offset_call(route, board_id, offset, {"tag_id": tag_id})
            page = self._account.ask(call, read_item_page)
            return OffsetSlice(page.data, page.total, page.offset)

        where = self._account.where(_offset_call(route, board_id, 0))
        return tuple(walk_offsets(fetch, where, SLICE))

    def _create(self, board_id: str, route: str, item: NewItem) -> Item:
        call = Call(
            method="POST", route=route, ids={"board_id": board_id}, body=item.body(), harmless=False
        )
        return self._account.ask(call, read_item)

    def _patch(self, route: str, board_id: str, item_id: str, body: object) -> Item:
        ids = {"board_id": board_id, "item_id": item_id}
        call = Call(method="PATCH", route=route, ids=ids, body=body, harmless=True)
        return self._account.ask(call, read_item)


def _reading(route: str, board_id: str, item_id: str | None = None) -> Call:
    ids = {"board_id": board_id} if item_id is None else {"board_id": board_id, "item_id": item_id}
    return Call(method="GET", route=route, ids=ids, harmless=True)


def _boards(offset: int, query: dict[str, str]) -> Call:
    slice_query = {**query, "limit": str(SLICE), "offset": str(offset)}
    return Call(method="GET", route="/v2/boards", query=slice_query, harmless=True)


def _offset_call(
    route: str, board_id: str, offset: int, query: dict[str, str] | None = None
) -> Call:
    slice_query = {**(query or {}), "limit": str(SLICE), "offset": str(offset)}
    return Call(
        method="GET", route=route, ids={"board_id": board_id}, query=slice_query, harmless=True
    )


def _items(board_id: str, query: dict[str, str], cursor: str | None) -> Call:
    slice_query = {**query, "limit": str(SLICE), **({"cursor": cursor} if cursor else {})}
    return Call(
        method="GET",
        route="/v2/boards/{board_id}/items",
        ids={"board_id": board_id},
        query=slice_query,
        harmless=True,
    )


def _sharing_json(sharing: SharingPolicy) -> dict[str, str]:
    fields = {
        "access": sharing.access,
        "inviteToAccountAndBoardLinkAccess": sharing.invite_to_account_and_board_link_access,
        "organizationAccess": sharing.organization_access,
        "teamAccess": sharing.team_access,
    }
    return {name: value for name, value in fields.items() if value is not None}
