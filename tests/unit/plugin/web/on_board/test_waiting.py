"""What waits in a session, as the panel tells it: notes by phone, other hands, days of cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from plugin.convene.panel import card_days
from plugin.domain.agreements import Outcome
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session, SessionState
from plugin.store import communities as stored_communities
from tests.statements import statements
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, SOMEBODY_IN_MIRO, InMiro
from tests.unit.plugin.web.test_dots import BOX, DESIGN, DOTTED, put, with_policy
from tests.world.jobs import new_session
from tests.world.phones import HELD, KEPT, board_id, join, notes_of, place

WORDS = "canary: I never said this aloud"
TAPS = {"heard": "yes", "free": "partly", "worth": "no", "change": WORDS}
FEWEST = 5
MOST_STATEMENTS = 40  # as of any page


def waiting(panel: InMiro) -> dict[str, int]:
    boxes = panel.ask("/session").get_json()["boxes"]
    return {each["code"]: each["waiting"] for each in boxes if each["waiting"]}


def hands(panel: InMiro) -> list[dict[str, object]]:
    return list(panel.ask("/session").get_json()["hands"])


def test_notes_by_phone_that_wait_for_their_board_are_counted(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    phones = [join(house, session) for _ in range(3)]
    before = sam.state()["seen"]
    assert waiting(sam) == {}
    house.runs_at_once = False  # the board gets them later

    phones[0].write(WORDS)
    phones[1].write(f"{WORDS}, too")

    assert waiting(sam) == {KEPT: 2}
    assert sam.state()["seen"] != before
    assert "canary" not in sam.ask("/session").text
    sam.ask("/quiet", {"box": HELD})
    phones[2].write(WORDS, HELD)
    assert waiting(sam) == {KEPT: 2}  # quiet writing has three words and no number
    place(house, session)
    assert waiting(sam) == {}


def test_a_note_that_is_held_back_waits_for_a_person(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    join(house, session).write(WORDS)
    (note,) = notes_of(house, session)
    assert hands(sam) == []
    tag = {"If-None-Match": sam.ask("/state").headers["ETag"]}
    by_phone = f"/s/{session.id}/by-phone"

    house.as_("sam").post(f"{by_phone}/{note.id}", data={"do": "hold"})

    assert sam.ask("/state", **tag).status_code == 200
    (hand,) = hands(sam)
    assert hand["does"] == "page"
    assert str(hand["page"]).endswith(by_phone)
    assert "One note by phone waits: held back" in str(hand["says"])
    assert "canary" not in sam.ask("/session").text
    tag = {"If-None-Match": sam.ask("/state").headers["ETag"]}
    with statements() as asked:
        assert sam.ask("/state", **tag).status_code == 304
    assert len(asked) == 1
    house.as_("sam").post(f"{by_phone}/{note.id}", data={"do": "show"})
    assert hands(sam) == []


def test_what_another_hand_moved_to_a_looser_box_is_told(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    stays, kept = frame(house, sam.board_id, "record"), frame(house, sam.board_id, "story")
    notes = f"/_sandbox/miro/boards/{sam.board_id}/notes"
    client = house.sandbox.test_client()
    note = {"person": SAM_IN_MIRO, "text": WORDS, "frame": stays}
    item = client.post(notes, json=note).get_json()["id"]
    sam.ask("/collect", {})
    assert hands(sam) == []
    moved = {"person": SOMEBODY_IN_MIRO, "frame": kept}
    assert client.patch(f"{notes}/{item}", json=moved).status_code == 200

    sam.ask("/collect", {})

    (hand,) = hands(sam)
    assert (hand["does"], hand["page"]) == ("told", "")
    assert str(hand["says"]).startswith("One note came out of a stricter box by another hand.")
    assert notes_of(house, session) == ()  # it is not read until its writer moves it


def frame(house: TestHouse, board: str, words: str) -> str:
    frames = house.sandbox.extensions["hedgerow_sandbox"].miro.board(board).frames()
    return str(next(each.id for each in frames if words in each.data["title"]))


def test_a_card_tells_the_day_of_the_meeting_from_which_it_came(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    services, actor = house.services, house.actor("sam")
    met = meet(services, house.community.id)
    piece = a_piece(services, OPERATOR, met).piece
    with services.db.read() as tx:
        note = notes_of(house, met)[0]
        proposals = stored_communities.proposals(tx, house.community.id)
    assert proposals == ()
    keys = [f"piece:{piece.id}", f"note:{note.id}", "piece:unknown", "note:unknown", "open:unknown"]

    days = card_days(services, actor, session, keys)

    assert days == {f"piece:{piece.id}": met.day, f"note:{note.id}": met.day}
    said = {"key": "new", "sentence": "We meet at two", "outcome": "not yet"}
    assert sam.ask("/sentences", said).status_code == 200
    with services.db.read() as tx:
        (proposal,) = stored_communities.proposals(tx, house.community.id)
    assert proposal.outcome is Outcome.NOT_YET
    key = f"open:{proposal.id}"
    assert card_days(services, actor, session, [key]) == {key: proposal.day}


def test_how_it_was_is_asked_by_phone_and_shown_once_without_words(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    phones = [join(house, session) for _ in range(FEWEST)]
    assert sam.ask("/closing").get_json()["fewest"] == FEWEST
    for phone in phones:
        phone.client.post(f"{phone.mine}/pulse", data=TAPS)
    assert sam.ask("/after").get_json()["how"] == []
    sam.ask("/close", {})

    answer = sam.ask("/after")

    how = answer.get_json()["how"]
    assert how[0]["asks"] == "Did you feel heard?"
    assert how[0]["taps"] == [
        {"says": "Yes", "many": FEWEST},
        {"says": "Partly", "many": 0},
        {"says": "No", "many": 0},
    ]
    assert "canary" not in answer.text


def test_the_words_of_a_session_cost_as_much_as_a_page_at_most(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    join(house, session).write(WORDS)
    sam.ask("/step", {"to": 0, "shown": None})

    with statements() as asked:
        assert sam.ask("/session").status_code == 200

    assert len(asked) <= MOST_STATEMENTS


def test_who_else_is_at_work_is_named_to_the_others(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    connie = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
    connie.link("connie")
    assert connie.state()["view"] == "session"
    assert connie.ask("/running").get_json() == {"said": ""}
    house.runs_at_once = False

    sam.ask("/collect", {})

    assert sam.state()["job"]["is_own"] is True
    assert sam.ask("/running").get_json() == {"said": ""}
    job = connie.ask("/state")
    assert job.get_json()["job"]["is_own"] is False
    assert "Sam" not in job.text  # names are asked for, once a job
    assert connie.ask("/running").get_json() == {
        "said": "Sam Okafor is collecting. Done in a moment."
    }
    house.clock.now += timedelta(seconds=1)


def test_dots_are_shown_from_the_panel_without_a_number(house: TestHouse) -> None:
    day = house.clock.now.date()
    planned = new_session(house.runtime, house.actor("sam"), house.community.id, "T8", day)[0]
    session = replace(planned, state=SessionState.OPEN)  # as its board made it
    labels = {each.code: each.label for each in DESIGN.zones}
    session = with_policy(house, session, labels=labels)
    sam = InMiro(house, board_id(house, session))
    sam.link("sam")
    assert sam.state()["view"] == "session"
    assert sam.ask("/session").get_json()["dots"] == []
    phones = [join(house, session) for _ in range(FEWEST)]
    phones[0].write(WORDS, BOX)
    (note,) = notes_of(house, session)
    sam.ask("/step", {"to": DOTTED, "shown": None})
    (step,) = sam.ask("/session").get_json()["dots"]
    assert (step["number"], step["is_current"], step["is_shown"]) == (DOTTED, True, False)
    assert sam.ask("/dots", {"step": DOTTED}).get_json()["said"].startswith("Fewer than")
    for phone in phones:
        assert put(phone, note.id) == 303
    tag = {"If-None-Match": sam.ask("/state").headers["ETag"]}

    assert "shown" in sam.ask("/dots", {"step": DOTTED}).get_json()["said"]

    assert sam.ask("/state", **tag).status_code == 200
    answer = sam.ask("/session")
    assert answer.get_json()["dots"][0]["is_shown"] is True
    assert "canary" not in answer.text
