"""What speaks against a piece, how each origin reads it, and doubts that stay open."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser

from plugin.curate.pieces import whole_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.piece_records import OTHER_VIEW, with_other_view
from plugin.domain.pieces import PieceWhole, Rung, last_checked
from plugin.govern.withdrawal import take_back
from tests.unit.plugin.curate.meeting import HELD, PORTAL, a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house

READING = {"origin": "Housing", "words": "A call is a job that nobody can prove afterwards."}
UNDERSTOOD = {**READING, "how": "understood"}


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    return a_piece(house.services, house.actor("helen"), met, "phone", "trust")


def now(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    return whole_piece(house.services, piece.piece.id)


def post(house: TestHouse, piece: PieceWhole, part: str, who: str = "helen", **data: object) -> int:
    return house.as_(who).post(f"/pieces/{piece.piece.id}/{part}", data=data).status_code


def page(house: TestHouse, piece: PieceWhole, who: str) -> str:
    return house.as_(who).get(f"/pieces/{piece.piece.id}").text


def against(house: TestHouse, piece: PieceWhole, name: str = "portal") -> int:
    note_id = f"{name}-{piece.sources[0].session_id}"
    data = {"piece": piece.piece.id, "note": note_id, "against": "yes"}
    return house.as_("helen").post(f"/c/{house.community.id}/desk/sources", data=data).status_code


def let_out(house: TestHouse, piece: PieceWhole) -> None:
    read_back_today(house.services, house.actor("sam"), now(house, piece))
    house.clock.pass_days(8)
    release(house.services, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)


def test_what_does_not_fit_stays_and_outside_somebody_sees_it_otherwise(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert against(house, piece) == 303
    assert PORTAL in page(house, piece, "helen").partition(OTHER_VIEW)[2]

    let_out(house, piece)

    outside = page(house, piece, "grace")
    assert "Someone sees it otherwise." in outside
    assert PORTAL not in outside


def test_other_views_of_the_wording_and_notes_beside_it_are_one_section(
    house: TestHouse, piece: PieceWhole
) -> None:
    told, view = "A story.", "With tenants it is otherwise."
    added = {"words": view, "as": "other"}
    form = house.as_("helen").post(f"/pieces/{piece.piece.id}/answer-in-words", data=added).text
    assert f"{OTHER_VIEW}\n\n{view}</textarea>" in form
    against(house, piece)
    newest = now(house, piece).newest
    words = {"title": newest.title, "line": newest.line, "after": newest.number}
    post(house, piece, "words", **words, narrative=with_other_view(told, view))

    own = LexborHTMLParser(page(house, piece, "helen"))
    let_out(house, piece)
    outside = LexborHTMLParser(page(house, piece, "grace"))

    for shown, beside in ((own, PORTAL), (outside, "Someone sees it otherwise.")):
        section = shown.css_first("section[aria-labelledby=fit]").text()
        assert view in section
        assert beside in section
        assert [each.text() for each in shown.css("h2")].count(OTHER_VIEW) == 1
        assert shown.css_first(".piece-text").text().strip() == told


def test_what_speaks_against_it_is_no_voice_for_it(house: TestHouse, piece: PieceWhole) -> None:
    """Rule 6: one voice and a note against it stay one voice."""
    post(house, piece, "take-off", note=piece.sources[1].note_id, why="Other.")
    against(house, piece)

    assert (now(house, piece).voices, len(now(house, piece).sources)) == (1, 2)
    read_back_today(house.services, house.actor("sam"), now(house, piece))
    house.clock.pass_days(8)
    assert last_checked(now(house, piece), house.clock()) is None


def test_it_is_not_quoted_and_a_held_note_is_nowhere(house: TestHouse, piece: PieceWhole) -> None:
    against(house, piece)
    note_id = f"portal-{piece.sources[0].session_id}"

    assert post(house, piece, "quote", note=note_id) == 400
    assert against(house, piece, "silence") == 400


def test_taken_back_it_speaks_no_more(house: TestHouse, piece: PieceWhole) -> None:
    against(house, piece)
    house.as_("sam").post(f"/notes/portal-{piece.sources[0].session_id}/take-back")

    whole = now(house, piece)
    assert not whole.is_disputed(whole.newest)
    assert PORTAL not in page(house, piece, "helen")


def test_a_reading_is_signed_or_speaks_for_three(house: TestHouse, piece: PieceWhole) -> None:
    """Rule 7: nobody speaks for fewer than three people but one of them."""
    assert post(house, piece, "reading", **UNDERSTOOD) == 400
    assert post(house, piece, "reading", **UNDERSTOOD, three="yes") == 303
    assert post(house, piece, "reading", "sam", **READING) == 303

    understood, signed = sorted(now(house, piece).readings, key=lambda each: each.since)
    assert "understanding" in understood.whose
    assert signed.signed_as == house.actor("sam").name


def call_sam(house: TestHouse, name: str) -> None:
    form = {"name": name, "email": "sam@northside.example"}
    sam = house.actor("sam")
    assert house.as_("sam").post(house.page_of(sam), data=form).status_code == 302
    assert house.actor("sam").name == name


def test_nobody_signs_with_the_name_of_somebody_else(house: TestHouse, piece: PieceWhole) -> None:
    call_sam(house, house.actor("amina").name)
    assert post(house, piece, "reading", "sam", **READING) == 403
    assert now(house, piece).readings == ()


def test_nobody_takes_a_name_that_somebody_else_has_once_one_of_them_signed(
    house: TestHouse, piece: PieceWhole
) -> None:
    sams, aminas = house.actor("sam").name, house.actor("amina").name
    assert post(house, piece, "reading", "sam", **READING) == 303

    for who, name in (("sam", aminas.upper()), ("amina", sams)):
        form = {"name": name, "email": f"{who}@northside.example"}
        told = house.as_("sam").post(house.page_of(house.actor(who)), data=form)
        assert "Add to the name what tells them apart." in told.text
        assert told.status_code == 400

    assert (house.actor("sam").name, house.actor("amina").name) == (sams, aminas)
    (signed,) = now(house, piece).readings
    assert signed.signed_as == sams


def test_who_comes_later_with_the_name_of_a_signer_is_told_apart_from_them(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert post(house, piece, "reading", "sam", **READING) == 303
    sams, connie = house.actor("sam").name, house.as_("connie")
    signed = f"Their own words, signed by {sams}"
    assert f"{signed}<" in page(house, piece, "helen")

    group = f"/c/{house.community.id}"
    gone = connie.post(f"{house.page_of(house.actor('sam'))}/remove", data={"sure": "yes"})
    form = {"name": sams.upper(), "email": "another@x.example", "role": "participant"}
    added = connie.post(f"{group}/people", data=form, follow_redirects=True).text
    other = {"name": "Olu Ade", "email": "olu@x.example", "role": "participant"}
    alone = connie.post(f"{group}/people", data=other, follow_redirects=True).text

    told = "Somebody else signed how they read a piece with the name"
    assert gone.status_code == 302
    assert f"{told} {sams.upper()}." in added
    assert told not in alone
    assert f"{signed}, who left<" in page(house, piece, "helen")
    (reading,) = now(house, piece).readings
    assert reading.whose == signed  # as it is carried to Notion


def test_a_signature_that_people_read_stays_the_one_that_they_read(
    house: TestHouse, piece: PieceWhole
) -> None:
    sams = house.actor("sam").name
    assert post(house, piece, "reading", "sam", **READING) == 303
    read_back_today(house.services, house.actor("connie"), now(house, piece))

    call_sam(house, f"{sams}, who takes it all back")

    signed = f"Their own words, signed by {sams}"
    assert f"{signed}, who has another name here by now<" in page(house, piece, "amina")
    assert "takes it all back" not in page(house, piece, "amina").split("How each of us")[-1]
    (reading,) = now(house, piece).readings
    assert reading.whose == signed  # as it is carried to Notion
    form = {"name": sams.upper(), "email": "amina@northside.example"}
    told = house.as_("sam").post(house.page_of(house.actor("amina")), data=form)
    assert "Somebody else signed how they read a piece with this name" in told.text
    assert post(house, piece, "reading", "sam", **(READING | {"origin": "The desk"})) == 303
    first, second = sorted(now(house, piece).readings, key=lambda each: each.since)
    assert (first.signed_as, second.signed_as) == (sams, f"{sams}, who takes it all back")
    call_sam(house, sams)
    assert f"{signed}<" in page(house, piece, "amina")


def test_a_signed_reading_has_its_signers_present_name(house: TestHouse, piece: PieceWhole) -> None:
    call_sam(house, "Amina Yusuf of Ward 3")
    assert post(house, piece, "reading", "sam", **READING) == 303
    call_sam(house, "Sam Okafor")
    (signed,) = now(house, piece).readings
    assert signed.signed_as == "Sam Okafor"


@pytest.mark.parametrize(
    "data",
    [
        {"origin": "", "words": "Words."},
        {"origin": "Housing", "words": " "},
        {"origin": "Housing", "words": "x" * 601},
        {"origin": "Housing", "words": "Ring me on 07700 900123 about it."},
    ],
)
def test_what_cannot_be_a_reading_is_refused(
    house: TestHouse, piece: PieceWhole, data: dict[str, str]
) -> None:
    assert post(house, piece, "reading", **data) == 400
    assert now(house, piece).readings == ()


def test_only_its_group_reads_it_and_members_once_they_may(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert post(house, piece, "reading", "grace", **READING) in (403, 404)
    assert post(house, piece, "reading", "amina", **READING) in (403, 404)
    release(house.services, house.actor("helen"), piece.piece.id, Rung.US)

    assert post(house, piece, "reading", "amina", **READING) == 303
    assert post(house, piece, "reading", "amina", **UNDERSTOOD, three="yes") == 403


def test_a_checked_wording_keeps_its_readings(house: TestHouse, piece: PieceWhole) -> None:
    post(house, piece, "reading", "connie", **READING)
    let_out(house, piece)
    (reading,) = now(house, piece).readings

    assert post(house, piece, "no-reading", reading=reading.id, why="") == 400
    assert post(house, piece, "no-reading", reading=reading.id, why="He said it wrong.") == 303

    whole = now(house, piece)
    assert whole.readings_of(whole.newest) == ()
    assert READING["words"] in page(house, piece, "grace")


def test_a_reading_that_repeats_a_note_goes_with_it(house: TestHouse, piece: PieceWhole) -> None:
    post(house, piece, "reading", origin="Housing", words=PORTAL)
    house.as_("sam").post(f"/notes/portal-{piece.sources[0].session_id}/take-back")

    whole = now(house, piece)
    assert whole.readings_of(whole.newest) == ()
    assert PORTAL not in page(house, piece, "helen")


@pytest.mark.parametrize("stands", ["Settled for now", "Set down (with reason)", "Replaced"])
def test_a_doubt_is_open_until_somebody_says_why_not(
    house: TestHouse, piece: PieceWhole, stands: str
) -> None:
    assert post(house, piece, "judgement", stands=stands) == 400
    assert now(house, piece).judged.stands == "open"

    assert post(house, piece, "judgement", stands=stands, why="We asked them, and know.") == 303

    assert "We asked them, and know." in page(house, piece, "helen")


FIGURE = {"number": "42", "unit": "calls a day", "source": "the ward’s own count"}


def test_what_was_noticed_and_figures_are_no_voice_and_stay_in_the_group(
    house: TestHouse, piece: PieceWhole
) -> None:
    before = now(house, piece)
    assert post(house, piece, "noticed", noticed="Nobody looked at the form.") == 303
    assert post(house, piece, "figure", **FIGURE, day="2026-11-03") == 303

    after = now(house, piece)
    assert (after.voices, after.wordings) == (before.voices, before.wordings)
    let_out(house, piece)
    for who in ("helen", "amina"):
        shown = page(house, piece, who)
        assert "Observed by the learning partner, 18 November 2026. No member said it" in shown
        assert "42 calls a day" in shown
        assert "A figure from the ward’s own count, 3 November 2026" in shown
    assert "Nobody looked at the form" not in page(house, piece, "grace")
    which = after.evidence[0].id
    assert post(house, piece, "no-evidence", evidence=which, why="It was not so.") == 303
    assert [each.id for each in now(house, piece).evidence] == [after.evidence[1].id]


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("noticed", {"noticed": " "}, "Write what you noticed"),
        ("noticed", {"noticed": HELD}, "held notes are never quoted"),
        ("noticed", {"noticed": "Ring 07700 900123."}, "may point to a person"),
        ("figure", {**FIGURE, "day": "2026-11-03", "number": "many"}, "in digits"),
        ("figure", {**FIGURE, "day": "2026-11-03", "source": ""}, "where it is from"),
        ("figure", {**FIGURE, "day": "soon"}, "day"),
    ],
)
def test_what_no_member_wrote_is_looked_at_and_nothing_typed_is_lost(
    house: TestHouse, piece: PieceWhole, part: str, typed: dict[str, str], said: str
) -> None:
    answer = house.as_("helen").post(f"/pieces/{piece.piece.id}/{part}", data=typed)

    assert (answer.status_code, now(house, piece).evidence) == (400, ())
    assert said in answer.text
    assert all(str(escape(text)) in answer.text for text in typed.values() if text.strip())


def test_words_that_go_leave_what_was_noticed_too(house: TestHouse, piece: PieceWhole) -> None:
    words = "Somebody said yes on the phone before the form was there."
    assert post(house, piece, "noticed", noticed=words) == 303
    take_back(house.services, house.actor("sam"), piece.sources[0].note_id)

    assert now(house, piece).evidence[0].words == ""
    assert "Words stood here that are gone" in page(house, piece, "helen")
