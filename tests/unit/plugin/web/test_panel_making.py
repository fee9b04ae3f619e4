"""A session from a blank board to its thank-you, by what the panel's script asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement
from plugin.domain.sessions import SessionState
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, SOMEBODY_IN_MIRO, InMiro, let_in

WISH = {"kind": "T3", "form": "short", "day": "2026-11-18"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    let_in(made, SAM_IN_MIRO)
    yield made
    made.services.db.close()


@pytest.fixture
def sam(house: TestHouse) -> InMiro:
    """Return the panel on a board on which nothing was built."""
    panel = InMiro(house, a_blank_board(house))
    panel.link("sam")
    return panel


def a_blank_board(house: TestHouse) -> str:
    """Return a board that only those may change who are invited."""
    made = house.sandbox.test_client().post(
        "/miro/v2/boards",
        json={
            "name": "A blank board",
            "policy": {"sharingPolicy": {"teamAccess": "private"}},
        },
        headers={"Authorization": "Bearer sandbox-hedgerow"},
    )
    return str(made.get_json()["id"])


def wish(house: TestHouse, press: str = "a showing") -> dict[str, str]:
    return {**WISH, "community": house.community.id, "press": press}


def sessions(house: TestHouse) -> list[SessionState]:
    with house.services.db.read() as tx:
        return [each.state for each in stored_sessions.sessions(tx, house.community.id)]


def job(panel: InMiro, asked: dict[str, Any]) -> dict[str, Any]:
    answer = panel.ask("/job", asked={"job": asked["job"]})
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_a_session_is_made_on_this_very_board(house: TestHouse, sam: InMiro) -> None:
    assert sam.state() == {"view": "new"}
    choices = sam.ask("/kinds").get_json()
    assert [each["name"] for each in choices["groups"]] == ["Going home"]
    assert choices["missing"] == ""
    assert "T3" in {each["code"] for each in choices["kinds"]}
    assert (choices["kinds"][0]["code"], choices["held_days"]) == ("T2", 28)  # nothing is agreed
    assert choices["last"] is None

    asked = sam.ask("/build", wish(house)).get_json()

    assert not job(sam, asked)["failed"]
    state = sam.state()
    assert (state["view"], state["state"], state["step"]) == ("session", "open", None)
    frames = house.sandbox.extensions["hedgerow_sandbox"].miro.board(sam.board_id).frames()
    boxes = sam.ask("/session").get_json()["boxes"]
    assert {each["frame"] for each in boxes} <= {each.id for each in frames}


def test_the_preview_names_the_boxes_and_stores_nothing(house: TestHouse, sam: InMiro) -> None:
    found = sam.ask("/preview", asked={**WISH, "community": house.community.id}).get_json()

    assert "3 · The story" in {each["title"] for each in found["boxes"]}
    assert (found["day"], found["minutes"], found["over"]) == ("18 November", 75, "")
    assert sessions(house) == []


def test_a_box_is_made_stricter_for_this_session_never_looser(
    house: TestHouse, sam: InMiro
) -> None:
    asked = {**WISH, "community": house.community.id}
    boxes = {each["code"]: each for each in sam.ask("/preview", asked=asked).get_json()["boxes"]}
    held, spoken = boxes["Z3"], boxes["ZX"]
    assert [each["label"] for each in held["choices"]] == ["H", "X"]  # nothing is agreed: held
    assert [each["label"] for each in spoken["choices"]] == ["X"]
    for wrong in ({"Z3": "M"}, {"ZX": "H"}, {"Z99": "X"}, {"Z3": "loud"}, {"Z3": "S"}, {"Z3": []}):
        answer = sam.ask("/build", wish(house) | {"labels": wrong})
        assert answer.status_code == 400, wrong
        assert "Nothing was" in answer.get_json()["detail"]
    assert sessions(house) == []

    asked = sam.ask("/build", wish(house) | {"labels": {"Z3": "X"}}).get_json()

    assert not job(sam, asked)["failed"]
    sam.state()
    built = {each["code"]: each for each in sam.ask("/session").get_json()["boxes"]}
    assert built["Z3"]["label"] == built["ZX"]["label"] == "○ Stays here"
    texts = house.sandbox.extensions["hedgerow_sandbox"].miro.board(sam.board_id).items.values()
    frame = built["Z3"]["frame"]
    printed = [str(each.data.get("content")) for each in texts if each.parent_id == frame]
    assert any("Stays here" in each for each in printed)  # what the board says is what holds


def test_a_box_asks_another_question_for_this_session(house: TestHouse, sam: InMiro) -> None:
    asked = {**WISH, "community": house.community.id}
    boxes = {each["code"]: each for each in sam.ask("/preview", asked=asked).get_json()["boxes"]}
    assert boxes["Z3"]["questions"]
    assert boxes["Z0"]["questions"] == []  # Welcome says who reads what
    for wrong in ({"Z0": "What?"}, {"Z99": "What?"}, {"Z3": " \n "}, {"Z3": "w" * 301}):
        answer = sam.ask("/build", wish(house) | {"questions": wrong})
        assert answer.status_code == 400, wrong
        assert "Nothing was stored" in answer.get_json()["detail"]
    assert sessions(house) == []

    other = {"questions": {"Z3": "  Who opened the gate?\n\nAnd who saw it?"}}
    built = sam.ask("/build", wish(house) | other).get_json()

    assert not job(sam, built)["failed"]
    sam.state()
    frames = {each["code"]: each["frame"] for each in sam.ask("/session").get_json()["boxes"]}
    items = house.sandbox.extensions["hedgerow_sandbox"].miro.board(sam.board_id).items.values()
    printed = " ".join(
        str(each.data.get("content")) for each in items if each.parent_id == frames["Z3"]
    )
    assert "Who opened the gate?" in printed
    assert "And who saw it?" in printed
    assert boxes["Z3"]["questions"][0] not in printed
    with house.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, house.community.id)
    form = session.form_of(read_template("T3")).zone("Z3")
    assert form is not None
    assert form.prompts == ("Who opened the gate?", "And who saw it?")


def test_a_session_is_made_on_a_new_board_where_this_one_is_a_copy(
    house: TestHouse, sam: InMiro
) -> None:
    asked = sam.ask("/build", wish(house) | {"elsewhere": True}).get_json()

    told = job(sam, asked)

    assert not told["failed"]
    assert told["board"]
    assert sam.board_id not in told["board"]
    assert sessions(house) == [SessionState.OPEN]
    miro = house.sandbox.extensions["hedgerow_sandbox"].miro
    assert miro.board(sam.board_id).frames() == []
    assert sam.state() == {"view": "new"}  # this board is nobody's


def test_a_session_starts_when_it_is_said_and_the_next_one_too(
    house: TestHouse, sam: InMiro
) -> None:
    assert sam.ask("/kinds").get_json()["starts"] == ""
    wrong = sam.ask("/build", wish(house) | {"time": "quarter past"})
    assert (wrong.status_code, "Nothing was stored" in wrong.text) == (400, True)
    assert sessions(house) == []

    sam.ask("/build", wish(house) | {"time": "14:30"})

    sam.state()
    starts = sam.ask("/session").get_json()["starts"]
    zone = house.runtime.settings.time_zone
    assert f"{datetime.fromtimestamp(starts, zone):%d %H:%M}" == "18 14:30"
    assert "14:30" in sam.ask("/invitation").get_json()["text"]
    another = InMiro(house, a_blank_board(house))
    assert another.ask("/kinds").get_json()["starts"] == "14:30"


def test_whether_hedgerow_is_on_the_board_is_asked_before_building(
    house: TestHouse, sam: InMiro
) -> None:
    asked = {"community": house.community.id}
    first = sam.ask("/look", asked=asked).get_json()
    assert first["seen"] == "asked"
    assert sam.ask("/look", asked=asked).get_json()["seen"] == "yes"
    away = InMiro(house, "uXjVnowhere=")
    away.ask("/look", asked=asked)
    told = away.ask("/look", asked=asked).get_json()
    assert (told["seen"], told["address"]) == ("no", "")
    assert told["name"]
    house.clock.now += timedelta(seconds=6)  # somebody let it in meanwhile
    assert away.ask("/look", asked=asked).get_json()["seen"] == "asked"
    for who in ("amina", "helen", "stranger"):
        somebody = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
        somebody.link(who)
        assert somebody.ask("/look", asked=asked).status_code in (403, 404), who
    assert InMiro(house, "", user=SAM_IN_MIRO).ask("/look", asked=asked).status_code == 400
    assert sessions(house) == []


def test_whoever_lets_hedgerow_in_gets_its_address(tmp_path: Path) -> None:
    house = make_house(tmp_path, miro_email="hedgerow@example.org")
    let_in(house, SAM_IN_MIRO)
    sam = InMiro(house, "uXjVnowhere=")
    sam.link("sam")

    told = sam.ask("/look", asked={"community": house.community.id}).get_json()

    assert told["address"] == "hedgerow@example.org"
    house.services.db.close()


def test_pressing_twice_makes_one_session(house: TestHouse, sam: InMiro) -> None:
    for _ in range(2):
        assert sam.ask("/build", wish(house)).status_code == 200

    assert sessions(house) == [SessionState.OPEN]


def test_who_may_not_change_the_board_builds_nothing_there(house: TestHouse) -> None:
    connie = InMiro(house, a_blank_board(house), user=SOMEBODY_IN_MIRO)
    connie.link("connie")  # she runs sessions here, and Miro names her on no board

    asked = connie.ask("/build", wish(house)).get_json()

    told = job(connie, asked)
    assert told["failed"]
    assert "Miro does not say that you may change this board" in told["says"]
    assert sessions(house) == [SessionState.PLANNED]
    miro = house.sandbox.extensions["hedgerow_sandbox"].miro
    assert miro.board(connie.board_id).frames() == []
    assert connie.state() == {"view": "new"}


def test_a_board_that_has_a_session_gets_no_second_one(house: TestHouse, sam: InMiro) -> None:
    sam.ask("/build", wish(house))

    again = sam.ask("/build", wish(house, "another showing")).get_json()

    assert "belongs to another session already" in job(sam, again)["says"]


def test_who_runs_no_session_of_a_group_makes_none(house: TestHouse, sam: InMiro) -> None:
    amina = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
    assert amina.ask("/kinds").status_code == 403
    for name in ("amina", "grace", "helen", "stranger"):
        amina.link(name)
        assert amina.ask("/build", wish(house)).status_code == 403, name
    assert sessions(house) == []


def test_what_cannot_be_is_said_and_stored_nowhere(house: TestHouse, sam: InMiro) -> None:
    for wrong in ({"kind": ""}, {"kind": "T99"}, {"day": "yesterday"}, {"day": ""}):
        answer = sam.ask("/build", wish(house) | wrong)
        assert answer.status_code == 400, wrong
        assert re.search("othing was (stored|changed)", answer.get_json()["detail"]), wrong
    assert sam.ask("/build", wish(house) | {"community": "no-such"}).status_code == 403
    assert sessions(house) == []


def test_a_session_is_closed_and_thanked_for(house: TestHouse, sam: InMiro) -> None:
    sam.ask("/build", wish(house))
    sam.state()
    closing = sam.ask("/closing").get_json()
    assert closing["asks"] == closing["waiting"] == 0
    assert "Off the record" in closing["spoken"]
    assert None in {each["count"] for each in closing["fates"]}  # what stays here is not counted

    assert sam.ask("/close", {}).status_code == 200

    assert sam.state()["state"] == "closed"
    assert "Thank you for coming" in sam.ask("/after").get_json()["thanks"]
    with house.services.db.begin() as tx:
        stored_communities.add_agreement(tx, house.community.id, Agreement(1), house.clock.now)
    choices = InMiro(house, a_blank_board(house)).ask("/kinds").get_json()
    assert (choices["kinds"][0]["code"], choices["held_days"]) == ("T3", None)
    last = choices["last"]
    assert {name: last[name] for name in ("code", "form", "title", "day", "unwritten")} == {
        "code": "T3",
        "form": "short",  # as it was held
        "title": "Stories and doubts",
        "day": "18 November",
        "unwritten": 0,
    }


def test_groups_work_in_rooms_and_so_does_the_next_session(house: TestHouse, sam: InMiro) -> None:
    at = {"community": house.community.id, **WISH, "form": ""}
    given = {"rooms": "2", "roomed": "Z3,Z5"}
    preview = sam.ask("/preview", asked={**at, **given}).get_json()
    alone = sam.ask("/preview", asked=at).get_json()
    every = sam.ask("/preview", asked={**at, "rooms": "6"})

    assert [each["title"] for each in preview["boxes"] if each["code"] == "Z3"] == [
        "3A · The story (room A)",
        "3B · The story (room B)",
    ]
    assert {each["name"] for each in preview["boxes"] if each["code"] == "Z3"} == {"3 · The story"}
    assert (preview["in_rooms"], alone["in_rooms"]) == (["Z3", "Z5"], [])
    assert "Z1" not in {each["code"] for each in alone["may_be_in_rooms"]}  # cards come back there
    assert every.status_code == 400
    assert "Take fewer rooms" in every.get_json()["detail"]

    rooms = {"number": 2, "boxes": ["Z3", "Z5"]}
    asked = {**wish(house), "form": "", "rooms": rooms, "labels": {"Z3": "X"}}
    built = sam.ask("/build", {**asked, "questions": {"Z5": "What did we avoid?"}})
    assert built.status_code == 200, built.get_json()
    with house.services.db.read() as tx:
        (session,) = stored_sessions.sessions(tx, house.community.id)
    template = session.form_of(read_template("T3"))
    assert session.rooms == ("A", "B")
    assert session.policy is not None
    assert {session.policy.labels[code].value for code in ("Z3A", "Z3B")} == {"X"}
    for code in ("Z5A", "Z5B"):
        zone = template.zone(code)
        assert zone is not None
        assert zone.prompts == ("What did we avoid?",)

    sam.state()
    assert sam.ask("/close", {}).status_code == 200
    last = InMiro(house, a_blank_board(house)).ask("/kinds").get_json()["last"]
    assert last["rooms"] == rooms
    sam.ask("/next", {"day": "2026-12-16", "press": "once"})
    with house.services.db.read() as tx:
        found = {
            each.day.isoformat(): each for each in stored_sessions.sessions(tx, house.community.id)
        }
    assert found["2026-12-16"].rooms == ("A", "B")


def test_rooms_that_are_none_are_refused(house: TestHouse, sam: InMiro) -> None:
    for rooms in ({"number": 9}, {"number": "x", "boxes": ["Z3"]}, {"number": 2, "boxes": ["Z0"]}):
        answer = sam.ask("/build", {**wish(house), "rooms": rooms})
        assert answer.status_code == 400, rooms
    odd = {"number": 2, "boxes": [["Z3"], {"a": 1}, "Z3"]}
    answer = sam.ask("/build", {**wish(house), "rooms": odd})
    assert answer.status_code == 400
    assert "rooms boxes" in answer.get_json()["detail"]  # it names the place, and no value


def test_who_edits_with_the_whole_team_builds_a_board(house: TestHouse, sam: InMiro) -> None:
    connie = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
    connie.link("connie")
    miro = house.sandbox.extensions["hedgerow_sandbox"].miro
    miro.board(sam.board_id).sharing["teamAccess"] = "edit"

    connie.ask("/build", wish(house))

    assert sessions(house) == [SessionState.OPEN]


def test_closing_is_for_who_may_change_the_board(house: TestHouse, sam: InMiro) -> None:
    sam.ask("/build", wish(house))
    connie = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
    connie.link("connie")
    assert connie.state() == {"view": "no-edit"}

    for path, body in (("/closing", None), ("/after", None), ("/close", {}), ("/go-on", {})):
        assert connie.ask(path, body).status_code == 403, path
    assert sessions(house) == [SessionState.OPEN]


def test_another_groups_job_is_not_told(house: TestHouse, sam: InMiro) -> None:
    asked = sam.ask("/build", wish(house)).get_json()
    stranger = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
    stranger.link("stranger")

    assert stranger.ask("/job", asked=asked).status_code in (403, 404)
