"""What people recorded of the real Notion, asked again of the sandbox, is answered alike.

Each recording is replayed request by request. Ids are learned on the way: where the real answer
has one id and the sandbox another, later requests speak of the sandbox's.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.sandbox.notion.models import Comment
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from tests.notion_caller import Caller, new_caller, paragraph, rich
from tests.shared import shared_folder

RECORDINGS = (
    "sdkpy__test_api_response_error",
    "sdkpy__test_pages_update_markdown",
    "uno__test_blocks_test_create_basic_blocks",
    "uno__test_blocks_test_insert_after_replace_block",
    "uno__test_blocks_test_long_code_block",
    "uno__test_comment_test_append_block_comments.NAME-MASKED",
    "uno__test_database_test_create_db",
    "uno__test_database_test_more_than_max_page_size_pages",
    "uno__test_database_test_new_task_db",
    "uno__test_page_test_delete_restore_page",
    "uno__test_page_test_option_page_props",
    "uno__test_schema_test_update_prop_type_attrs",
    "uno__test_session_test_get_page_by_id",
)
ROOT = "00000000-0000-4000-8000-000000000001"
STARTED = "00000000-0000-4000-8000-000000000002"
COMMENTED = "00000000-0000-4000-8000-000000000007"
ITS_BOT = "00000000-0000-4000-8000-0000000000f1"
WRITTEN = "393abc1e-edcd-8142-936b-cca8ae692cc4"
IN_PAGE = "393abc1e-edcd-80f3-813b-e205934558c6"
# Calls that are not sent, and why; everything else of the thirteen recordings is.
LEFT_OUT = {
    "GET /invalid": "What the sandbox does not have is a loud 501, by its own rule; Notion's 400 "
    "would hide what is missing.",
    f"PATCH /pages/{WRITTEN}/markdown": "Writing markdown is not built, for the product only reads "
    "it: the same blocks are appended here, and the page is read as markdown.",
}
# Two recordings were made at 2025-09-03, which still had this beside `in_trash`.
OF_AN_OLDER_VERSION = frozenset({"archived"})
# Values under these keys differ from workspace to workspace; only their type is compared.
OWN_TO_A_WORKSPACE = frozenset(
    {
        "id", "page_id", "block_id", "database_id", "data_source_id", "integration_id",
        "synced_property_id",
        "discussion_id", "resolved_name", "request_id", "next_cursor",
        "created_time", "last_edited_time", "url", "message",
    }
)  # fmt: skip
LEARNED = ("id", "next_cursor", "synced_property_id", "discussion_id")
# Properties that the sandbox does not have (it says so with a 501) are taken out of both sides.
NOT_BUILT = frozenset({"formula", "rollup"})


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded call, whichever way its cassette is written."""

    method: str
    path: str
    sent: str
    status: int
    answer: Any


def interactions(name: str) -> list[Recorded]:
    path: Path = shared_folder() / "contracts" / "notion-recorded" / f"{name}.yaml"
    # The loader in C: one recording has a hundred calls.
    calls = yaml.CSafeLoader(path.read_text("utf-8")).get_single_data()["interactions"]
    return [recorded(call["request"], call["response"]) for call in calls]


def recorded(asked: dict[str, Any], answered: dict[str, Any]) -> Recorded:
    text = answered.get("content") or answered["body"]["string"]
    return Recorded(
        method=asked["method"],
        path=asked["uri"].removeprefix("https://api.notion.com/v1"),
        sent=asked.get("body") or "",
        status=answered.get("status_code") or answered["status"]["code"],
        answer=json.loads(text),
    )


def learn(real: Any, ours: Any, ids: dict[str, str]) -> None:
    if isinstance(real, dict) and isinstance(ours, dict):
        for key in real.keys() & ours.keys():
            if key in LEARNED and isinstance(ours[key], str):
                ids.setdefault(real[key], ours[key])
            learn(real[key], ours[key], ids)
    elif isinstance(real, list) and isinstance(ours, list):
        for one, other in zip(real, ours, strict=False):
            learn(one, other, ids)


