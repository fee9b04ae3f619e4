import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from plugin.convene.people import person_called
from plugin.domain.people import Role
from plugin.store import tables as t
from tests.unit.plugin.web.house import TestHouse, make_house

LINK = re.compile(r'value="http://127\.0\.0\.1:8420(/sign-in/[\w-]+)"')


def of(made: TestHouse, who: str) -> str:
    return made.page_of(made.people[who])


def test_a_host_of_every_group_adds_a_sponsor_and_a_supervisor(made: TestHouse) -> None:
    client, address = made.as_("sam"), f"/p/{made.partnership.id}/people"
    page = client.get(f"/p/{made.partnership.id}/").text

    for name, role in (("Ines Ruiz", "sponsor"), ("Ola Berg", "supervisor")):
        client.post(address, data={"name": name, "email": f"{role}@x.example", "role": role})

    assert f'href="{address}"' in page
    shown = client.get(address).text
    assert "supervisor, whole partnership" in shown
    assert "learning partner</option>" not in shown
    found = person_called(made.services, "supervisor@x.example")[0]
    assert found.roles(made.partnership.id) == {Role.SUPERVISOR}


def test_a_host_of_every_group_gives_no_role_that_reaches_all_notes(made: TestHouse) -> None:
    typed = {"name": "Eve", "email": "eve@x.example", "role": "learning partner"}

    answer = made.as_("sam").post(f"/p/{made.partnership.id}/people", data=typed)

    assert answer.status_code == 403
    assert 'value="eve@x.example"' in answer.text


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("helen", 403), ("stranger", 404)])
def test_others_see_no_people(made: TestHouse, who: str, status: int) -> None:
    assert made.as_(who).get(f"/p/{made.partnership.id}/people").status_code == status
    assert made.as_(who).get(of(made, "amina")).status_code == status
    for act in ("", "/role", "/remove", "/link"):
        assert made.as_(who).post(of(made, "amina") + act, data={}).status_code == status


def test_a_person_of_the_group_gets_another_role_and_name(made: TestHouse) -> None:
    client, address = made.as_("sam"), of(made, "amina")
    group = {"community": made.community.id, "was": "participant"}

    assert address in client.get(f"/c/{made.community.id}/").text
    client.post(f"{address}/role", data={**group, "role": "facilitator", "party": "housing"})
    client.post(address, data={"name": "Amina Hall", "email": "amina.hall@x.example"})

    amina, email = person_called(made.services, made.people["amina"].person_id)
    assert amina.roles(made.partnership.id, made.community.id) == {Role.FACILITATOR}
    assert (amina.name, email) == ("Amina Hall", "amina.hall@x.example")


def test_who_is_removed_is_out_with_the_next_page(made: TestHouse) -> None:
    amina = made.as_("amina")
    assert amina.get(f"/c/{made.community.id}/").status_code == 200

    sure = {"sure": "yes"}
    page = made.as_("sam").post(f"{of(made, 'amina')}/remove", data=sure, follow_redirects=True)

    assert "Removed, and signed out everywhere." in page.text
    assert amina.get(f"/c/{made.community.id}/").headers["Location"].startswith("/sign-in")
    assert "Amina Yusuf" not in made.as_("sam").get(f"/c/{made.community.id}/").text


def test_the_last_host_is_told_why_they_stay(made: TestHouse) -> None:
    client = made.as_("sam")
    client.post(f"{of(made, 'connie')}/remove", data={"sure": "yes"})

    answer = client.post(f"{of(made, 'sam')}/remove")

    assert answer.status_code == 400
    assert "Make somebody else facilitator or convenor first." in answer.text
    assert client.get(f"/c/{made.community.id}/").status_code == 200


def test_a_copied_link_is_shown_once_and_signs_in_once(made: TestHouse) -> None:
    client, address = made.as_("sam"), of(made, "amina")

    answer = client.post(f"{address}/link")

    found = LINK.search(answer.text)
    assert found
    assert answer.headers["Cache-Control"] == "no-store"
    assert LINK.search(client.get(address).text) is None
    browser = made.as_(None)
    assert browser.post(found[1]).status_code == 302
    assert "Welcome, Amina Yusuf" in browser.get("/").text
    assert made.as_(None).post(found[1]).status_code == 400


def test_no_link_and_no_address_of_who_may_do_more(made: TestHouse) -> None:
    client, address = made.as_("sam"), of(made, "helen")

    page = client.get(address).text
    answer = client.post(f"{address}/link")
    client.post(address, data={"name": "Helen Shaw", "email": "me@evil.example"})

    assert "Copy a sign-in link" not in page
    assert answer.status_code == 403
    assert LINK.search(answer.text) is None
    assert person_called(made.services, made.people["helen"].person_id)[1] != "me@evil.example"


