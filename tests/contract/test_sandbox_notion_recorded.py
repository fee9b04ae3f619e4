"""What people recorded of the real Notion, asked again of the sandbox, is answered alike.

Each recording is replayed request by request. Ids are learned on the way: where the real answer
has one id and the sandbox another, later requests speak of the sandbox's.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from tests.notion_caller import Caller, new_caller, rich
from tests.shared import shared_folder

RECORDINGS = (
    "uno__test_blocks_test_create_basic_blocks",
    "uno__test_blocks_test_insert_after_replace_block",
    "uno__test_blocks_test_long_code_block",
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
# Values under these keys differ from workspace to workspace; only their type is compared.
OWN_TO_A_WORKSPACE = frozenset(
    {
        "id", "page_id", "block_id", "database_id", "data_source_id", "integration_id",
        "synced_property_id",
        "request_id", "next_cursor", "created_time", "last_edited_time", "url", "message",
    }
)  # fmt: skip
LEARNED = ("id", "next_cursor", "synced_property_id")
# Properties that the sandbox does not have (it says so with a 501) are taken out of both sides.
NOT_BUILT = frozenset({"formula", "rollup"})


def interactions(name: str) -> list[dict[str, Any]]:
    path: Path = shared_folder() / "contracts" / "notion-recorded" / f"{name}.yaml"
    # The loader in C: one recording has a hundred calls.
    found: list[dict[str, Any]] = yaml.CSafeLoader(path.read_text("utf-8")).get_single_data()[
        "interactions"
    ]
    return found


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


def replayed(notion: Caller, name: str) -> list[str]:
    ids = {ROOT: FIRST_PAGE_ID}
    if "get_page_by_id" in name:
        ids[STARTED] = notion.make_page("Getting Started")
    found = []
    for recorded in interactions(name):
        asked, answered = recorded["request"], recorded["response"]
        path = asked["uri"].removeprefix("https://api.notion.com/v1")
        body = built(json.loads(translated(asked["body"], ids))) if asked.get("body") else None
        ours = notion.call(
            asked["method"], translated(path, ids), body, status=answered["status_code"]
        )
        real = built(json.loads(answered["content"]))
        learn(real, ours, ids)
        where = f"{asked['method']} {path}"
        found += [f"{where} {line}" for line in differences(real, ours)]
    return found


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_is_answered_alike(name: str) -> None:
    notion = new_caller()
    notion.patch(f"/pages/{FIRST_PAGE_ID}", {"properties": {"title": rich("Tests")}})

    found = replayed(notion, name)

    assert found == []