def built(value: Any) -> Any:
    if isinstance(value, list):
        return [built(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: built(one)
        for key, one in value.items()
        if not (isinstance(one, dict) and one.get("type") in NOT_BUILT)
        and key not in OF_AN_OLDER_VERSION
    }


def translated(text: str, ids: dict[str, str]) -> str:
    # A cursor holds an id, so the longer goes first.
    for real, ours in sorted(ids.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(real, ours).replace(real.replace("-", ""), ours.replace("-", ""))
    return text


def differences(real: Any, ours: Any, path: str = "") -> list[str]:
    if type(real) is not type(ours):
        return [f"{path}: {type(real).__name__} there, {type(ours).__name__} here"]
    if isinstance(real, dict):
        found = [f"{path}.{key}: only on one side" for key in real.keys() ^ ours.keys()]
        for key in real.keys() & ours.keys():
            if key not in OWN_TO_A_WORKSPACE or not isinstance(real[key], str):
                found += differences(real[key], ours[key], f"{path}.{key}")
        return found
    if isinstance(real, list):
        if len(real) != len(ours):
            return [f"{path}: {len(real)} there, {len(ours)} here"]
        pairs = enumerate(zip(real, ours, strict=True))
        return [line for i, pair in pairs for line in differences(*pair, f"{path}[{i}]")]
    return [] if real == ours else [f"{path}: {real!r} there, {ours!r} here"]


Ids = dict[str, str]


def begin_with_a_wrong_token(notion: Caller, ids: Ids) -> None:
    notion.token = "wrong"


def begin_in_a_page(notion: Caller, ids: Ids) -> None:
    ids[IN_PAGE] = notion.make_page("Parent")


def begin_with_a_page(notion: Caller, ids: Ids) -> None:
    ids[STARTED] = notion.make_page("Getting Started")


def begin_with_comments(notion: Caller, ids: Ids) -> None:
    """Make the page with its two blocks; comments by a person cannot be made through the API."""
    blocks, comments, *_ = interactions(RECORDINGS[5])
    texts = [one[one["type"]]["rich_text"][0]["plain_text"] for one in blocks.answer["results"]]
    heading = {"heading_1": {"rich_text": rich(texts[0])}}
    ids[COMMENTED] = notion.make_page("Comments", heading, paragraph(texts[1]))
    block_id = notion.get(f"/blocks/{ids[COMMENTED]}/children")["results"][0]["id"]
    bot = notion.get("/users/me")["id"]
    for one in comments.answer["results"]:
        is_by_bot = one["created_by"]["id"] == ITS_BOT
        writer = bot if is_by_bot else notion.state.person_of("Test Person")
        made = Comment(
            id=notion.state.make_id(),
            parent_id=block_id,
            discussion_id=one["discussion_id"],
            created=notion.clock.now,
            created_by=writer,
            rich_text=one["rich_text"],
        )
        notion.state.comments.append(made)


BEGIN = {
    "sdkpy__test_api_response_error": begin_with_a_wrong_token,
    "sdkpy__test_pages_update_markdown": begin_in_a_page,
    "uno__test_comment_test_append_block_comments.NAME-MASKED": begin_with_comments,
    "uno__test_session_test_get_page_by_id": begin_with_a_page,
}


def replayed(notion: Caller, name: str) -> list[str]:
    ids = {ROOT: FIRST_PAGE_ID}
    BEGIN.get(name, lambda _notion, _ids: None)(notion, ids)
    found = []
    for one in interactions(name):
        ours = stand_in(notion, one, ids) if where(one) in LEFT_OUT else send(notion, one, ids)
        if ours is None:
            continue
        real = built(one.answer)
        learn(real, ours, ids)
        found += [f"{where(one)} {line}" for line in differences(real, ours)]
    return found


def where(one: Recorded) -> str:
    return f"{one.method} {one.path}"


def send(notion: Caller, one: Recorded, ids: Ids) -> Any:
    body = built(json.loads(translated(one.sent, ids))) if one.sent else None
    return notion.call(one.method, translated(one.path, ids), body, status=one.status)


def stand_in(notion: Caller, one: Recorded, ids: Ids) -> Any:
    if one.method == "GET":
        return None
    page_id = ids[WRITTEN]
    heading = {"heading_2": {"rich_text": rich("New Section")}}
    blocks = {"children": [heading, paragraph("Hello from markdown.")]}
    notion.patch(f"/blocks/{page_id}/children", blocks)
    return notion.get(f"/pages/{page_id}/markdown")


def test_all_recordings_are_replayed() -> None:
    folder = shared_folder() / "contracts" / "notion-recorded"

    assert sorted(RECORDINGS) == sorted(path.stem for path in folder.glob("*.yaml"))
    calls = {where(one) for name in RECORDINGS for one in interactions(name)}
    assert set(LEFT_OUT) <= calls


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_is_answered_alike(name: str) -> None:
    notion = new_caller()
    notion.patch(f"/pages/{FIRST_PAGE_ID}", {"properties": {"title": rich("Tests")}})

    found = replayed(notion, name)

    assert found == []
