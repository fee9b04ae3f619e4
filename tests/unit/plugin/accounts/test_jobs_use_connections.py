from datetime import date
from pathlib import Path

import pytest

from connectors.errors import Reconnect
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin import building, use_cases
from plugin.accounts.parent_page import choose_parent
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.connections import Vendor
from plugin.domain.people import OPERATOR
from plugin.errors import BadInput, ConnectionBroken, NotHere, Refused
from plugin.store import boards as stored_boards
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.accounts.connected import connect, revoke_all
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session

DAY = date(2026, 12, 16)


def test_a_board_is_built_and_a_memory_kept_with_a_partnerships_own_accounts(
    made: TestHouse,
) -> None:
    sam, runtime = made.actor("sam"), made.runtime
    for vendor in Vendor:
        connect(made, vendor)
    choose_parent(made.services, runtime.accounts, sam, made.partnership.id, FIRST_PAGE_ID)

    _, built = new_session(runtime, sam, made.community.id, "T3", DAY)
    synced = use_cases.carry_to_notion(runtime, sam, made.partnership.id)

    assert built.frames > 0
    assert synced.writes > 0


def test_jobs_say_at_once_that_a_connection_ended(made: TestHouse) -> None:
    sam, runtime = made.actor("sam"), made.runtime
    connect(made, Vendor.MIRO)
    planned, _ = new_session(runtime, sam, made.community.id, "T3", DAY)
    revoke_all(made, Vendor.MIRO)
    made.clock.pass_days(1)

    with pytest.raises(Reconnect):
        use_cases.collect(runtime, sam, planned.id)
    with pytest.raises(ConnectionBroken, match="Connections"):
        use_cases.collect(runtime, sam, planned.id)
    with pytest.raises(NotHere):
        use_cases.collect(runtime, made.actor("stranger"), planned.id)


@pytest.mark.parametrize(
    ("board", "words"),
    [
        ("uXjVUnknown=", "no such board"),
        ("taken", "another session"),
        ("not one!", "not the address"),
    ],
)
def test_no_meeting_is_planned_for_a_board_that_cannot_be_used(
    made: TestHouse, board: str, words: str
) -> None:
    sam, runtime = made.actor("sam"), made.runtime
    first, built = new_session(runtime, sam, made.community.id, "T3", DAY)
    given = built.miro_board_id if board == "taken" else board

    with pytest.raises(BadInput, match=words):
        new_session(runtime, sam, made.community.id, "T2", DAY, miro_board_id=given)

    with made.services.db.read() as tx:
        assert [each.id for each in stored_sessions.sessions(tx, made.community.id)] == [first.id]


@pytest.fixture
def with_token(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path, miro_token="sandbox-of-the-server")


def _a_board(made: TestHouse) -> str:
    miro = made.runtime.accounts.miro(made.partnership.id)
    return miro.create_board("A board of somebody").id


def test_a_shared_account_opens_no_board_that_is_named_by_hand(with_token: TestHouse) -> None:
    runtime, sam, board = with_token.runtime, with_token.actor("sam"), _a_board(with_token)
    planned = plan_session(runtime.services, sam, with_token.community.id, DAY, read_template("T2"))

    with pytest.raises(Refused, match="share one Miro account"):
        new_session(runtime, sam, with_token.community.id, "T3", DAY, miro_board_id=board)
    with pytest.raises(Refused, match="let Hedgerow make a new board"):
        building.build(runtime, sam, planned.id, board)

    with with_token.services.db.read() as tx:
        assert stored_boards.session_of_board(tx, board) is None
        assert len(stored_sessions.sessions(tx, with_token.community.id)) == 1
    assert building.build(runtime, sam, planned.id).miro_board_id != board


def test_whoever_runs_the_server_may_name_a_board(with_token: TestHouse) -> None:
    runtime, board = with_token.runtime, _a_board(with_token)
    community_id = with_token.community.id

    planned, built = new_session(runtime, OPERATOR, community_id, "T3", DAY, miro_board_id=board)
    again = building.build(runtime, with_token.actor("sam"), planned.id, board)

    assert (built.miro_board_id, again.made) == (board, 0)


def test_a_partnerships_own_account_opens_the_board_that_it_names(made: TestHouse) -> None:
    connect(made, Vendor.MIRO)
    sam, board = made.actor("sam"), _a_board(made)

    _, built = new_session(made.runtime, sam, made.community.id, "T3", DAY, miro_board_id=board)

    assert built.miro_board_id == board
