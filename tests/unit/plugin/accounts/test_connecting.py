from dataclasses import replace

import pytest

from connectors.errors import Reconnect
from connectors.notion.new_properties import TitleProperty
from plugin.accounts import Accounts, connecting
from plugin.accounts.parent_page import choose_parent, page_id_of
from plugin.accounts.vendors import site_of
from plugin.convene.communities import start_community
from plugin.domain.connections import Vendor
from plugin.domain.people import OPERATOR
from plugin.errors import BadInput, ConnectionBroken, NotHere, Refused
from plugin.store import connections as stored_connections
from plugin.store.texts import all_texts
from tests.unit.plugin.accounts.connected import allow, connect, present, revoke_all
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.mounted import http_to

BOTH = pytest.mark.parametrize("vendor", list(Vendor))
PARENT = "5a4db0c5-0000-4000-8000-000000000001"
PRIVATE = "5a4db0c5-0000-4000-8000-000000000002"
PARENT_HEX, PRIVATE_HEX = PARENT.replace("-", ""), PRIVATE.replace("-", "")
TABLE = "5a4db0c5000040008000000000000003"


@BOTH
def test_a_partnership_uses_the_account_that_it_connected(made: TestHouse, vendor: Vendor) -> None:
    connected = connect(made, vendor).installation

    accounts, ours = made.runtime.accounts, made.partnership.id
    if vendor is Vendor.MIRO:
        assert accounts.miro(ours).token_context().user_name == connected.account_name
        assert accounts.miro_name(ours) == "Hedgerow"
        assert connected.place_name == "Sandbox team"
    else:
        assert accounts.notion(ours).me().id == connected.account_key
        assert connected.place_name == "Sandbox workspace"
    assert accounts.connection(vendor, made.elsewhere.id) is None


@BOTH
def test_a_token_of_the_server_wins(made: TestHouse, vendor: Vendor) -> None:
    connected = connect(made, vendor).installation
    tokens = {"miro_token": "sandbox-other", "notion_token": "sandbox-other"}
    settings = replace(made.runtime.settings, **tokens)
    accounts, ours = Accounts(settings, http_to(made.sandbox), made.services), made.partnership.id

    if vendor is Vendor.MIRO:
        assert accounts.miro(ours).token_context().user_name == "other"
        assert accounts.ask_miro_name(ours) == "other"
    else:
        assert accounts.notion(ours).me().id != connected.account_key


@BOTH
def test_no_token_can_be_read_in_the_database(made: TestHouse, vendor: Vendor) -> None:
    made_of = connect(made, vendor).installation
    keys = made.runtime.accounts.keys

    with made.services.db.read() as tx:
        everything = [text for _, text in all_texts(tx)]

    for token in (made_of.access_token, made_of.refresh_token or ""):
        assert any(token in text for text in everything)
        assert not any(keys.unlocked(token) in text for text in everything)
    assert "sandbox-grant" not in repr(made_of)


@BOTH
def test_only_the_browser_that_went_away_comes_back(made: TestHouse, vendor: Vendor) -> None:
    runtime, sam, ours = made.runtime, made.actor("sam"), made.partnership.id
    begun = connecting.begin(runtime.accounts, sam, ours, vendor)
    way_back = allow(made.sandbox, begun.address)

    for state in ("", "another state"):
        with pytest.raises(BadInput, match="Nothing was changed"):
            connecting.finish(made.services, runtime.accounts, sam, ours, vendor, way_back, state)

    assert runtime.accounts.connection(vendor, ours) is None


@BOTH
def test_a_code_that_was_used_is_told_in_words(made: TestHouse, vendor: Vendor) -> None:
    runtime, sam, ours = made.runtime, made.actor("sam"), made.partnership.id
    begun = connecting.begin(runtime.accounts, sam, ours, vendor)
    came = (ours, vendor, allow(made.sandbox, begun.address), begun.state)
    connecting.finish(made.services, runtime.accounts, sam, *came)

    with pytest.raises(BadInput, match="good once"):
        connecting.finish(made.services, runtime.accounts, sam, *came)


