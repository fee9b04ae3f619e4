"""A facilitator makes a design the group's own, and a session is held by it."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin import building
from plugin.cli import main
from plugin.convene.agreements import record_read_back
from plugin.convene.design_documents import toml_of
from plugin.convene.design_lookup import find_design
from plugin.convene.group_designs import make_ours, save_new
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template, read_template_file
from plugin.domain.agreements import Agreement, Outcome, Setting, policy_for
from plugin.domain.design_drafts import draft_of
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import designs as stored_designs
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.curate.meeting import a_note
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse

FIELD = re.compile(
    r'<input type="hidden" name="(?P<hidden>[^"]+)" value="(?P<value>[^"]*)">'
    r'|<input [^>]*?name="(?P<text>[^"]+)" type="text" value="(?P<words>[^"]*)"'
    r'|<input class="few" [^>]*?name="(?P<few>[^"]+)" [^>]*?value="(?P<number>[^"]*)"'
    r'|<textarea [^>]*?name="(?P<area>[^"]+)"[^>]*>\n(?P<lines>[^<]*)</textarea>'
    r'|<select [^>]*?name="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>'
    r'|<input type="checkbox" [^>]*?name="(?P<tick>[^"]+)" value="(?P<ticked>[^"]*)" checked>',
    re.DOTALL,
)
CHOSEN = re.compile(r'<option value="([^"]*)" selected')
Fields = dict[str, list[str]]


def fields_of(page: str) -> Fields:
    """Read what a browser would send of the design's form."""
    form = page[page.index('id="design"') : page.rindex("</form>")]
    found: Fields = {}
    for each in FIELD.finditer(form):
        (name, value), *_ = [
            (each[name], each[value])
            for name, value in (
                *(("hidden", "value"), ("text", "words"), ("few", "number")),
                *(("area", "lines"), ("select", "options"), ("tick", "ticked")),
            )
            if each[name] is not None
        ]
        if each["select"]:
            value = CHOSEN.findall(value)[0]
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def new_address(made: TestHouse, code: str = "T3") -> str:
    return f"/c/{made.community.id}/designs/new?like={code}"


def begun(made: TestHouse, client: FlaskClient, code: str = "T3") -> Fields:
    return fields_of(client.get(new_address(made, code)).text)


def saved(made: TestHouse, client: FlaskClient, fields: Fields, code: str = "T3") -> str:
    """Save a new design; return the address of its page."""
    answer = client.post(new_address(made, code), data={**fields, "do": "save"})
    assert answer.status_code == 303, answer.text
    return answer.location


def versions(made: TestHouse) -> list[tuple[str, int]]:
    with made.services.db.read() as tx:
        found = stored_designs.designs(tx, made.community.id)
    return [(each.design_id, each.version) for each in found]


def test_a_design_is_made_ours_changed_and_used_for_a_session(made: TestHouse) -> None:
    client = made.as_("sam")
    fields = begun(made, client)
    fields |= {"name": ["Stories in pairs"], "minutes.1": ["20"], "questions.Z2": ["Why now?"]}
    fields["label.Z3"] = ["H"]

    page = client.get(saved(made, client, fields)).text
    (design_id, version), *others = versions(made)

    assert not others
    assert version == 1
    assert "Stories in pairs" in page
    assert "20 min" in page
    own = find_design(made.services, f"{design_id}.1")
    shipped = read_template("T3")
    assert own.steps[0].minutes == 20
    zone = own.zone("Z2")
    assert zone is not None
    assert zone.prompts == ("Why now?",)
    assert own.minutes == shipped.minutes - shipped.steps[0].minutes + 20
    assert "Stories in pairs" in client.get(f"/c/{made.community.id}/designs").text

    wish = {"kind": own.code, "day": "2026-12-16", "form": "long", "shown": "x"}
    look = client.get(f"/c/{made.community.id}/new-session", query_string=wish)
    assert "Why now?" in look.text
    shown = re.search(r'name="shown" value="([^"]*)"', look.text)
    assert shown
    made_ = client.post(f"/c/{made.community.id}/new-session", data=wish | {"shown": shown[1]})
    with made.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, made.community.id)
        assert stored_boards.board(tx, session.id) is not None, made_.text
    assert session.template_code == own.code
    assert session.policy is not None
    assert session.policy.labels["Z3"] is Label.H
    assert "Stories in pairs" in client.get(f"/s/{session.id}").text


