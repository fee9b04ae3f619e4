"""Our prices of Miro's calls, held against the levels in Miro's own description."""

import re
from collections.abc import Iterator

from connectors.limits import LEVELS, miro_price
from tests.contract.descriptions import miro_descriptions, require

LEVEL = re.compile(r"Level\s*(\d)")
OURS = "/v2/boards"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def priced() -> Iterator[tuple[str, str, dict[str, str], int]]:
    """Yield method, path, telling query and level of every operation on boards that names one."""
    for description in miro_descriptions():
        for path, operations in description["paths"].items():
            for method in METHODS & operations.keys():
                operation = operations[method]
                said = LEVEL.search(str(operation.get("description", "")))
                if path.startswith(OURS) and said:
                    names = [each.get("name") for each in operation.get("parameters", [])]
                    query = {"tag_id": "1"} if "tag_id" in names else {}
                    yield method.upper(), path, query, int(said[1])


def test_every_call_on_boards_costs_us_what_miro_says() -> None:
    require()
    found = list(priced())

    wrong = [
        (method, path)
        for method, path, query, level in found
        if miro_price(method, path, query) != LEVELS[level]
    ]

    assert len(found) > 80
    assert wrong == []
