"""The study table: what is judged of many pieces, set at once."""

from pathlib import Path
from unittest.mock import patch

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin.curate.judgements import judge_piece
from plugin.curate.pieces import whole_piece
from plugin.curate.undoing import undo
from plugin.domain.pieces import PieceWhole
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def pieces(house: TestHouse) -> tuple[PieceWhole, PieceWhole]:
    met, helen = meet(house.services, house.community.id), house.actor("helen")
    one = a_piece(house.services, helen, met)
    return one, a_piece(house.services, helen, met, "portal")


def send(house: TestHouse, form: dict[str, list[str]], do: str, **more: str) -> TestResponse:
    data = {**form, "do": do, **more}
    at = f"/c/{house.community.id}/desk/study"
    return house.as_("helen").post(at, data=data, follow_redirects=True)


def form_of(house: TestHouse) -> dict[str, list[str]]:
    """Return what the form would send as it stands."""
    page = LexborHTMLParser(house.as_("helen").get(f"/c/{house.community.id}/desk/study").text)
    found: dict[str, list[str]] = {}
    for field in page.css("form.study input[type=hidden], form.study input[type=date]"):
        found.setdefault(field.attributes["name"] or "", []).append(field.attributes["value"] or "")
    for select in page.css("form.study select"):
        chosen = select.css_first("option[selected]")
        name = select.attributes["name"] or ""
        found.setdefault(name, []).append(chosen.text() if chosen else "")
    return found


def judged(house: TestHouse, piece: PieceWhole) -> dict[str, str]:
    return whole_piece(house.services, piece.piece.id).judged.every_field