@BOTH
def test_disconnecting_ends_the_tokens_and_can_be_done_twice(
    made: TestHouse, vendor: Vendor
) -> None:
    connection = connect(made, vendor)
    client = getattr(made.runtime.accounts, vendor.value)(made.partnership.id)
    done = (made.services, made.runtime.accounts, made.actor("sam"), made.partnership.id, vendor)

    said = [connecting.disconnect(*done) for _ in range(2)]

    assert "Everything that was collected stays" in said[0]
    assert "is not connected" in said[1]
    with pytest.raises(Reconnect):
        client.token_context() if vendor is Vendor.MIRO else client.me()
    with made.services.db.begin() as tx:
        assert stored_connections.installation(tx, connection.installation.id) is None


@BOTH
def test_two_partnerships_with_one_account_share_its_tokens(
    made: TestHouse, vendor: Vendor
) -> None:
    ours = connect(made, vendor)
    theirs = connect(made, vendor, made.elsewhere.id)
    assert present(made, ours).installation == theirs.installation

    sam = made.actor("sam")
    connecting.disconnect(made.services, made.runtime.accounts, sam, made.partnership.id, vendor)

    client = getattr(made.runtime.accounts, vendor.value)(made.elsewhere.id)
    assert client.token_context() if vendor is Vendor.MIRO else client.me()


@BOTH
def test_an_account_that_broke_is_remembered_and_mended_by_connecting(
    made: TestHouse, vendor: Vendor
) -> None:
    connection = connect(made, vendor)
    revoke_all(made, vendor)
    made.clock.pass_days(1)
    accounts, ours = made.runtime.accounts, made.partnership.id
    client = getattr(accounts, vendor.value)(ours)

    with pytest.raises(Reconnect):
        client.token_context() if vendor is Vendor.MIRO else client.me()

    assert present(made, connection).installation.broken_at == made.clock.now
    assert connecting.has_ended(accounts, ours, vendor)
    with pytest.raises(ConnectionBroken, match=r"connects .* again under Connections"):
        getattr(accounts, vendor.value)(ours)
    connect(made, vendor)
    assert not connecting.has_ended(accounts, ours, vendor)
    assert present(made, connection).installation.id == connection.installation.id


@pytest.mark.parametrize(
    ("name", "kind"),
    [("helen", Refused), ("amina", Refused), ("grace", Refused), ("stranger", NotHere)],
)
def test_only_hosts_connect(made: TestHouse, name: str, kind: type[Exception]) -> None:
    ours, accounts, actor = made.partnership.id, made.runtime.accounts, made.actor(name)

    for attempt in (
        lambda: connecting.begin(accounts, actor, ours, Vendor.MIRO),
        lambda: connecting.finish(made.services, accounts, actor, ours, Vendor.MIRO, "/?", "s"),
        lambda: connecting.disconnect(made.services, accounts, actor, ours, Vendor.MIRO),
        lambda: connecting.connections_of(made.services, accounts, actor, ours),
        lambda: choose_parent(made.services, accounts, actor, ours, PARENT),
    ):
        with pytest.raises(kind):
            attempt()


def test_a_connection_to_another_address_is_not_used(made: TestHouse) -> None:
    connection = connect(made, Vendor.MIRO)
    real = replace(made.runtime.settings, sandbox_url=None)

    with made.services.db.read() as tx:
        where = (connection.partnership_id, Vendor.MIRO)
        assert stored_connections.connection(tx, *where, site_of(real, Vendor.MIRO)) is None


