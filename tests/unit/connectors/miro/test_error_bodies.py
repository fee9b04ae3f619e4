import pytest

from connectors.miro.error_bodies import read_error_details
from connectors.replies import NO_SUCH_ROUTE, ErrorDetails


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"type": "error", "code": "tooManyRequests", "message": "Slow", "status": 429},
            ErrorDetails(code="tooManyRequests", message="Slow"),
        ),
        (
            {"type": "error", "code": 2.074, "message": "Odd"},
            ErrorDetails(code="2.074", message="Odd"),
        ),
        ({"type": "error", "message": "Odd"}, ErrorDetails(code="", message="Odd")),
        ({"type": "error", "code": ["x"], "message": {"a": 1}}, ErrorDetails()),
        ({"error": "invalid_grant"}, ErrorDetails(code="invalid_grant")),
        (
            {"servlet": "dispatcherServlet", "message": "Not Found", "status": "404"},
            ErrorDetails(code=NO_SUCH_ROUTE),
        ),
        ({"message": "No endpoint GET /v2/boards/x."}, ErrorDetails(code=NO_SUCH_ROUTE)),
    ],
)
def test_complaints_are_read_in_every_shape(body: object, expected: ErrorDetails) -> None:
    assert read_error_details(body) == expected


@pytest.mark.parametrize("body", [None, "<html>", [], {}, {"data": []}])
def test_what_is_no_complaint_is_none(body: object) -> None:
    assert read_error_details(body) is None


def test_rejected_values_are_not_read() -> None:
    body = {"type": "error", "code": "x", "context": {"fields": [{"message": "lantern"}]}}

    assert "lantern" not in repr(read_error_details(body))
