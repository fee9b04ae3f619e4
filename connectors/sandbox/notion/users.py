"""Users as Notion shows them: whole where the connection may read them, else by id alone."""

from typing import Any

from connectors.sandbox.notion.state import BOT_NAME, WORKSPACE_ID, WORKSPACE_NAME, NotionState

Json = dict[str, Any]
_FILE_MOST, _FILE_MOST_FREE = 5 * 1024**3, 5 * 1024**2  # bytes; of paid plans, and of free ones


def user_value(state: NotionState, user_id: str) -> Json:
    """Show a user in the value of a property."""
    if "read_users" in state.settings.capabilities:
        if user_id in state.bots:
            return bot_answer(state, user_id)
        if user_id in state.people:
            return person_answer(user_id, state.people[user_id])
    return {"object": "user", "id": user_id}


def bot_answer(state: NotionState, bot_id: str) -> Json:
    """Show the bot that a token stands for; only a free workspace has a limit of blocks."""
    is_free = state.settings.block_limit is not None
    return {
        "object": "user",
        "id": bot_id,
        "name": BOT_NAME,
        "avatar_url": None,
        "type": "bot",
        "bot": {
            "owner": {"type": "workspace", "workspace": True},
            "workspace_id": WORKSPACE_ID,
            "workspace_name": WORKSPACE_NAME,
            "workspace_limits": {
                "max_file_upload_size_in_bytes": _FILE_MOST_FREE if is_free else _FILE_MOST
            },
        },
    }


def person_answer(person_id: str, name: str) -> Json:
    """Show a person; without the e-mail capability there is no address."""
    return {
        "object": "user",
        "id": person_id,
        "name": name,
        "avatar_url": None,
        "type": "person",
        "person": {},
    }
