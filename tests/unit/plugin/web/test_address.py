import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.convene.sign_in import make_link
from tests.unit.plugin.web.house import TestHouse, make_house

PATH = "/learning/hedgerow"
_ADDRESSES = re.compile(r'(?:href|action|src)="(/[^"]*)"')


@pytest.fixture
def lies_under(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path, base_url=f"https://example.org{PATH}")
    yield made
    made.services.db.close()


@pytest.mark.parametrize("passed_on", [PATH, ""], ids=["whole path", "path left out"])
def test_every_address_that_pages_write_lies_under_the_path(
    lies_under: TestHouse, passed_on: str
) -> None:
    client = lies_under.as_(None)
    asked = client.get(f"{passed_on}/c/{lies_under.community.id}/")
    token = make_link(lies_under.services, "sam@northside.example")
    client.get(asked.headers["Location"].replace(PATH, passed_on, 1))

    signed_in = client.post(f"{passed_on}/sign-in/{token}")
    page = client.get(signed_in.headers["Location"].replace(PATH, passed_on, 1))

    assert asked.headers["Location"].startswith(f"{PATH}/sign-in?next=")
    assert signed_in.headers["Location"] == f"{PATH}/c/{lies_under.community.id}/"
    assert f"Path={PATH}" in signed_in.headers["Set-Cookie"]
    assert page.status_code == 200
    found = _ADDRESSES.findall(page.text)
    assert found
    assert [each for each in found if not each.startswith(f"{PATH}/")] == []
    for each in found:
        if "/static/" in each:
            assert client.get(each.replace(PATH, passed_on, 1)).status_code == 200


def test_the_present_page_is_marked_in_the_navigation(lies_under: TestHouse) -> None:
    client = lies_under.as_(None)
    client.post(f"{PATH}/sign-in/{make_link(lies_under.services, 'sam@northside.example')}")

    page = client.get(f"{PATH}/p/{lies_under.partnership.id}/memory")

    assert 'aria-current="page"' in page.text


def test_a_path_that_only_begins_alike_is_not_ours(lies_under: TestHouse) -> None:
    assert lies_under.as_(None).get(f"{PATH}-of-others/sign-in").status_code == 404


def test_behind_a_proxy_that_ends_tls_nobody_is_led_to_http(lies_under: TestHouse) -> None:
    place = f"{PATH}/c/{lies_under.community.id}"

    answer = lies_under.as_(None).get(place, headers={"Host": "example.org"})

    assert answer.headers["Location"] == f"https://example.org{place}/"
