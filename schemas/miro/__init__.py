"""What Miro sends, as values; ids are strings end to end, whatever the wire has."""

from schemas.miro.boards import (
    Board,
    BoardMember,
    BoardPage,
    FailedInvitation,
    Invitation,
    MemberPage,
    SharingPolicy,
    TokenContext,
    read_board,
    read_board_page,
    read_invitation,
    read_member_page,
    read_token_context,
)
from schemas.miro.items import (
    Item,
    ItemPage,
    Tag,
    TagPage,
    read_item,
    read_item_page,
    read_tag_page,
)

__all__ = [
    "Board",
    "BoardMember",
    "BoardPage",
    "FailedInvitation",
    "Invitation",
    "Item",
    "ItemPage",
    "MemberPage",
    "SharingPolicy",
    "Tag",
    "TagPage",
    "TokenContext",
    "read_board",
    "read_board_page",
    "read_invitation",
    "read_item",
    "read_item_page",
    "read_member_page",
    "read_tag_page",
    "read_token_context",
]
