import pytest

from connectors.notion.complaints import read_complaint
from connectors.replies import Complaint
from tests.unit.connectors.notion.answers import error


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            error(404, "object_not_found", integration_id="i-1"),
            Complaint(code="object_not_found", message="…", request_id="r-9"),
        ),
        (
            error(429, "rate_limited", rate_limit_reason="public_api_request_rate_limit"),
            Complaint("rate_limited", "…", "public_api_request_rate_limit", "r-9"),
        ),
        (
            error(429, "rate_limited", retry_after="17"),
            Complaint("rate_limited", "…", "", "r-9", asked_wait_s=17.0),
        ),
        (
            error(403, "restricted_resource", block_limit="block_creation"),
            Complaint("restricted_resource", "…", "block_creation", "r-9"),
        ),
        (
            error(503, "x", committed_resource_id="b-0", committed_child_ids=["b-1", "b-2"]),
            Complaint(
                "x",
                "…",
                request_id="r-9",
                committed_resource_id="b-0",
                committed_child_ids=("b-1", "b-2"),
            ),
        ),
        (
            error(503, "x", committed_child_ids="b-1"),
            Complaint("x", "…", request_id="r-9", committed_child_ids=("b-1",)),
        ),
        ({"object": "error", "code": "x", "message": 7}, Complaint("x")),
        ({"object": "error", "code": "x", "additional_data": "odd"}, Complaint("x")),
        (error(429, "x", retry_after="soon"), Complaint("x", "…", request_id="r-9")),
        (error(429, "x", retry_after=["nan"]), Complaint("x", "…", request_id="r-9")),
        (error(429, "x", retry_after="-1"), Complaint("x", "…", request_id="r-9")),
    ],
)
def test_complaints_are_read_from_their_list(body: object, expected: Complaint) -> None:
    assert read_complaint(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        None,
        "<html>",
        [],
        {},
        {"object": "page", "code": "x"},
        {"object": "error"},
        {"object": "error", "code": 7},
        {"code": "x", "message": "y"},
    ],
)
def test_what_is_no_complaint_is_none(body: object) -> None:
    assert read_complaint(body) is None
