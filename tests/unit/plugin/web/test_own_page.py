"""A page without a board becomes the group's own, too: its questions, its minutes, its versions."""

from io import BytesIO

from selectolax.lexbor import LexborHTMLParser

from plugin.convene.design_lookup import own_designs
from plugin.domain.own_designs import OwnDesign
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.test_group_designs import begun, fields_of, saved

MINE = "Who was not in the room?"


def own(made: TestHouse) -> tuple[OwnDesign, ...]:
    with made.services.db.read() as tx:
        return own_designs(tx, made.community.id)


def forked(made: TestHouse) -> str:
    client = made.as_("sam")
    fields = begun(made, client, "T15")
    assert fields["name"] == ["On your own"]
    fields |= {"name": ["Before a visit"], "say.1": [MINE], "minutes.1": ["3"]}
    return saved(made, client, fields, "T15")


def test_its_questions_are_changed_and_every_member_opens_it(made: TestHouse) -> None:
    page = made.as_("sam").get(forked(made)).text

    (design,) = own(made)
    address = f"/c/{made.community.id}/on-your-own?design={design.id}"
    assert f'href="{address}"' in page
    opened = made.as_("amina").get(address).text
    assert MINE in opened
    assert "Before a visit" in opened
    assert "<textarea" not in opened
    assert MINE not in made.as_("amina").get(f"/c/{made.community.id}/on-your-own").text
    assert not design.newest.has_board
    assert design.newest.minutes == 11


def test_it_is_among_the_designs_and_leads_to_its_page(made: TestHouse) -> None:
    forked(made)

    page = made.as_("sam").get(f"/c/{made.community.id}/designs").text

    assert f"/on-your-own?design={own(made)[0].id}" in page
    assert "designs/new?like=T15" in page


def test_its_form_asks_for_no_box_and_adds_none(made: TestHouse) -> None:
    client = made.as_("sam")
    address = f"{forked(made)}/change"

    page = client.get(address).text
    assert "Add a box" not in page
    assert "Boxes that it uses" not in page
    look = LexborHTMLParser(page).css_first("#look").text()
    assert MINE in look
    assert "3 min" in look
    added = client.post(address, data={**fields_of(page), "do": "add box"}).text
    assert "Add a box" not in added
    assert 'name="box"' not in added
    changed = {**fields_of(page), "say.2": ["What else?"], "do": "save"}
    assert client.post(address, data=changed).status_code == 303
    assert [each.template.version for each in own(made)[0].versions] == [2, 1]


def test_no_session_is_planned_from_it(made: TestHouse) -> None:
    forked(made)
    client, code = made.as_("sam"), own(made)[0].newest.code
    typed = {"kind": code, "day": "2026-12-16", "form": "long"}

    answer = client.get(f"/c/{made.community.id}/new-session", query_string=typed)

    assert answer.status_code == 400
    assert "has no board" in answer.text


def test_its_file_is_read_again(made: TestHouse) -> None:
    client = made.as_("sam")
    file = client.get(f"{forked(made)}/design.toml").data
    sent = {"file": (BytesIO(file), "page.toml"), "press": "another"}

    answer = client.post(f"/c/{made.community.id}/designs/import", data=sent)

    assert answer.status_code == 303, answer.text
    assert [each.newest.steps[0].say for each in own(made)] == [MINE, MINE]


def test_a_member_reads_the_page_and_is_not_led_to_change_it(made: TestHouse) -> None:
    address = f"/c/{made.community.id}/on-your-own"

    assert "designs/new?like=T15" in made.as_("sam").get(address).text
    assert "designs/new?like=T15" not in made.as_("amina").get(address).text
