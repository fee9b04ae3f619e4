import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import responses

from connectors.errors import Wait
from connectors.miro.client import PRIVATE, MiroClient
from tests.unit.connectors.miro.answers import BOARD, board
from tests.unit.connectors.speaking import TOKEN, waiting_http

ON_BOARD = "https://api.miro.com/v2/boards/uXjVOD6LSME%3D"


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def sent(vendor: responses.RequestsMock) -> Any:
    return json.loads(vendor.calls[0].request.body or "null")


def test_a_change_done_at_once_is_read_back_once(vendor: responses.RequestsMock) -> None:
    http, waits = waiting_http()
    vendor.patch(ON_BOARD, json=board(name="New"))
    vendor.get(ON_BOARD, json=board(name="New"))

    changed = MiroClient(http, TOKEN).update_board(BOARD, name="New")

    assert (changed.name, sent(vendor), waits) == ("New", {"name": "New"}, [])


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_a_change_that_miro_does_later_is_looked_for(
    vendor: responses.RequestsMock, body: bytes
) -> None:
    http, waits = waiting_http()
    vendor.patch(ON_BOARD, status=202, body=body)
    vendor.get(ON_BOARD, json=board())
    vendor.get(ON_BOARD, json=board(name="New"))

    assert MiroClient(http, TOKEN).update_board(BOARD, name="New").name == "New"
    assert waits == [0.5]


def test_a_change_that_does_not_come_is_left_for_later(vendor: responses.RequestsMock) -> None:
    http, waits = waiting_http()
    vendor.patch(ON_BOARD, status=202)
    vendor.get(ON_BOARD, json=board())

    with pytest.raises(Wait) as caught:
        MiroClient(http, TOKEN).update_board(BOARD, description="Other")

    assert (caught.value.code, len(waits)) == ("not_changed_yet", 5)


def test_sharing_is_changed_in_the_fields_that_are_given(vendor: responses.RequestsMock) -> None:
    http, _ = waiting_http()
    vendor.patch(ON_BOARD, status=202)
    vendor.get(ON_BOARD, json=board())

    MiroClient(http, TOKEN).update_board(BOARD, sharing=replace(PRIVATE, access=None))

    assert sorted(sent(vendor)["policy"]["sharingPolicy"]) == [
        "inviteToAccountAndBoardLinkAccess",
        "organizationAccess",
        "teamAccess",
    ]


def test_a_board_is_deleted_once(vendor: responses.RequestsMock) -> None:
    http, _ = waiting_http()
    vendor.delete(ON_BOARD, status=502, body="<html>")
    vendor.delete(ON_BOARD, status=404, json={"type": "error", "code": "notFound"})

    MiroClient(http, TOKEN).delete_board(BOARD)

    assert len(vendor.calls) == 2
