"""Closing from the panel: sentences that are read, what is cleared from Miro, the next session."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from plugin import use_cases
from plugin.domain.agreements import Outcome
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session, SessionState
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import objections as stored_objections
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from tests.unit.plugin.curate.meeting import PHONE, a_piece, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, SOMEBODY_IN_MIRO, InMiro, let_in
from tests.world.jobs import new_session
from tests.world.phones import HELD, STAYS, board_id, notes_of, stickies_of

PREFIX = "/api/v1/panel"
RULE_WORDS = "Phones stay in our bags"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    let_in(made, SAM_IN_MIRO)
    yield made
    made.services.db.close()


def a_session(house: TestHouse, design: str) -> Session:
    day = house.clock.now.date()
    return new_session(house.runtime, house.actor("sam"), house.community.id, design, day)[0]


@pytest.fixture
def session(house: TestHouse) -> Session:
    return a_session(house, "T3")


@pytest.fixture
def sam(house: TestHouse, session: Session) -> InMiro:
    return in_panel(house, session)


def in_panel(house: TestHouse, session: Session) -> InMiro:
    panel = InMiro(house, board_id(house, session))
    panel.link("sam")
    assert panel.state()["view"] == "session"
    return panel


def opened(house: TestHouse) -> set[tuple[str, str]]:
    """Return what the access log says was opened: the kind, and of which session."""
    with house.services.db.read() as tx:
        return {(row.what, row.about) for row in tx.execute(sa.select(t.access_log))}


def answers_with(house: TestHouse, panel: InMiro, *wanted: str) -> set[str]:
    """Return the answers to a question of the panel in which any of these words stands."""
    app = house.as_(None).application
    rules = [
        each
        for each in app.url_map.iter_rules()
        if each.endpoint.startswith("panel_api.") and "GET" in (each.methods or ())
    ]
    assert len(rules) > 8
    texts = {each.endpoint: panel.ask(each.rule.removeprefix(PREFIX)).text for each in rules}
    return {name for name, text in texts.items() if any(words in text for words in wanted)}


def frames_of(house: TestHouse, session: Session) -> dict[str, str]:
    with house.services.db.read() as tx:
        found = stored_boards.frame_zones(tx, session.id)
    return {code: item for item, code in found.items()}


def box_of(session: Session, label: Label) -> str:
    assert session.policy is not None
    return next(code for code, own in session.policy.labels.items() if own is label)


def write(house: TestHouse, session: Session, box: str, words: str) -> str:
    """Put a sticky into a box as somebody on the board does; return its id."""
    note = {"person": SAM_IN_MIRO, "text": words, "frame": frames_of(house, session)[box]}
    address = f"/_sandbox/miro/boards/{board_id(house, session)}/notes"
    made = house.sandbox.test_client().post(address, json=note)
    assert made.status_code == 201
    return str(made.get_json()["id"])


def delete(house: TestHouse, session: Session, item: str) -> None:
    address = f"/_sandbox/miro/boards/{board_id(house, session)}/notes/{item}"
    body = {"person": SAM_IN_MIRO}
    assert house.sandbox.test_client().delete(address, json=body).status_code == 204


def test_sentences_are_sent_when_asked_for_and_recorded_once(house: TestHouse) -> None:
    session = a_session(house, "T1")
    sam = in_panel(house, session)
    write(house, session, box_of(session, Label.S), RULE_WORDS)
    sam.ask("/collect", {})
    assert sam.ask("/closing").get_json()["waiting"] == 1
    assert RULE_WORDS not in sam.ask("/closing").text + sam.ask("/session").text

    (found,) = sam.ask("/sentences").get_json()["sentences"]
    assert (found["sentence"], found["open"]) == (RULE_WORDS, False)
    said = {"key": found["key"], "sentence": f"{RULE_WORDS}.", "outcome": "agreed", "press": "one"}
    for wrong in ({"outcome": "perhaps"}, {"sentence": " "}, {"key": "no-such"}):
        answer = sam.ask("/sentences", said | wrong)
        assert answer.status_code == 400, wrong
        assert "Nothing" in answer.get_json()["detail"], wrong

    recorded = sam.ask("/sentences", said).get_json()
    assert "1 agreed" in recorded["said"]
    assert recorded["sentences"] == []
    again = sam.ask("/sentences", said | {"outcome": "not yet"}).get_json()["said"]
    assert "recorded this sentence otherwise" in again
    sam.ask("/sentences", {"key": "new", "sentence": "We meet at two", "outcome": "not yet"})
    with house.services.db.read() as tx:
        stored = stored_communities.proposals(tx, house.community.id)
        agreement = stored_communities.agreement(tx, house.community.id)
    assert {(each.sentence, each.outcome) for each in stored} == {
        (f"{RULE_WORDS}.", Outcome.AGREED),
        ("We meet at two", Outcome.NOT_YET),
    }
    assert agreement is not None
    assert f"{RULE_WORDS}." in agreement.rules
    assert opened(house) == {("notes", session.id)}  # members read who opened what


def test_a_box_that_is_gone_is_put_back_and_its_notes_are_asked_about(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    for number in range(6):
        write(house, session, HELD, f"words {number}")
    sam.ask("/collect", {})
    frame = frames_of(house, session)[HELD]
    board = house.sandbox.extensions["hedgerow_sandbox"].miro.board(sam.board_id)
    for item in [each.id for each in board.items.values() if frame in (each.id, each.parent_id)]:
        del board.items[item]
    sam.ask("/collect", {})

    (hand,) = sam.ask("/session").get_json()["hands"]
    assert "is gone from the board, and 6 notes with it. What was collected at" in hand["says"]
    assert hand["says"].endswith(" is kept until you answer. Tidying, or taken back?")
    assert hand["can_build"]

    asked = sam.ask("/go-on", {}).get_json()
    assert not sam.ask("/job", asked=asked).get_json()["failed"]
    again = frames_of(house, session)[HELD]
    assert again != frame
    assert again in board.items
    sam.ask("/brake", {"id": hand["id"], "answer": "tidied"})
    assert sam.ask("/session").get_json()["hands"] == []
    assert sum(each.text is not None for each in notes_of(house, session)) == 6


def test_who_waits_for_miro_is_told_why(house: TestHouse, sam: InMiro) -> None:
    faults = house.sandbox.extensions["hedgerow_sandbox"].faults
    faults.set({"kind": "429", "vendor": "miro", "wait_s": 120, "times": None})

    sam.ask("/collect", {})

    job = sam.state()["job"]
    assert job["does"] == "collecting"
    assert job["says"].startswith("Miro asks Hedgerow to slow down.")
    assert "Try again in a minute; nothing is done twice." in job["says"]


def test_what_collecting_says_of_boxes_is_told(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    board = house.sandbox.extensions["hedgerow_sandbox"].miro.board(sam.board_id)
    frame = board.items[frames_of(house, session)[HELD]]
    frame.data = {**frame.data, "title": "3 · The story"}  # another box's title
    assert sam.ask("/session").get_json()["told"] == []

    sam.ask("/collect", {})

    told = sam.ask("/session").get_json()["told"]
    assert any("The story" in each for each in told), told


def test_held_notes_cleared_from_miro_stay_here(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    held = [write(house, session, HELD, f"held words {number}") for number in range(2)]
    spoken = write(house, session, STAYS, "said, not kept")
    refused = sam.ask("/clear", {"spoken": True, "held": True})
    assert "Close it first" in refused.get_json()["detail"]
    sam.ask("/close", {})
    late = write(house, session, HELD, "written after Close: nobody collected it")

    found = sam.ask("/clear", {"spoken": True, "held": True}).get_json()

    assert found["frames"] == [frames_of(house, session)[STAYS]]
    assert sorted(found["stickies"]) == sorted(held)
    delete(house, session, held[0])
    delete(house, session, spoken)
    use_cases.collect(house.runtime, house.actor("sam"), session.id)
    notes = {each.miro_item_id: each for each in notes_of(house, session)}
    assert notes[held[0]].state is NoteState.TIDIED  # its sticky went, and it was not taken back
    assert notes[held[0]].text == "held words 0"
    assert notes[held[1]].state is NoteState.HERE  # still on the board: as it was
    assert late in {each.id for each in stickies_of(house, session)}
    assert sam.ask("/clear", {}).get_json() == {"frames": [], "stickies": []}


def test_a_piece_that_was_read_is_recorded_once(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    services = house.services
    piece = a_piece(services, OPERATOR, meet(services, house.community.id)).piece
    house.clock.now += timedelta(hours=1)
    sam.state()
    words = (PHONE, "When the right thing happens")
    assert sam.ask("/session").get_json()["has_pieces"]
    while_open = sam.ask("/pieces-to-read").get_json()  # it is read aloud now, and recorded later
    assert not while_open["can_be_recorded"]
    assert answers_with(house, sam, *words) == {"panel_api.pieces_to_read"}
    (found,) = while_open["pieces"]
    early = sam.ask("/pieces-to-read", {"piece": piece.id, "after": found["after"]})
    assert (early.status_code, "not closed yet" in early.text) == (400, True)
    sam.ask("/close", {})
    assert answers_with(house, sam, *words) == {"panel_api.pieces_to_read"}
    assert ("pieces", "") in opened(house)

    once_closed = sam.ask("/pieces-to-read").get_json()
    assert once_closed == while_open | {"can_be_recorded": True}
    assert found["title"] == "When the right thing happens by phone"
    said = {"piece": piece.id, "after": found["after"], "press": "one"}
    assert sam.ask("/pieces-to-read", said | {"piece": "no-such"}).status_code == 404
    assert sam.ask("/pieces-to-read", said | {"after": 99}).status_code == 400
    same = {name: found[name] for name in ("title", "line")} | {"story": found["stored_story"]}
    for wrong in (same, {**same, "title": ""}):  # changed, it says other words; all three
        answer = sam.ask("/pieces-to-read", {**said, "changed": True, **wrong})
        assert (answer.status_code, "Nothing was stored" in answer.text) == (400, True), wrong
    agreed = {**same, "changed": True, "title": "When it happens by phone"}
    for _ in range(2):
        answer = sam.ask("/pieces-to-read", said | agreed).get_json()
    assert "every member is told" in answer["said"]
    assert answer["pieces"] == []
    with services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece.id)
    assert whole is not None
    assert [each.session_id for each in whole.read_backs] == [session.id]
    assert whole.newest.title == "When it happens by phone"  # the next wording, as it was agreed
    assert not sam.ask("/session").get_json()["has_pieces"]
    by_the_board(house, sam, piece.id, answer["objecting"]["address"])


def by_the_board(house: TestHouse, sam: InMiro, piece_id: str, address: str) -> None:
    """Object as people who see the link on the board do, without an account."""
    path, anybody = urlsplit(address).path, house.as_(None)
    page = anybody.get(path).text
    assert "When it happens by phone" in page
    assert "outside the form" not in page  # whoever may open the board is not the group
    for reason in ("It was a letter.", "Nobody rang me."):
        assert "Your objection stands" in anybody.post(path, data={"reason": reason}).text
    with house.services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        assert whole is not None
        reasons = stored_objections.reasons(tx, [each.id for each in whole.read_backs])
    assert [each.objections.count for each in whole.read_backs if each.objections] == [1]
    assert sorted(reasons) == ["It was a letter.", "Nobody rang me."]
    token = path.rpartition("/")[2]
    asked = {"tokens": [token, "board-unknown"]}
    assert sam.ask("/objections-over", asked).get_json() == {"over": ["board-unknown"]}
    house.clock.now += timedelta(days=9)
    sam.state()
    assert token in sam.ask("/objections-over", asked).get_json()["over"]
    assert anybody.get(path).status_code == 404


def test_who_else_may_open_the_board_is_said_as_miro_says_it(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    assert sam.ask("/session").get_json()["open_to"] == []
    tag = {"If-None-Match": sam.ask("/state").headers["ETag"]}
    board = house.sandbox.extensions["hedgerow_sandbox"].miro.board(sam.board_id)
    board.sharing |= {"access": "edit", "organizationAccess": "view"}
    house.clock.now += timedelta(minutes=11)

    assert sam.state()["view"] == "session"

    assert sam.ask("/state", **tag).status_code == 200  # the panel looks again
    assert sam.ask("/session").get_json()["open_to"] == [
        "Everybody who has the link may edit this board.",
        "Everybody in the Miro organisation may open this board.",
    ]


def test_the_next_session_is_planned_once_on_a_board_of_its_own(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    sam.ask("/close", {})
    after = sam.ask("/after").get_json()
    assert after["coming"] is None
    assert after["next_day"] == (session.day + timedelta(days=28)).isoformat()
    assert sam.ask("/next", {"day": "soon", "press": "one"}).status_code == 400

    for _ in range(2):
        answer = sam.ask("/next", {"day": after["next_day"], "press": "one"}).get_json()
    assert "Planned for" in answer["said"]

    progress = sam.ask("/job", asked={"job": answer["job"]}).get_json()
    assert (progress["over"], progress["failed"]) == (True, False)
    coming = sam.ask("/after").get_json()["coming"]
    assert coming["page"].startswith("http")
    assert coming["board"]
    with house.services.db.read() as tx:
        every = stored_sessions.sessions(tx, house.community.id)
    planned = [each for each in every if each.id != session.id]
    assert [(each.state, each.meeting_kind) for each in planned] == [
        (SessionState.OPEN, session.meeting_kind)
    ]


def test_once_its_days_are_over_a_closed_session_says_so(house: TestHouse, sam: InMiro) -> None:
    sam.ask("/close", {})
    soon = sam.ask("/after").get_json()
    house.clock.pass_days(120)
    sam.state()

    late = sam.ask("/after").get_json()

    assert "over" not in soon["where"]
    assert late["closed"] == soon["closed"]
    assert late["where"].startswith("The days for held notes and for taking notes back are over.")
    assert (late["thanks"], late["fates"]) == ("", [])


def test_none_of_it_is_for_who_may_not_change_the_board(house: TestHouse, sam: InMiro) -> None:
    connie = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
    connie.link("connie")
    assert connie.state() == {"view": "no-edit"}
    for path in ("/sentences", "/pieces-to-read"):
        assert connie.ask(path).status_code == 403, path
    for path in ("/sentences", "/pieces-to-read", "/clear", "/next", "/brake", "/copy"):
        assert connie.ask(path, {}).status_code == 403, path
