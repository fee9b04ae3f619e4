"""Holding a session: the page that guides through its steps."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin import building, use_cases
from plugin.convene.invitations import arrange
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.guidance import OFFERED_AFTER
from plugin.domain.invitations import Arrangements
from plugin.domain.live_steps import in_words
from plugin.domain.sessions import Session, SessionState
from plugin.store import live_steps as stored_live_steps
from plugin.web.event_streams import MOST_STREAMS
from tests.unit.plugin.web.filled import WORDS, Filled, a_session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join, without_board

FIRST, SECOND = read_template("T3").steps[:2]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Filled:
    return a_session(house, "T3")


def press(
    house: TestHouse, session: Filled | Session, to: int, shown: int | str, who: str = "sam"
) -> TestResponse:
    held = session.session if isinstance(session, Filled) else session
    return house.as_(who).post(
        f"/s/{held.id}/live/step",
        data={"to": to, "shown": shown},
        follow_redirects=True,
    )


def page(house: TestHouse, session: Filled | Session) -> LexborHTMLParser:
    held = session.session if isinstance(session, Filled) else session
    return LexborHTMLParser(house.as_("sam").get(f"/s/{held.id}/live").text)


def current(html: LexborHTMLParser | TestResponse) -> str:
    tree = html if isinstance(html, LexborHTMLParser) else LexborHTMLParser(html.text)
    return tree.css_first("#step").text(strip=True)


def test_a_session_is_started_moved_on_and_back(house: TestHouse, session: Filled) -> None:
    assert current(page(house, session)) == "Not started yet"

    assert current(press(house, session, 0, "")) == FIRST.title
    assert current(press(house, session, 1, 0)) == SECOND.title
    assert current(press(house, session, 0, 1)) == FIRST.title


def test_the_page_says_what_to_say_and_until_when(house: TestHouse, session: Filled) -> None:
    arranged = Arrangements(starts_at=time(14, 0))
    arrange(house.services, house.actor("sam"), session.session.id, arranged)
    press(house, session, 0, "")

    said = page(house, session).css_first(".now").text(separator=" ", strip=True)

    assert FIRST.say in said
    began = house.clock.now
    assert f"{FIRST.minutes} minutes, from {began:%H:%M}" in said
    assert f"{FIRST.minutes}:00" in said


def test_before_the_start_the_plan_has_the_planned_times(house: TestHouse, session: Filled) -> None:
    arranged = Arrangements(starts_at=time(14, 0))
    arrange(house.services, house.actor("sam"), session.session.id, arranged)

    times = [each.text() for each in page(house, session).css(".plan time")]

    assert times[0] == "14:00"
    assert times == sorted(times)


def test_two_who_press_at_once_move_one_step(house: TestHouse, session: Filled) -> None:
    press(house, session, 0, "")

    first, second = press(house, session, 1, 0), press(house, session, 1, 0, "connie")
    back = press(house, session, 0, 0)

    assert current(first) == current(second) == SECOND.title
    assert "Somebody else moved on before you." in back.text
    assert current(back) == SECOND.title


def test_minutes_are_added_to_the_step_that_was_shown(house: TestHouse, session: Filled) -> None:
    press(house, session, 0, "")
    sam, path = house.as_("sam"), f"/s/{session.session.id}/live/longer"

    longer = sam.post(path, data={"shown": "0"}, follow_redirects=True)
    stale = sam.post(path, data={"shown": "3"}, follow_redirects=True)

    assert f"{FIRST.minutes + 2} minutes" in longer.text
    assert "Somebody else moved on before you." in stale.text
    assert f"{FIRST.minutes + 2} minutes" in stale.text


def test_boxes_have_counts_and_no_words(house: TestHouse, session: Filled) -> None:
    html = house.as_("sam").get(f"/s/{session.session.id}/live").text

    rows = {
        row.css_first("a, span").text(strip=True): row.css_first(".n").text(strip=True)
        for row in LexborHTMLParser(html).css(".box-list > li")
    }
    assert rows[read_template("T3").zone("Z2").title] == "1note"  # type: ignore[union-attr]
    assert rows["Off the record"] == "not counted"
    assert WORDS[:20] not in html


def test_a_page_that_is_open_learns_that_somebody_moved_on(
    house: TestHouse, session: Filled
) -> None:
    press(house, session, 0, "")
    sam, path = house.as_("sam"), f"/s/{session.session.id}/live/state"
    shown = page(house, session).css_first("#live").attributes["data-state"]

    before = sam.get(path)
    same = sam.get(path, headers={"If-None-Match": before.headers["ETag"]})
    press(house, session, 1, 0)
    after = sam.get(path)

    assert before.json == {"state": shown}
    assert (same.status_code, same.data) == (304, b"")
    assert after.json != {"state": shown}


def test_an_open_page_hears_that_somebody_moved_on_and_holds_no_connection_meanwhile(
    house: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugin.web.event_streams.time.sleep", lambda _s: None)
    session = without_board(house)
    press(house, session, 0, "")
    at = page(house, session).css_first("#live").attributes
    sam, path = house.as_("sam"), at["data-events"] or ""

    streams = [sam.get(path, buffered=False) for _ in range(MOST_STREAMS)]
    told = iter(streams[0].iter_encoded())
    _, first = next(told), next(told)
    between = house.services.db._engine.pool.checkedout()  # type: ignore[attr-defined]
    press(house, session, 1, 0)
    second = next(told)
    beyond = sam.get(path)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    last = next(told)
    for each in streams:
        each.close()

    assert first.decode() == f"event: progress\ndata: {at['data-state']}\n\n"
    assert between == 0
    assert second.startswith(b"event: progress\ndata: open 1-")
    assert beyond.status_code == 503  # its page asks every few seconds instead
    assert last.startswith(b"event: progress\ndata: closed ")  # the page leads on then


def test_a_phone_shows_until_when_the_step_lasts(house: TestHouse) -> None:
    session = without_board(house)
    phone = join(house, session)
    early = LexborHTMLParser(phone.open("/boxes/Z2").text).css_first("#clock")
    waits = phone.client.get(early.attributes["data-ask"] or "").text
    press(house, session, 0, "")
    told = phone.client.get(early.attributes["data-ask"] or "").text

    shown = LexborHTMLParser(phone.open("/boxes/Z2").text).css_first("#clock")
    house.as_("sam").post(f"/s/{session.id}/live/longer", data={"shown": "0"})
    longer = phone.client.get(shown.attributes["data-ask"] or "").text
    lasts, ends = FIRST.minutes, house.clock.now.astimezone(house.runtime.settings.time_zone)

    assert (early.text().strip(), waits) == ("", "")
    assert FIRST.title in told  # a phone that was opened before the start hears of it
    assert FIRST.title in shown.text()
    assert f"ends at {ends + timedelta(minutes=lasts):%H:%M}" in shown.text()
    assert f'data-left="{60 * lasts}"' in (shown.html or "")
    assert f"ends at {ends + timedelta(minutes=lasts + 2):%H:%M}" in longer
    assert phone.client.get(f"{phone.mine}x/now").status_code == 404
    phone.write(WORDS)  # a link with which nothing was written ends at Close
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    assert "The session is closed." in phone.open("/now").text
    assert 'id="clock"' not in phone.open("/notes").text


def test_a_round_shares_what_is_left_among_those_who_are_still_to_come(
    house: TestHouse, session: Filled
) -> None:
    press(house, session, 0, "")
    sam, path = house.as_("sam"), f"/s/{session.session.id}/live/round"
    before = page(house, session).css_first("#live").attributes["data-state"]

    def go(do: str, people: str = "", shown: str = "0") -> str:
        form = {"do": do, "people": people, "shown": shown}
        answer = sam.post(path, data=form, follow_redirects=True)
        found = LexborHTMLParser(answer.text).css_first('section[aria-labelledby="round"]')
        return f"{answer.status_code} {' '.join(found.text().split())}"

    refused, begun = go("begin", "1"), go("begin", "4")
    house.clock.now += timedelta(minutes=1)
    heard, back, stale = go("heard"), go("back"), go("heard", shown="2")
    three = [go("heard") for _ in range(5)][-1]
    after = page(house, session).css_first("#live").attributes["data-state"]
    ended = go("end")

    minutes = 60 * FIRST.minutes
    assert refused.startswith("400")
    assert f"0 of 4 {in_words(minutes // 4)} minutes for each of the 4" in begun
    assert f"1 of 4 {in_words((minutes - 60) // 3)} minutes for each of the 3" in heard
    assert ("0 of 4 heard" in back, "0 of 4 heard" in stale) == (True, True)
    assert "4 of 4 Everybody was heard." in three
    assert (before != after, "Begin a round" in ended) == (True, True)
    form = LexborHTMLParser(sam.get(f"/s/{session.session.id}/live").text)
    assert form.css_first("#people").attributes["value"] == ""


def test_when_the_session_is_closed_its_steps_are_forgotten(house: TestHouse) -> None:
    sam = house.actor("sam")
    template = read_template("T3")
    planned = plan_session(
        house.services, sam, house.community.id, house.clock.now.date(), template
    )
    building.build(house.runtime, sam, planned.id)
    house.as_("sam").post(f"/s/{planned.id}/live/step", data={"to": "0", "shown": ""})

    use_cases.close_session(house.runtime, sam, planned.id)

    with house.services.db.read() as tx:
        assert stored_live_steps.live_steps(tx, planned.id) == ()
    led = house.as_("sam").get(f"/s/{planned.id}/live")
    assert (led.status_code, led.location) == (302, f"/s/{planned.id}")


@pytest.mark.parametrize("given", ["", "99", "-1", "١", "many", "1" * 4000])
def test_a_step_that_is_not_there_changes_nothing(
    house: TestHouse, session: Filled, given: str
) -> None:
    answer = house.as_("sam").post(
        f"/s/{session.session.id}/live/step", data={"to": given, "shown": ""}
    )

    assert answer.status_code == 400
    assert "Nothing was changed." in answer.text
    assert current(page(house, session)) == "Not started yet"


def test_a_closed_session_moves_no_more(house: TestHouse) -> None:
    closed = a_session(house, "T3", SessionState.CLOSED)

    answer = press(house, closed, 0, "")

    assert answer.status_code == 400
    assert "This session is closed." in answer.text


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("helen", 403), ("stranger", 404)])
def test_only_who_runs_the_session_holds_it(
    house: TestHouse, session: Filled, who: str, status: int
) -> None:
    client, path = house.as_(who), f"/s/{session.session.id}/live"

    assert client.get(path).status_code == status
    assert client.get(f"{path}/state").status_code == status
    assert client.get(f"{path}/events").status_code == status
    assert client.post(f"{path}/step", data={"to": "0", "shown": ""}).status_code == status
    assert client.post(f"{path}/longer", data={"shown": "0"}).status_code == status
    assert client.post(f"{path}/round", data={"do": "heard"}).status_code == status
    with house.services.db.read() as tx:
        assert stored_live_steps.live_steps(tx, session.session.id) == ()


def test_guidance_is_stepped_down_by_each_for_themselves(house: TestHouse) -> None:
    session = without_board(house)
    sam, connie = house.as_("sam"), house.as_("connie")
    at = f"/s/{session.id}/live"
    press(house, session, 0, "")

    def seen(client: FlaskClient) -> tuple[bool, bool, bool, bool]:
        page = client.get(at).text
        return (
            FIRST.say in page,
            FIRST.happens in page,
            "Stays here" in page,
            "this page can say less" in page,
        )

    first = seen(sam)
    for _ in range(OFFERED_AFTER):
        use_cases.close_session(house.runtime, house.actor("sam"), without_board(house).id)
    levels = [seen(sam)]
    for level in ("short", "none", "nonsense"):
        sam.post(f"{at}/guidance", data={"guidance": level})
        levels.append(seen(sam))
    refused = house.as_("amina").post(f"{at}/guidance", data={"guidance": "none"})

    assert first == (True, True, True, False)
    assert levels == [
        (True, True, True, True),
        (True, False, True, False),
        (False, False, True, False),
        (True, True, True, False),
    ]
    assert seen(connie)[:2] == (True, True)
    assert (refused.status_code, "Set-Cookie" in refused.headers) == (403, False)
