from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from plugin.domain.notes import NoteState
from plugin.domain.sessions import Session, SessionState
from tests.unit.plugin.curate.meeting import (
    HELD,
    PHONE,
    PORTAL,
    a_piece,
    change_note,
    meet,
    read_back_today,
)
from tests.unit.plugin.web.house import TestHouse, make_house

WORDS = {
    "title": "By phone",
    "line": "It happens by phone.",
    "narrative": "People ring.",
    "kind": "doubt",
    "family": "representation",
    "person": "2",
    "fits": "yes",
}


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def get(runtime: TestHouse, who: str = "helen", page: str = "/sort") -> TestResponse:
    return runtime.as_(who).get(f"/c/{runtime.community.id}/desk{page}")


def post(runtime: TestHouse, path: str, data: dict[str, object]) -> TestResponse:
    return runtime.as_("helen").post(f"/c/{runtime.community.id}/desk/{path}", data=data)


def note_ids(session: Session, *names: str) -> list[str]:
    return [f"{name}-{session.id}" for name in names]


def test_kept_notes_can_be_ticked_and_held_ones_only_read(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)

    page = get(runtime).text

    assert f'value="phone-{session.id}"' in page
    assert PHONE in page
    assert HELD in page
    assert f"silence-{session.id}" not in page
    assert "Held until 16 December" in page


@pytest.mark.parametrize("page", ["", "/read", "/sort"])
def test_an_empty_desk_says_why(runtime: TestHouse, page: str) -> None:
    assert "Nothing is here because nothing was collected." in get(runtime, page=page).text


@pytest.mark.parametrize("where", ["", "/read", "/sort"])
def test_an_open_session_says_when_its_notes_come(runtime: TestHouse, where: str) -> None:
    meet(runtime.services, runtime.community.id, SessionState.OPEN)

    page = get(runtime, page=where).text

    assert "is still open. Its notes can change until it closes" in page
    assert PHONE not in page


@pytest.mark.parametrize(
    ("who", "status"), [("sam", 403), ("amina", 403), ("grace", 403), ("stranger", 404)]
)
@pytest.mark.parametrize("page", ["", "/read", "/sort"])
def test_nobody_else_opens_the_desk(runtime: TestHouse, who: str, status: int, page: str) -> None:
    meet(runtime.services, runtime.community.id)

    answer = get(runtime, who, page)

    assert answer.status_code == status
    assert PHONE not in answer.text


def test_the_form_shows_what_the_piece_rests_on(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)

    page = post(runtime, "new-piece", {"note": note_ids(session, "trust", "phone")}).text

    assert "I might be wrong to trust phone calls." in page
    assert '<option value="doubt" selected>' in page
    assert "One voice" not in page


def test_one_voice_is_told_before_it_is_written(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)

    assert "One voice." in post(runtime, "new-piece", {"note": note_ids(session, "trust")}).text


@pytest.mark.parametrize("names", [(), ("silence",)])
def test_without_a_kept_note_the_desk_says_so(runtime: TestHouse, names: tuple[str, ...]) -> None:
    session = meet(runtime.services, runtime.community.id)

    answer = post(runtime, "new-piece", {"note": note_ids(session, *names)})

    assert answer.status_code == 400
    assert "Tick at least one kept note" in answer.text


def test_a_piece_is_made_and_shown(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    data = WORDS | {"note": note_ids(session, "phone", "trust")}

    answer = post(runtime, "pieces", data)
    page = runtime.as_("helen").get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert "It happens by phone." in page
    assert PHONE in page


@pytest.mark.parametrize("wrong", [{"title": ""}, {"line": "l" * 241}, {"kind": "insight"}])
def test_a_refused_piece_keeps_what_was_typed(runtime: TestHouse, wrong: dict[str, str]) -> None:
    session = meet(runtime.services, runtime.community.id)
    typed = WORDS | {"narrative": "Typed with care.", "person": "3"} | wrong

    answer = post(runtime, "pieces", typed | {"note": note_ids(session, "phone")})

    assert answer.status_code == 400
    assert "Typed with care." in answer.text
    assert 'value="3" checked' in answer.text
    assert f'value="phone-{session.id}"' in answer.text


def test_words_are_kept_when_every_note_has_gone(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"phone-{session.id}", state=NoteState.LEFT_BOARD)

    answer = post(runtime, "pieces", WORDS | {"note": note_ids(session, "phone")})

    assert answer.status_code == 400
    assert "People ring." in answer.text
    assert "can be used any more" in answer.text


def test_what_does_not_fit_is_asked_before_a_piece_is_made(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    (phone, portal), words = note_ids(session, "phone", "portal"), dict(WORDS)
    del words["fits"]
    post(runtime, "sort", {"do": "nowhere", "note": portal})

    form = post(runtime, "new-piece", {"note": phone}).text
    refused = post(runtime, "pieces", words | {"note": phone})
    made = post(runtime, "pieces", words | {"note": phone, "against": portal})

    assert f'name="against" value="{portal}"' in form
    assert refused.status_code == 400
    assert "Say what does not fit" in refused.text
    assert "People ring." in refused.text
    page = runtime.as_("helen").get(made.headers["Location"]).text
    assert PORTAL in page.partition("Notes beside it")[2].partition("</section>")[0]


def test_one_account_is_shown_in_story_boxes_alone(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    for name in ("trust", "portal"):
        change_note(runtime.services, f"{name}-{session.id}", strand_id="of a doubt box")
    doubts = get(runtime).text
    change_note(runtime.services, f"phone-{session.id}", strand_id="of a story box")
    alone = get(runtime).text
    change_note(runtime.services, f"trust-{session.id}", strand_id="of a story box", zone_code="Z3")

    assert "part of a longer story" not in doubts + alone
    assert get(runtime).text.count("part of a longer story") == 2


def test_notes_are_shown_as_text(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"phone-{session.id}", text="<script>alert(1)</script>")

    assert "<script>alert" not in get(runtime).text


def test_a_long_note_is_cut_and_can_be_opened(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)
    long = "A long night. " * 50 + "The end."
    change_note(runtime.services, f"phone-{session.id}", text=long)

    page = get(runtime).text

    assert page.count("The end.") == 1
    assert "The whole note" in page


def test_every_box_is_one_press_away(runtime: TestHouse) -> None:
    session = meet(runtime.services, runtime.community.id)

    page = get(runtime).text
    alone = get(runtime, page=f"/sort?session={session.id}&box=Z3").text

    assert f"session={session.id}&amp;box=Z5" in page
    assert PHONE in alone
    assert "about the portal" not in alone


def test_answers_and_returns_list_what_is_out_and_what_nobody_has_seen(runtime: TestHouse) -> None:
    services, title = runtime.services, "When the right thing happens by phone"
    for page in ("/answers", "/returns"):
        assert title not in get(runtime, page=page).text
        assert [get(runtime, who, page).status_code for who in ("sam", "amina")] == [403, 403]
    piece = a_piece(services, runtime.actor("helen"), meet(services, runtime.community.id))
    read_back_today(services, runtime.actor("sam"), piece)

    assert "Everybody in the group can object until" in get(runtime, page="/answers").text
    assert title not in get(runtime, page="/returns").text
    runtime.clock.pass_days(8)
    assert title in get(runtime, page="/returns").text
    assert title not in get(runtime, page="/answers").text
