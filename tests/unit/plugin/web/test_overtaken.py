"""Two people in one form: the second saves nothing unseen, and reads what both wrote."""

from datetime import date
from html import unescape

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from tests.unit.plugin.curate.meeting import meet
from tests.unit.plugin.mirror.between import promise
from tests.unit.plugin.web.house import TestHouse

VALUES = {"next_on": "2027-02-03", "starts_at": "14:00", "day": "2026-12-17"}
GIVEN = {"invite": {"place": "Nowhere yet"}, "/about": {"cadence": "Every week"}}
THEIRS, MINE = "What the first one wrote", "What the second one wrote"


@pytest.fixture
def session_id(made: TestHouse) -> str:
    day, template = date(2026, 12, 16), read_template("T3")
    return plan_session(made.services, made.actor("sam"), made.community.id, day, template).id


def filled(answer: TestResponse) -> dict[str, str]:
    """Return what the form of a page that carries a mark would send as it is."""
    page = LexborHTMLParser(answer.text)
    form = next(each for each in page.css("form") if each.css_first("[name=shown]"))
    found = {}
    for each in form.css("input[name], textarea[name]"):
        own = each.attributes
        value = each.text() if each.tag == "textarea" else own.get("value")
        if own.get("type") != "radio" or "checked" in own:
            found[own["name"] or ""] = (value or "").removeprefix("\n")
    return found


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/c/{c}/change", "contact"),
        ("/c/{c}/change", "rules"),
        ("/s/{s}/invite", "place"),
        ("/s/{s}/change", "name"),
    ],
)
def test_the_second_sees_what_both_wrote_and_can_still_save(
    made: TestHouse, session_id: str, path: str, name: str
) -> None:
    path = path.format(c=made.community.id, s=session_id)
    first, second = made.as_("sam"), made.as_("connie")
    theirs, mine = filled(first.get(path)), filled(second.get(path))

    saved = first.post(path, data={**theirs, name: THEIRS})
    refused = second.post(path, data={**mine, name: MINE})
    kept = filled(first.get(path))[name]
    again = second.post(path, data=filled(refused))

    assert (saved.status_code, refused.status_code, again.status_code) == (302, 409, 302)
    assert "What somebody else saved meanwhile" in refused.text
    assert THEIRS in refused.text
    assert (filled(refused)[name], kept) == (MINE, THEIRS)
    assert filled(first.get(path))[name] == MINE


def test_before_the_first_save_too_only_what_both_changed_is_asked_about(
    made: TestHouse, session_id: str
) -> None:
    path = f"/s/{session_id}/invite"
    first, second = made.as_("sam"), made.as_("connie")
    theirs, mine = filled(first.get(path)), filled(second.get(path))

    saved = first.post(path, data={**theirs, "starts_at": "14:00"})
    also = second.post(path, data={**mine, "place": MINE})

    assert (saved.status_code, also.status_code) == (302, 302)
    now = filled(first.get(path))
    assert (now["starts_at"], now["place"]) == ("14:00", MINE)


@pytest.mark.parametrize(
    ("path", "theirs", "mine"),
    [
        ("/c/{c}/change", "contact", "host"),
        ("/c/{c}/change", "rules", "permission_note"),
        ("/c/{c}/about", "missing", "cadence"),
        ("/c/{c}/about", "parties", "next_on"),
        ("/s/{s}/invite", "place", "access"),
        ("/s/{s}/invite", "other_ways", "starts_at"),
        ("/s/{s}/change", "name", "day"),
    ],
)
def test_what_two_people_change_in_one_form_stands_together(
    made: TestHouse, session_id: str, path: str, theirs: str, mine: str
) -> None:
    path = path.format(c=made.community.id, s=session_id)
    first, second = made.as_("sam"), made.as_("connie")
    first.post(path, data={**filled(first.get(path)), **GIVEN.get(path[-6:], {})})
    before, also = filled(first.get(path)), filled(second.get(path))
    given = VALUES.get(mine, MINE)

    first.post(path, data={**before, theirs: THEIRS})
    saved = second.post(path, data={**also, mine: given}, follow_redirects=True)
    stands = filled(first.get(path))

    assert saved.status_code == 200
    assert "What somebody else saved while you wrote stays: " in unescape(saved.text)
    assert (stands[theirs], stands[mine]) == (THEIRS, given)


def test_of_what_both_changed_the_form_has_mine_and_of_the_rest_theirs(made: TestHouse) -> None:
    path = f"/c/{made.community.id}/change"
    first, second = made.as_("sam"), made.as_("connie")
    theirs, mine = filled(first.get(path)), filled(second.get(path))

    first.post(path, data={**theirs, "contact": THEIRS, "host": "Their host"})
    refused = second.post(path, data={**mine, "contact": MINE, "sponsor": "My sponsor"})
    form = filled(refused)

    assert refused.status_code == 409
    assert (form["contact"], form["host"], form["sponsor"]) == (MINE, "Their host", "My sponsor")
    assert "what they alone changed: Who runs this server" in refused.text
    second.post(path, data=form)
    assert filled(first.get(path))["host"] == "Their host"


def test_what_became_of_a_promise_is_not_overwritten_unseen(made: TestHouse) -> None:
    promise(made, meet(made.services, made.community.id))
    path = f"/c/{made.community.id}/between"
    first, second = made.as_("sam"), made.as_("helen")
    theirs = mine = filled(first.get(path))

    first.post(path, data={**theirs, "words": THEIRS, "state": "done"})
    refused = second.post(path, data={**mine, "words": MINE, "state": "done"})

    assert refused.status_code == 409
    assert f"It says now: done, “<bdi>{THEIRS}</bdi>”" in refused.text
    assert filled(refused)["words"] == MINE
