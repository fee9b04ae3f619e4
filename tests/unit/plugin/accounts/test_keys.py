from dataclasses import replace

import pytest
from click.testing import CliRunner

from plugin.accounts.encryption_keys import TokenKeys, new_key, rotate
from plugin.cli import main
from plugin.domain.connections import Vendor
from plugin.errors import BadInput, ConnectionBroken
from tests.unit.plugin.accounts.connected import connect, present
from tests.unit.plugin.web.house import TestHouse

OLD, NEW = new_key(), new_key()


def keys_of(made: TestHouse, *chosen: str, secret: str | None = None) -> TokenKeys:
    settings = made.runtime.settings
    return TokenKeys(replace(settings, token_keys=chosen, secret=secret or settings.secret))


def test_keys_can_be_changed_without_connecting_again(made: TestHouse) -> None:
    connection = connect(made, Vendor.MIRO)
    before = made.runtime.accounts.keys.unlocked(connection.installation.access_token)

    for chosen in ((OLD,), (NEW, OLD), (NEW,)):
        assert rotate(made.services, keys_of(made, *chosen)) == 1

    kept = present(made, connection).installation
    assert keys_of(made, NEW, secret="another").unlocked(kept.access_token) == before
    for token in (kept.access_token, kept.refresh_token or ""):
        with pytest.raises(ConnectionBroken, match="The key that opens"):
            keys_of(made, OLD).unlocked(token)


def test_a_rotation_that_meets_a_lost_key_changes_nothing(made: TestHouse) -> None:
    first, second = (connect(made, vendor) for vendor in Vendor)
    rotate(made.services, keys_of(made, OLD))
    before = [present(made, each) for each in (first, second)]

    with pytest.raises(ConnectionBroken):
        rotate(made.services, keys_of(made, NEW, secret="another"))

    assert [present(made, each) for each in (first, second)] == before


@pytest.mark.parametrize("wrong", ["short", "é" * 44, "=" * 44])
def test_a_key_that_is_none_is_said(made: TestHouse, wrong: str) -> None:
    with pytest.raises(BadInput, match="hedgerow keys new") as caught:
        keys_of(made, wrong)

    assert wrong not in caught.value.sentence


def test_names_of_credentials_differ_between_servers_and_never_show_them(made: TestHouse) -> None:
    names = {keys_of(made).name_of("a"), keys_of(made, secret="s").name_of("a")}

    assert len(names | {keys_of(made).name_of("b"), keys_of(made).name_of("a")}) == 3


def test_the_commands_make_and_rotate_keys(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(made, Vendor.NOTION)
    key = CliRunner().invoke(main, ["keys", "new"]).stdout.strip()
    settings = made.runtime.settings
    for name, value in {
        "HEDGEROW_DATA": str(settings.data_folder),
        "HEDGEROW_DATABASE_URL": settings.database_url,
        "HEDGEROW_SECRET_KEY": settings.secret,
        "HEDGEROW_TOKEN_KEYS": f"{key}, {OLD}",
    }.items():
        monkeypatch.setenv(name, value)

    done = CliRunner().invoke(main, ["keys", "rotate"])

    assert done.stdout == "One account is locked with the first key now.\n"
    found = made.runtime.accounts.connection(Vendor.NOTION, made.partnership.id)
    assert found is not None
    assert keys_of(made, key, secret="another").unlocked(found.installation.access_token)
