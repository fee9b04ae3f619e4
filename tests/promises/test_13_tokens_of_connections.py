"""Promise 13, the product's half: tokens of connections are in no log, page or table."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.errors import ConnectorError
from plugin.accounts import connecting
from plugin.domain.connections import Vendor
from plugin.store.texts import all_texts
from tests.unit.plugin.accounts.connected import connect, present, revoke_all
from tests.unit.plugin.web.house import TestHouse, make_house

BEGINNING = "sandbox-grant-"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    runtime = make_house(tmp_path)
    yield runtime
    runtime.services.db.close()


def use(made: TestHouse, vendor: Vendor) -> None:
    client = getattr(made.runtime.accounts, vendor.value)(made.partnership.id)
    client.token_context() if vendor is Vendor.MIRO else client.me()


def shown(made: TestHouse) -> str:
    """Return all that anybody could read: pages, values and the database with its journal."""
    client, place = made.as_("sam"), f"/p/{made.partnership.id}"
    pages = [client.get(f"{place}{path}").text for path in ("/connections", "/sync", "/memory")]
    with made.services.db.read() as tx:
        stored = [text for _, text in all_texts(tx)]
    folder = made.runtime.settings.data_folder
    files = [path.read_bytes().decode("latin-1") for path in folder.iterdir() if path.is_file()]
    return "\n".join([*pages, *stored, *files])


@pytest.mark.parametrize("vendor", list(Vendor))
def test_a_token_shows_nowhere_in_its_whole_life(
    made: TestHouse, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connection = connect(made, vendor)
    seen = [shown(made)]
    made.clock.pass_days(1)
    use(made, vendor)
    seen += [shown(made), repr(present(made, connection)), repr(made.runtime)]

    revoke_all(made, vendor)
    made.clock.pass_days(1)
    with pytest.raises(ConnectorError) as caught:
        use(made, vendor)
    seen += [shown(made), repr(caught.value), repr(vars(caught.value))]
    sam = made.actor("sam")
    seen.append(
        connecting.disconnect(
            made.services, made.runtime.accounts, sam, made.partnership.id, vendor
        )
    )

    assert "oauth" in caplog.text
    assert [words for words in (*seen, caplog.text) if BEGINNING in words] == []


def test_the_beginning_is_that_of_every_token_so_that_this_test_can_fail(made: TestHouse) -> None:
    kept, keys = connect(made, Vendor.MIRO).installation, made.runtime.accounts.keys

    assert keys.unlocked(kept.access_token).startswith(BEGINNING)
    assert keys.unlocked(kept.refresh_token or "").startswith(BEGINNING)
