"""Runs of a sync are kept for a month, and the last of each partnership for longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin import use_cases
from plugin.domain.sync_runs import SyncStep
from plugin.store import sync_runs
from plugin.store import tables as t
from tests.unit.plugin.web.house import TestHouse, make_house

STEP = SyncStep(1, "CreateRow", "piece", "p", (), True, "")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def run(house: TestHouse, name: str, partnership_id: str = "") -> None:
    """Let a sync run; its day is over then."""
    with house.services.db.begin() as tx:
        sync_runs.start_run(tx, name, partnership_id or house.partnership.id, house.services.now)
        sync_runs.add_step(tx, name, STEP)
        sync_runs.finish_run(tx, name, {"is_stopped": True})
    house.clock.pass_days(1)


def words_went(house: TestHouse) -> None:
    with house.services.db.begin() as tx:
        sync_runs.words_went(tx, house.partnership.id)


def kept(house: TestHouse) -> list[str]:
    with house.services.db.read() as tx:
        return sorted(tx.execute(sa.select(t.sync_run.c.id)).scalars())


def test_a_month_later_runs_go_but_for_the_last_of_each_partnership(house: TestHouse) -> None:
    run(house, "a", house.elsewhere.id)
    for name in ("b", "c", "d"):
        run(house, name)
    house.clock.pass_days(28)  # c was thirty days ago, which is not too long
    use_cases.tidy(house.runtime)
    assert kept(house) == ["a", "c", "d"]

    house.clock.pass_days(300)
    use_cases.tidy(house.runtime)

    assert kept(house) == ["a", "d"]
    with house.services.db.read() as tx:
        assert sorted(tx.execute(sa.select(t.sync_step.c.run_id)).scalars()) == ["a", "d"]
        last = sync_runs.last_run(tx, house.partnership.id)
    assert last is not None
    assert (last.id, last.outcome, len(last.steps)) == ("d", {"is_stopped": True}, 1)


def test_they_go_some_at_a_time(house: TestHouse) -> None:
    for name in "abcd":
        run(house, name)

    gone = []
    while not gone or gone[-1]:
        with house.services.db.begin() as tx:
            gone.append(sync_runs.forget_old(tx, house.services.now, 2))

    assert gone == [2, 1, 0]


@pytest.mark.parametrize("went", [True, False])
def test_what_people_wrote_before_words_went_stays_suspect(house: TestHouse, *, went: bool) -> None:
    written_at = house.services.now + timedelta(hours=2)
    run(house, "a")
    if went:
        words_went(house)
    for name in ("b", "c"):  # they stopped before they had read it
        run(house, name)
    house.clock.pass_days(40)
    run(house, "d")

    use_cases.tidy(house.runtime)

    assert kept(house) == ["d"]
    with house.services.db.read() as tx:
        its = (tx, house.partnership.id, "piece")
        assert sync_runs.may_tell_what_went(*its, written_at) is went
        assert sync_runs.may_tell_what_went(*its) is went
