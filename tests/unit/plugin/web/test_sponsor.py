import re
from pathlib import Path

import pytest

from plugin.convene.communities import add_person
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import Rung
from tests.unit.plugin.curate.meeting import HELD, NOTES, a_piece, meet, read_back_today
from tests.unit.plugin.mirror.between import released_ask
from tests.unit.plugin.web.house import PEOPLE, TestHouse, make_house

MARK = re.compile(r'name="shown" value="([\w.]*)"')


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def page_of(runtime: TestHouse, who: str = "grace") -> str:
    return runtime.as_(who).get(f"/p/{runtime.partnership.id}/sponsor").text


def test_permission_rhythm_and_next_meeting_are_there(runtime: TestHouse) -> None:
    meet(runtime.services, runtime.community.id)
    runtime.clock.pass_days(1)
    next_day = runtime.services.today.replace(month=12, day=16)
    plan_session(runtime.services, OPERATOR, runtime.community.id, next_day, read_template("T3"))

    page = page_of(runtime)

    for words in ("You may speak about your own practice.", "18 November 2026", "16 December 2026"):
        assert words in page


def test_a_meeting_that_never_closed_is_not_the_next_one(runtime: TestHouse) -> None:
    plan_session(
        runtime.services,
        OPERATOR,
        runtime.community.id,
        runtime.services.today,
        read_template("T3"),
    )
    runtime.clock.pass_days(5)

    assert "No day is set" in page_of(runtime)


def test_only_checked_pieces_that_went_out_are_shown(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    helen = runtime.actor("helen")
    shown, hidden = (
        a_piece(runtime.services, helen, session),
        a_piece(runtime.services, helen, session),
    )
    read_back_today(runtime.services, runtime.actor("sam"), shown)
    runtime.clock.pass_days(8)
    release(runtime.services, helen, shown.piece.id, Rung.PARTNERSHIP, NO_HARM)
    release(runtime.services, helen, hidden.piece.id, Rung.US)
    runtime.clock.pass_days(3)

    page = page_of(runtime)

    assert f"/pieces/{shown.piece.id}" in page
    assert f"/pieces/{hidden.piece.id}" not in page


def test_no_note_and_nobody_else_is_named(runtime: TestHouse) -> None:
    a_piece(runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id))

    page = page_of(runtime)

    others = [name for key, (name, _) in PEOPLE.items() if key != "grace"]
    assert [
        words for words in (*others, HELD, *(text for *_, text in NOTES)) if words in page
    ] == []


def test_a_stranger_finds_nothing(runtime: TestHouse) -> None:
    assert runtime.as_("stranger").get(f"/p/{runtime.partnership.id}/sponsor").status_code == 404


def test_a_second_sponsor_sees_the_answer_of_the_first_before_they_replace_it(
    runtime: TestHouse,
) -> None:
    key = released_ask(runtime, meet(runtime.services, runtime.community.id))
    here = (runtime.services, OPERATOR, runtime.partnership.id, None)
    runtime.people["guy"] = add_person(*here, "Guy Ash", "guy@x.example", Role.SPONSOR)
    at = f"/p/{runtime.partnership.id}/sponsor"
    shown = MARK.findall(page_of(runtime, "guy"))[0]
    first = {"key": key, "reply": "declined", "words": "No room until May.", "shown": shown}
    assert runtime.as_("grace").post(at, data=first).status_code == 303
    mine = {"key": key, "reply": "accepted", "words": "Monday at ten.", "shown": shown}

    late = runtime.as_("guy").post(at, data=mine)

    assert late.status_code == 409
    assert "Somebody else saved this" in late.text
    assert "No room until May." in late.text
    assert "Monday at ten." in late.text
    again = mine | {"shown": MARK.findall(late.text)[0]}
    assert runtime.as_("guy").post(at, data=again).status_code == 303
    assert "Monday at ten." in page_of(runtime)