@pytest.mark.parametrize(
    ("given", "page_id"),
    [
        (PARENT, PARENT),
        (PARENT.replace("-", ""), PARENT),
        (f"https://www.notion.so/north/Our-memory-{PARENT.replace('-', '')}?pvs=4", PARENT),
        (f"  https://app.notion.com/p/{PARENT.replace('-', '').upper()}#top ", PARENT),
        (f"https://www.notion.so/{PARENT.replace('-', '')}?v={PRIVATE.replace('-', '')}", PARENT),
        (
            f"https://www.notion.so/n/Ours-{PARENT_HEX}?v={TABLE}&p={PRIVATE_HEX}&pm=s",
            PRIVATE,
        ),
        (f"https://www.notion.so/north/{TABLE}?v={PARENT_HEX}&p={PRIVATE}&pm=c#{TABLE}", PRIVATE),
        (f"https://north.notion.site/Our-memory-{PARENT_HEX}?source=copy_link", PARENT),
        (f"https://north.notion.site/{TABLE}?p={PARENT_HEX.upper()}&pm=s", PARENT),
        (f"https://app.notion.com/p/north/Our-memory-{PARENT_HEX}?pvs=4#{TABLE}", PARENT),
        (f"https://www.notion.so/north/Erinnerung-f%C3%BCr-alle-{PARENT_HEX}/", PARENT),
        (f"https://www.notion.so/Our-memory-{PARENT_HEX}?p=&pvs=4", PARENT),
        (f"https://www.notion.so/Our-memory-{PARENT_HEX}?p=about", PARENT),
    ],
)
def test_a_page_is_known_by_its_link(given: str, page_id: str) -> None:
    assert page_id_of(given) == page_id


@pytest.mark.parametrize(
    "given",
    ["", "our memory", "https://www.notion.so/", "https://a.example", "https://[notion.so/p"],
)
def test_what_is_no_link_is_said(given: str) -> None:
    with pytest.raises(BadInput, match="not the link of a Notion page"):
        page_id_of(given)


def test_the_chosen_page_comes_before_the_one_of_the_server(made: TestHouse) -> None:
    accounts, ours = made.runtime.accounts, made.partnership.id

    chosen = choose_parent(made.services, accounts, made.actor("sam"), ours, PARENT)

    assert accounts.notion_parent(ours) == chosen == PARENT
    with pytest.raises(ConnectionBroken, match="No Notion page is chosen"):
        accounts.notion_parent(made.elsewhere.id)


def test_a_page_that_is_not_shared_is_not_chosen(made: TestHouse) -> None:
    accounts, ours = made.runtime.accounts, made.partnership.id

    with pytest.raises(BadInput, match="does not show that page"):
        choose_parent(made.services, accounts, made.actor("sam"), ours, PRIVATE)

    assert accounts.chosen_parent(ours) is None


def test_whoever_pastes_the_link_of_a_database_reads_that_it_is_one(made: TestHouse) -> None:
    accounts, ours, sam = made.runtime.accounts, made.partnership.id, made.actor("sam")
    table = accounts.notion(ours).create_database(PARENT, "Meetings", {"Name": TitleProperty()})
    link = f"https://www.notion.so/{table.id.replace('-', '')}?v={PRIVATE_HEX}"

    with pytest.raises(BadInput, match="That is a database, not a page"):
        choose_parent(made.services, accounts, sam, ours, link)

    assert accounts.chosen_parent(ours) is None
    assert choose_parent(made.services, accounts, sam, ours, f"{link}&p={PARENT_HEX}") == PARENT


def test_a_host_of_one_community_connects_nothing_for_the_others(made: TestHouse) -> None:
    connect(made, Vendor.NOTION)
    start_community(made.services, OPERATOR, made.partnership.id, "Night shift", "Who is up?")
    runtime, sam, ours = made.runtime, made.actor("sam"), made.partnership.id

    with pytest.raises(Refused, match="whole partnership"):
        connecting.begin(runtime.accounts, sam, ours, Vendor.NOTION)
    with pytest.raises(Refused, match="whole partnership"):
        connecting.finish(
            runtime.services, runtime.accounts, sam, ours, Vendor.NOTION, "/x", "state"
        )
    with pytest.raises(Refused, match="whole partnership"):
        connecting.disconnect(runtime.services, runtime.accounts, sam, ours, Vendor.NOTION)
    with pytest.raises(Refused, match="whole partnership"):
        choose_parent(runtime.services, runtime.accounts, sam, ours, PARENT)

    assert runtime.accounts.connection(Vendor.NOTION, ours) is not None
    assert runtime.accounts.chosen_parent(ours) is None


def test_who_started_the_other_communities_too_still_connects(made: TestHouse) -> None:
    start_community(made.services, made.actor("sam"), made.partnership.id, "Night shift", "Who?")

    assert connect(made, Vendor.NOTION).installation.account_name
