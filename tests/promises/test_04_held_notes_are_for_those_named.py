"""Promise 4: who reads held notes is frozen when the board is built; here people join later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.convene.communities import add_person
from plugin.convene.people import person_called
from plugin.convene.session_page import session_page
from plugin.convene.template_files import read_template
from plugin.curate.desk import desk
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.govern.withdrawal import trail
from plugin.store import tables
from tests.unit.plugin.curate.meeting import HELD
from tests.unit.plugin.web.everything import Everything, ask, everything, requests, words_in
from tests.unit.plugin.web.filled import WORDS
from tests.unit.plugin.web.house import make_house

HELD_WORDS = (HELD, "The flat had no heating")
READING = (Role.FACILITATOR, Role.CONVENOR, Role.LEARNING_PARTNER)


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Everything]:
    made = make_house(tmp_path)
    yield everything(made)
    made.services.db.close()


def join(whole: Everything, role: Role, *, is_everywhere: bool = False) -> Actor:
    made = whole.made
    where = None if is_everywhere else made.community.id
    person = ("Lena Late", "lena@northside.example")
    made.people["lena"] = add_person(
        made.services, OPERATOR, made.partnership.id, where, *person, role
    )
    return made.people["lena"]


def promote(whole: Everything, name: str, role: Role) -> Actor:
    made = whole.made
    actor = made.people[name]
    email = f"{name}@northside.example"
    here = (made.partnership.id, made.community.id)
    return add_person(made.services, OPERATOR, *here, actor.name, email, role)


def held_note_ids(whole: Everything) -> list[str]:
    with whole.made.services.db.read() as tx:
        rows = tx.execute(tables.note.select().where(tables.note.c.label == "H")).all()
    return [row.id for row in rows]


@pytest.mark.parametrize("role", READING)
@pytest.mark.parametrize("is_everywhere", [False, True])
def test_who_joins_later_finds_held_words_on_no_route(
    whole: Everything, role: Role, is_everywhere: bool
) -> None:
    join(whole, role, is_everywhere=is_everywhere)
    client = whole.made.as_("lena")

    for endpoint, method, path in requests(whole):
        answer = ask(client, method, path)
        assert [words for words in HELD_WORDS if words in words_in(answer)] == [], (
            endpoint,
            method,
        )
    for note_id in held_note_ids(whole):
        page = client.get(f"/notes/{note_id}").text
        assert [words for words in HELD_WORDS if words in page] == []


def test_the_routes_do_show_held_words_to_those_named(whole: Everything) -> None:
    client = whole.made.as_("helen")

    shown = "".join(
        words_in(ask(client, "GET", path)) for _, how, path in requests(whole) if how == "GET"
    )

    assert [words for words in HELD_WORDS if words not in shown] == []


@pytest.mark.parametrize("role", READING)
def test_a_member_with_a_new_role_reads_later_sessions_only(whole: Everything, role: Role) -> None:
    amina = promote(whole, "amina", role)

    page = session_page(whole.made.services, amina, whole.ids["session_id"])

    assert WORDS not in [note.text for notes in page.notes.values() for note in notes]
    assert (page.may_read_held, page.unseen) == (False, 1)


def test_a_later_learning_partner_has_a_desk_without_held_words(whole: Everything) -> None:
    made, lena = whole.made, join(whole, Role.LEARNING_PARTNER)

    found = desk(made.services, lena, made.community.id, read_template)

    assert [box.held for each in found.sessions for box in each.boxes if box.held] == []
    assert {each.kept_from for each in found.sessions} == {"Connie, Sam and Helen"}
    assert (
        "only <bdi>Connie, Sam and Helen</bdi> can read them"
        in made.as_("lena").get(f"/c/{made.community.id}/desk/sort").text
    )


def test_the_page_keeps_the_names_that_the_board_prints(whole: Everything) -> None:
    join(whole, Role.LEARNING_PARTNER)

    for name in ("lena", "sam", "amina"):
        page = whole.made.as_(name).get(f"/s/{whole.ids['session_id']}").text
        assert "Connie, Sam and Helen" in page
        assert "Lena" not in page.split("<main")[1]


def test_who_lost_their_role_reads_held_words_no_more(whole: Everything) -> None:
    made, named = whole.made, whole.made.people["helen"]
    participant = Actor(named.person_id, named.name, made.people["amina"].memberships)

    page = session_page(made.services, participant, whole.ids["session_id"])

    assert page.notes == {}
    assert not page.may_read_held


def test_whoever_runs_the_server_is_not_named_and_shown_no_held_words(whole: Everything) -> None:
    services = whole.made.services

    for note_id in held_note_ids(whole):
        found = trail(services, OPERATOR, note_id)
        assert (found.note.text, found.versions, found.is_readable) == ("", (), False)
    page = session_page(services, OPERATOR, whole.ids["session_id"])
    assert WORDS not in [note.text for notes in page.notes.values() for note in notes]


def test_another_role_says_which_meetings_stay_closed_too(whole: Everything) -> None:
    made, amina = whole.made, whole.made.people["amina"]
    form = {"community": made.community.id, "was": "participant", "role": "facilitator"}
    page = f"{made.page_of(amina)}/role"

    said = made.as_("sam").post(page, data=form, follow_redirects=True)

    assert "Amina Yusuf will not read the held notes of Going home, 18 November" in said.text


@pytest.mark.parametrize("role", [Role.LEARNING_PARTNER, Role.PARTICIPANT])
def test_adding_a_person_says_which_meetings_stay_closed_to_them(
    whole: Everything, role: Role
) -> None:
    made = whole.made
    form = {"name": "Lena Late", "email": "lena@x.example", "role": role.value, "press": "p1"}

    page = made.as_("sam").post(f"/c/{made.community.id}/people", data=form, follow_redirects=True)

    told = "Lena Late will not read the held notes of Going home, 18 November 2026"
    assert (told in page.text) is (role is Role.LEARNING_PARTNER)


@pytest.mark.parametrize(
    ("name", "becomes"), [("sam", None), ("connie", None), ("helen", "participant")]
)
def test_who_joins_later_lets_nobody_in_whom_the_board_named(
    whole: Everything, name: str, becomes: str | None
) -> None:
    made, named = whole.made, whole.made.people[name]
    join(whole, Role.FACILITATOR)
    lena, page = made.as_("lena"), made.page_of(named)
    if becomes is not None:
        form = {"community": made.community.id, "was": "learning partner", "role": becomes}
        form["sure"] = "yes"
        assert lena.post(f"{page}/role", data=form).status_code == 302

    shown, link = lena.get(page).text, lena.post(f"{page}/link")
    form = {"name": named.name, "email": "lena@elsewhere.example"}
    moved = lena.post(page, data=form)

    assert "Copy a sign-in link" not in shown
    assert (link.status_code, moved.status_code) == (403, 403)
    assert "/sign-in/" not in link.text.split("<main")[1]
    assert "reads held notes that you may not read" in link.text
    assert person_called(made.services, named.person_id)[1] == f"{name}@northside.example"


def test_who_was_named_too_lets_others_of_the_board_in(whole: Everything) -> None:
    made = whole.made
    page = f"{made.page_of(made.people['connie'])}/link"

    assert "/sign-in/" in made.as_("sam").post(page).text


def test_once_held_notes_are_past_their_day_a_later_host_lets_them_in(whole: Everything) -> None:
    made = whole.made
    join(whole, Role.FACILITATOR)
    page = f"{made.page_of(made.people['sam'])}/link"

    made.clock.pass_days(400)

    assert "/sign-in/" in made.as_("lena").post(page).text
