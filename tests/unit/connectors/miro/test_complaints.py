import pytest

from connectors.miro.complaints import read_complaint
from connectors.replies import NO_SUCH_ROUTE, Complaint


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"type": "error", "code": "tooManyRequests", "message": "Slow", "status": 429},
            Complaint(code="tooManyRequests", message="Slow"),
        ),
        (
            {"type": "error", "code": 2.074, "message": "Odd"},
            Complaint(code="2.074", message="Odd"),
        ),
        ({"type": "error", "message": "Odd"}, Complaint(code="", message="Odd")),
        ({"type": "error", "code": ["x"], "message": {"a": 1}}, Complaint()),
        ({"error": "invalid_grant"}, Complaint(code="invalid_grant")),
        (
            {"servlet": "dispatcherServlet", "message": "Not Found", "status": "404"},
            Complaint(code=NO_SUCH_ROUTE),
        ),
        ({"message": "No endpoint GET /v2/boards/x."}, Complaint(code=NO_SUCH_ROUTE)),
    ],
)
def test_complaints_are_read_in_every_shape(body: object, expected: Complaint) -> None:
    assert read_complaint(body) == expected


@pytest.mark.parametrize("body", [None, "<html>", [], {}, {"data": []}])
def test_what_is_no_complaint_is_none(body: object) -> None:
    assert read_complaint(body) is None


def test_rejected_values_are_not_read() -> None:
    body = {"type": "error", "code": "x", "context": {"fields": [{"message": "lantern"}]}}

    assert "lantern" not in repr(read_complaint(body))
