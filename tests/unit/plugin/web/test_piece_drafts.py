"""Words that somebody types for a piece and has not saved: kept for them, and for nobody else."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from plugin.curate.pieces import whole_piece
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.labels import Label
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import moved_people
from plugin.store import people as stored_people
from plugin.store import tables as t
from tests.unit.plugin.curate.meeting import HELD, PHONE, a_piece, change_note, meet
from tests.unit.plugin.curate.sorted_alone import second_curator
from tests.unit.plugin.web.house import TestHouse, make_house

TYPED = "Half a thought about ringing each other"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def piece(house: TestHouse, met: Session) -> PieceWhole:
    return a_piece(house.services, house.actor("helen"), met)


def keep(house: TestHouse, piece: PieceWhole, who: str = "helen", **typed: str) -> TestResponse:
    newest = piece.newest
    form = {"title": newest.title, "line": newest.line, "narrative": newest.stored_story}
    form |= {"after": str(newest.number), **typed}
    return house.as_(who).post(f"/pieces/{piece.piece.id}/draft", data=form, follow_redirects=True)


def page(house: TestHouse, piece: PieceWhole, who: str = "helen") -> str:
    return house.as_(who).get(f"/pieces/{piece.piece.id}").text


def kept(house: TestHouse) -> list[str]:
    with house.services.db.read() as tx:
        return list(tx.execute(sa.select(t.draft.c.narrative).order_by(t.draft.c.id)).scalars())


def number_of_wordings(house: TestHouse, piece: PieceWhole) -> int:
    return len(whole_piece(house.services, piece.piece.id).wordings)


def test_a_draft_is_shown_to_its_writer_alone_and_makes_no_wording(
    house: TestHouse, met: Session, piece: PieceWhole
) -> None:
    house.people["ruth"] = second_curator(house.services, met)

    told = keep(house, piece, narrative=TYPED).text

    assert "The draft is kept for you alone." in told
    assert number_of_wordings(house, piece) == 1
    pages = {who: page(house, piece, who) for who in ("helen", "ruth", "sam")}
    assert {who: TYPED in text for who, text in pages.items()} == {
        "helen": True,
        "ruth": False,
        "sam": False,
    }
    assert "These words are a draft" in pages["helen"]


def test_another_curator_sees_who_is_writing_for_five_minutes(
    house: TestHouse, met: Session, piece: PieceWhole
) -> None:
    house.people["ruth"] = second_curator(house.services, met)
    keep(house, piece, narrative=TYPED)

    now, own = page(house, piece, "ruth"), page(house, piece)
    house.clock.pass_days(1)
    later = page(house, piece, "ruth")

    assert "<bdi>Helen Shaw</bdi> is writing here just now." in now
    assert "writing here just now" not in own
    assert "writing here just now" not in later


def test_saving_forgets_the_draft_and_throwing_it_away_does_too(
    house: TestHouse, piece: PieceWhole
) -> None:
    keep(house, piece, narrative=TYPED)
    form = {"title": "T", "line": "L", "narrative": TYPED, "after": "1"}
    house.as_("helen").post(f"/pieces/{piece.piece.id}/words", data=form)
    assert kept(house) == []
    assert number_of_wordings(house, piece) == 2

    keep(house, piece, narrative="More.", after="2")
    assert kept(house) == ["More."]
    told = keep(house, piece, do="drop").text

    assert "The draft is thrown away." in told
    assert kept(house) == []
    assert number_of_wordings(house, piece) == 2


def test_who_saves_after_somebody_else_sees_both_texts(
    house: TestHouse, met: Session, piece: PieceWhole
) -> None:
    house.people["ruth"] = second_curator(house.services, met)
    keep(house, piece, narrative=TYPED)
    by_ruth = {"title": "T", "line": "L", "narrative": "What Ruth saved.", "after": "1"}
    at = f"/pieces/{piece.piece.id}/words"
    assert house.as_("ruth").post(at, data=by_ruth).status_code == 303

    shown = page(house, piece)
    refused = house.as_("helen").post(at, data=by_ruth | {"narrative": TYPED})

    assert "What it says now" in shown
    assert TYPED in shown
    assert refused.status_code == 400
    assert TYPED in refused.text
    assert "What Ruth saved." in refused.text
    assert kept(house) == [TYPED]


def test_a_script_gets_one_sentence_and_words_as_they_stand_are_no_draft(
    house: TestHouse, piece: PieceWhole
) -> None:
    newest, at = piece.newest, f"/pieces/{piece.piece.id}/draft"
    same = {"title": newest.title, "line": newest.line, "narrative": newest.stored_story}
    helen = house.as_("helen")

    told = helen.post(at, data=same | {"narrative": TYPED, "after": "1"}, headers=HTMX)
    assert kept(house) == [TYPED]
    long = helen.post(at, data=same | {"narrative": "x" * 50_000}, headers=HTMX)
    helen.post(at, data=same | {"after": "1"}, headers=HTMX)

    assert re.fullmatch(r"\s*Draft kept at \d\d:\d\d, for you alone\.\s*", told.text)
    assert "Not kept: The draft has 501" in long.text
    assert kept(house) == []


def test_a_form_whose_sign_in_ended_says_so_and_shows_no_other_page(
    house: TestHouse, piece: PieceWhole
) -> None:
    nobody = house.as_(None)
    for at in (f"/pieces/{piece.piece.id}/draft", f"/c/{house.community.id}/desk/draft"):
        told = nobody.post(at, data={"narrative": TYPED}, headers=HTMX, follow_redirects=True)

        assert "Not kept: you are signed out. Your words are still in this form." in told.text
        assert "<h1>" not in told.text
        assert nobody.post(at, data={"narrative": TYPED}).status_code == 302
    assert kept(house) == []


def test_a_new_piece_is_kept_before_it_is_made(house: TestHouse, met: Session) -> None:
    helen, desk = house.as_("helen"), f"/c/{house.community.id}/desk"
    note = f"phone-{met.id}"
    form = {"draft": "a-form", "title": "Ringing", "narrative": TYPED, "note": note}
    form |= {"kind": "doubt"}

    told = helen.post(f"{desk}/draft", data=form, follow_redirects=True).text
    helen.post(f"{desk}/draft", data=form | {"title": "Ringing first"})
    today = helen.get(desk).text
    (draft_id,) = re.findall(r"new-piece\?draft=([0-9a-f]+)", today)
    again = helen.get(f"{desk}/new-piece?draft={draft_id}").text
    made = {"draft": draft_id, "title": "T", "line": "L", "note": note, "fits": "yes"}
    made |= {"narrative": TYPED, "kind": "doubt", "family": "representation", "person": "2"}

    assert "You began it on" in told
    assert PHONE in told
    assert "Ringing first" in today
    assert TYPED in again
    assert helen.post(f"{desk}/pieces", data=made).status_code == 303
    assert kept(house) == []
    assert "Your drafts" not in helen.get(desk).text
    assert helen.get(f"{desk}/new-piece?draft={draft_id}").status_code == 302


def test_every_draft_is_found_on_today_and_a_desk_with_notes_is_not_said_to_be_empty(
    house: TestHouse, met: Session
) -> None:
    helen, desk = house.as_("helen"), f"/c/{house.community.id}/desk"
    for number in range(12):
        helen.post(f"{desk}/draft", data={"draft": f"form-{number}", "title": f"Draft {number}"})
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal", "silence")]
    helen.post(f"{desk}/read", data={"do": "read", "session": met.id, "note": notes})
    helen.post(f"{desk}/sort", data={"do": "nowhere", "note": notes[:3]})
    house.clock.pass_days(40)

    today = house.as_("helen").get(desk).text

    assert len(re.findall(r"new-piece\?draft=", today)) == 12
    assert "Older drafts: 2" in today
    assert "nothing was collected" not in today


def test_nobody_writes_over_the_draft_of_another_person(house: TestHouse, met: Session) -> None:
    house.people["ruth"] = second_curator(house.services, met)
    desk = f"/c/{house.community.id}/desk"
    form = {"draft": "a-form", "narrative": TYPED, "note": f"phone-{met.id}"}
    house.as_("helen").post(f"{desk}/draft", data=form)
    with house.services.db.read() as tx:
        (draft_id,) = tx.execute(sa.select(t.draft.c.id)).scalars()

    other = form | {"draft": draft_id, "narrative": "Ruth's own."}
    house.as_("ruth").post(f"{desk}/draft", data=other)
    house.as_("ruth").post(f"{desk}/draft", data={"draft": draft_id, "do": "drop"})

    assert kept(house).count(TYPED) == 1
    assert TYPED not in house.as_("ruth").get(desk).text
    assert house.as_("ruth").get(f"{desk}/new-piece?draft={draft_id}").status_code == 302


def test_a_draft_goes_with_the_words_that_it_repeats(house: TestHouse, piece: PieceWhole) -> None:
    (phone,) = (each.note_id for each in piece.sources if each.note_id.startswith("phone"))
    keep(house, piece, narrative=f"They said: {PHONE}")
    assert kept(house) == [f"They said: {PHONE}"]

    take_back(house.services, house.actor("sam"), phone)
    assert kept(house) == [""]
    again = keep(house, piece, narrative=f"They said: {PHONE}")  # by the form that was open

    assert kept(house) == [""]
    assert again.status_code == 400
    assert "Words were taken out of your draft" in again.text
    assert "The draft is kept" in keep(house, piece, narrative="Other words.", version="1").text


def test_a_form_goes_on_after_its_words_were_once_as_they_stand(
    house: TestHouse, piece: PieceWhole
) -> None:
    (phone,) = (each.note_id for each in piece.sources if each.note_id.startswith("phone"))
    keep(house, piece, narrative=f"They said: {PHONE}")
    take_back(house.services, house.actor("sam"), phone)

    for words in ("Other words.", piece.newest.stored_story, "Others.", "Others again."):
        told = keep(house, piece, narrative=words, version="1")
        assert "The draft is kept" in told.text

    assert kept(house) == ["Others again."]


def test_a_draft_takes_no_held_words_and_hides_those_that_came_to_be_held(
    house: TestHouse, piece: PieceWhole, met: Session
) -> None:
    refused = keep(house, piece, narrative=f"They said: {HELD}")
    keep(house, piece, narrative=f"Mine.\n{PHONE}")
    change_note(house.services, f"phone-{met.id}", label=Label.H)

    shown = page(house, piece)

    assert "never quoted" in refused.text
    assert HIDDEN in shown
    assert kept(house) == [f"Mine.\n{PHONE}"]


@pytest.mark.parametrize("who", ["sam", "amina", "grace", "stranger"])
def test_nobody_else_keeps_drafts(house: TestHouse, piece: PieceWhole, who: str) -> None:
    desk = f"/c/{house.community.id}/desk"
    for at in (f"/pieces/{piece.piece.id}/draft", f"{desk}/draft"):
        assert house.as_(who).post(at, data={"narrative": TYPED}).status_code in {403, 404}
    assert kept(house) == []


def test_who_left_and_came_back_can_keep_a_draft_of_the_same_piece(
    house: TestHouse, piece: PieceWhole
) -> None:
    keep(house, piece, narrative=TYPED)
    helen = house.actor("helen")
    with house.services.db.begin() as tx:  # as where somebody is removed who works elsewhere too
        stored_people.add_person(tx, "left", "Helen", None)
        moved_people.move(tx, house.partnership.id, helen.person_id or "", "left")
        for number, place in enumerate(helen.memberships):
            stored_people.add_membership(tx, f"back{number}", helen.person_id or "", place)

    assert keep(house, piece, narrative="A second thought").status_code == 200

    assert "A second thought" in page(house, piece)
    assert TYPED not in page(house, piece)


def test_two_windows_of_one_person_write_over_nothing(house: TestHouse, piece: PieceWhole) -> None:
    one, other = {"window": "one", "seen": ""}, {"window": "other", "seen": ""}
    newer, older = "Newer: it rang twice", "Older: it rang once"

    assert keep(house, piece, narrative=TYPED, **one).status_code == 200
    assert keep(house, piece, narrative=newer, **one).status_code == 200  # goes on in its window
    refused = keep(house, piece, narrative=older, **other)

    assert refused.status_code == 400
    assert "in another window too" in refused.text
    assert kept(house) == [newer]
    shown = page(house, piece)
    seen = re.findall(r'name="seen" value="([^"]+)"', shown)[0]
    assert keep(house, piece, narrative=older, window="third", seen=seen).status_code == 200
    assert keep(house, piece, narrative=newer, **one).status_code == 400
    assert kept(house) == [older]


def test_saving_in_one_window_leaves_what_another_one_kept(
    house: TestHouse, piece: PieceWhole
) -> None:
    keep(house, piece, narrative=TYPED, window="other", seen="")
    form = {"title": piece.newest.title, "line": piece.newest.line, "narrative": "Saved here"}
    form |= {"after": str(piece.newest.number), "window": "one", "seen": ""}
    helen = house.as_("helen")

    assert helen.post(f"/pieces/{piece.piece.id}/words", data=form).status_code == 303
    assert kept(house) == [TYPED]
    assert TYPED in page(house, piece)


def test_a_new_piece_keeps_what_does_not_fit(house: TestHouse, met: Session) -> None:
    desk, helen = f"/c/{house.community.id}/desk", house.as_("helen")
    helen.post(f"{desk}/sort", data={"do": "nowhere", "note": f"trust-{met.id}"})
    form = {"note": f"phone-{met.id}", "title": "A title", "against": f"trust-{met.id}"}

    told = helen.post(f"{desk}/draft", data={**form, "draft": "x"}, follow_redirects=True).text

    box = re.findall(r'<input [^>]*name="against"[^>]*>', told)
    assert ["checked" in each for each in box] == [True]
    form["fits"] = form.pop("against")
    told = helen.post(f"{desk}/draft", data={**form, "draft": "y"}, follow_redirects=True).text
    assert "checked" in re.findall(r'<input [^>]*name="fits"[^>]*>', told)[0]
