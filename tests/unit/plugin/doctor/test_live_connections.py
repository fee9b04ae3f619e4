from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.accounts.parent_page import choose_parent
from plugin.doctor.live import Examination, examine_live, table
from plugin.domain.connections import Vendor
from tests.unit.plugin.accounts.connected import connect
from tests.unit.plugin.web.conftest import made
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.mounted import http_to

__all__ = ["made"]


def test_a_connected_account_is_asked_and_not_told(made: TestHouse) -> None:
    connections = [connect(made, vendor) for vendor in Vendor]
    choose_parent(
        made.services, made.runtime.accounts, made.actor("sam"), made.partnership.id, FIRST_PAGE_ID
    )
    found, settings = Examination("Hedgerow asks"), made.runtime.settings

    examine_live(settings, http_to(made.sandbox), found)

    told = table(found, settings)
    came = {row.probe: row.came for row in found.rows}
    assert came["miro 9a"] == "201; as sent, as sent, as sent"
    assert came["notion 4.1"].startswith("400 validation_error")
    assert made.partnership.name not in told
    for connection in connections:
        assert connection.installation.account_key not in told
