"""Our prices of Miro's calls, held against the levels in Miro's own description."""

import json
import re
from collections.abc import Iterator
from typing import Any

from connectors.limits import LEVELS, miro_price
from tests.shared import shared_folder

LEVEL = re.compile(r"Level\s*(\d)")
OURS = "/v2/boards"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def priced() -> Iterator[tuple[str, str, dict[str, str], int]]:
    """Yield method, path, telling query and level of every operation on boards that names one."""
    file = shared_folder() / "contracts" / "miro-openapi.json"
    paths: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["paths"]
    for path, operations in paths.items():
        for method in METHODS & operations.keys():
            operation = operations[method]
            said = LEVEL.search(str(operation.get("description", "")))
            if path.startswith(OURS) and said:
                names = [each.get("name") for each in operation.get("parameters", [])]
                query = {"tag_id": "1"} if "tag_id" in names else {}
                yield method.upper(), path, query, int(said[1])


def test_every_call_on_boards_costs_us_what_miro_says() -> None:
    found = list(priced())

    wrong = [
        (method, path)
        for method, path, query, level in found
        if miro_price(method, path, query) != LEVELS[level]
    ]

    assert len(found) > 80
    assert wrong == []
