import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from plugin.accounts import connecting
from plugin.convene.communities import start_community
from plugin.domain.connections import Vendor
from plugin.domain.people import OPERATOR
from plugin.problems import UNUSABLE
from tests.unit.plugin.accounts.connected import allow, connect, revoke_all
from tests.unit.plugin.web.house import TestHouse
from tests.world.jobs import done

BOTH = pytest.mark.parametrize("vendor", list(Vendor))
PARENT = "5a4db0c500004000800000000000000" + "1"
PRIVATE = "5a4db0c500004000800000000000000" + "2"


def place(made: TestHouse, rest: str = "") -> str:
    return f"/p/{made.partnership.id}/connections{rest}"


def go_on(client: FlaskClient, made: TestHouse, vendor: Vendor) -> str:
    """Press Connect; return the address that the page then links to."""
    page = client.post(place(made, f"/{vendor.value}")).text
    found = re.search(r'<a class="button" href="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


@BOTH
def test_a_facilitator_connects_and_sees_as_whom(made: TestHouse, vendor: Vendor) -> None:
    client = made.as_("sam")

    back = client.get(allow(made.sandbox, go_on(client, made, vendor)))
    leads_to = done(client, back)
    page = client.get(place(made)).text

    assert (back.status_code, leads_to) == (303, place(made))
    assert f"{vendor.shown} is connected." in page
    assert "Connected, and working." in page
    assert "18 November 2026" in page
    assert f"Connect {vendor.shown} again" in page


@BOTH
def test_a_refusal_changes_nothing_and_is_told(made: TestHouse, vendor: Vendor) -> None:
    client = made.as_("sam")

    client.get(allow(made.sandbox, go_on(client, made, vendor), "refuse"))

    assert f"{vendor.shown} was told no" in client.get(place(made)).text
    assert made.runtime.accounts.connection(vendor, made.partnership.id) is None


@BOTH
def test_the_way_back_is_good_in_one_browser_and_once(made: TestHouse, vendor: Vendor) -> None:
    client, other = made.as_("sam"), made.as_("sam")
    way_back = allow(made.sandbox, go_on(client, made, vendor))

    assert other.get(way_back).status_code == 404
    assert client.get(way_back).status_code == 303
    assert client.get(way_back).status_code == 404


def test_a_way_back_to_the_other_vendor_or_with_another_state_is_refused(made: TestHouse) -> None:
    client = made.as_("sam")
    way_back = allow(made.sandbox, go_on(client, made, Vendor.MIRO))
    assert client.get(way_back.replace("miro", "notion")).status_code == 404

    go_on(client, made, Vendor.MIRO)

    answer = client.get(re.sub("state=[^&]+", "state=guessed", way_back))
    assert answer.status_code == 400
    assert "did not" not in answer.text
    assert "Nothing was changed" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_asking_to_connect_is_a_form_and_never_a_link(made: TestHouse) -> None:
    client = made.as_("sam")

    assert client.get(place(made, "/miro")).status_code == 405
    assert client.get(place(made, "/miro/disconnect")).status_code == 405
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(place(made, "/miro"), headers=foreign).status_code == 403


@BOTH
def test_disconnecting_is_told_and_done(made: TestHouse, vendor: Vendor) -> None:
    connect(made, vendor)
    client = made.as_("connie")

    page = client.post(place(made, f"/{vendor.value}/disconnect"), follow_redirects=True).text

    assert f"{vendor.shown} is disconnected." in page
    assert f"Disconnect {vendor.shown}" not in page


@pytest.mark.parametrize(
    ("vendor", "path"),
    [
        (Vendor.MIRO, "/c/{community}/new-session"),
        (Vendor.MIRO, "/c/{community}"),
        (Vendor.NOTION, "/p/{partnership}/sync"),
        (Vendor.NOTION, "/p/{partnership}/memory"),
    ],
)
def test_pages_that_need_a_broken_connection_say_so_and_where_to_mend_it(
    made: TestHouse, vendor: Vendor, path: str
) -> None:
    connect(made, vendor)
    revoke_all(made, vendor)
    made.clock.pass_days(1)
    address = path.format(community=made.community.id, partnership=made.partnership.id)
    client, sentence = made.as_("sam"), f"{vendor.shown} no longer lets Hedgerow in."
    before = client.get(address, follow_redirects=True).text

    with pytest.raises(Exception, match=vendor.value):
        ask(made, vendor)
    after = client.get(address, follow_redirects=True).text

    assert sentence not in before
    assert sentence in after
    assert 'href="/connections"' in after
    assert sentence not in made.as_("grace").get(address, follow_redirects=True).text


def ask(made: TestHouse, vendor: Vendor) -> object:
    client = getattr(made.runtime.accounts, vendor.value)(made.partnership.id)
    return client.token_context() if vendor is Vendor.MIRO else client.me()


def test_a_broken_connection_is_shown_with_the_way_to_mend_it(made: TestHouse) -> None:
    connect(made, Vendor.MIRO)
    revoke_all(made, Vendor.MIRO)
    made.clock.pass_days(1)
    with pytest.raises(Exception, match="miro"):
        ask(made, Vendor.MIRO)

    page = made.as_("sam").get(place(made)).text

    assert "Not working." in page
    assert "since 19 November 2026" in page
    assert "<button>Connect Miro again</button>" in page


def test_a_page_in_notion_is_chosen_by_its_link(made: TestHouse) -> None:
    client = made.as_("sam")
    link = f"https://www.notion.so/Our-memory-{PARENT}?pvs=4"

    page = client.post(place(made, "/parent"), data={"page": link}, follow_redirects=True).text

    assert "The memory is kept under this page." in page
    assert "Under the page that you chose." in page


@pytest.mark.parametrize("given", ["our memory", PRIVATE])
def test_a_page_that_cannot_be_chosen_keeps_what_was_typed(made: TestHouse, given: str) -> None:
    form = {"page": given}
    answer = made.as_("sam").post(place(made, "/parent"), data=form, follow_redirects=True)

    assert UNUSABLE in answer.text
    assert f'value="{given}"' in answer.text.replace("-", "")
    assert "No page is chosen yet." in answer.text


def test_those_with_one_partnership_are_led_to_its_connections(made: TestHouse) -> None:
    assert made.as_("sam").get("/connections").location == place(made)
    assert "Ask one of yours" in made.as_("helen").get("/connections").text
    assert made.as_("helen").get(place(made)).status_code == 403
    assert "Connections</a>" not in made.as_("helen").get(place(made)).text


def test_an_app_that_was_not_set_up_is_said(made_real: TestHouse) -> None:
    client = made_real.as_("sam")

    page, answer = client.get(place(made_real)), client.post(place(made_real, "/notion"))

    assert "nobody can connect it here yet" in page.text
    assert "<strong>Connected</strong> by the administrator" in page.text
    assert answer.status_code == 503
    assert "registers Hedgerow with Notion first" in answer.text
    assert "HEDGEROW_" not in answer.text


def test_a_token_of_the_server_comes_before_a_connection(made_real: TestHouse) -> None:
    shown = connecting.connections_of(
        made_real.services,
        made_real.runtime.accounts,
        made_real.actor("sam"),
        made_real.partnership.id,
    )

    assert [each.by_server for each in shown] == [True, False]


def test_a_host_of_one_community_sees_what_is_connected_and_changes_nothing(
    made: TestHouse,
) -> None:
    connect(made, Vendor.MIRO)
    start_community(made.services, OPERATOR, made.partnership.id, "Night shift", "Who is up?")
    client = made.as_("sam")

    page, pressed = client.get(place(made)), client.post(place(made, "/notion"))

    assert "Connected, and working." in page.text
    assert "for the whole partnership" in page.text
    assert f'action="{place(made)}' not in page.text
    assert pressed.status_code == 403
