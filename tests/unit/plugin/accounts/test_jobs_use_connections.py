from datetime import date

import pytest

from connectors.errors import Reconnect
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin import jobs
from plugin.accounts.parent import choose_parent
from plugin.domain.connections import Vendor
from plugin.errors import BadInput, ConnectionBroken, NotHere
from plugin.store import sessions as stored
from tests.unit.plugin.accounts.connected import connect, revoke_all
from tests.unit.plugin.web.house import TestHouse

DAY = date(2026, 12, 16)


def test_a_board_is_built_and_a_memory_kept_with_a_partnerships_own_accounts(
    made: TestHouse,
) -> None:
    sam, house = made.actor("sam"), made.house
    for vendor in Vendor:
        connect(made, vendor)
    choose_parent(made.ground, house.accounts, sam, made.partnership.id, FIRST_PAGE_ID)

    _, built = jobs.new_session(house, sam, made.community.id, "T3", DAY)
    synced = jobs.carry_to_notion(house, sam, made.partnership.id)

    assert built.frames > 0
    assert synced.writes > 0


def test_jobs_say_at_once_that_a_connection_ended(made: TestHouse) -> None:
    sam, house = made.actor("sam"), made.house
    connect(made, Vendor.MIRO)
    planned, _ = jobs.new_session(house, sam, made.community.id, "T3", DAY)
    revoke_all(made, Vendor.MIRO)
    made.clock.pass_days(1)

    with pytest.raises(Reconnect):
        jobs.collect(house, sam, planned.id)
    with pytest.raises(ConnectionBroken, match="Connections"):
        jobs.collect(house, sam, planned.id)
    with pytest.raises(NotHere):
        jobs.collect(house, made.actor("stranger"), planned.id)


@pytest.mark.parametrize(
    ("board", "words"),
    [
        ("uXjVUnknown=", "no such board"),
        ("taken", "another meeting"),
        ("not one!", "not the address"),
    ],
)
def test_no_meeting_is_planned_for_a_board_that_cannot_be_used(
    made: TestHouse, board: str, words: str
) -> None:
    sam, house = made.actor("sam"), made.house
    first, built = jobs.new_session(house, sam, made.community.id, "T3", DAY)
    given = built.miro_board_id if board == "taken" else board

    with pytest.raises(BadInput, match=words):
        jobs.new_session(house, sam, made.community.id, "T2", DAY, miro_board_id=given)

    with made.ground.db.read() as tx:
        assert [each.id for each in stored.sessions(tx, made.community.id)] == [first.id]
