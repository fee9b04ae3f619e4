import pytest

from connectors.errors import (
    ChangedMeanwhile,
    ConnectorError,
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
    Where,
)
from connectors.replies import NO_SUCH_ROUTE, ErrorDetails, Reply, error_of

WHERE = Where("notion", "PATCH", "/v1/blocks/{block_id}/children")
SAID = ErrorDetails(code="some_code", message="Some sentence.", request_id="r-1")


def error(reply: Reply, harmless: bool = True, may_keep: bool = True) -> ConnectorError:
    return error_of(WHERE, reply, harmless, may_keep, attempt=2)


@pytest.mark.parametrize(
    ("reply", "for_reading", "for_writing"),
    [
        (Reply(400, error_details=SAID), RefusedForGood, RefusedForGood),
        (Reply(401, error_details=SAID), Reconnect, Reconnect),
        (Reply(401, is_json=False), NotAnAnswer, NotAnAnswer),
        (Reply(403, error_details=SAID), RefusedForGood, RefusedForGood),
        (Reply(403, is_json=False), NotAnAnswer, NotAnAnswer),
        (Reply(404, error_details=SAID), NotThereOrNotShared, NotThereOrNotShared),
        (
            Reply(404, error_details=ErrorDetails(code=NO_SUCH_ROUTE)),
            RefusedForGood,
            RefusedForGood,
        ),
        (Reply(404, is_json=False), NotAnAnswer, NotAnAnswer),
        (Reply(409, error_details=SAID), ChangedMeanwhile, ChangedMeanwhile),
        (Reply(429, error_details=SAID), Wait, Wait),
        (Reply(429, is_json=False), Wait, Wait),
        (Reply(529, error_details=SAID), Wait, Wait),
        (Reply(500, error_details=SAID), Wait, LookFirst),
        (Reply(501, error_details=SAID), Wait, LookFirst),
        (Reply(503, is_json=False), Wait, LookFirst),
        (Reply(None), Wait, LookFirst),
        (Reply(None, was_sent=False), Wait, Wait),
        (Reply(200, is_json=False), NotAnAnswer, LookFirst),
        (Reply(302), NotAnAnswer, NotAnAnswer),
    ],
)
def test_every_reply_says_what_to_do_next(
    reply: Reply, for_reading: type[ConnectorError], for_writing: type[ConnectorError]
) -> None:
    assert type(error(reply, harmless=True)) is for_reading
    assert type(error(reply, harmless=False)) is for_writing


def test_what_a_failed_write_saved_is_kept() -> None:
    error_details = ErrorDetails(committed_resource_id="page", committed_child_ids=("a", "b"))

    found = error(Reply(503, error_details=error_details), harmless=False)

    assert isinstance(found, LookFirst)
    assert (found.committed_resource_id, found.committed_child_ids) == ("page", ("a", "b"))


def test_the_longer_wait_of_header_and_body_counts() -> None:
    found = error(Reply(429, error_details=ErrorDetails(asked_wait_s=90.0), asked_wait_s=3.0))

    assert isinstance(found, Wait)
    assert found.retry_after_s == 90.0


def test_the_sentence_about_a_call_with_a_body_is_dropped() -> None:
    assert error(Reply(400, error_details=SAID), may_keep=False).message == ""
    assert error(Reply(400, error_details=SAID), may_keep=True).message == "Some sentence."


def test_evidence_is_printed_in_one_line() -> None:
    assert str(error(Reply(400, error_details=SAID))) == (
        "notion PATCH /v1/blocks/{block_id}/children: 400 some_code: Some sentence. (request r-1)"
    )


def test_an_error_without_an_answer_says_so() -> None:
    assert str(error(Reply(None))) == "notion PATCH /v1/blocks/{block_id}/children: no answer"


def test_a_long_sentence_is_cut() -> None:
    assert len(error(Reply(400, error_details=ErrorDetails(message="a" * 5000))).message) == 200
