"""The panel inside Miro: who is believed, what a board's id opens, what is told and done."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from plugin.accounts.miro_app import Editors, PersonInMiro
from plugin.convene import linked_names
from plugin.domain.connections import Vendor
from plugin.domain.jobs import JobState
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Brake
from plugin.jobs.panel_jobs import BELIEVED_FOR
from plugin.jobs.session_jobs import COLLECT
from plugin.store import boards as stored_boards
from plugin.store import jobs as stored_jobs
from plugin.store import notes as stored_notes
from plugin.store import sign_ins as stored_sign_ins
from plugin.store import tables as t
from plugin.web.panel.unchanged import BELIEVED_FOR as BELIEVED_ANEW
from tests.statements import statements
from tests.unit.plugin.accounts.connected import connect, revoke_all
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.filled import WORDS, a_session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import (
    APP_ID,
    SAM_IN_MIRO,
    SECRET,
    SOMEBODY_IN_MIRO,
    InMiro,
    id_token,
    let_in,
)
from tests.world.jobs import new_session

DAY = date(2026, 11, 18)
SCRIPTS = Path(__file__).parents[4] / "plugin/web/static/panel"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def board(house: TestHouse) -> str:
    """Return the Miro id of the board of a session, on which Sam is an editor."""
    let_in(house, SAM_IN_MIRO)
    planned, _ = new_session(house.runtime, house.actor("sam"), house.community.id, "T3", DAY)
    with house.services.db.read() as tx:
        found = stored_boards.board(tx, planned.id)
    assert found is not None
    return found.miro_board_id


@pytest.fixture
def sam(house: TestHouse, board: str) -> InMiro:
    panel = InMiro(house, board)
    panel.link("sam")
    return panel


def unsigned(claims: dict[str, object]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    head, body = (base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in parts)
    return f"{head.rstrip('=')}.{body.rstrip('=')}."


def signed_otherwise(house: TestHouse) -> dict[str, str]:
    """Return tokens that are not Miro's for us, by what is wrong with them."""
    now = int(house.clock.now.timestamp())
    claims = {"sub": APP_ID, "user": SAM_IN_MIRO, "team": "1", "exp": now + 300}
    pem = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key = RSAKey.import_key(pem)
    public = key.as_pem(private=False).decode()
    # Whoever knows a public key could sign with its text, where a server lets the token choose.
    confused = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("sandbox-another-secret"))
    return {
        "another secret": id_token(house, SAM_IN_MIRO, "sandbox-another-secret"),
        "too old": id_token(house, SAM_IN_MIRO, exp=now - 61),
        "without an end": jwt.encode(
            {"alg": "HS256"}, {"sub": APP_ID, "user": SAM_IN_MIRO}, OctKey.import_key(SECRET)
        ),
        "another app's": id_token(house, SAM_IN_MIRO, sub="another-app"),
        "of nobody": id_token(house, ""),
        "none": unsigned(claims),
        "RS256": jwt.encode({"alg": "RS256"}, claims, key),
        "HS512": jwt.encode(
            {"alg": "HS512"}, claims, OctKey.import_key(SECRET), algorithms=["HS512"]
        ),
        "confused": confused,
        "rubbish": "a.b.c",
        "a public key": public.replace("\n", ""),
        "empty": "",
    }


def test_only_miros_word_for_our_app_is_believed(house: TestHouse, sam: InMiro) -> None:
    for what, token in signed_otherwise(house).items():
        for path, body in (("/state", None), ("/session", None), ("/link", {}), ("/collect", {})):
            answer = InMiro(house, sam.board_id, token=token).ask(path, body)
            assert answer.status_code == 401, (what, path)
            assert answer.mimetype == "application/problem+json"
            assert "Nothing was changed" in answer.get_json()["detail"]
    assert sam.state()["view"] == "session"