def test_every_button_but_save_stores_nothing_and_keeps_what_was_typed(made: TestHouse) -> None:
    client = made.as_("sam")
    fields = begun(made, client) | {"name": ["Typed, not saved"], "minutes.1": ["soon"]}
    was = fields["box"]

    for press, boxes in (
        ("look", was),
        ("add box", [*was[:-2], "N1", *was[-2:]]),
        ("down box Z1", ["Z0", "Z2", "Z1", *was[3:]]),
        ("up box Z1", was),
        ("out box Z2", [each for each in was if each != "Z2"]),
        ("out box ZX", was),
        ("down box Z0", was),
    ):
        answer = client.post(new_address(made), data={**fields, "do": press})
        now = fields_of(answer.text)

        assert answer.status_code == 200
        assert now["box"] == boxes, press
        assert (now["name"], now["minutes.1"]) == (["Typed, not saved"], ["soon"])
    assert versions(made) == []


def test_what_cannot_be_saved_is_said_and_stands_below(made: TestHouse) -> None:
    client = made.as_("sam")
    fields = begun(made, client)

    for change, said in (
        ({"minutes.1": ["soon"]}, "minutes are a whole number"),
        ({"minutes.1": ["0"]}, "minutes: must be"),
        ({"questions.Z2": [""]}, "a box needs a question"),
        ({"title.Z2": ["  "]}, "title: it is empty"),
        ({"title.Z2": ["<b>Bold</b>"]}, "without markup"),
        ({"purpose": ["p" * 121]}, "purpose"),
        ({"step": []}, "step: there can be 1 to 30"),
    ):
        answer = client.post(new_address(made), data={**fields, **change, "do": "save"})

        assert answer.status_code == 400, change
        assert said in unescape(answer.text), change
        assert "stands below" in answer.text
        for name, value in change.items():
            assert fields_of(answer.text).get(name, []) == value, name
    assert versions(made) == []


def test_a_label_looser_than_agreed_is_refused_with_who_can_agree(made: TestHouse) -> None:
    client = made.as_("sam")
    fields = begun(made, client, "T4")  # Z1 is held

    answer = client.post(new_address(made, "T4"), data={**fields, "label.Z1": "M", "do": "save"})

    assert answer.status_code == 400
    said = "only your group can agree that its notes are “Kept”"
    assert said in unescape(answer.text)
    assert versions(made) == []


def test_a_new_box_is_held_at_most_until_the_group_agrees(made: TestHouse) -> None:
    client = made.as_("sam")
    fields = begun(made, client)
    added = fields_of(client.post(new_address(made), data={**fields, "do": "add box"}).text)
    added |= {"title.N1": ["Ours"], "questions.N1": ["What else?"]}

    assert added["label.N1"] == ["H"]
    loose = client.post(new_address(made), data={**added, "label.N1": "M", "do": "save"})
    assert loose.status_code == 400
    page = client.get(saved(made, client, added)).text
    assert "Ours" in page


def test_whoever_saves_second_is_told_and_loses_nothing(made: TestHouse) -> None:
    client = made.as_("sam")
    address = saved(made, client, begun(made, client)) + "/change"
    first = fields_of(client.get(address).text)
    second = dict(first) | {"name": ["Mine"]}
    client.post(address, data={**first, "name": "Theirs", "do": "save"})

    answer = client.post(address, data={**second, "do": "save"})

    assert answer.status_code == 409
    assert "Somebody else saved version 2" in answer.text
    assert "The title is now “Theirs”" in unescape(answer.text)
    again = fields_of(answer.text)
    assert again["name"] == ["Mine"]
    assert client.post(address, data={**again, "do": "save"}).status_code == 303
    assert [number for _, number in versions(made)] == [3, 2, 1]


def test_saving_twice_stores_once(made: TestHouse) -> None:
    client = made.as_("sam")
    fields = begun(made, client)

    assert saved(made, client, fields) == saved(made, client, fields)
    assert len(versions(made)) == 1


def test_another_group_uses_no_design_of_ours(made: TestHouse) -> None:
    client = made.as_("sam")
    saved(made, client, begun(made, client))
    ((design_id, _),) = versions(made)

    for code in (f"{design_id}.2", f"{design_id}.x", "Gunknown.1"):
        wish = {"kind": code, "day": "2026-12-16", "form": "long"}
        answer = client.get(f"/c/{made.community.id}/new-session", query_string=wish)
        assert answer.status_code == 400
    for who in ("amina", "helen", "grace", "stranger"):
        other = made.as_(who)
        assert other.get(new_address(made)).status_code in (403, 404)
        assert other.post(new_address(made), data={"do": "save"}).status_code in (403, 404)
    assert made.as_("amina").get(f"/c/{made.community.id}/designs/{design_id}").status_code == 200
    page = made.as_("stranger").get(f"/c/{made.community.id}/designs/{design_id}")
    assert page.status_code in (403, 404)


