"""A group's agreement as one form: versions, members, and who saves second."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.datastructures import MultiDict

from plugin.convene.agreements import in_force
from plugin.convene.communities import change_community, community_of
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Attribution
from plugin.domain.ground_rules import LIBRARY
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse

VALUES = {
    "attribution": "origin",
    "take_back_days": "14",
    "held_days": "21",
    "kept_days": "365",
    "smallest_group": "4",
}


def where(made: TestHouse) -> str:
    return f"/c/{made.community.id}/agreement"


def page(made: TestHouse, who: str = "sam") -> LexborHTMLParser:
    answer = made.as_(who).get(where(made))
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def words(html: LexborHTMLParser, selector: str = "main") -> str:
    return " ".join(html.css_first(selector).text(separator=" ").split())


def form(rules: list[tuple[str, str, str]], shown: str = "0", **more: str) -> MultiDict[str, str]:
    sent: MultiDict[str, str] = MultiDict({**VALUES, "shown": shown, **more})
    for rule, why, slips in rules:
        sent.add("rule", rule)
        sent.add("why", why)
        sent.add("slips", slips)
    return sent


def sent_by(html: LexborHTMLParser) -> MultiDict[str, str]:
    """Return what the form of the page would send as it is."""
    found: MultiDict[str, str] = MultiDict()
    for each in html.css_first("form[action$=agreement]").css("input, textarea, select"):
        own, chosen = each.attributes, each.css_first("option[selected]")
        if own.get("type") in ("radio", "checkbox") and "checked" not in own:
            continue
        value = own.get("value")
        if each.tag == "textarea":
            value = each.text().removeprefix("\n")
        elif each.tag == "select":
            value = chosen.attributes["value"] if chosen else ""
        found.add(own["name"] or "", value or "")
    return found


OURS = [("Doubt is a contribution.", "We learn there", "We write it down")]


def test_what_is_saved_holds_for_the_next_session(made: TestHouse) -> None:
    sent = form([*OURS, ("We meet outdoors.", "", ""), (" ", "why", "")], **{"kind.story": "H"})
    sent.add("library", "0")

    answer = made.as_("sam").post(where(made), data=sent)

    assert answer.status_code == 303
    agreed = in_force(made.services, made.community.id)
    assert agreed is not None
    assert (agreed.version, agreed.attribution) == (1, Attribution.ORIGIN)
    rules = ("Doubt is a contribution.", "We meet outdoors.", LIBRARY[0].text)
    assert agreed.rules == community_of(made.services, made.community.id).rules == rules
    assert agreed.details.reasons[LIBRARY[0].text] == LIBRARY[0].reason
    sam, t3 = made.actor("sam"), read_template("T3")
    session = plan_session(made.services, sam, made.community.id, made.services.today, t3)
    policy = session.policy
    assert policy is not None
    assert (policy.labels["Z3"], policy.held_days, policy.take_back_days) == (Label.H, 21, 14)
    assert (policy.limits.kept_days, policy.limits.smallest_group) == (365, 4)


def test_members_read_it_with_versions_who_and_when(made: TestHouse) -> None:
    made.as_("sam").post(where(made), data=form(OURS))
    made.as_("sam").post(where(made), data=form([], shown="1", held_days="14"))

    html = page(made, "amina")

    said = words(html, "#versions + ol")
    assert "Version 2 18 November 2026, written down by Sam" in said
    assert "Held notes live: 14 days. Before: 21 days." in said
    assert "No rule any more: Doubt is a contribution." in said
    assert html.css_first("form[action$=agreement]") is None


def test_who_comes_second_is_told_and_loses_nothing(made: TestHouse) -> None:
    made.as_("connie").post(where(made), data=form(OURS, held_days="10"))
    mine = [("Ask before advising.", "Mine", "")]

    answer = made.as_("sam").post(where(made), data=form(mine, attribution="none"))

    assert answer.status_code == 409
    html = LexborHTMLParser(answer.text)
    assert "Held notes live: 10 days. Before: 28 days." in words(html)
    assert html.css_first("#rule-1").text().strip() == "Ask before advising."
    assert html.css_first("#why-1").attributes["value"] == "Mine"
    shown = html.css_first("input[name=shown]").attributes["value"] or ""
    assert in_force(made.services, made.community.id).held_days == 10  # type: ignore[union-attr]

    again = made.as_("sam").post(where(made), data=form(mine, shown=shown, attribution="none"))
    assert again.status_code == 303
    assert in_force(made.services, made.community.id).version == 2  # type: ignore[union-attr]


def test_what_two_people_change_stands_together(made: TestHouse) -> None:
    made.as_("connie").post(where(made), data=form(OURS))
    both = sent_by(page(made))  # both open version 1
    theirs, mine = both.copy(), both.copy()
    theirs["held_days"] = "10"
    theirs.add("rule", "We meet outdoors.")
    mine["attribution"] = "none"
    mine["why"] = "Because we learn there"

    made.as_("connie").post(where(made), data=theirs)
    answer = made.as_("sam").post(where(made), data=mine, follow_redirects=True)

    assert "Saved as version 3." in answer.text
    assert "What somebody else saved while you wrote stays" in answer.text
    agreed = in_force(made.services, made.community.id)
    assert agreed is not None
    assert (agreed.held_days, agreed.attribution) == (10, Attribution.NONE)
    assert agreed.rules == ("Doubt is a contribution.", "We meet outdoors.")
    assert agreed.details.reasons[OURS[0][0]].why == "Because we learn there"


def test_only_what_both_changed_is_asked_about(made: TestHouse) -> None:
    made.as_("connie").post(where(made), data=form(OURS))
    both = sent_by(page(made))
    theirs, mine = both.copy(), both.copy()
    theirs["held_days"], theirs["kept_days"] = "10", "90"
    mine["held_days"], mine["take_back_days"] = "12", "7"

    made.as_("connie").post(where(made), data=theirs)
    answer = made.as_("sam").post(where(made), data=mine)
    html = LexborHTMLParser(answer.text)

    assert answer.status_code == 409
    asked = [each.text() for each in html.css("section[aria-labelledby=theirs] ul")[-1].css("li")]
    assert asked == ["Held notes live: 12 days. Before: 10 days."]
    again = sent_by(html)
    assert (again["held_days"], again["kept_days"], again["take_back_days"]) == ("12", "90", "7")
    made.as_("sam").post(where(made), data=again)
    agreed = in_force(made.services, made.community.id)
    assert agreed is not None
    assert (agreed.version, agreed.held_days, agreed.details.limits.kept_days) == (3, 12, 90)


def test_looking_at_a_note_hides_nobodys_changes(made: TestHouse) -> None:
    mine = sent_by(page(made))
    mine["held_days"] = "12"
    made.as_("connie").post(where(made), data=form(OURS, held_days="10"))

    looked = made.as_("sam").post(where(made), data={**mine, "act": "look"})
    answer = made.as_("sam").post(where(made), data=sent_by(LexborHTMLParser(looked.text)))

    assert answer.status_code == 409
    assert in_force(made.services, made.community.id).held_days == 10  # type: ignore[union-attr]


def test_a_rule_that_one_ended_does_not_come_back_with_the_other(made: TestHouse) -> None:
    rules = ("Doubt is a contribution.", "Ask before advising.")
    change_community(made.services, OPERATOR, replace(made.community, rules=rules))
    theirs, mine = sent_by(page(made)), sent_by(page(made))
    theirs.setlist("rule", ["Doubt is a contribution."])
    mine["held_days"] = "12"

    made.as_("connie").post(where(made), data=theirs)
    made.as_("sam").post(where(made), data=mine)

    agreed = in_force(made.services, made.community.id)
    assert agreed is not None
    assert (agreed.version, agreed.rules, agreed.held_days) == (2, rules[:1], 12)


def test_a_label_is_agreed_for_one_box_alone(made: TestHouse) -> None:
    made.as_("sam").post(where(made), data=form(OURS, new_box="T3 Z2", new_label="M"))

    agreed = in_force(made.services, made.community.id)
    assert agreed is not None
    assert agreed.labels == {"T3": {"Z2": Label.M}}
    html = page(made)
    assert html.css_first('tr:has(select[name="box.T3 Z2"]) th > bdi') is not None
    assert html.css_first("#new-box").attributes["dir"] == "auto"
    offered = [each.attributes["value"] for each in html.css("#new-box option")]
    assert "T3 Z2" not in offered
    assert "T3 Z3" in offered


@pytest.mark.parametrize(
    ("half", "chosen"),
    [
        ({"new_box": "T3 Z2", "new_label": ""}, "T3 Z2"),
        ({"new_box": "", "new_label": "M"}, "M"),
        ({"new_box": "T3 Z2", "new_label": "", "act": "look"}, "T3 Z2"),
    ],
)
def test_a_box_without_a_label_is_asked_about(
    made: TestHouse, half: dict[str, str], chosen: str
) -> None:
    answer = made.as_("sam").post(where(made), data=form(OURS, **half))

    html = LexborHTMLParser(answer.text)
    assert answer.status_code == 400
    assert "but not both. Nothing was stored." in words(html)
    found = [each.attributes["value"] for each in html.css("details[open] option[selected]")]
    assert found == [chosen]
    assert in_force(made.services, made.community.id) is None


def test_pressing_twice_is_no_new_version(made: TestHouse) -> None:
    made.as_("sam").post(where(made), data=form(OURS))

    answer = made.as_("sam").post(where(made), data=form(OURS), follow_redirects=True)

    assert "This is version 1 as it stands" in answer.text
    assert in_force(made.services, made.community.id).version == 1  # type: ignore[union-attr]


def test_looking_stores_nothing_and_says_what_a_note_carries(made: TestHouse) -> None:
    answer = made.as_("sam").post(where(made), data=form(OURS, act="look"))

    said = words(LexborHTMLParser(answer.text), "section.card")
    assert "Where its writer comes from, where at least 4 writers of the session do" in said
    assert "It is deleted on 18 November 2027" in said
    assert in_force(made.services, made.community.id) is None


def refused(made: TestHouse, sent: Mapping[str, str]) -> str:
    answer = made.as_("sam").post(where(made), data=sent)
    assert answer.status_code == 400
    assert in_force(made.services, made.community.id) is None
    return answer.text


def test_bad_input_is_said_and_kept(made: TestHouse) -> None:
    for name, given in (
        ("held_days", "four weeks"),
        ("held_days", "0"),
        ("kept_days", "2"),
        ("smallest_group", "1"),
        ("take_back_days", "9999"),
        ("attribution", "loud"),
        ("kind.story", "Q"),
        ("shown", "x"),
    ):
        text = refused(made, form(OURS, **{name: given}))
        assert "Nothing was stored." in text
        assert "Doubt is a contribution." in text
    assert "four weeks" in refused(made, form(OURS, held_days="four weeks"))


def test_a_stricter_agreement_is_told_for_earlier_sessions(made: TestHouse) -> None:
    a_session(made)

    answer = made.as_("sam").post(where(made), data=form(OURS), follow_redirects=True)

    assert "What is stricter in it holds for one earlier session too." in answer.text


def test_members_save_nothing(made: TestHouse) -> None:
    for who, status in (("amina", 403), ("helen", 403), ("stranger", 404)):
        assert made.as_(who).post(where(made), data=form(OURS)).status_code == status
    assert in_force(made.services, made.community.id) is None


def test_a_box_agreed_by_a_sentence_can_be_changed_here(made: TestHouse) -> None:
    made.as_("sam").post(where(made), data=form(OURS, **{"box.T3 Z2": "X"}))

    html = page(made)
    select = html.css_first('select[name="box.T3 Z2"]')

    assert select.css_first("option[selected]").attributes["value"] == "X"
    made.as_("sam").post(where(made), data=form(OURS, shown="1", **{"box.T3 Z2": ""}))
    assert in_force(made.services, made.community.id).labels == {}  # type: ignore[union-attr]