def test_clocks_may_differ_by_a_minute(house: TestHouse, sam: InMiro) -> None:
    ended = int(house.clock.now.timestamp()) - 50
    sam.token = id_token(house, SAM_IN_MIRO, exp=ended)

    assert sam.state()["view"] == "session"


def test_a_cookie_opens_nothing(house: TestHouse, sam: InMiro) -> None:
    answer = house.as_("sam").get(f"/api/v1/panel/state?board={sam.board_id}")

    assert answer.status_code == 401
    assert "Set-Cookie" not in sam.ask("/state").headers


def test_mirotone_is_served_under_our_styles_and_asks_nobody_else(house: TestHouse) -> None:
    client = house.as_(None)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get("/miro/panel").text)

    assert "mirotone" in sheets[0]
    served = client.get(sheets[0]).text

    assert served.partition("*/")[2].strip().startswith("@layer mirotone {")
    assert not re.search(r"@import|url\(|//", served.partition("*/")[2])
    licence = (SCRIPTS / "mirotone_licence.txt").read_text(encoding="utf-8")
    assert "Permission is hereby granted, free of charge" in licence
    assert "Copyright (c) 2022 Miro" in licence


def test_a_miro_name_is_linked_once_in_a_window_of_ours(house: TestHouse, board: str) -> None:
    panel = InMiro(house, board)
    assert panel.state() == {"view": "unlinked"}
    assert panel.ask("/session").status_code == 403

    address = panel.ask("/link", {}).get_json()["address"].removeprefix("http://127.0.0.1:8420")
    browser = house.as_("sam")
    page = browser.get(address)
    assert "Link this Miro name to" in page.text
    assert "Sam Okafor" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert panel.state() == {"view": "unlinked"}  # looking links nobody

    assert "Linked" in browser.post(address).text
    assert panel.state()["view"] == "session"
    assert browser.post(address).status_code == 400  # a code is good once


def test_a_code_ends_with_the_next_one_and_after_ten_minutes(house: TestHouse, board: str) -> None:
    panel = InMiro(house, board)
    first, second = (panel.ask("/link", {}).get_json()["address"] for _ in range(2))
    browser = house.as_("sam")

    assert browser.get(first).status_code == 400
    assert browser.get(second).status_code == 200
    house.clock.now += linked_names.CODE_LASTS
    assert browser.post(second).status_code == 400
    assert panel.state() == {"view": "unlinked"}


def test_linking_asks_who_it_is_first(house: TestHouse, board: str) -> None:
    address = InMiro(house, board).ask("/link", {}).get_json()["address"]

    answer = house.as_(None).get(address)

    assert answer.status_code == 302
    assert "/sign-in?next=" in answer.headers["Location"]


def test_a_link_is_taken_off_in_the_panel(sam: InMiro) -> None:
    assert sam.ask("/unlink", {}).status_code == 200

    assert sam.state() == {"view": "unlinked"}


def test_miros_ids_are_stored_nowhere(house: TestHouse, sam: InMiro) -> None:
    assert sam.state()["view"] == "session"

    with house.services.db.read() as tx:
        for table in t.metadata.sorted_tables:
            for row in tx.execute(sa.select(table)):
                assert SAM_IN_MIRO not in repr(row), table.name


def test_who_is_not_on_the_board_is_told_so_and_does_nothing(house: TestHouse, board: str) -> None:
    other = InMiro(house, board, user=SOMEBODY_IN_MIRO)
    other.link("connie")  # she may run sessions here, and Miro does not name her on the board

    assert other.state() == {"view": "no-edit"}
    assert other.ask("/session").status_code == 403
    assert other.ask("/step", {"to": 0, "shown": None}).status_code == 403
    assert other.ask("/collect", {}).status_code == 403


