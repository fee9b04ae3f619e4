"""Styles and scripts are kept by browsers until they change."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.plugin.web.house import TestHouse, make_house

STYLES = re.compile(r'href="(/static/phone\.css[^"]*)"')


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    found = make_house(tmp_path)
    yield found
    found.services.db.close()


def test_a_phone_asks_for_styles_once_and_keeps_them(made: TestHouse) -> None:
    client = made.as_(None)
    found = STYLES.search(client.get("/j").text)
    assert found is not None

    kept = client.get(found[1]).headers["Cache-Control"]

    assert re.fullmatch(r"/static/phone\.css\?v=[0-9a-f]{12}", found[1])
    assert kept == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("asked", ["", "?v=", "?v=000000000000"])
def test_what_is_named_otherwise_is_compared_each_time(made: TestHouse, asked: str) -> None:
    answer = made.as_(None).get(f"/static/phone.css{asked}")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


def test_a_file_that_is_not_there_is_not_kept_as_missing(made: TestHouse) -> None:
    answer = made.as_(None).get("/static/nothing.css?v=000000000000")

    assert answer.status_code == 404
    assert "max-age" not in answer.headers.get("Cache-Control", "")
