import pytest

from connectors.notion.error_bodies import read_error_details
from connectors.replies import ErrorDetails
from tests.unit.connectors.notion.answers import error


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            error(404, "object_not_found", integration_id="i-1"),
            ErrorDetails(code="object_not_found", message="…", request_id="r-9"),
        ),
        (
            error(429, "rate_limited", rate_limit_reason="public_api_request_rate_limit"),
            ErrorDetails(
                code="rate_limited",
                message="…",
                reason="public_api_request_rate_limit",
                request_id="r-9",
            ),
        ),
        (
            error(429, "rate_limited", retry_after="17"),
            ErrorDetails(
                code="rate_limited", message="…", reason="", request_id="r-9", asked_wait_s=17.0
            ),
        ),
        (
            error(403, "restricted_resource", block_limit="block_creation"),
            ErrorDetails(
                code="restricted_resource", message="…", reason="block_creation", request_id="r-9"
            ),
        ),
        (
            error(503, "x", committed_resource_id="b-0", committed_child_ids=["b-1", "b-2"]),
            ErrorDetails(
                code="x",
                message="…",
                request_id="r-9",
                committed_resource_id="b-0",
                committed_child_ids=("b-1", "b-2"),
            ),
        ),
        (
            error(503, "x", committed_child_ids="b-1"),
            ErrorDetails(code="x", message="…", request_id="r-9", committed_child_ids=("b-1",)),
        ),
        ({"object": "error", "code": "x", "message": 7}, ErrorDetails(code="x")),
        ({"object": "error", "code": "x", "additional_data": "odd"}, ErrorDetails(code="x")),
        (
            error(429, "x", retry_after=10**400),
            ErrorDetails(code="x", message="…", request_id="r-9"),
        ),
        (
            error(429, "x", retry_after="soon"),
            ErrorDetails(code="x", message="…", request_id="r-9"),
        ),
        (
            error(429, "x", retry_after=["nan"]),
            ErrorDetails(code="x", message="…", request_id="r-9"),
        ),
        (error(429, "x", retry_after="-1"), ErrorDetails(code="x", message="…", request_id="r-9")),
    ],
)
def test_complaints_are_read_from_their_list(body: object, expected: ErrorDetails) -> None:
    assert read_error_details(body) == expected


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        (
            "Can't edit block that is archived. You must unarchive the block before editing.",
            "in_trash",
        ),
        (
            "Can't edit page on block with an archived ancestor. You must unarchive the ancestor "
            "before editing page.",
            "in_trash",
        ),
        ("Can't update a page that is archived.", "in_trash"),
        (
            "Provided ID 5a4db0c5-0000-4000-8000-000000000003 is a database, not a page. Use the "
            "retrieve database API instead.",
            "is_a_database",
        ),
        ("Provided database_id 5a4db0c5 is a page, not a database. Use …", "is_a_page"),
        ("body failed validation.", ""),
        ("x" * 600 + " archived ancestor", ""),
    ],
)
def test_sentences_that_say_more_than_their_code_become_a_word(message: str, hint: str) -> None:
    body = {**error(400, "validation_error"), "message": message}

    error_details = read_error_details(body)

    assert error_details is not None
    assert error_details.hint == hint


def test_a_sentence_under_another_code_is_no_hint() -> None:
    error_details = read_error_details(
        {**error(404, "object_not_found"), "message": "archived ancestor"}
    )

    assert error_details is not None
    assert error_details.hint == ""


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
    assert read_error_details(body) is None
