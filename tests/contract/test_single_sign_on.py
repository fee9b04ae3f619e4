"""People sign in through a certified OpenID provider that we did not write, in a process of its
own, and only those who have a place here get in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from plugin.config.openid import OpenIDSettings
from plugin.web import single_sign_on
from tests.contract.openid_provider import CLIENT_ID, CLIENT_SECRET, provider, sign_in_there
from tests.unit.plugin.web.house import TestHouse, make_house

BASE = "http://127.0.0.1:8420"
NAME = "Example Council"


@pytest.fixture(scope="module", params=["id_token", "userinfo"])
def issuer(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run a provider that tells an address in either place."""
    with provider(f"{BASE}/single-sign-on/return", f"{BASE}/sign-in", request.param) as issuer:
        yield issuer


@pytest.fixture
def made(tmp_path: Path, issuer: str) -> Iterator[TestHouse]:
    """Serve people who are known to the provider."""
    house = make_house(tmp_path, openid=OpenIDSettings(issuer, CLIENT_ID, CLIENT_SECRET, NAME))
    yield house
    house.services.db.close()


def begun(browser: FlaskClient) -> str:
    answer = browser.get("/single-sign-on", base_url=BASE)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def came_back(browser: FlaskClient, address: str) -> tuple[int, str]:
    answer = browser.get(address, base_url=BASE)
    return answer.status_code, answer.headers.get("Location", "") or answer.text


def test_a_member_signs_in_and_lands_where_they_wanted_to_go(made: TestHouse) -> None:
    browser = made.as_(None)
    wanted = f"/p/{made.partnership.id}/memory"
    page = browser.get(f"/sign-in?next={wanted}", base_url=BASE).text
    assert f"Sign in with <bdi>{NAME}</bdi>" in page

    away = begun(browser)
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid email"]

    assert came_back(browser, sign_in_there(away, "HELEN@northside.example")) == (302, wanted)
    assert "Helen Shaw" in browser.get("/", base_url=BASE).text


@pytest.mark.parametrize(
    ("person", "sentence", "status"),
    [
        ("nobody@northside.example", single_sign_on.UNKNOWN, 403),
        ("unverified-helen@northside.example", single_sign_on.NO_ADDRESS, 403),
        ("none@northside.example", single_sign_on.NO_ADDRESS, 403),
    ],
)
def test_a_provider_lets_nobody_in_who_has_no_place_here(
    made: TestHouse, person: str, sentence: str, status: int
) -> None:
    browser = made.as_(None)

    found, page = came_back(browser, sign_in_there(begun(browser), person))

    assert found == status
    assert sentence.format(name=NAME, email=person) in page
    assert browser.get("/", base_url=BASE).status_code == 302  # to the sign-in page


def test_an_answer_is_good_once_and_in_the_browser_that_asked(made: TestHouse) -> None:
    asked, other = made.as_(None), made.as_(None)
    back = sign_in_there(begun(asked), "helen@northside.example")
    begun(other)

    assert came_back(other, back) == (400, came_back(made.as_(None), back)[1])
    assert came_back(asked, back)[0] == 302
    asked.post("/sign-out", base_url=BASE)
    assert came_back(asked, back)[0] == 400
    assert asked.get("/", base_url=BASE).status_code == 302


@pytest.mark.parametrize("changed", ["state=x", "iss=https://evil.example", "error=access_denied"])
def test_an_answer_that_was_changed_on_the_way_signs_nobody_in(
    made: TestHouse, changed: str
) -> None:
    browser = made.as_(None)
    back = urlsplit(sign_in_there(begun(browser), "helen@northside.example"))
    kept = [part for part in back.query.split("&") if part[:4] != changed[:4]]

    answer = came_back(browser, f"{back.path}?{'&'.join([*kept, changed])}")

    assert answer[0] == 400
    assert browser.get("/", base_url=BASE).status_code == 302


def test_a_code_that_the_provider_did_not_give_signs_nobody_in(made: TestHouse) -> None:
    browser = made.as_(None)
    away = urlsplit(begun(browser))
    state = parse_qs(away.query)["state"][0]

    status, page = came_back(browser, f"/single-sign-on/return?code=guessed&state={state}")

    assert status == 503
    assert single_sign_on.NO_ANSWER.format(name=NAME) in page


def test_signing_out_offers_to_sign_out_there_too(made: TestHouse) -> None:
    browser = made.as_(None)
    came_back(browser, sign_in_there(begun(browser), "helen@northside.example"))

    browser.post("/sign-out", base_url=BASE)
    page = browser.get("/sign-in", base_url=BASE).text
    away = browser.get("/single-sign-on/out", base_url=BASE).headers["Location"]

    assert "sign out there too" in page
    assert "sign out there too" not in browser.get("/sign-in", base_url=BASE).text
    assert parse_qs(urlsplit(away).query)["post_logout_redirect_uri"] == [f"{BASE}/sign-in"]


def test_a_sign_in_by_a_provider_ends_after_a_working_day(made: TestHouse) -> None:
    browser = made.as_(None)
    came_back(browser, sign_in_there(begun(browser), "helen@northside.example"))

    made.clock.now += timedelta(hours=11)
    assert browser.get("/", base_url=BASE).status_code == 200
    made.clock.now += timedelta(hours=2)
    assert browser.get("/", base_url=BASE).status_code == 302
