"""The API: whose token opens what, how long, and what is said where it does not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.config.openid import OpenIDSettings
from plugin.convene.people import remove_person
from plugin.convene.sign_in import make_link, sign_in_by_link
from plugin.domain.api_tokens import Scope
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import SessionState
from plugin.govern.retention import tidy
from plugin.store import notes as stored_notes
from plugin.store.ended_access import end_all
from tests.unit.plugin.web.by_token import Program, program
from tests.unit.plugin.web.filled import PROPOSAL, WORDS, a_session
from tests.unit.plugin.web.house import TestHouse, make_house


def made_on_the_page(made: TestHouse, **form: object) -> Program:
    sent = {"name": "Weekly report", "scope": ["sessions:read"], "days": "30", "press": "1"} | form
    answer = made.as_("sam").post("/programs", data=sent)
    assert answer.status_code == 200, answer.text
    (secret,) = re.findall(r"hedgerow_[\w-]{43}", answer.text)
    return Program(made, secret)


def test_a_token_made_on_the_page_opens_the_api_and_is_shown_once(made: TestHouse) -> None:
    sams = made_on_the_page(made)

    me = sams.get("/me")

    assert me.status_code == 200
    assert me.json is not None
    assert (me.json["name"], me.json["token"]["scopes"]) == ("Sam Okafor", ["sessions:read"])
    assert me.json["partnerships"][0]["groups"][0]["name"] == "Going home"
    assert "Set-Cookie" not in me.headers
    page = made.as_("sam").get("/programs").text
    assert "Weekly report" in page
    assert "last used on" in page
    assert sams.secret not in page
    again = {"name": "Weekly report", "scope": "sessions:read", "days": "30", "press": "1"}
    assert made.as_("sam").post("/programs", data=again).status_code == 409


@pytest.mark.parametrize(
    "form",
    [
        {"name": " "},
        {"name": "x" * 61},
        {"scope": []},
        {"scope": ["everything"]},
        {"days": "31"},
        {"days": "9999"},
        {"days": ""},
    ],
)
def test_what_is_no_token_is_told_and_nothing_typed_is_lost(
    made: TestHouse, form: dict[str, object]
) -> None:
    sent = {"name": "Weekly report", "scope": ["sync"], "days": "30", "press": "1"} | form

    answer = made.as_("sam").post("/programs", data=sent)

    assert answer.status_code == 400
    assert "No token was made." in answer.text
    assert sent["scope"] != ["sync"] or 'value="sync" checked' in answer.text
    assert "hedgerow_" not in answer.text


def test_nobody_revokes_the_token_of_somebody_else(made: TestHouse) -> None:
    sams = made_on_the_page(made)
    address = re.search(r"/programs/\w+/revoke", made.as_("sam").get("/programs").text)
    assert address is not None

    made.as_("helen").post(address[0])
    assert sams.get("/me").status_code == 200

    made.as_("sam").post(address[0])
    assert sams.get("/me").status_code == 401


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic c2Ft", "Bearer hedgerow_nothing", "Bearer ü"]
)
def test_without_a_good_token_nothing_opens(made: TestHouse, header: str | None) -> None:
    client = made.as_("sam")  # a cookie opens pages, and nothing of the API
    given = {} if header is None else {"Authorization": header}

    answer = client.get("/api/v1/me", headers=given)

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_is_over_on_its_day(made: TestHouse) -> None:
    sams = program(made, "sam", days=30)
    made.clock.pass_days(29)
    assert sams.get("/me").status_code == 200

    made.clock.pass_days(1)

    assert sams.get("/me").status_code == 401
    tidy(made.services, OPERATOR)
    assert "A report" not in made.as_("sam").get("/programs").text


def test_a_token_ends_with_its_person_and_when_they_sign_out_everywhere(made: TestHouse) -> None:
    sams, helens = program(made, "sam"), program(made, "helen")
    sam = made.actor("sam")

    remove_person(made.services, OPERATOR, sam.person_id, sam.memberships)
    link = make_link(made.services, "helen@northside.example")
    assert link is not None
    sign_in_by_link(made.services, link, ends_others=True)

    assert sams.get("/me").status_code == 401
    assert helens.get("/me").status_code == 401


def test_a_token_ends_where_a_backup_is_put_back(made: TestHouse) -> None:
    sams = program(made, "sam")

    with made.services.db.begin() as tx:
        end_all(tx)

    assert sams.get("/me").status_code == 401


def test_a_token_of_a_let_in_person_ends_with_the_rights_of_who_let_them_in(
    made: TestHouse,
) -> None:
    connie = made.actor("connie")
    page = made.as_("sam").post(f"{made.page_of(connie)}/link").text
    link = re.search(r"/sign-in/([\w-]+)", page)
    assert link is not None
    client = made.as_(None)
    client.post(f"/sign-in/{link[1]}")
    sent = {"name": "Report", "scope": "sessions:read", "days": "30"}
    (secret,) = re.findall(r"hedgerow_[\w-]{43}", client.post("/programs", data=sent).text)
    connies = Program(made, secret)
    assert connies.get("/me").status_code == 200

    sam = made.actor("sam")
    remove_person(made.services, OPERATOR, sam.person_id, sam.memberships)

    assert connies.get("/me").status_code == 401


def test_people_who_sign_in_by_a_provider_get_short_tokens(tmp_path: Path) -> None:
    provider = OpenIDSettings("https://issuer.example", "id", "secret", "Northside")
    made = make_house(tmp_path, openid=provider)
    sent = {"name": "Report", "scope": "sync", "days": "365"}

    assert 'value="365"' not in made.as_("sam").get("/programs").text
    assert made.as_("sam").post("/programs", data=sent).status_code == 400


@pytest.mark.parametrize("scope", Scope)
def test_a_token_opens_what_its_scopes_name_and_no_more(made: TestHouse, scope: Scope) -> None:
    session = a_session(made).session
    group, here = f"/groups/{made.community.id}", made.partnership.id
    paths = {
        f"{group}/sessions": Scope.READ_SESSIONS,
        f"/sessions/{session.id}": Scope.READ_SESSIONS,
        f"/sessions/{session.id}/notes": Scope.READ_NOTES,
        f"{group}/designs": Scope.READ_DESIGNS,
        f"{group}/designs/T3": Scope.READ_DESIGNS,
        f"/partnerships/{here}/pieces": Scope.READ_PIECES,
    }
    sams = program(made, "sam", (scope,))

    found = {path: sams.get(path).status_code for path in paths}

    assert found == {path: 200 if needed is scope else 403 for path, needed in paths.items()}


def test_words_of_a_session_that_is_open_are_still_their_writers(made: TestHouse) -> None:
    answer = program(made, "sam").get(f"/sessions/{a_session(made).session.id}/notes")

    assert answer.json is not None
    assert [each["text"] for each in answer.json["items"]] == [None, None]
    assert "not closed" in answer.text
    assert PROPOSAL not in answer.text


def test_words_that_may_point_to_a_person_stay_until_somebody_decided(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)
    words = "Ring the ward on 0191 498 0000."
    with made.services.db.begin() as tx:
        note = stored_notes.note(tx, filled.proposal_note_id)
        assert note is not None
        stored_notes.save_note(tx, replace(note, text=words))

    answer = program(made, "sam").get(f"/sessions/{filled.session.id}/notes")

    assert "0191" not in answer.text
    assert "may point to a person" in answer.text


def test_held_words_are_left_out_and_kept_ones_are_there(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)

    answer = program(made, "sam").get(f"/sessions/{filled.session.id}/notes")

    assert answer.json is not None
    found = {each["id"]: each for each in answer.json["items"]}
    assert found[filled.note_id]["text"] is None
    assert found[filled.note_id]["keeps"] == "Held"
    assert "never copied" in found[filled.note_id]["why_without_text"]
    assert found[filled.proposal_note_id]["text"] == PROPOSAL
    assert WORDS not in answer.text


def test_members_read_sessions_and_no_notes(made: TestHouse) -> None:
    session, aminas = a_session(made).session, program(made, "amina")

    assert aminas.get(f"/sessions/{session.id}").status_code == 200
    refused = aminas.get(f"/sessions/{session.id}/notes")

    assert refused.status_code == 403
    assert refused.json is not None
    assert "You may not read the notes" in refused.json["detail"]


def test_lists_come_in_parts(made: TestHouse) -> None:
    for _ in range(3):
        a_session(made)
    sams, path = program(made, "sam"), f"/groups/{made.community.id}/sessions?limit=2"

    first = sams.get(path).json
    assert first is not None
    rest = sams.get(first["next"].removeprefix("/api/v1")).json
    assert rest is not None

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=many", "start=-1", "start=1e9"])
def test_what_cannot_be_used_is_told(made: TestHouse, query: str) -> None:
    answer = program(made, "sam").get(f"/groups/{made.community.id}/sessions?{query}")

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    assert query.partition("=")[0] in answer.json["detail"]


def test_nothing_is_sent_twice_to_who_has_it(made: TestHouse) -> None:
    sams, path = program(made, "sam"), f"/groups/{made.community.id}/sessions"
    known = sams.get(path).headers["ETag"]

    assert sams.get(path, If_None_Match=known).status_code == 304
    a_session(made)
    assert sams.get(path, If_None_Match=known).status_code == 200


def test_a_token_asks_so_often_in_a_minute(made: TestHouse) -> None:
    sams, helens = program(made, "sam"), program(made, "helen")

    statuses = [sams.get("/me").status_code for _ in range(121)]

    assert statuses == [200] * 120 + [429]
    assert sams.get("/me").headers["Retry-After"] == "60"
    assert helens.get("/me").status_code == 200


def test_addresses_and_methods_that_are_not_there_are_told_as_problems(made: TestHouse) -> None:
    client = made.app.test_client()

    nowhere, wrong = client.get("/api/v1/nowhere"), client.post("/api/v1/me")

    assert (nowhere.status_code, nowhere.mimetype) == (404, "application/problem+json")
    assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")
    assert "GET" in wrong.headers["Allow"]


def test_a_form_on_another_site_cannot_ask(made: TestHouse) -> None:
    headers = program(made, "sam").headers | {"Origin": "https://evil.example"}

    assert made.app.test_client().post("/api/v1/me", headers=headers).status_code == 403


def test_a_sync_is_a_job_that_is_asked_for_and_followed(tmp_path: Path) -> None:
    made = make_house(tmp_path, notion_parent=FIRST_PAGE_ID)
    made.runs_at_once = False
    sams, path = program(made, "sam"), f"/partnerships/{made.partnership.id}/syncs"

    asked, again = sams.post(path), sams.post(path)

    assert asked.status_code == again.status_code == 202
    assert asked.json is not None
    assert asked.json["state"] == "asked"
    assert again.json == asked.json
    followed = sams.get(asked.headers["Location"].removeprefix("/api/v1"))
    assert followed.json == asked.json
    assert program(made, "amina").post(path).status_code == 403


def test_the_same_key_is_the_same_job_and_another_key_another_one(tmp_path: Path) -> None:
    made = make_house(tmp_path, notion_parent=FIRST_PAGE_ID)  # here a job is done at once
    sams, path = program(made, "sam"), f"/partnerships/{made.partnership.id}/syncs"

    first, same = (sams.post(path, Idempotency_Key="one").json for _ in range(2))
    other, none = sams.post(path, Idempotency_Key="two").json, sams.post(path).json
    helens = program(made, "helen").post(path, Idempotency_Key="one").json

    assert first is not None
    assert same is not None
    assert first["id"] == same["id"]
    ids = {each["id"] for each in (first, other, none, helens) if each is not None}
    assert len(ids) == 4
    assert sams.post(path, Idempotency_Key="k" * 201).status_code == 400
    made.clock.pass_days(2)
    tidy(made.services, OPERATOR)
    late = sams.post(path, Idempotency_Key="one").json
    assert late is not None
    assert late["id"] not in ids
