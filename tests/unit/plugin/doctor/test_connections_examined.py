from dataclasses import replace
from typing import Any

import pytest

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.accounts.parent_page import choose_parent
from plugin.doctor import Finding, examine
from plugin.domain.connections import Vendor
from tests.unit.plugin.accounts.connected import connect, present, revoke_all
from tests.unit.plugin.web.conftest import made
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.mounted import http_to

__all__ = ["made"]

OURS = {"plugin": ["hedgerow"], "connectors": ["hedgerow"], "schemas": ["hedgerow"]}


def found(made: TestHouse, about: str, **settings: Any) -> list[Finding]:
    chosen = replace(made.runtime.settings, **settings)
    findings = examine(chosen, http=http_to(made.sandbox), owners=OURS)
    return [finding for finding in findings if finding.about == about]


@pytest.fixture
def connected(made: TestHouse) -> TestHouse:
    for vendor in Vendor:
        connect(made, vendor)
    parent = (made.actor("sam"), made.partnership.id, FIRST_PAGE_ID)
    choose_parent(made.services, made.runtime.accounts, *parent)
    return made


@pytest.mark.parametrize("vendor", list(Vendor))
def test_a_partnerships_own_account_is_asked(connected: TestHouse, vendor: Vendor) -> None:
    findings = found(connected, f"{vendor.shown} of Tyne Crossing")

    assert findings != []
    assert [finding for finding in findings if finding.must_be_mended] == []


def test_whoever_has_no_account_of_their_own_is_told_about_the_servers(
    connected: TestHouse,
) -> None:
    assert found(connected, "Miro") != []
    assert found(connected, "Miro of Another partnership") == []


@pytest.mark.parametrize("vendor", list(Vendor))
def test_an_account_that_was_revoked_is_mended_under_connections(
    connected: TestHouse, vendor: Vendor
) -> None:
    revoke_all(connected, vendor)

    first = found(connected, f"{vendor.shown} of Tyne Crossing")
    then = found(connected, f"{vendor.shown} of Tyne Crossing")

    for (finding,) in (first, then):
        assert finding.must_be_mended
        assert f"connects {vendor.shown} again under Connections" in finding.sentence


def test_a_chosen_page_that_is_not_shared_any_more_is_told(connected: TestHouse) -> None:
    state = connected.sandbox.extensions["hedgerow_sandbox"].notion
    state.things[FIRST_PAGE_ID].in_trash = True

    sentences = [finding.sentence for finding in found(connected, "Notion of Tyne Crossing")]

    assert any("trash" in sentence for sentence in sentences)


def test_a_servers_token_that_comes_first_is_said(connected: TestHouse) -> None:
    (finding,) = found(connected, "Miro of Tyne Crossing", miro_token="sandbox-another")

    assert not finding.must_be_mended
    assert "HEDGEROW_MIRO_TOKEN" in finding.sentence


def test_no_token_is_shown(connected: TestHouse) -> None:
    connection = connected.runtime.accounts.connection(Vendor.MIRO, connected.partnership.id)
    assert connection is not None
    kept = present(connected, connection).installation
    token = connected.runtime.accounts.keys.unlocked(kept.access_token)

    findings = examine(connected.runtime.settings, http=http_to(connected.sandbox), owners=OURS)

    assert token not in repr(findings)
