"""Where a piece stands: chosen on its page under *More about it*, with all that stood before."""

from pathlib import Path

import pytest

from plugin.curate.pieces import whole_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.judgements import FORM, LOOP
from plugin.domain.links import Conflict, Link
from plugin.domain.pieces import PieceWhole, Rung, check_of
from plugin.store import links as stored_links
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house

CHOSEN = {
    "stands": "Being tried",
    "sure": "First hint",
    "boundary": "Something is at stake",
    "look_again": "2027-02-01",
}


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def piece(runtime: TestHouse) -> PieceWhole:
    session = meet(runtime.services, runtime.community.id)
    return a_piece(runtime.services, runtime.actor("helen"), session)


def post(runtime: TestHouse, piece: PieceWhole, who: str = "helen", **data: str) -> tuple[int, str]:
    answer = runtime.as_(who).post(f"/pieces/{piece.piece.id}/judgement", data=data)
    return answer.status_code, answer.text


def page(runtime: TestHouse, piece: PieceWhole, who: str = "helen") -> str:
    return runtime.as_(who).get(f"/pieces/{piece.piece.id}").text


def now(runtime: TestHouse, piece: PieceWhole) -> PieceWhole:
    return whole_piece(runtime.services, piece.piece.id)


def test_what_is_chosen_is_shown_and_what_was_before_is_kept(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)

    here = {"loop": LOOP["second"], "scale": "A team", "form": FORM["sketch"]}
    first = post(runtime, piece, after="0", **CHOSEN, **here)
    second = post(runtime, piece, after="1", **{**CHOSEN, "sure": "Well supported"})

    whole = now(runtime, piece)
    assert (first[0], second[0], len(whole.judgements)) == (303, 303, 2)
    assert whole.judged.by_field == {**CHOSEN, "sure": "Well supported"}
    assert check_of(whole, whole.newest, runtime.clock()) is not None
    shown = page(runtime, piece)
    words = "Being tried · {} · Something is at stake · {} · {} · A team"
    for sure in ("Well supported", "First hint"):
        said = words.format(sure, FORM["sketch"], LOOP["second"])
        assert f"{said} · look again on 1 February 2027" in shown
    assert "Let the readings say what each side could lose" in shown


def test_partners_read_where_it_stands(runtime: TestHouse, piece: PieceWhole) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    post(runtime, piece, sure="Well supported")

    shown = page(runtime, piece, "grace")

    assert "Where it stands: Open · Well supported." in shown
    assert "Save where it stands" not in shown


def test_only_who_curates_chooses(runtime: TestHouse, piece: PieceWhole) -> None:
    post(runtime, piece, **CHOSEN)

    for who in ("sam", "amina", "grace", "stranger"):
        assert post(runtime, piece, who, sure="")[0] in (403, 404)
    assert now(runtime, piece).judged.by_field == CHOSEN
    assert "Save where it stands" not in page(runtime, piece, "sam")


@pytest.mark.parametrize(
    "given", [{"stands": "Quite"}, {"look_again": "tomorrow"}, {"sure": "Open"}]
)
def test_what_cannot_be_chosen_changes_nothing(
    runtime: TestHouse, piece: PieceWhole, given: dict[str, str]
) -> None:
    status, shown = post(runtime, piece, **given)

    assert (status, now(runtime, piece).judgements) == (400, ())
    assert "Nothing was changed" in shown


def test_who_chooses_second_is_told_and_loses_nothing(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    post(runtime, piece, after="0", stands="Being tried")

    status, shown = post(runtime, piece, after="0", stands="Replaced", look_again="2027-03-01")

    assert (status, len(now(runtime, piece).judgements)) == (400, 1)
    assert "<option selected>Replaced</option>" in shown
    assert 'value="2027-03-01"' in shown
    assert post(runtime, piece, after="0", stands="Being tried")[0] == 303


def test_a_difference_with_notion_is_chosen_among_the_two(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    post(runtime, piece, **CHOSEN)
    link = Link(
        id="link",
        partnership_id=runtime.partnership.id,
        kind="piece",
        our_id=piece.piece.id,
        key=piece.piece.id,
        notion_page_id="page",
    )
    conflict = Conflict(
        id="conflict",
        link_id="link",
        piece_id=piece.piece.id,
        field="sure",
        agreed="",
        ours="First hint",
        theirs="People differ",
        seen_at=runtime.clock(),
    )
    with runtime.services.db.begin() as tx:
        stored_links.save_link(tx, link)
        stored_links.save_conflict(tx, conflict)
    client = runtime.as_("helen")

    shown = client.get("/conflicts/conflict").text
    sign = shown.partition('name="seen" value="')[2].partition('"')[0]
    settled = client.post("/conflicts/conflict", data={"take": "theirs", "seen": sign})

    assert "“How sure”" in shown
    assert "People differ" in shown
    assert 'value="written"' not in shown
    assert settled.status_code == 303
    assert now(runtime, piece).judged.by_field == {**CHOSEN, "sure": "People differ"}
    assert now(runtime, piece).newest.number == 1