def test_who_is_taken_off_the_board_is_out_after_ten_minutes(house: TestHouse, sam: InMiro) -> None:
    assert sam.state()["view"] == "session"
    miro = house.sandbox.extensions["hedgerow_sandbox"].miro
    miro._people.clear()

    assert sam.state()["view"] == "session"  # what Miro said is believed for a while
    house.clock.now += BELIEVED_FOR + timedelta(seconds=1)
    assert sam.state() == {"view": "no-edit"}
    assert sam.ask("/collect", {}).status_code == 403


def test_where_the_whole_team_may_edit_its_members_do(house: TestHouse, board: str) -> None:
    sharing = house.sandbox.extensions["hedgerow_sandbox"].miro.board(board).sharing
    other = InMiro(house, board, user=SOMEBODY_IN_MIRO)
    other.link("connie")  # Miro has invited her to no board

    for access, view in (("comment", "no-edit"), ("edit", "session"), ("private", "no-edit")):
        sharing["teamAccess"] = access
        house.clock.now += BELIEVED_FOR + timedelta(seconds=1)
        assert other.state()["view"] == view, access
        assert other.ask("/session").status_code == (200 if view == "session" else 403), access

    sharing["teamAccess"] = "edit"
    house.clock.now += BELIEVED_FOR + timedelta(seconds=1)
    other.token = id_token(house, SOMEBODY_IN_MIRO, team="another-team")
    assert other.state()["view"] == "no-edit"


@pytest.mark.parametrize(
    ("user", "team", "may"),
    [("ed", "", True), ("vi", "ours", False), ("nobody", "ours", True), ("nobody", "", False)],
    ids=["an editor", "a viewer", "of the team", "of no team"],
)
def test_who_is_invited_to_look_does_not_edit_with_the_team(
    user: str, team: str, may: bool
) -> None:
    editors = Editors(frozenset({"ed"}), frozenset({"vi"}), "ours")

    assert editors.has(PersonInMiro(user, team)) is may
    assert Editors.from_stored(editors.stored) == editors
    assert not Editors.from_stored({}).has(PersonInMiro("nobody", ""))  # no team is nobody's


def test_another_partnerships_board_is_as_unknown_as_none(house: TestHouse, board: str) -> None:
    stranger = InMiro(house, board, user=SOMEBODY_IN_MIRO)
    stranger.link("stranger")
    let_in(house, SOMEBODY_IN_MIRO)  # on the board in Miro, and nobody here

    assert stranger.state() == {"view": "new"}
    stranger.board_id = "uXjVnowhere="
    assert stranger.state() == {"view": "new"}
    stranger.board_id = board
    assert stranger.ask("/session").status_code == 403


def test_who_runs_no_session_gets_the_card_for_everybody(house: TestHouse, board: str) -> None:
    let_in(house, SOMEBODY_IN_MIRO)
    for name in ("amina", "helen", "grace"):
        somebody = InMiro(house, board, user=SOMEBODY_IN_MIRO)
        somebody.link(name)
        assert somebody.state() == {"view": "participant"}, name
        assert somebody.ask("/session").status_code == 403


