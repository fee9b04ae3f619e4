import pytest

from connectors.decoding import decoded


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"", None),
        (b"null", None),
        (b'{"x": NaN, "y": 1.5}', {"x": None, "y": 1.5}),
        (b"[Infinity, -Infinity, 1e999, -1e999, 7]", [None, None, None, None, 7]),
        (b'{"n": ' + b"9" * 5_000 + b', "x": NaN, "id": 12}', {"n": None, "x": None, "id": 12}),
        (b'{"id": 3458764576264207799}', {"id": 3458764576264207799}),
        (b"\xef\xbb\xbf[]", []),
    ],
)
def test_numbers_that_are_not_finite_are_absent(content: bytes, value: object) -> None:
    assert decoded(content) == (value, True)


@pytest.mark.parametrize("content", [b"<html>", b'{"a"', b"\xff", b"[" * 100_000, b"9" * 5 + b"x"])
def test_what_is_no_json_is_said(content: bytes) -> None:
    assert decoded(content) == (None, False)
