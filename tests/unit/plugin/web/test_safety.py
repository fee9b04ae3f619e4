import logging
from pathlib import Path

import pytest

from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.mark.parametrize("address", ["/", "/sign-in", "/static/components.css", "/nothing"])
def test_every_answer_carries_strict_headers(made: TestHouse, address: str) -> None:
    with made.as_(None).get(address) as answer:
        headers = answer.headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_never_kept_by_browsers(made: TestHouse) -> None:
    assert made.as_("sam").get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
def test_other_host_names_are_refused(made: TestHouse, host: str) -> None:
    assert made.as_("sam").get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["[::1]:8420", "[::1]", "127.0.0.1:8420", "LOCALHOST"])
def test_a_base_address_of_numbers_and_colons_names_us(tmp_path: Path, host: str) -> None:
    made = make_house(tmp_path, base_url="http://[::1]:8420")

    assert made.as_(None).get("/sign-in", headers={"Host": host}).status_code == 200
    assert made.as_(None).get("/sign-in", headers={"Host": "[::2]:8420"}).status_code == 421


@pytest.mark.parametrize(
    ("site", "origin", "status"),
    [
        ("same-origin", None, 302),
        ("same-origin", "null", 302),
        ("same-origin", "http://127.0.0.1:8420", 302),
        (None, "http://127.0.0.1:8420", 302),
        (None, None, 403),
        (None, "null", 403),
        (None, "http://evil.example", 403),
        ("same-origin", "http://evil.example", 403),
        ("same-site", None, 403),
        ("cross-site", "http://127.0.0.1:8420", 403),
        ("none", None, 403),
    ],
)
def test_form_counts_only_from_own_pages(
    made: TestHouse, site: str | None, origin: str | None, status: int
) -> None:
    client = made.as_("sam")
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    given = {"Sec-Fetch-Site": site, "Origin": origin}

    answer = client.post("/sign-out", headers={k: v for k, v in given.items() if v})

    assert answer.status_code == status


def test_cookie_is_kept_from_scripts(made: TestHouse) -> None:
    set_cookie = made.as_(None).get("/sign-in").headers["Set-Cookie"]

    assert set_cookie.startswith("hedgerow_session=")
    assert "HttpOnly" in set_cookie
    assert "SameSite=Lax" in set_cookie


def test_form_larger_than_limit_is_told(made: TestHouse) -> None:
    answer = made.as_("sam").post("/sign-in", data={"email": "x" * 1_100_000})

    assert answer.status_code == 413
    assert "Nothing was stored" in answer.text


@pytest.mark.usefixtures("made")
def test_server_writes_no_paths_of_its_own() -> None:
    assert not logging.getLogger("werkzeug").isEnabledFor(logging.INFO)
