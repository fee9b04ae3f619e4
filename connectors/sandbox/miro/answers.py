"""Bodies as Miro sends them: field names of its OpenAPI description, links with `http` and `%3D`.

The lists of items carry `style` and `links` although the description leaves them out: recorded
answers do.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from connectors.sandbox.miro.errors import Json
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.models import Board, Connector, Item, Member, Tag, User
from connectors.sandbox.miro.state import TEAM

_REAL_BOARDS = "https://api.miro.com/v2/boards"


def time_text(moment: datetime) -> str:
    """Write a time in whole seconds, as the REST API does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def user_answer(user: User) -> Json:
    """Name a user as board-level objects do."""
    return {"id": user.id, "name": user.name, "type": "user"}


def member_answer(member: Member) -> Json:
    """Show a member: id, name and role, never an address."""
    user = member.user
    return {"id": user.id, "name": user.name, "role": member.role, "type": "board_member"}


def board_answer(board: Board, me: Member | None, base: str) -> Json:
    """Show a board; the policies stand there twice, the second time outside the description."""
    address = board_address(board, base)
    answer: Json = {
        "id": board.id,
        "name": board.name,
        "description": board.description,
        "type": "board",
        "team": dict(TEAM),
        "policy": {
            "permissionsPolicy": dict(board.permissions),
            "sharingPolicy": dict(board.sharing),
        },
        "permissionsPolicy": dict(board.permissions),
        "sharingPolicy": dict(board.sharing),
        "viewLink": f"https://miro.com/app/board/{board.id}",
        "owner": user_answer(board.owner),
        "createdAt": time_text(board.created_at),
        "createdBy": user_answer(board.owner),
        "modifiedAt": time_text(board.modified_at),
        "modifiedBy": user_answer(board.modified_by),
        "links": {"self": address, "related": f"{address}/members?limit=20&offset=0"},
    }
    if me is not None:
        answer["currentUserMembership"] = member_answer(me)
    return answer


def item_answer(board: Board, item: Item, base: str) -> Json:
    """Show an item, in lists and alone."""
    address = board_address(board, base)
    answer: Json = {
        "id": item.id,
        "type": item.type,
        "data": _data(board, item),
        "style": dict(item.style),
        "geometry": _geometry(item),
        "position": {
            "x": item.x,
            "y": item.y,
            "origin": "center",
            "relativeTo": "parent_top_left" if item.parent_id else "canvas_center",
        },
        "links": {"self": f"{address}/{KINDS[item.type].collection}/{item.id}"},
        "createdAt": time_text(item.created_at),
        "createdBy": {"id": item.created_by, "type": "user"},
        "modifiedAt": time_text(item.modified_at),
        "modifiedBy": {"id": item.modified_by, "type": "user"},
    }
    if item.is_orphan:
        answer["parent"] = None
    if item.parent_id:
        frame = f"{address}/frames/{item.parent_id}"
        answer["parent"] = {"id": item.parent_id, "links": {"self": frame}}
    if item.type == "frame":
        related = f"{address}/items?parent_item_id={item.id}&limit=10&cursor="
        answer["links"] = {"self": f"{address}/frames/{item.id}", "related": related}
    return answer


def connector_answer(board: Board, connector: Connector, base: str) -> Json:
    """Show a line; an end that meets no item is not there."""
    address = board_address(board, base)
    answer: Json = {
        "id": connector.id,
        "type": "connector",
        "shape": connector.shape,
        "captions": [dict(caption) for caption in connector.captions],
        "style": dict(connector.style),
        "isSupported": True,
        "links": {"self": f"{address}/connectors/{connector.id}"},
        "createdAt": time_text(connector.created_at),
        "createdBy": {"id": connector.created_by, "type": "user"},
        "modifiedAt": time_text(connector.modified_at),
        "modifiedBy": {"id": connector.modified_by, "type": "user"},
    }
    for name, end in (("startItem", connector.start), ("endItem", connector.end)):
        if end is not None and end.item_id in board.items:
            answer[name] = {
                "id": end.item_id,
                "links": {"self": f"{address}/items/{end.item_id}"},
                "position": {"x": end.x, "y": end.y},
            }
    return answer


def tag_answer(tag: Tag) -> Json:
    """Show a tag as lists do."""
    return {"id": tag.id, "title": tag.title, "fillColor": tag.fill_color, "type": "tag"}


def tag_with_links(board: Board, tag: Tag, base: str) -> Json:
    """Show a tag alone."""
    return tag_answer(tag) | {"links": {"self": f"{board_address(board, base)}/tags/{tag.id}"}}


def offset_page(
    rows: Sequence[Json], offset: int, limit: int, address: str, query: dict[str, str]
) -> Json:
    """Cut a page out of a list that is walked by offset."""
    page = rows[offset : offset + limit]

    def link(start: int) -> str:
        return f"{address}?{urlencode(query | {'limit': str(limit), 'offset': str(start)})}"

    links = {"self": link(offset)}
    if offset + limit < len(rows):
        links["next"] = link(offset + limit)
    return {
        "data": list(page),
        "total": len(rows),
        "size": len(page),
        "offset": offset,
        "limit": limit,
        "links": links,
        "type": "list",
    }


def _geometry(item: Item) -> Json:
    sides: Json = {"width": item.width, "height": item.height}
    return sides | {"rotation": item.rotation} if item.rotation else sides


def _data(board: Board, item: Item) -> Json:
    """Show what an item says; an image by an address of Miro's own, not by the one it came from."""
    if item.type != "image":
        return dict(item.data)
    kept = f"{_REAL_BOARDS}/{quote(board.id, safe='')}/resources/images/{item.id}"
    return {
        "title": item.data["title"],
        "imageUrl": f"{kept}?format=preview&redirect=false",
    }


def board_address(board: Board, base: str) -> str:
    """Return the address of a board below the API."""
    return f"{base}/v2/boards/{quote(board.id, safe='')}"
