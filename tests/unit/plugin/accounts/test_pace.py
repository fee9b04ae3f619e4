import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.limits import Allowance
from plugin.accounts.rate_limits import TurnBook, pace_of
from plugin.config import Settings
from plugin.domain.connections import Vendor
from plugin.store.database import Database
from tests import databases
from tests.shared import REPOSITORY
from tests.unit.plugin.accounts.calling import LIMIT

CALLS = 50


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.with_tables(tmp_path)


def started(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.unit.plugin.accounts.calling", url, str(CALLS)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_together_never_exceed_a_window(url: str) -> None:
    pair = [started(url), started(url)]
    assert [process.stdout.readline() for process in pair if process.stdout] == ["ready\n"] * 2

    for process in pair:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate()[0] for process in pair]

    moments = sorted(float(moment) for words in told for moment in words.split())
    assert len(moments) == 2 * CALLS
    for start in moments:
        inside = [at for at in moments if start <= at < start + LIMIT.window_s]
        assert len(inside) <= LIMIT.units
    # Together they are as quick as one alone may be: the limit is used, not only kept.
    fastest_s = (2 * CALLS - LIMIT.at_once) / LIMIT.flow_a_s
    assert fastest_s * 0.9 <= moments[-1] - moments[0] <= fastest_s * 3


def test_allowances_are_kept_in_the_database(url: str) -> None:
    one, other = TurnBook(Database(url)), TurnBook(Database(url))

    one.change("c", lambda _known: Allowance(5.5, 7.25))
    other.change("c", lambda known: None if known is None else Allowance(known.free_at, 9.5))
    one.change("c", lambda _known: None)

    assert one.read("c") == Allowance(5.5, 9.5)
    assert one.read("d") is None


def test_no_turn_is_lost_when_many_are_taken_at_once(url: str) -> None:
    books = [TurnBook(Database(url)) for _ in range(4)]

    def one_more(known: Allowance | None) -> Allowance:
        return Allowance((known.free_at if known else 0) + 1)

    def take(book: TurnBook) -> None:
        for _ in range(25):
            book.change("c", one_more)

    with ThreadPoolExecutor(len(books)) as pool:
        list(pool.map(take, books))

    assert books[0].read("c") == Allowance(100)


@pytest.mark.parametrize(
    ("given", "vendor", "wait_s"),
    [
        ({}, Vendor.NOTION, 60 / 174),
        ({"notion_calls_a_minute": 600}, Vendor.NOTION, 60 / (600 - 600 / 36 - 1)),
        ({"sandbox_url": "http://127.0.0.1:1", "sandbox_haste": 30}, Vendor.NOTION, 2 / 174),
        ({"sandbox_url": "http://127.0.0.1:1"}, Vendor.NOTION, 0),
        ({}, Vendor.MIRO, 0),
    ],
)
def test_settings_say_how_fast(
    url: str, tmp_path: Path, given: dict[str, object], vendor: Vendor, wait_s: float
) -> None:
    settings = Settings(
        data_folder=tmp_path,
        database_url=url,
        base_url="http://127.0.0.1:8420",
        secret="s",
        **given,
    )
    database = Database(url)
    pace = pace_of(settings, database, vendor, "hazel-token", now=lambda: 1_000_000.0)

    waits = [pace.take("GET", "/v2/boards/{board_id}", {}, 60).wait_s for _ in range(60)]

    assert waits[-1] - waits[-2] == pytest.approx(wait_s, abs=1e-4)
    assert b"hazel-token" not in databases.everything(database)


def test_the_parts_of_one_window_are_shared_by_what_one_account_is_called(
    url: str, tmp_path: Path
) -> None:
    settings, database = (
        Settings(
            data_folder=tmp_path, database_url=url, base_url="http://127.0.0.1:8420", secret="s"
        ),
        Database(url),
    )
    names = {"a": Vendor.MIRO, "b": Vendor.NOTION, "c": Vendor.NOTION}

    for name, vendor in names.items():
        pace_of(settings, database, vendor, name).hold(100)

    held = [pace_of(settings, database, Vendor.NOTION, name).is_held() for name in "abc"]
    assert held == [False, True, True]
