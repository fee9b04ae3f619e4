import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from plugin.convene.communities import start_community
from plugin.domain.communities import Community
from plugin.domain.people import Membership, Role
from plugin.store import people as stored_people
from tests.unit.plugin.web.house import TestHouse

MEMORY, SPONSOR = "Memory", "Sponsor’s page"
BETWEEN = "Between sessions"


class Navs(HTMLParser):
    """Collects the links of each navigation by its label, and which of them are current."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.current: list[str] = []
        self._label: str | None = None
        self._link: dict[str, str | None] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "nav":
            self._label = given["aria-label"] or ""
            self.found[self._label] = []
        elif tag == "a" and self._label is not None:
            self._link = given

    def handle_data(self, data: str) -> None:
        if self._label is None or self._link is None:
            return
        self.found[self._label].append(data)
        if "aria-current" in self._link:
            self.current.append(f"{data}: {self._link['aria-current']}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav":
            self._label = None
        elif tag == "a":
            self._link = None


def navs(client: FlaskClient, path: str) -> Navs:
    read = Navs()
    read.feed(client.get(path, follow_redirects=True).text)
    return read


def tabs(client: FlaskClient, path: str, name: str = "Going home") -> list[str]:
    return navs(client, path).found.get(name, [])


def add_warm_homes(made: TestHouse, *who: str) -> Community:
    services = made.services
    warm = start_community(
        services, made.actor("connie"), made.partnership.id, "Warm homes", "How?"
    )
    with services.db.begin() as tx:
        for name in who:
            role = Role.FACILITATOR if name == "sam" else Role.PARTICIPANT
            member = Membership(made.partnership.id, warm.id, role)
            person = made.actor(name).person_id
            stored_people.add_membership(tx, services.new_id(), person, member)
    return warm


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("sam", ["Our group", "New session", BETWEEN]),
        ("helen", ["Our group", "Desk", BETWEEN]),
        ("amina", ["Our group", BETWEEN]),
        ("grace", []),
    ],
)
def test_every_page_leads_to_the_group(made: TestHouse, who: str, places: list[str]) -> None:
    client, partnership = made.as_(who), f"/p/{made.partnership.id}"

    for path in ("/", f"{partnership}/", f"{partnership}/memory", f"{partnership}/sponsor"):
        assert tabs(client, path) == places, path


def test_places_of_the_group_stay_on_every_page_with_a_second_group(made: TestHouse) -> None:
    warm = add_warm_homes(made, "sam")
    client, memory = made.as_("sam"), f"/p/{made.partnership.id}/memory"

    client.get(f"/c/{warm.id}/")

    assert tabs(client, memory, "Warm homes") == ["Our group", "New session", BETWEEN]
    assert tabs(client, "/", "Warm homes") == ["Our group", "New session", BETWEEN]
    assert tabs(client, "/c/nothing/", "Warm homes") == ["Our group", "New session", BETWEEN]
    client.get(f"/c/{made.community.id}/")
    assert tabs(client, memory) == ["Our group", "New session", BETWEEN]


def test_the_switcher_names_every_group_that_is_open_to_a_person(made: TestHouse) -> None:
    add_warm_homes(made, "amina")

    found = navs(made.as_("amina"), "/").found["Groups"]

    assert found == ["Going home", "Warm homes", "All groups"]


def test_who_has_one_group_and_may_start_none_meets_no_switcher(made: TestHouse) -> None:
    assert "Groups" not in navs(made.as_("amina"), "/").found


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("sam", ["Notion", "Connections", "People"]),
        ("helen", ["Notion"]),
        ("amina", []),
        ("grace", []),
    ],
)
def test_the_menu_holds_every_place_of_the_partnership_for_narrow_screens(
    made: TestHouse, who: str, places: list[str]
) -> None:
    found = navs(made.as_(who), "/").found

    assert found["Partnership"] == ["Home", MEMORY, SPONSOR]
    assert found["Menu"] == ["Home", MEMORY, SPONSOR, *places, "Your programs"]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", {"Home: page"}),
        ("/p/{partnership}/memory", {"Memory: page"}),
        ("/p/{partnership}/sync", {"Notion: page"}),
        ("/p/{partnership}/people", {"People: page"}),
        ("/c/{group}/", {"Going home: true", "Our group: page"}),
        ("/c/{group}/between", {"Going home: true", "Between sessions: page"}),
        ("/c/{group}/designs", {"Going home: true", "New session: page", "All: true"}),
        ("/c/{group}/new-session", {"Going home: true", "New session: true"}),
        ("/c/{group}/change", {"Going home: true", "Our group: true"}),
    ],
)
def test_the_navigation_marks_where_one_is(made: TestHouse, path: str, current: set[str]) -> None:
    there = path.format(partnership=made.partnership.id, group=made.community.id)

    assert set(navs(made.as_("sam"), there).current) == current


def test_nobody_signed_in_meets_no_navigation(made: TestHouse) -> None:
    page = made.as_(None).get("/sign-in").text

    assert not re.search("<nav", page)
