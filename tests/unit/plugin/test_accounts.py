from pathlib import Path
from typing import Any

import pytest
import responses

from connectors.http import HTTP
from connectors.retry import Patience
from plugin.accounts import Accounts
from plugin.config import Settings
from plugin.errors import ConnectionBroken

CONTEXT = "https://api.miro.com/v1/oauth-token"
ONCE = Patience(attempts=1)


def _accounts(tmp_path: Path, **given: Any) -> Accounts:
    settings = Settings(
        data_folder=tmp_path,
        database_url="sqlite://",
        base_url="http://127.0.0.1:8420",
        secret="s",
        **given,
    )
    return Accounts(settings, HTTP(sleep=lambda _s: None, patience=ONCE))


@responses.activate
def test_the_name_on_our_notes_is_asked_for_once(tmp_path: Path) -> None:
    asked = responses.get(CONTEXT, json={"user": {"id": "1", "name": "Board Helper"}})
    accounts = _accounts(tmp_path, miro_token="t")

    assert {accounts.ask_miro_name() for _ in range(3)} == {"Board Helper"}
    assert asked.call_count == 1


@responses.activate
def test_a_name_that_cannot_be_read_is_hedgerow_until_it_can(tmp_path: Path) -> None:
    responses.get(CONTEXT, status=503)
    responses.get(CONTEXT, json={"user": {"id": "1", "name": "Board Helper"}})
    accounts = _accounts(tmp_path, miro_token="t")

    assert [accounts.ask_miro_name(), accounts.ask_miro_name()] == ["Hedgerow", "Board Helper"]


@pytest.mark.parametrize("account", ["miro", "notion", "notion_parent"])
def test_an_account_without_a_setting_names_it(tmp_path: Path, account: str) -> None:
    accounts = _accounts(tmp_path)

    with pytest.raises(ConnectionBroken) as told:
        getattr(accounts, account)()
    setting = f"HEDGEROW_{account.split('_')[0].upper()}"
    assert setting in told.value.in_terminal
    assert setting not in str(told.value)
    assert accounts.ask_miro_name() == "Hedgerow"
