"""Promise 13, for whoever runs the server: a whole day of people leaves no word of theirs in a log.

Every page is opened and every form sent, by somebody who may and somebody who may not; collecting,
a sync and a defect run beside them.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.store.columns import Words
from plugin.store.tables import metadata
from tests.unit.plugin.web.everything import Everything, ask, everything, requests
from tests.unit.plugin.web.house import PEOPLE, TestHouse, make_house

_METRICS_TOKEN = "a-token-for-figures-0123456789-abcdef"
_TOKEN = "canary-of-a-link-7731"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path, metrics_token=_METRICS_TOKEN)
    yield made
    made.services.db.close()


def a_day(whole: Everything) -> None:
    made = whole.made
    for name in ("sam", "stranger"):
        client = made.as_(name)
        for _, method, path in requests(whole):
            ask(client, method, path)
    visitor = made.as_(None)
    for path in (f"/sign-in/{_TOKEN}", f"/objections/{_TOKEN}", f"/nowhere?q={_TOKEN}"):
        visitor.get(path)
        visitor.post(path, data={"email": "sam@northside.example"})
    visitor.post("/sign-in", data={"email": f"{_TOKEN}@northside.example"})
    made.settle()


def canaries(whole: Everything) -> set[str]:
    """Return what people wrote or are called, and the ids that stand in addresses."""
    columns = [
        column
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Words) and table.name != "job"
    ]
    with whole.made.services.db.read() as tx:
        texts = {text for column in columns for text in tx.execute(sa.select(column)).scalars()}
    written = {line.strip() for text in texts if text for line in text.splitlines()} - {""}
    ids = {value for name, value in whole.ids.items() if name not in ("job_id", "vendor", "part")}
    people = {actor.person_id for actor in whole.made.people.values()}
    ours = {"Hedgerow"}  # as it calls itself where no account has another name
    return (written | ids | people | set(PEOPLE) | {_TOKEN, "northside.example"}) - ours


def found_in(text: str, words: set[str]) -> list[str]:
    return sorted(
        word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    )


def test_no_log_and_no_figure_holds_a_word_a_name_or_an_address_of_anybody(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "hedgerow")
    whole = everything(made)
    a_day(whole)

    lines = [json.loads(line) for line in caplog.text.splitlines()]
    events = {each["event"] for each in lines}
    assert {"request", "job", "vendor call"} <= events
    assert len([each for each in lines if each["event"] == "request"]) > 100
    assert found_in(caplog.text, canaries(whole)) == []
    asked = {"Authorization": f"Bearer {_METRICS_TOKEN}"}
    figures = made.as_(None).get("/metrics", headers=asked).text
    assert 'route="/s/<session_id>/collect"' in figures
    assert found_in(figures, canaries(whole) | {whole.ids["job_id"]}) == []