def test_rows_are_saved_together_and_change_no_words(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    one, other = pieces
    form = form_of(house)

    told = send(
        house,
        form,
        "rows",
        **{f"sure-{one.piece.id}": "First hint", f"form-{other.piece.id}": "2"},
    )
    assert told.status_code == 409  # "2" is no kind of shared thing
    assert "Saved for one piece." in told.text
    assert "Choose one of the options" in told.text
    day = {f"look_again-{other.piece.id}": "2027-01-06"}
    assert "Saved for one piece." in send(house, form_of(house), "rows", **day).text

    assert judged(house, one)["sure"] == "First hint"
    assert judged(house, other)["look_again"] == "2027-01-06"
    assert len(whole_piece(house.services, one.piece.id).wordings) == 1
    assert "Nothing was changed." in send(house, form_of(house), "rows").text


def test_ticked_pieces_are_set_the_same(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    one, other = pieces
    ticked = {**form_of(house), "tick": [one.piece.id, other.piece.id]}
    more = {"all-scale": "A team", f"sure-{one.piece.id}": "People differ"}

    told = send(house, ticked, "many", **more).text
    cleared = {**form_of(house), "tick": [other.piece.id]}
    send(house, cleared, "many", **{"all-scale": "nothing"})
    none = send(house, form_of(house), "many", **{"all-scale": "A team"})
    day = {"all-look_again": "2027-02-03"}
    by_enter = send(house, {**form_of(house), "tick": [one.piece.id]}, "rows", **day).text
    lost = send(house, form_of(house), "rows", **day)

    assert "Saved for 2 pieces." in told
    assert [judged(house, each)["scale"] for each in pieces] == ["A team", ""]
    assert judged(house, one)["sure"] == "People differ"
    assert "Saved for one piece." in by_enter
    assert [judged(house, each)["look_again"] for each in pieces] == ["2027-02-03", ""]
    assert lost.status_code == 400
    assert 'id="all-look_again" name="all-look_again" value="2027-02-03"' in lost.text
    assert none.status_code == 400
    assert "Tick at least one piece" in none.text


def test_a_row_that_somebody_changed_meanwhile_keeps_no_other_from_being_saved(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    one, form = pieces[0], form_of(house)
    judge_piece(house.services, house.actor("helen"), one.piece.id, {"sure": "First hint"})
    rows = {f"sure-{each.piece.id}": "Well supported" for each in pieces}

    told = send(house, form, "rows", **rows)

    assert told.status_code == 409
    assert "One piece was not saved" in told.text
    assert [judged(house, each)["sure"] for each in pieces] == ["First hint", "Well supported"]
    page = LexborHTMLParser(told.text)
    (field,) = page.css("[autofocus]")
    assert field.attributes["id"] == f"sure-{one.piece.id}"
    chosen = field.css_first("option[selected]")
    assert chosen is not None
    assert chosen.text() == "Well supported"
    why = page.css_first(f"#{field.attributes['aria-describedby']}")
    assert why is not None
    assert "How sure, as it is saved now: First hint." in why.text()


def test_what_was_set_for_all_ticked_comes_back_in_the_row_that_was_refused(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    (one, other), form = pieces, form_of(house)
    judge_piece(house.services, house.actor("helen"), one.piece.id, {"sure": "First hint"})
    ticked = {**form, "tick": [one.piece.id, other.piece.id]}

    told = send(house, ticked, "many", **{"all-scale": "A team"})

    assert told.status_code == 409
    chosen = LexborHTMLParser(told.text).css_first(f"#scale-{one.piece.id} option[selected]")
    assert chosen is not None
    assert chosen.text() == "A team"


def test_a_row_that_nobody_touched_stays_as_somebody_else_changed_it(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    (one, other), form = pieces, form_of(house)
    for said in ("First hint", "People differ"):
        judge_piece(house.services, house.actor("helen"), one.piece.id, {"sure": said})

    told = send(house, form, "rows", **{f"sure-{other.piece.id}": "Well supported"})

    assert (told.status_code, "Saved for one piece." in told.text) == (200, True)
    assert [judged(house, each)["sure"] for each in pieces] == ["People differ", "Well supported"]


@pytest.mark.parametrize("who", ["sam", "amina", "grace", "stranger"])
def test_nobody_else_opens_it(house: TestHouse, who: str) -> None:
    at = f"/c/{house.community.id}/desk/study"
    assert house.as_(who).get(at).status_code in {403, 404}
    assert house.as_(who).post(at, data={"do": "rows"}).status_code in {403, 404}


def test_undo_says_again_what_was_judged_before(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    one, other = pieces
    names = [f"sure-{each.piece.id}" for each in pieces]
    send(house, form_of(house), "rows", **dict.fromkeys(names, "First hint"))
    words = len(whole_piece(house.services, one.piece.id).wordings)
    helen = house.actor("helen")
    judge_piece(house.services, helen, other.piece.id, {"sure": "Well supported"})

    assert ">Undo</button>" in house.as_("helen").get(f"/c/{house.community.id}/desk/study").text
    told = send(house, form_of(house), "undo").text

    assert "Undone for one piece. One piece stays: somebody changed it since." in told
    assert judged(house, one)["sure"] == ""
    assert judged(house, other)["sure"] == "Well supported"
    assert len(whole_piece(house.services, one.piece.id).wordings) == words
    assert "There is nothing to undo." in send(house, form_of(house), "undo").text


def test_undo_goes_back_step_by_step(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    names = [f"sure-{each.piece.id}" for each in pieces]
    for said in ("First hint", "Well supported"):
        send(house, form_of(house), "rows", **dict.fromkeys(names, said))
    judge_piece(house.services, house.actor("helen"), pieces[0].piece.id, {"stands": "Being tried"})

    for before in ("First hint", ""):
        assert "Undone for 2 pieces." in send(house, form_of(house), "undo").text
        assert [judged(house, each)["sure"] for each in pieces] == [before, before]
    assert judged(house, pieces[0])["stands"] == "Being tried"


def test_undo_reads_many_pieces_at_once(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    said = {f"sure-{each.piece.id}": "First hint" for each in pieces}
    send(house, form_of(house), "rows", **said)

    with patch.object(stored_pieces, "piece", side_effect=AssertionError("one by one")):
        undo(house.services, house.actor("helen"), house.community.id)

    assert [judged(house, each)["sure"] for each in pieces] == ["", ""]


def test_undo_keeps_what_is_set_and_not_saved(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    one, other = pieces
    send(house, form_of(house), "rows", **{f"sure-{one.piece.id}": "First hint"})
    form = {**form_of(house), "tick": [other.piece.id]}
    is_set = {f"sure-{other.piece.id}": "Well supported", "all-scale": "nothing"}

    told = send(house, form, "undo", **is_set).text

    page = LexborHTMLParser(told)
    assert "Undone for one piece. What you set and did not save is still in its fields." in told
    chosen = page.css_first(f"#sure-{other.piece.id} option[selected]")
    assert (chosen and chosen.text()) == "Well supported"
    assert page.css_first(f"#tick-{other.piece.id}[checked]") is not None
    assert page.css_first("#all-scale option[selected][value=nothing]") is not None
    assert page.css_first(f"#sure-{one.piece.id} option[selected]") is None  # undone
    assert [judged(house, each)["sure"] for each in pieces] == ["", ""]


def test_a_refusal_puts_back_no_row_that_somebody_else_changed(
    house: TestHouse, pieces: tuple[PieceWhole, PieceWhole]
) -> None:
    (one, other), form = pieces, form_of(house)
    judge_piece(house.services, house.actor("helen"), one.piece.id, {"sure": "First hint"})

    told = send(house, form, "many", **{f"sure-{other.piece.id}": "Well supported"})

    page = LexborHTMLParser(told.text)
    assert told.status_code == 400
    chosen = [page.css_first(f"#sure-{each.piece.id} option[selected]") for each in pieces]
    assert [each and each.text() for each in chosen] == ["First hint", "Well supported"]
