from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugin.manifest import miro_manifest_yaml, read_manifest
from tests.unit.plugin.web.house import TestHouse, make_house

BASE = "https://hedgerow.example"


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def addresses(value: Any) -> Iterator[str]:
    """Yield every page of ours that a manifest names."""
    if isinstance(value, dict):
        yield from addresses(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from addresses(each)
    elif isinstance(value, str) and value.startswith(f"{BASE}/"):
        yield value.removeprefix(BASE)


def named() -> set[str]:
    filled = [each.replace("{base_url}", BASE) for each in read_manifest().notion["redirectUris"]]
    return {*addresses(yaml.safe_load(miro_manifest_yaml(BASE))), *addresses(filled)}


def test_manifest_names_pages() -> None:
    assert named() == {"/miro/app", "/connect/miro/return", "/connect/notion/return"}


def test_every_address_of_the_manifest_is_a_page(made: TestHouse) -> None:
    pages = made.as_("sam").application.url_map.bind("hedgerow.example")

    assert {pages.match(path)[0] for path in named()} == {"connections.returned", "panel.app"}