def test_a_downloaded_design_is_a_file_that_works(made: TestHouse, tmp_path: Path) -> None:
    client = made.as_("sam")
    words = 'A "quoted" \\ word, a tab\tand لا أدري \x7f'
    fields = begun(made, client) | {"happens.1": [words]}
    address = saved(made, client, {**fields, "happens.1": words.replace("\x7f", "")})
    ((design_id, _),) = versions(made)
    own = find_design(made.services, f"{design_id}.1")

    file = tmp_path / "design.toml"
    file.write_bytes(client.get(f"{address}/design.toml").data)
    read = read_template_file(file)

    assert read.code == "own"
    assert read.steps == own.steps
    assert read.steps[0].happens == 'A "quoted" \\ word, a tab and لا أدري'
    assert [replace(zone, key="", at_most=Label.M) for zone in own.zones] == list(read.zones)
    checked = CliRunner().invoke(main, ["designs", "check", str(file)])
    assert checked.exit_code == 0, checked.output


def agree(made: TestHouse, sentence: str, setting: Setting, code: str = "T2") -> str:
    """Let the group agree a sentence in a session by this design; return the proposal's id."""
    filled = a_session(made, code)
    sam = made.actor("sam")
    given = (made.services, sam, filled.session.id, None, sentence, setting, Outcome.AGREED)
    return record_read_back(*given).id


def test_a_label_that_the_group_agrees_is_offered_and_taken(made: TestHouse) -> None:
    client = made.as_("sam")
    address = saved(made, client, begun(made, client, "T4"), "T4")
    ((design_id, _),) = versions(made)
    assert (
        f'value="{design_id} Z1"' in client.get(f"/s/{a_session(made).session.id}/read-back").text
    )
    proposal_id = agree(made, "We keep it.", Setting(zone=(design_id, "Z1", Label.M)))

    page = unescape(client.get(address).text)
    assert "Notes in box “Alone first” are now “Kept”, before “Held”." in page
    assert "We keep it." not in made.as_("amina").get(address).text
    assert "Alone first" in client.get(f"/c/{made.community.id}/").text
    client.post(f"{address}/agreed/{proposal_id}", data={"do": "take"})

    own = find_design(made.services, f"{design_id}.2")
    zone = own.zone("Z1")
    assert zone is not None
    assert zone.label is Label.M
    told = unescape(made.as_("amina").get(address).text)
    assert "Notes in box “Alone first” are now “Kept”, before “Held”." in told
    assert "not in the design yet" not in client.get(address).text
    again = client.post(f"{address}/agreed/{proposal_id}", data={"do": "take"})
    assert again.status_code == 400


def test_a_stricter_agreement_holds_at_once_and_is_no_obstacle(made: TestHouse) -> None:
    client = made.as_("sam")
    address = saved(made, client, begun(made, client))
    ((design_id, _),) = versions(made)
    agree(made, "Held, please.", Setting(zone=("T3", "Z2", Label.H)))
    own = find_design(made.services, f"{design_id}.1")
    with made.services.db.read() as tx:
        agreement = stored_communities.agreement(tx, made.community.id)

    assert policy_for(own, agreement).labels["Z2"] is Label.H
    fields = fields_of(client.get(f"{address}/change").text)
    assert fields["label.Z2"] == ["H"]
    answer = client.post(f"{address}/change", data={**fields, "name": ["Ours"], "do": ["save"]})
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("press", ["leave", "write"])
def test_the_one_change_of_a_review_is_taken_or_left(made: TestHouse, press: str) -> None:
    client = made.as_("sam")
    address = saved(made, client, begun(made, client))
    agree(made, "In another session.", Setting(other=("rule", "")), "T3")
    proposal_id = agree(made, "Talk first, write after.", Setting(other=("rule", "")), "T4")

    page = client.get(address).text
    assert "Talk first, write after." in page
    assert "In another session." not in page
    if press == "leave":
        client.post(f"{address}/agreed/{proposal_id}", data={"do": "leave"})
    else:
        change = client.get(f"{address}/change?agreed={proposal_id}").text
        assert "Talk first, write after." in change
        data = fields_of(change) | {"name": ["Talk first"], "do": ["save"]}
        assert client.post(f"{address}/change", data=data).status_code == 303
    assert "Talk first, write after." not in client.get(address).text
    assert len(versions(made)) == (1 if press == "leave" else 2)