def test_where_mail_is_sent_nobody_copies_links(tmp_path: Path) -> None:
    made = make_house(tmp_path, smtp_url="smtp://mail.example:587")
    client, address = made.as_("sam"), of(made, "amina")

    page, answer = client.get(address).text, client.post(f"{address}/link")

    assert "Copy a sign-in link" not in page
    assert (answer.status_code, LINK.search(answer.text)) == (403, None)
    made.services.db.close()


def test_pages_say_how_people_get_in_on_this_server(made: TestHouse, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    mailing = make_house(folder, smtp_url="smtp://mail.example:587")
    said = {}
    for runtime in (made, mailing):
        group = runtime.as_("sam").get(f"/c/{runtime.community.id}/").text
        said[runtime is mailing] = (runtime.as_(None).get("/sign-in").text, group)

    assert all("They sign in with a link sent to it" not in page for page in said[False])
    assert "This server sends no mail. Ask your facilitator" in said[False][0]
    assert "copy a sign-in link" in said[False][1]
    assert all("sends no mail" not in page for page in said[True])
    mailing.services.db.close()


def test_a_page_says_what_goes_with_a_place_before_it_ends(made: TestHouse) -> None:
    page = made.as_("sam").get(of(made, "helen")).text

    roles, _, removing = page.partition('aria-labelledby="remove"')
    private = "private list, drafts that are not saved, and memos that they shared with nobody"
    assert f"loses their {private}" in roles
    assert f"Their {private}, are erased" in removing
    assert "What was written stays" not in page


def kept_for_herself(made: TestHouse) -> tuple[int, ...]:
    """Return how many lines, drafts and memos Helen keeps for herself."""
    helen = made.people["helen"].person_id
    tables = (t.private_line, t.draft, t.thing_memo)
    with made.services.db.read() as tx:
        return tuple(
            len(tx.execute(sa.select(each.c.id).where(each.c.person_id == helen)).all())
            for each in tables
        )


@pytest.mark.parametrize("act", ["role", "remove"])
def test_what_a_person_keeps_for_themselves_goes_after_one_more_question(
    made: TestHouse, act: str
) -> None:
    helen, address = made.as_("helen"), of(made, "helen")
    line = {"verb": "thank", "words": "Thank Jo for the lift"}
    helen.post(f"/c/{made.community.id}/between/mine", data=line)
    before = kept_for_herself(made)
    form = {"community": made.community.id, "was": "learning partner", "role": "participant"}

    asked = made.as_("sam").post(f"{address}/{act}", data=form)
    after_asking, page = kept_for_herself(made), LexborHTMLParser(asked.text)
    sent = [(e.attributes["name"], e.attributes["value"]) for e in page.css("main input")]
    yes = page.css_first("main button[name=sure]")
    again = dict(sent) | {"sure": yes.attributes["value"] if yes else ""}
    done = made.as_("sam").post(f"{address}/{act}", data=again)

    assert before[0] == 1
    assert after_asking == before
    assert asked.status_code == 200
    assert f"What they keep for themselves in {made.community.name} is erased: their" in asked.text
    assert "Nothing brings these back." in asked.text
    assert "What they wrote for others stays, as the group agreed." in asked.text
    assert f'href="{address}"' in asked.text
    if act == "role":
        assert "Keep the role as it is" in asked.text
        assert "From now on they read no notes of" in asked.text
    else:
        assert "They are signed out at once" in asked.text
        assert "Remove Helen Shaw as learning partner from" in asked.text
    assert done.status_code == 302
    assert kept_for_herself(made) == (0, 0, 0)


def test_somebody_who_removes_themselves_is_told_who_can_add_them_again(made: TestHouse) -> None:
    sam, amina = made.as_("sam"), made.as_("amina")
    form = {"community": made.community.id, "was": "participant", "role": "facilitator"}
    sam.post(f"{of(made, 'amina')}/role", data=form)

    page = amina.get(of(made, "amina")).text
    asked = amina.post(f"{of(made, 'amina')}/remove").text

    for each in (page, asked):
        assert "Only somebody else can add you again later." in each
        assert "You can add the person again" not in each


def test_a_role_that_erases_nothing_is_saved_at_once(made: TestHouse) -> None:
    form = {"community": made.community.id, "was": "participant", "role": "facilitator"}

    assert made.as_("sam").post(f"{of(made, 'amina')}/role", data=form).status_code == 302
