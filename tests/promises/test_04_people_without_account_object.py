"""Promise 4: who was in the meeting and has no account objects by a link of their own."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugin.convene import communities
from plugin.convene.people import remove_person
from plugin.curate.objections import make_objection_link
from plugin.curate.pieces import make_piece, whole_piece, write_wording
from plugin.curate.reviews import confirm_it_stands
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole
from plugin.errors import BadInput
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from tests.promises.team import NEWER, is_checked_at_last, let_in, make_team, post, record
from tests.unit.plugin.curate.meeting import PHONE, change_note, meet, meet_without_board
from tests.unit.plugin.web.house import TestHouse

LINK = re.compile(r'value="http://127\.0\.0\.1:8420(/objections/[\w-]+)"')
LINK_COLUMNS = ("token_hash", "until", "read_back_id", "made_by", "let_in_by", "is_used")
REASON = "It was never about the phone."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    helen, here = house.actor("helen"), house.community.id
    made = make_piece(house.services, helen, here, notes, "By phone", PHONE, "S.", kind="doubt")
    assert record(house, house.as_("sam"), made) == 303
    return made


def link(house: TestHouse, piece: PieceWhole, who: str = "sam") -> str:
    answer = house.as_(who).post(f"/pieces/{piece.piece.id}/objection-link")
    found = LINK.search(answer.text)
    assert found, answer.text
    return found[1]


def test_a_person_without_account_reads_it_and_objects(house: TestHouse, piece: PieceWhole) -> None:
    theirs, anybody = link(house, piece), house.as_(None)

    page = anybody.get(theirs)
    assert PHONE in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    helen = house.as_("helen")
    assert "Somebody objected" not in helen.get(f"/pieces/{piece.piece.id}").text
    sent = anybody.post(theirs, data={"reason": REASON})

    assert (sent.status_code, "Your objection stands" in sent.text) == (200, True)
    own = helen.get(f"/pieces/{piece.piece.id}").text
    assert "Somebody objected" in own
    assert REASON in own
    assert "Somebody objected to “By phone”" in helen.get("/").text
    for who in ("sam", "amina", "grace"):
        assert REASON not in house.as_(who).get(f"/pieces/{piece.piece.id}").text
    assert not is_checked_at_last(house, piece)


def test_the_page_its_thanks_and_its_end_are_in_welsh_too(
    house: TestHouse, piece: PieceWhole
) -> None:
    theirs, anybody = link(house, piece), house.as_(None)
    in_welsh = f"{theirs}?lang=cy"
    assert f'href="{in_welsh}"' in anybody.get(theirs).text

    pages = {
        "Ydy hyn yn iawn?": anybody.get(in_welsh),
        "ac mae eich geiriau yma o hyd": anybody.post(in_welsh, data={"reason": "x" * 501}),
        "Mae eich gwrthwynebiad yn sefyll": anybody.post(in_welsh),
        "Nid yw’r ddolen hon yn agor dim": anybody.get(f"{theirs}x?lang=cy"),
    }

    for said, page in pages.items():
        assert '<html lang="cy">' in page.text
        assert said in page.text
    assert f'action="{in_welsh}"' in pages["Ydy hyn yn iawn?"].text


def test_a_link_works_once_and_until_the_deadline(house: TestHouse, piece: PieceWhole) -> None:
    used, late = link(house, piece), link(house, piece)
    assert used != late
    anybody = house.as_(None)
    assert [anybody.post(used).status_code for _ in range(3)] == [200, 200, 200]

    (read_back,) = whole_piece(house.services, piece.piece.id).read_backs
    assert read_back.objections is not None
    assert read_back.objections.count == 1
    house.clock.pass_days(9)
    assert_over(anybody, used)
    assert_over(anybody, late)
    tidy(house.services, OPERATOR)
    with house.services.db.read() as tx:
        assert tx.exec_driver_sql("SELECT * FROM objection_link").all() == []


def assert_over(anybody: FlaskClient, address: str) -> None:
    for answer in (anybody.get(address), anybody.post(address)):
        assert answer.status_code == 404
        assert "the days for objections are over, or whoever made it" in answer.text
        assert PHONE not in answer.text


def test_only_who_records_makes_a_link(house: TestHouse, piece: PieceWhole) -> None:
    for who, status in (("amina", 403), ("grace", 403), ("stranger", 404)):
        answer = house.as_(who).post(f"/pieces/{piece.piece.id}/objection-link")
        assert answer.status_code == status, who
    assert "Make a link" not in house.as_("amina").get(f"/pieces/{piece.piece.id}").text
    house.clock.pass_days(9)
    answer = house.as_("sam").post(f"/pieces/{piece.piece.id}/objection-link")
    assert answer.status_code == 400


def test_no_table_knows_a_link_or_who_used_it(house: TestHouse, piece: PieceWhole) -> None:
    theirs = link(house, piece)
    token = theirs.rpartition("/")[2]
    with house.services.db.read() as tx:
        (before,) = tx.exec_driver_sql("SELECT * FROM objection_link").all()
    assert token not in str(before)
    assert set(before._mapping) == set(LINK_COLUMNS)
    house.as_(None).post(theirs, data={"reason": REASON})

    with house.services.db.read() as tx:
        (after,) = tx.exec_driver_sql("SELECT * FROM objection_link").all()
        (row,) = tx.exec_driver_sql("SELECT * FROM objection_reason").mappings().all()
    assert set(row) == {"id", "words", "read_back_id"}
    told = [name for name in LINK_COLUMNS if before._mapping[name] != after._mapping[name]]
    assert told == ["is_used"], "neither when, nor by whom"


def test_words_that_were_taken_back_are_on_no_link(house: TestHouse, piece: PieceWhole) -> None:
    theirs = link(house, piece)
    note_id = next(each.note_id for each in piece.sources if "phone" in each.note_id)
    take_back(house.services, house.actor("sam"), note_id)

    assert PHONE not in house.as_(None).get(theirs).text
    assert house.as_(None).post(theirs).status_code == 200


SHORT = "Nobody rang me."
STORY = "She agreed by telephone, weeks ahead of any paper."


@pytest.mark.parametrize(("said", "line"), [(SHORT, f"As somebody said: {SHORT}"), (PHONE, STORY)])
@pytest.mark.parametrize("is_settled", [False, True])
def test_words_in_review_are_on_no_link_when_others_took_their_place(
    house: TestHouse, said: str, line: str, is_settled: bool
) -> None:
    """Neither a note too short to be found by its words, nor its story in other words."""
    met = meet(house.services, house.community.id)
    change_note(house.services, f"phone-{met.id}", text=said)
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    helen, here = house.actor("helen"), house.community.id
    piece = make_piece(house.services, helen, here, notes, "Called", line, "S.", kind="doubt")
    assert record(house, house.as_("sam"), piece) == 303
    theirs = link(house, piece)
    assert line in house.as_(None).get(theirs).text

    take_back(house.services, house.actor("sam"), f"phone-{met.id}")
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    if is_settled:
        confirm_it_stands(house.services, helen, piece.piece.id, [f"phone-{met.id}"])

    page = house.as_(None).get(theirs)
    assert (page.status_code, line in page.text) == (200, False)
    assert "looking at these words again" in page.text


def test_a_long_reason_is_told_and_kept_on_the_page(house: TestHouse, piece: PieceWhole) -> None:
    theirs, long = link(house, piece), "too long " * 60

    answer = house.as_(None).post(theirs, data={"reason": long})

    assert (answer.status_code, long.strip() in answer.text) == (400, True)
    assert house.as_(None).post(theirs, data={"reason": "short"}).status_code == 200


def test_pressing_often_is_stopped(house: TestHouse, piece: PieceWhole) -> None:
    anybody, sam = house.as_(None), house.as_("sam")
    tried = [anybody.get(f"/objections/guess-{n}").status_code for n in range(61)]
    made = [post(sam, piece, "objection-link") for _ in range(61)]

    assert (tried[0], tried[-1]) == (404, 503)
    assert (made[0], made[-1]) == (200, 503)


def test_guessing_shuts_nobody_out_who_has_a_link(house: TestHouse, piece: PieceWhole) -> None:
    """Everybody behind one proxy, or in one building, has one address."""
    theirs, anybody = link(house, piece), house.as_(None)
    guessed = [anybody.post(f"/objections/guess-{n}").status_code for n in range(61)]
    assert guessed[-1] == 503

    opened = [anybody.get(theirs).status_code for _ in range(61)]

    assert set(opened) == {200}
    assert anybody.post(theirs).status_code == 200
    assert not is_checked_at_last(house, piece)


def test_no_answer_passes_the_link_on(house: TestHouse, piece: PieceWhole) -> None:
    theirs, anybody = link(house, piece), house.as_(None)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answers = {
        200: anybody.get(theirs),
        400: anybody.post(theirs, data={"reason": "x" * 501}),
        403: anybody.post(theirs, headers=elsewhere),
        404: anybody.get(f"{theirs}x"),
        405: anybody.put(theirs),
    }
    for _ in range(61):
        answers[503] = anybody.get(f"{theirs}y")

    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    told = {answer.headers["Referrer-Policy"] for answer in answers.values()}
    assert told == {"no-referrer"}


def test_the_objection_ends_like_every_other(house: TestHouse, piece: PieceWhole) -> None:
    house.as_(None).post(link(house, piece), data={"reason": REASON})
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    house.clock.pass_days(1)

    assert record(house, house.as_("sam"), piece) == 303

    assert REASON not in house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    assert is_checked_at_last(house, piece)


def remove(house: TestHouse, who: str) -> None:
    actor = house.actor(who)
    remove_person(house.services, OPERATOR, actor.person_id, actor.memberships)


def test_a_link_ends_with_the_place_of_its_maker(house: TestHouse, piece: PieceWhole) -> None:
    theirs = link(house, piece)
    remove(house, "sam")

    assert_over(house.as_(None), theirs)
    assert is_checked_at_last(house, piece)


def test_a_link_ends_with_the_role_of_its_maker(house: TestHouse, piece: PieceWhole) -> None:
    theirs = link(house, piece)
    here = {"community": house.community.id, "was": "facilitator", "role": "participant"}
    here["sure"] = "yes"
    changed = house.as_("ruth").post(f"{house.page_of(house.people['sam'])}/role", data=here)
    assert changed.status_code == 302

    assert_over(house.as_(None), theirs)


def test_a_link_ends_with_whoever_let_its_maker_in(house: TestHouse, piece: PieceWhole) -> None:
    as_sam = let_in(house, house.as_("ruth"), "sam")
    found = LINK.search(as_sam.post(f"/pieces/{piece.piece.id}/objection-link").text)
    assert found
    assert house.as_(None).get(found[1]).status_code == 200
    remove(house, "ruth")

    assert_over(house.as_(None), found[1])


def test_who_made_a_link_does_not_learn_whether_it_was_used(
    house: TestHouse, piece: PieceWhole
) -> None:
    theirs, copy = link(house, piece), house.as_("sam")
    before = copy.get(theirs).text
    thanks = house.as_(None).post(theirs, data={"reason": REASON}).text

    assert copy.get(theirs).text == before
    assert house.as_(None).post(theirs, data={"reason": "Another reason."}).text == thanks
    assert "Another reason." not in house.as_("helen").get(f"/pieces/{piece.piece.id}").text


def test_a_link_objects_to_the_words_that_it_shows(house: TestHouse, piece: PieceWhole) -> None:
    old = link(house, piece)
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert record(house, house.as_("sam"), piece) == 303
    page = house.as_(None).get(old).text
    assert (PHONE in page, NEWER["line"] in page) == (True, False)

    assert house.as_(None).post(old).status_code == 200

    assert is_checked_at_last(house, piece)


def test_an_older_link_weakens_no_objection_of_others(house: TestHouse, piece: PieceWhole) -> None:
    old = link(house, piece)
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert record(house, house.as_("sam"), piece) == 303
    assert post(house.as_("amina"), piece, "object") == 303

    assert house.as_(None).post(old).status_code == 200

    assert not is_checked_at_last(house, piece)


def test_a_boards_link_counts_whoever_objects_after_the_first(
    house: TestHouse, piece: PieceWhole
) -> None:
    piece_id, given = piece.piece.id, (house.services, house.actor("sam"), piece.piece.id)
    token, _ = make_objection_link(*given, for_board=True)
    anybody = house.as_(None)
    for _ in range(2):  # the first person, and their second press
        assert anybody.post(f"/objections/{token}").status_code == 200
    write_wording(house.services, house.actor("helen"), piece_id, "Other", "A line.", "A story.")
    house.clock.pass_days(1)
    second = meet_without_board(house.services, house.community.id)
    house.clock.pass_days(1)
    assert anybody.post(f"/objections/{token}").status_code == 200  # somebody else
    house.clock.pass_days(1)

    data = {"session": second.id, "answer": "no change"}
    said = house.as_("sam").post(f"/pieces/{piece_id}/read-back", data=data)

    read = whole_piece(house.services, piece_id).read_backs[0]
    assert (said.status_code, read.objections and read.objections.count) == (400, 2)


def test_there_are_sixty_links_to_a_read_back(house: TestHouse, piece: PieceWhole) -> None:
    sam = house.actor("sam")
    for _ in range(60):
        last, _ = make_objection_link(house.services, sam, piece.piece.id)

    with pytest.raises(BadInput, match="There are 60 links to this read-back"):
        make_objection_link(house.services, house.actor("ruth"), piece.piece.id)
    assert house.as_(None).get(f"/objections/{last}").status_code == 200


def reasons(house: TestHouse) -> list[str]:
    with house.services.db.read() as tx:
        return [row[0] for row in tx.exec_driver_sql("SELECT words FROM objection_reason")]


def test_a_reason_goes_with_the_words_that_it_repeats(house: TestHouse, piece: PieceWhole) -> None:
    anybody = house.as_(None)
    for why in (f"“{PHONE}” is quoted wrongly.", REASON):
        anybody.post(link(house, piece), data={"reason": why})
    theirs = link(house, piece)
    note_id = next(each.note_id for each in piece.sources if "phone" in each.note_id)

    done = take_back(house.services, house.actor("sam"), note_id)

    assert reasons(house) == [REASON]
    assert "a reason to object repeated its words" in done.reached["Reasons of objections"]
    again = anybody.post(theirs, data={"reason": PHONE})
    assert (again.status_code, "Say it without the words of that note" in again.text) == (400, True)
    assert reasons(house) == [REASON]


def test_a_reason_of_another_group_goes_too(house: TestHouse, piece: PieceWhole) -> None:
    start, here = communities.start_community, house.partnership.id
    other = start(house.services, OPERATOR, here, "Night shift", "How?")
    met = meet(house.services, other.id)
    house.as_(None).post(link(house, piece), data={"reason": PHONE})

    take_back(house.services, OPERATOR, f"phone-{met.id}")

    assert reasons(house) == []


def test_a_reason_is_kept_until_it_is_answered(house: TestHouse, piece: PieceWhole) -> None:
    house.as_(None).post(link(house, piece), data={"reason": REASON})
    house.clock.pass_days(30)
    tidy(house.services, OPERATOR)
    assert reasons(house) == [REASON], "the objection stands"
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert record(house, house.as_("sam"), piece) == 303
    assert is_checked_at_last(house, piece)

    tidy(house.services, OPERATOR)

    assert reasons(house) == []