def importing(made: TestHouse, client: FlaskClient, **form: object) -> TestResponse:
    address = f"/c/{made.community.id}/designs/import"
    return client.post(address, data=form, content_type="multipart/form-data")


def test_a_design_of_a_file_is_held_at_most(made: TestHouse) -> None:
    text = toml_of(read_template("T3"))
    file = (BytesIO(text.encode()), "stories.toml")

    client = made.as_("sam")
    answer = importing(made, client, file=file, press="one")
    again = importing(made, client, text=text, press="one")

    assert answer.status_code == again.status_code == 303
    assert answer.location == again.location
    ((design_id, _),) = versions(made)
    own = find_design(made.services, f"{design_id}.1")
    shipped = read_template("T3")
    assert own.meeting_kind == shipped.meeting_kind
    assert {zone.label for zone in own.zones} == {Label.H, Label.X}
    page = unescape(client.get(answer.location).text)
    assert "are held here, until your group agrees to what the file says" in page
    fields = fields_of(client.get(f"{answer.location}/change").text)
    data = {**fields, "label.N1": "M", "do": "save"}
    assert client.post(f"{answer.location}/change", data=data).status_code == 400


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('label = "M"', 'label = "K"', "zone Z1, label"),
        ('title = "Welcome"', 'title = "<script>x</script>"', "without markup"),
        ('title = "Welcome"', "title = 1", "zone Z0, title"),
        ('title = "Welcome"', 'title = "\u202eemoc"', "nobody can see"),
        ("code", "kode", "kode: this key is not known here"),
        ('code = "T3"', 'code = "T3', "line 1: this is not TOML"),
        ('code = "T3"', f"# {'x' * 200_000}", "longer than a design can be"),
    ],
)
def test_a_bad_file_is_refused_with_entry_and_reason(
    made: TestHouse, was: str, now: str, said: str
) -> None:
    text = toml_of(read_template("T3"))
    assert was in text

    answer = importing(
        made, made.as_("sam"), file=(BytesIO(text.replace(was, now, 1).encode()), "mine.toml")
    )

    assert answer.status_code == 400
    assert "mine.toml" in answer.text
    assert said in unescape(answer.text)
    assert versions(made) == []


def test_what_is_no_text_is_refused(made: TestHouse) -> None:
    answer = importing(made, made.as_("sam"), file=(BytesIO(b"\xff\xfe\x00"), "board.png"))

    assert answer.status_code == 400
    assert "board.png is not text in UTF-8" in answer.text
    assert importing(made, made.as_("amina"), text="x").status_code == 403


def test_what_was_expected_comes_back_in_a_design_that_is_the_groups_own(made: TestHouse) -> None:
    client = made.as_("sam")
    fields = begun(made, client, "T6b")
    moved = client.post(new_address(made, "T6b"), data={**fields, "do": "up box Z2"})
    saved(made, client, fields_of(moved.text), "T6b")
    ((design_id, _),) = versions(made)
    own = find_design(made.services, f"{design_id}.1")
    (code,) = [zone.code for zone in own.zones if zone.key == "Z2"]
    assert code == "Z1"
    with made.services.db.begin() as tx:
        stored_communities.add_agreement(tx, made.community.id, Agreement(1), made.services.now)
    session = plan_session(
        made.services, made.actor("sam"), made.community.id, made.services.today, own
    )
    note = a_note(session, "guess", code, Label.M, "assumption", "They will come.")
    closed = replace(session, state=SessionState.CLOSED, closed_at=made.services.now)
    with made.services.db.begin() as tx:
        stored_sessions.save_session(tx, closed)
        stored_notes.save_note(tx, replace(note, seen_at=made.services.now))

    wish = {"kind": "T6", "day": "2026-12-16", "form": "long"}
    page = client.get(f"/c/{made.community.id}/new-session", query_string=wish).text

    assert "They will come." in page
    box = {zone.key: zone.title for zone in own.zones}["Z2"]
    memory = client.get(f"/p/{made.partnership.id}/memory", query_string={"box": box}).text
    assert "They will come." in memory


def test_a_command_plans_a_session_by_a_design_of_the_group(made: TestHouse) -> None:
    here = (made.services, made.actor("sam"), made.community.id)
    own = save_new(*here, "T3", "one", draft_of(make_ours(*here, "T3", "one").like))

    planned = building.plan_with_board(
        made.runtime, OPERATOR, made.community.id, own.code, made.services.today
    )

    assert planned.template_code == own.code
    with pytest.raises(BadInput):
        building.plan_with_board(
            made.runtime, OPERATOR, made.community.id, "Gunknown.1", made.services.today
        )
