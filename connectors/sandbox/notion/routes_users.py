"""The bot that asks, and the people of the workspace."""

from connectors.sandbox.notion.errors import user_not_found
from connectors.sandbox.notion.paging import envelope, slice_by_id
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.users import bot_answer, person_answer


def register(handler: RequestHandler) -> None:
    """Add the endpoints of users."""
    handler.on("GET", "/v1/users/me")(me)
    handler.on("GET", "/v1/users")(list_users)
    handler.on("GET", "/v1/users/<user_id>")(user)


def me(call: NotionRequest) -> Json:
    """Show the bot that the token stands for."""
    return bot_answer(call.state, call.bot)


def user(call: NotionRequest, user_id: str) -> Json:
    """Show a person or a bot."""
    if user_id in call.state.bots:
        return bot_answer(call.state, user_id)
    if user_id not in call.state.people:
        raise user_not_found(user_id)
    return person_answer(user_id, call.state.people[user_id])


def list_users(call: NotionRequest) -> Json:
    """List the people of the workspace, then the bot that asks."""
    found, cursor = slice_by_id([*call.state.people, call.bot], call.query, "query")
    return envelope("user", [user(call, one) for one in found], cursor)
