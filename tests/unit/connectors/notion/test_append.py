import json
from collections.abc import Iterator
from typing import Any

import pytest
import responses

from connectors.errors import LookFirst, Wait
from connectors.http import as_bytes
from connectors.notion.client import NotionClient
from connectors.notion.new_blocks import Divider, Paragraph, slices
from tests.unit.connectors.notion.answers import block, error, listed
from tests.unit.connectors.speaking import TOKEN, waiting_http

URL = "https://api.notion.com/v1/blocks/p-1/children"


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client() -> NotionClient:
    return NotionClient(waiting_http()[0], TOKEN)


def numbered(first: int, count: int) -> list[dict[str, Any]]:
    return [block(f"b-{number}", str(number)) for number in range(first, first + count)]


def bodies(vendor: responses.RequestsMock) -> list[Any]:
    return [json.loads(call.request.body or "null") for call in vendor.calls]


def test_only_our_blocks_come_back_from_behind_a_block(vendor: responses.RequestsMock) -> None:
    later_siblings = numbered(50, 22)
    vendor.patch(URL, json=listed([*numbered(1, 2), *later_siblings]))

    made = client().append("p-1", [Paragraph("1"), Paragraph("2")], after="b-0")

    assert [one.id for one in made] == ["b-1", "b-2"]
    assert bodies(vendor)[0]["position"] == {"type": "after_block", "after_block": {"id": "b-0"}}


def test_an_append_at_the_end_names_no_position(vendor: responses.RequestsMock) -> None:
    vendor.patch(URL, json=listed(numbered(1, 1)))

    client().append("p-1", [Paragraph("1")])

    assert "position" not in bodies(vendor)[0]


def test_blocks_can_come_first(vendor: responses.RequestsMock) -> None:
    vendor.patch(URL, json=listed([*numbered(1, 1), *numbered(50, 22)]))

    made = client().append("p-1", [Paragraph("1")], at_start=True)

    assert [one.id for one in made] == ["b-1"]
    assert bodies(vendor)[0]["position"] == {"type": "start"}


def test_nothing_is_sent_for_no_blocks() -> None:
    assert client().append("p-1", []) == ()


def test_250_blocks_go_in_three_calls_one_behind_the_other(
    vendor: responses.RequestsMock,
) -> None:
    for first, count in ((0, 100), (100, 100), (200, 50)):
        vendor.patch(URL, json=listed(numbered(first, count)))

    made = client().append("p-1", [Paragraph(str(number)) for number in range(250)])

    assert [one.text for one in made] == [str(number) for number in range(250)]
    assert [len(body["children"]) for body in bodies(vendor)] == [100, 100, 50]
    behind = [body.get("position", {}).get("after_block", {}).get("id") for body in bodies(vendor)]
    assert behind == [None, "b-99", "b-199"]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (429, error(429, "rate_limited", retry_after="600")),
        (400, error(400, "validation_error")),
        (503, error(503, "service_unavailable")),
        (404, error(404, "object_not_found")),
    ],
)
def test_an_append_that_stops_half_way_says_what_is_there(
    vendor: responses.RequestsMock, status: int, answer: object
) -> None:
    vendor.patch(URL, json=listed(numbered(0, 100)))
    vendor.patch(URL, status=status, json=answer)

    with pytest.raises(LookFirst) as caught:
        client().append("p-1", [Paragraph("a")] * 150)

    assert caught.value.status == status
    assert caught.value.committed_child_ids == tuple(f"b-{number}" for number in range(100))


def test_what_the_failed_call_saved_is_named_too(vendor: responses.RequestsMock) -> None:
    saved = error(503, "x", committed_resource_id="p-1", committed_child_ids=["b-100", "b-101"])
    vendor.patch(URL, json=listed(numbered(0, 100)))
    vendor.patch(URL, status=503, json=saved)

    with pytest.raises(LookFirst) as caught:
        client().append("p-1", [Paragraph("a")] * 102)

    assert caught.value.committed_child_ids[-2:] == ("b-100", "b-101")
    assert len(caught.value.committed_child_ids) == 102


def test_a_first_call_that_is_limited_has_written_nothing(vendor: responses.RequestsMock) -> None:
    vendor.patch(URL, status=429, json=error(429, "rate_limited", retry_after="600"))

    with pytest.raises(Wait):
        client().append("p-1", [Paragraph("a")])


@pytest.mark.parametrize(
    "answer",
    [
        [],
        numbered(1, 1),
        [block("b-1"), block("b-2", kind="quote")],
        [block("b-1"), block("")],
        [block("b-1"), None],
    ],
)
def test_other_blocks_than_asked_are_looked_after(
    vendor: responses.RequestsMock, answer: list[dict[str, Any]]
) -> None:
    vendor.patch(URL, json=listed(answer))

    with pytest.raises(LookFirst) as caught:
        client().append("p-1", [Paragraph("1"), Paragraph("2")])

    assert caught.value.code == "other_blocks_than_asked"


@pytest.mark.parametrize("sign", ["a", "é", "東", "😀", "\x01", '"'])
def test_slices_stay_below_half_a_megabyte_whatever_they_hold(sign: str) -> None:
    blocks = [Paragraph(sign * 30_000)] * 30

    found = slices(blocks)

    assert [one for portion in found for one in portion] == blocks
    assert all(len(as_bytes([one.as_json() for one in portion])) <= 400_000 for portion in found)


def test_slices_keep_order_and_number() -> None:
    blocks = [Paragraph(str(number)) for number in range(201)] + [Divider()]

    found = slices(blocks)

    assert [len(portion) for portion in found] == [100, 100, 2]
    assert [one for portion in found for one in portion] == blocks
