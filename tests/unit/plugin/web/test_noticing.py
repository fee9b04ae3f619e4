"""What a learning partner noticed: with its session first, then under a piece; never a voice."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin.backups.restoring import restore
from plugin.domain.labels import Label
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store.backing_up import back_up
from plugin.store.noticed import noticed_in
from tests.unit.plugin.curate.meeting import HELD, PHONE, a_piece, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house

SEEN = "Nobody looked at the form."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def noticed_alone(house: TestHouse, met: Session, words: str = SEEN, **more: str) -> TestResponse:
    """Let Helen keep what she noticed with the session alone, or press another button of it."""
    form = {"do": "noticed", "session": met.id, "noticed": words, **more}
    address = f"/c/{house.community.id}/desk/read"
    return house.as_("helen").post(address, data=form, follow_redirects=True)


def kept_id(told: TestResponse) -> str:
    found = LexborHTMLParser(told.text).css_first('button[value^="forget "]')
    return "" if found is None else str(found.attributes["value"]).partition(" ")[2]


def test_what_somebody_noticed_stands_with_the_session_and_comes_under_a_piece_later(
    house: TestHouse, met: Session
) -> None:
    told = noticed_alone(house, met)
    piece = a_piece(house.services, house.actor("helen"), met)
    before = house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    voices = stored_piece(house, piece.piece.id).voices

    assert (
        "Saved with this session, as observed by the learning partner. It is no voice." in told.text
    )
    assert SEEN in told.text
    assert "No member said it" in told.text
    assert "Noticed in its sessions" in before
    form = {"do": f"under {kept_id(told)}", f"under-{kept_id(told)}": piece.piece.id}
    under = house.as_("helen").post(f"/c/{house.community.id}/desk/read", data=form)
    assert under.status_code == 303
    page = house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    assert SEEN in page
    assert "Observed by the learning partner" in page
    assert "Noticed in its sessions" not in page
    now = stored_piece(house, piece.piece.id)
    assert (now.voices, len(now.sources)) == (voices, len(piece.sources))
    gone = noticed_alone(house, met, "", do=f"forget {kept_id(told)}")
    assert SEEN not in gone.text
    assert SEEN in house.as_("helen").get(f"/pieces/{piece.piece.id}").text


def test_from_the_piece_itself_too(house: TestHouse, met: Session) -> None:
    kept = kept_id(noticed_alone(house, met))
    piece_id = a_piece(house.services, house.actor("helen"), met).piece.id
    helen = house.as_("helen")

    told = helen.post(f"/pieces/{piece_id}/noticed", data={"kept": kept}, follow_redirects=True)
    twice = helen.post(f"/pieces/{piece_id}/noticed", data={"kept": kept})

    assert "It stands under the piece" in told.text
    assert twice.status_code == 400
    assert [each.words for each in stored_piece(house, piece_id).evidence] == [SEEN]


@pytest.mark.parametrize("words", [f"So: {HELD}", "Ring her on 07700 900123", "", "a" * 601])
def test_held_words_and_words_that_point_to_somebody_are_not_kept(
    house: TestHouse, met: Session, words: str
) -> None:
    told = noticed_alone(house, met, words)

    assert told.status_code == 400
    assert kept_id(told) == ""


@pytest.mark.parametrize("who", ["sam", "amina"])
def test_who_does_not_curate_neither_keeps_nor_reads_nor_forgets_it(
    house: TestHouse, met: Session, who: str
) -> None:
    kept = kept_id(noticed_alone(house, met))
    piece_id = a_piece(house.services, house.actor("helen"), met).piece.id
    client, address = house.as_(who), f"/c/{house.community.id}/desk/read"

    for do in ("noticed", f"under {kept}", f"forget {kept}"):
        form = {"do": do, "session": met.id, f"under-{kept}": piece_id, "noticed": "A try."}
        assert client.post(address, data=form).status_code in (403, 404)
    assert SEEN not in client.get(address).text
    assert SEEN in house.as_("helen").get(f"{address}?session={met.id}").text


def test_it_goes_with_the_words_that_it_repeats(house: TestHouse, met: Session) -> None:
    with house.services.db.read() as tx:
        note = next(each for each in stored_notes.notes(tx, met.id) if each.label is Label.M)
    told = noticed_alone(house, met, f"Somebody said: {note.text}")
    assert kept_id(told)

    take_back(house.services, house.actor("sam"), note.id)

    page = house.as_("helen").get(f"/c/{house.community.id}/desk/read?session={met.id}").text
    assert "Words stood here that are gone." in page
    assert "Somebody said" not in page


def test_a_backup_does_not_bring_back_what_was_forgotten(
    house: TestHouse, met: Session, tmp_path: Path
) -> None:
    kept = kept_id(noticed_alone(house, met))
    back_up(house.services.db, tmp_path / "one.backup", house.services.now)
    noticed_alone(house, met, "", do=f"forget {kept}")
    restore(house.services, tmp_path / "one.backup", [], replaces=True)

    with house.services.db.read() as tx:
        assert noticed_in(tx, house.community.id, [met.id]) == ()


def stored_piece(house: TestHouse, piece_id: str) -> PieceWhole:
    with house.services.db.read() as tx:
        found = stored_pieces.piece(tx, piece_id)
    assert found is not None
    return found


def test_what_is_looked_at_again_comes_under_no_piece_as_a_sign(
    house: TestHouse, met: Session
) -> None:
    kept = kept_id(noticed_alone(house, met, f"Somebody said: {PHONE}"))
    piece_id = a_piece(house.services, house.actor("helen"), met, "trust", "portal").piece.id
    change_note(house.services, f"phone-{met.id}", label=Label.H)

    told = house.as_("helen").post(f"/pieces/{piece_id}/noticed", data={"kept": kept})

    assert "Its words are not here to be shown." in told.text
    assert stored_piece(house, piece_id).evidence == ()


def test_what_becomes_of_it_leaves_the_place_in_the_list_and_what_is_selected(
    house: TestHouse, met: Session
) -> None:
    for words in (SEEN, "Two people left."):
        noticed_alone(house, met, words)
    address, trust = f"/c/{house.community.id}/desk/read", f"trust-{met.id}"
    page = LexborHTMLParser(house.as_("helen").get(f"{address}?session={met.id}&at={trust}").text)
    forget = [str(e.attributes["value"]) for e in page.css('button[value^="forget "]')]
    place = page.css_first("#read input[name=at]")
    form = {"session": met.id, "at": place.attributes["value"] if place else "", "page": trust}

    back = house.as_("helen").post(address, data={**form, "do": forget[0]})
    ticked = house.as_("helen").post(address, data={**form, "do": forget[1], "note": trust})

    assert back.headers["Location"].endswith(f"&at={trust}#what-i-noticed")
    assert LexborHTMLParser(ticked.text).css_first(f"#n-{trust}[checked][autofocus]") is not None
    assert SEEN not in ticked.text