def test_the_state_is_small_holds_no_words_and_is_not_sent_twice(
    house: TestHouse, sam: InMiro
) -> None:
    sam.state()
    sam.ask("/step", {"to": 0, "shown": None})
    sam.ask("/collect", {})
    answer = sam.ask("/state")

    assert len(answer.data) < 2_000
    state = answer.get_json()
    assert state.keys() == {"view", "state", "seen", "step", "collected", "job"}
    texts = [each for each in state.values() if isinstance(each, str)]
    assert all(len(each) <= 12 and " " not in each for each in texts)
    again = sam.ask("/state", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    house.clock.now += timedelta(seconds=5)  # time alone changes nothing
    again = sam.ask("/state", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Hedgerow-Now"] == str(int(house.clock.now.timestamp()))
    sam.ask("/step", {"to": 1, "shown": 0})
    assert sam.ask("/state", **{"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_what_the_panel_has_already_is_not_sent_again(house: TestHouse, sam: InMiro) -> None:
    sam.state()
    for path in ("/session", "/kinds", "/closing", "/after", "/sentences"):
        answer = sam.ask(path)
        tag = {"If-None-Match": answer.headers["ETag"]}
        again = sam.ask(path, **tag)
        assert (answer.status_code, again.status_code, again.data) == (200, 304, b""), path
        refused = InMiro(house, sam.board_id, token="rubbish").ask(path, **tag)
        assert refused.status_code == 401, path  # whoever asks is asked for Miro's word first
    tag = {"If-None-Match": sam.ask("/session").headers["ETag"]}
    sam.ask("/step", {"to": 0, "shown": None})
    assert sam.ask("/session", **tag).status_code == 200


def test_nothing_changed_costs_one_statement_and_tells_no_news_to_who_may_not_know(
    house: TestHouse, sam: InMiro, board: str
) -> None:
    let_in(house, SAM_IN_MIRO, SOMEBODY_IN_MIRO)
    connie = InMiro(house, board, user=SOMEBODY_IN_MIRO)
    connie.link("connie")
    connie.state()
    tag = {"If-None-Match": connie.ask("/state").headers["ETag"]}
    with statements() as asked:
        assert connie.ask("/state", **tag).status_code == 304
    assert len(asked) == 1
    forged = InMiro(
        house, board, token=id_token(house, SOMEBODY_IN_MIRO, secret="another secret, and long")
    )
    assert forged.ask("/state", **tag).status_code == 401
    assert InMiro(house, board, user="3074457350000000777").ask("/state", **tag).status_code == 200
    with house.services.db.begin() as tx:
        own = t.miro_person.c.person_id == house.actor("connie").person_id
        tx.execute(sa.delete(t.miro_person).where(own))  # as whoever removes her does

    assert connie.ask("/state", **tag).status_code == 304  # what she sees already
    sam.ask("/step", {"to": 0, "shown": None})
    assert connie.ask("/state", **tag).get_json() == {"view": "unlinked"}
    tag = {"If-None-Match": sam.ask("/state").headers["ETag"]}
    sam.ask("/unlink", {})
    house.clock.now += BELIEVED_ANEW
    assert sam.ask("/state", **tag).get_json() == {"view": "unlinked"}


def test_no_answer_holds_a_note(house: TestHouse, sam: InMiro, board: str) -> None:
    miro = house.sandbox.extensions["hedgerow_sandbox"].miro
    frame = next(each for each in miro.board(board).frames() if "story" in each.data["title"])
    client = house.sandbox.test_client()
    note = {"person": SAM_IN_MIRO, "text": WORDS, "frame": frame.id}
    assert client.post(f"/_sandbox/miro/boards/{board}/notes", json=note).status_code == 201
    sam.state()

    assert sam.ask("/collect", {}).status_code == 200

    session = sam.ask("/session")
    assert session.get_json()["collected"] == 1
    for answer in (session, sam.ask("/state")):
        assert "heating" not in answer.text


def test_a_session_is_started_and_moved_on(sam: InMiro) -> None:
    assert sam.state()["step"] is None

    assert sam.ask("/step", {"to": 0, "shown": None}).get_json() == {"said": ""}
    assert sam.state()["step"] == 0
    session = sam.ask("/session").get_json()
    assert session["ends"] > session["steps"][0]["starts"]
    assert sam.ask("/longer", {"shown": 0}).status_code == 200
    assert sam.ask("/session").get_json()["ends"] == session["ends"] + 120


def test_a_round_is_held_and_the_other_panel_hears_of_it(sam: InMiro) -> None:
    sam.state()
    sam.ask("/step", {"to": 0, "shown": None})
    assert sam.ask("/session").get_json()["round"] is None
    for people in (1, 61, "3", None):
        answer = sam.ask("/round", {"do": "begin", "shown": 0, "people": people})
        assert (answer.status_code, "Nothing was changed" in answer.text) == (400, True), people
    tag = {"If-None-Match": sam.ask("/state").headers["ETag"]}

    sam.ask("/round", {"do": "begin", "shown": 0, "people": 3})

    assert sam.ask("/state", **tag).status_code == 200
    assert sam.ask("/session").get_json()["round"] == {"people": 3, "heard": 0}
    seen = sam.state()["seen"]
    sam.ask("/round", {"do": "heard", "shown": 0})
    assert sam.state()["seen"] != seen
    assert "moved on before" in sam.ask("/round", {"do": "heard", "shown": 1}).get_json()["said"]
    assert sam.ask("/session").get_json()["round"] == {"people": 3, "heard": 1}
    sam.ask("/round", {"do": "end", "shown": 0})
    assert sam.ask("/session").get_json()["round"] is None


def test_what_waits_for_a_person_is_told_without_words(
    house: TestHouse, sam: InMiro, board: str
) -> None:
    before = sam.state()
    assert sam.ask("/session").get_json()["hands"] == []
    with house.services.db.begin() as tx:
        session = stored_boards.session_of_board(tx, board)
        assert session is not None
        brake = Brake("brake", session.id, "Z3", ("a-note",), False, house.clock.now)
        stored_notes.set_brake(tx, brake)

    assert sam.state()["seen"] != before["seen"]
    (hand,) = sam.ask("/session").get_json()["hands"]
    assert hand["says"] == ("One note left the box 3 · The story together. Tidying, or taken back?")
    for wrong in ({"id": "brake", "answer": ""}, {"id": "brake", "answer": "perhaps"}):
        assert sam.ask("/brake", wrong).status_code == 400
    assert sam.ask("/brake", {"id": "no-such", "answer": "tidied"}).status_code == 404
    assert sam.ask("/copy", {"id": "no-such", "answer": "yes"}).status_code == 404
    assert sam.ask("/copy", {"id": "no-such", "answer": ""}).status_code == 400
    assert "stay" in sam.ask("/brake", {"id": "brake", "answer": "tidied"}).get_json()["said"]
    assert sam.ask("/session").get_json()["hands"] == []


def test_a_card_that_came_back_says_what_it_is(house: TestHouse, sam: InMiro, board: str) -> None:
    sam.state()
    with house.services.db.begin() as tx:
        session = stored_boards.session_of_board(tx, board)
        assert session is not None
        placed = {"Z1/piece:one": ("111", "card", "Z1"), "Z1/note:two": ("112", "card", "Z1")}
        stored_boards.link_items(tx, session.id, placed)

    cards = sam.ask("/session").get_json()["cards"]

    assert cards["111"]["says"] == "This card brings a piece back."
    assert cards["111"]["page"].endswith("/pieces/one")
    assert cards["112"] == {"says": "This card is a note of an earlier session.", "page": ""}


def test_a_card_of_the_app_opens_the_piece_that_came_back(
    house: TestHouse, sam: InMiro, board: str
) -> None:
    sam.state()
    services = house.services
    piece = a_piece(services, OPERATOR, meet(services, house.community.id)).piece
    with services.db.begin() as tx:
        session = stored_boards.session_of_board(tx, board)
        assert session is not None
        placed = {
            f"Z1/return/piece:{piece.id}": ("111", "app_card", "Z1"),
            "Z1/return/note:two": ("112", "card", "Z1"),
        }
        stored_boards.link_items(tx, session.id, placed)

    found = sam.ask("/piece", asked={"item": "111"}).get_json()

    assert found["title"] == "When the right thing happens by phone"
    assert found["line"]
    assert found["page"].endswith(f"/pieces/{piece.id}")
    with services.db.read() as tx:  # who opened it stands in the group's log
        opened = tx.execute(sa.select(t.access_log.c.what, t.access_log.c.person_id)).all()
    assert [tuple(row) for row in opened] == [("pieces", house.actor("sam").person_id)]
    for item in ("112", "no-such", ""):
        assert sam.ask("/piece", asked={"item": item}).status_code == 404, item
    connie = InMiro(house, board, user=SOMEBODY_IN_MIRO)
    connie.link("connie")
    assert connie.state() == {"view": "no-edit"}
    assert connie.ask("/piece", asked={"item": "111"}).status_code == 403


def test_two_facilitators_at_once_do_a_thing_once(house: TestHouse, sam: InMiro) -> None:
    let_in(house, SAM_IN_MIRO, SOMEBODY_IN_MIRO)
    connie = InMiro(house, sam.board_id, user=SOMEBODY_IN_MIRO)
    connie.link("connie")
    assert connie.state()["view"] == sam.state()["view"] == "session"
    sam.ask("/step", {"to": 0, "shown": None})

    assert sam.ask("/step", {"to": 1, "shown": 0}).get_json()["said"] == ""
    assert "moved on before you" in connie.ask("/step", {"to": 2, "shown": 0}).get_json()["said"]

    house.runs_at_once = False
    first = sam.ask("/collect", {}).get_json()
    second = connie.ask("/collect", {}).get_json()
    assert first == {"job": second["job"], "said": ""}
    assert second["said"] == "Sam Okafor is collecting. Done in a moment."
    assert connie.state()["job"]["does"] == "collecting"
    with house.services.db.read() as tx:
        asked = [job for job in stored_jobs.all_jobs(tx) if job.kind == COLLECT]
    assert [job.state for job in asked] == [JobState.ASKED]


def test_linking_goes_on_to_connecting_miro_where_that_is_still_to_do(tmp_path: Path) -> None:
    app = {"miro_client_id": APP_ID, "miro_client_secret": SECRET}
    house = make_house(tmp_path, sandbox_url=None, **app)  # no account is connected
    for who, is_asked in (("connie", True), ("amina", False)):
        panel = InMiro(house, "uXjVnowhere=", user=who)
        address = panel.ask("/link", {}).get_json()["address"].removeprefix("http://127.0.0.1:8420")
        linked = house.as_(who).post(address).text
        assert "Linked" in linked
        assert ("Connect Miro for" in linked) is is_asked, who
    house.services.db.close()


def test_an_ended_connection_is_said(tmp_path: Path) -> None:
    app = {"miro_client_id": APP_ID, "miro_client_secret": SECRET}
    house = make_house(tmp_path, sandbox_url=None, **app)  # no account is connected
    sam = InMiro(house, f"board-{a_session(house).session.id}=")
    sam.link("sam")

    assert sam.state() == {"view": "connection-ended"}
    house.services.db.close()


def lose_miro(house: TestHouse) -> None:
    """Let Miro take back our token, by the very next call."""
    faults = house.sandbox.extensions["hedgerow_sandbox"].faults
    faults.set({"kind": "revoked", "vendor": "miro"})


def test_a_servers_token_that_miro_took_back_is_said_and_mended(
    house: TestHouse, sam: InMiro
) -> None:
    assert sam.state()["view"] == "session"
    lose_miro(house)
    house.clock.now += BELIEVED_FOR + timedelta(seconds=1)

    assert sam.state() == {"view": "connection-ended"}
    refused = sam.ask("/collect", {})
    assert refused.status_code == 503
    assert "Notes on it are safe" in refused.get_json()["detail"]
    house.clock.now += timedelta(seconds=21)
    assert sam.state() == {"view": "connection-ended"}  # Miro was asked again

    house.sandbox.extensions["hedgerow_sandbox"].faults.clear()  # another token was set
    house.clock.now += timedelta(seconds=21)
    assert sam.state()["view"] == "session"


def test_collecting_finds_a_token_that_miro_took_back_at_once(
    house: TestHouse, sam: InMiro
) -> None:
    assert sam.state()["view"] == "session"
    lose_miro(house)
    house.clock.now += timedelta(seconds=1)

    sam.ask("/collect", {})

    assert sam.state() == {"view": "connection-ended"}  # not ten minutes later
    house.sandbox.extensions["hedgerow_sandbox"].faults.clear()
    house.clock.now += timedelta(seconds=21)
    assert sam.state()["view"] == "session"
    assert sam.ask("/session").status_code == 200


def test_a_partnerships_own_connection_that_miro_took_back_is_said(tmp_path: Path) -> None:
    house = make_house(tmp_path, miro_client_id=APP_ID, miro_client_secret=SECRET)
    let_in(house, SAM_IN_MIRO)
    connect(house, Vendor.MIRO)
    planned, _ = new_session(house.runtime, house.actor("sam"), house.community.id, "T3", DAY)
    with house.services.db.read() as tx:
        board = stored_boards.board(tx, planned.id)
    assert board is not None
    sam = InMiro(house, board.miro_board_id)
    sam.link("sam")
    assert sam.state()["view"] == "session"
    revoke_all(house, Vendor.MIRO)

    house.clock.now += BELIEVED_FOR + timedelta(seconds=1)
    sam.state()
    assert sam.state() == {"view": "connection-ended"}
    connect(house, Vendor.MIRO)
    house.clock.now += timedelta(seconds=21)
    assert sam.state()["view"] == "session"
    house.services.db.close()


def test_a_board_that_miro_shows_no_more_opens_nothing(house: TestHouse, sam: InMiro) -> None:
    house.sandbox.extensions["hedgerow_sandbox"].miro.boards.clear()

    assert sam.state() == {"view": "no-edit"}


def test_numbers_are_numbers(sam: InMiro) -> None:
    sam.state()
    for number in ("0", 1.5, True, -1, 10**9, None, [], {}):
        assert sam.ask("/step", {"to": number, "shown": None}).status_code == 400
    assert sam.ask("/step", [0]).status_code == 400
    assert sam.state()["step"] is None


def test_a_board_has_to_be_named(house: TestHouse, sam: InMiro) -> None:
    for board_id in ("", "x" * 81):
        assert InMiro(house, board_id).ask("/state").status_code == 400


def test_miro_alone_frames_the_two_pages(tmp_path: Path) -> None:
    house = make_house(tmp_path, sandbox_url=None)
    for path in ("/miro/app", "/miro/panel"):
        answer = house.as_(None).get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors https://miro.com https://*.miro.com" in policy
        assert "script-src 'self' https://miro.com;" in policy
        assert "X-Frame-Options" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert 'src="https://miro.com/app/static/sdk/v2/miro.js"' in answer.text
        assert answer.text.count("://miro.com") == 1
    others = house.as_(None).get("/sign-in")
    assert "frame-ancestors 'none'" in others.headers["Content-Security-Policy"]
    assert others.headers["X-Frame-Options"] == "DENY"
    house.services.db.close()


def test_the_scripts_keep_nothing_in_the_browser() -> None:
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for kept in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML"):
            assert kept not in text, (path.name, kept)
        assert "http" not in text.replace("https://developers", ""), path.name


def test_signed_out_everywhere_is_out_of_the_panel_too(house: TestHouse, sam: InMiro) -> None:
    assert sam.state()["view"] == "session"
    with house.services.db.begin() as tx:
        stored_sign_ins.end_sessions(tx, house.people["sam"].person_id, house.services.now)

    assert sam.state() == {"view": "unlinked"}


def test_the_stand_in_has_every_call_of_miros_script_that_the_panel_makes() -> None:
    scripts = SCRIPTS.glob("*.js")
    text = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    called = set(re.findall(r"miro\.board\.([\w.]+)", text))
    stand_in = (SCRIPTS.parents[3] / "connectors/sandbox/static/miro.js").read_text("utf-8")

    assert {"getIdToken", "ui.openPanel", "collaboration.attention.follow"} <= called
    for call in called:
        assert re.search(rf"^\s+{call.rpartition('.')[2]}[:,]", stand_in, re.MULTILINE), call
