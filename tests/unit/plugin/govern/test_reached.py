from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugin.convene.agreements import record_read_back
from plugin.convene.communities import change_community
from plugin.curate.pieces import make_piece, write_wording
from plugin.domain.agreements import Agreement, AgreementDetails, Outcome, Setting
from plugin.domain.ground_rules import RuleReason
from plugin.domain.links import Absence, Conflict, Link, Origin, RowState, Said
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Piece, PieceWhole
from plugin.domain.receipts import NO_PAGE_THERE, PLACES, sentences_in
from plugin.domain.sessions import Board, Session
from plugin.govern.withdrawal import take_back
from plugin.languages import LazyText
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store import tables
from tests.unit.plugin.curate.meeting import PHONE, a_piece, meet
from tests.unit.plugin.curate.place import Place, make_place

QUOTED = "Said was: YES on the phone, before the form was there"
TOLD = "People ring each other."


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = make_place(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(place: Place) -> Session:
    return meet(place.services, place.community.id)


@pytest.fixture
def piece(place: Place, session: Session) -> PieceWhole:
    return a_piece(place.services, place.actor("helen"), session)


def reached(place: Place, session: Session) -> Mapping[str, str]:
    """Take a note back and return its receipt, of which every sentence can be said in Welsh."""
    found = take_back(place.services, place.actor("sam"), f"phone-{session.id}").reached
    assert found.keys() <= set(PLACES)
    for said in found.values():
        sentences = list(sentences_in(said))
        assert " ".join(sentences) == said
        assert [each for each in sentences if not isinstance(each, LazyText)] == []
    return found


def linked(place: Place, piece: PieceWhole, agreed: str = TOLD, **known: Any) -> Link:
    link = Link(
        id="link",
        partnership_id=place.partnership.id,
        kind="piece",
        our_id=piece.piece.id,
        key="key",
        notion_page_id="page",
        agreed={"narrative": agreed},
        state=RowState(**known),
    )
    with place.services.db.begin() as tx:
        stored_links.save_link(tx, link)
    return link


def card_on(place: Place, session: Session, text: str, *, has_board: bool) -> None:
    with place.services.db.begin() as tx:
        stored_boards.add_returned(tx, session.id, "piece:another", "A card", text)
        if has_board:
            stored_boards.save_board(tx, Board(session.id, "b", "A board", "https://x.example"))


def test_what_is_gone_here_is_looked_at(place: Place, session: Session, piece: PieceWhole) -> None:
    found = reached(place, session)

    assert found["Here"] == (
        "Erased: its words, its colour, its tags and its place. No search finds it."
    )
    with place.services.db.read() as tx:
        kept = tx.execute(tables.search_text.select()).all()
    assert [row for row in kept if row.owner_id == f"phone-{session.id}"] == []


def test_a_piece_without_its_words_is_said_to_be_without(
    place: Place, session: Session, piece: PieceWhole
) -> None:
    said = reached(place, session)["Pieces"]

    assert "stand in none of its wordings" in said
    assert "Not reached" not in said
    assert "The piece made on 18 November 2026 rested on it" in said
    assert piece.newest.title not in said


@pytest.mark.parametrize("is_newest", [True, False])
def test_words_less_the_first_one_are_found_in_any_wording(
    place: Place, session: Session, piece: PieceWhole, is_newest: bool
) -> None:
    helen, piece_id = place.actor("helen"), piece.piece.id
    write_wording(place.services, helen, piece_id, "A title", "A line.", QUOTED)
    if not is_newest:
        write_wording(place.services, helen, piece_id, "A title", "A line.", "Other words.")

    said = reached(place, session)["Pieces"]

    where = "the newest wording" if is_newest else "an older wording"
    assert f"Not reached: its words stand in {where}" in said


def test_a_title_that_repeats_the_words_is_not_named(place: Place, session: Session) -> None:
    a_title = "I said yes on the phone before"
    notes = [f"phone-{session.id}"]
    helen = place.actor("helen")
    make_piece(place.services, helen, place.community.id, notes, a_title, "A line.", "")

    found = reached(place, session)

    assert "The piece made on 18 November 2026" in found["Pieces"]
    assert a_title not in str(found)


def test_a_piece_that_only_repeats_the_words_is_found_and_looked_at_again(
    place: Place, session: Session
) -> None:
    helen, notes = place.actor("helen"), [f"trust-{session.id}"]
    other = make_piece(place.services, helen, place.community.id, notes, "Trust", "A line.", QUOTED)

    said = reached(place, session)["Pieces"]

    assert "The piece made on 18 November 2026 did not rest on it, and repeats" in said
    with place.services.db.read() as tx:
        whole = stored_pieces.piece(tx, other.piece.id)
    assert whole is not None
    assert [each.note_id for each in whole.reviews] == [f"phone-{session.id}"]


@pytest.mark.parametrize(
    ("agreed", "known", "said"),
    [
        (TOLD, {}, "its words were not found on it"),
        (QUOTED, {}, "its words stood on it"),
        (QUOTED, {}, "the next sync empties it"),
        (QUOTED, {"where": Absence.TRASHED}, "Not reached: it is in the trash."),
        (QUOTED, {"where": Absence.BURIED}, "Not reached: it is in the trash, or under a page"),
        (QUOTED, {"where": Absence.HIDDEN}, "Not reached: it is not to be seen"),
        (TOLD, {"added": (("paragraph", QUOTED),)}, "people wrote its words there themselves"),
        (TOLD, {"said": (Said("Ruth", None, QUOTED),)}, "people wrote its words there"),
        (QUOTED, {"origin": Origin.ALONE}, "the people who wrote them there have to take them out"),
    ],
)
def test_the_page_in_notion_is_looked_at_as_it_was_last_seen(
    place: Place,
    session: Session,
    piece: PieceWhole,
    agreed: str,
    known: dict[str, Any],
    said: str,
) -> None:
    linked(place, piece, agreed, **known)

    found = reached(place, session)["Notion"]

    assert said in found
    assert "a history and a trash of its own" in found


def test_a_piece_that_was_never_in_notion_is_said_to_have_no_page(
    place: Place, session: Session, piece: PieceWhole
) -> None:
    assert reached(place, session)["Notion"] == NO_PAGE_THERE


@pytest.mark.parametrize("is_down", [False, True])
def test_copies_of_its_row_in_notion_are_named_by_their_address(
    place: Place, session: Session, piece: PieceWhole, is_down: bool
) -> None:
    copies = ("c0-py", "c1-py")
    link = linked(place, piece, QUOTED, copies=copies)
    if is_down:
        with place.services.db.begin() as tx:
            stored_links.save_link(tx, link.taken_down(copies=copies))

    said = reached(place, session)["Notion"]

    assert "https://www.notion.so/c0py, https://www.notion.so/c1py" in said
    assert "Somebody who can open a copy has to delete it." in said


def test_copies_that_no_sync_has_seen_are_said_to_be_unknown(
    place: Place, session: Session, piece: PieceWhole
) -> None:
    linked(place, piece)

    said = reached(place, session)["Notion"]

    assert "Not reached: copies that people made in Notion and that no sync has seen." in said
    assert "somebody copied its row" not in said


def test_a_page_that_was_taken_down_before_is_no_page(
    place: Place, session: Session, piece: PieceWhole
) -> None:
    link = linked(place, piece)
    with place.services.db.begin() as tx:
        stored_links.save_link(tx, link.taken_down())

    assert reached(place, session)["Notion"] == NO_PAGE_THERE


def test_an_old_page_that_is_followed_no_more_is_named_with_its_address(
    place: Place, session: Session, piece: PieceWhole
) -> None:
    link = replace(linked(place, piece), notion_page_id="5a4d-b0c5")
    with place.services.db.begin() as tx:
        stored_links.save_link(tx, link.let_go(link.key))

    said = reached(place, session)["Notion"]

    assert "Not reached: an old page of" in said
    assert "https://www.notion.so/5a4db0c5" in said
    assert "has a page there" not in said


def test_an_open_difference_that_repeats_the_words_is_said(
    place: Place, session: Session, piece: PieceWhole
) -> None:
    link = linked(place, piece)
    conflict = Conflict(
        id="x",
        link_id=link.id,
        piece_id=piece.piece.id,
        field="narrative",
        agreed="before",
        ours="ours",
        theirs=QUOTED,
        seen_at=place.services.now,
    )
    with place.services.db.begin() as tx:
        stored_links.save_conflict(tx, conflict)

    assert "an edit that waits to be settled" in reached(place, session)["Notion"]


def test_words_that_people_wrote_on_the_page_of_another_piece_are_named(
    place: Place, session: Session
) -> None:
    notes = [f"trust-{session.id}"]
    helen = place.actor("helen")
    other = make_piece(place.services, helen, place.community.id, notes, "Trust", "A line.", TOLD)
    link = linked(place, other, TOLD, added=(("paragraph", QUOTED),))

    by_block = reached(place, session)["Notion"]

    assert (
        "on the page of the piece made on 18 November 2026 (https://www.notion.so/page)" in by_block
    )
    assert link.notion_page_id == "page"


def test_an_open_difference_of_another_piece_is_named(place: Place, session: Session) -> None:
    notes = [f"trust-{session.id}"]
    helen = place.actor("helen")
    other = make_piece(place.services, helen, place.community.id, notes, "Trust", "A line.", TOLD)
    link = linked(place, other)
    conflict = Conflict(
        id="x",
        link_id=link.id,
        piece_id=other.piece.id,
        field="narrative",
        agreed="before",
        ours="ours",
        theirs=QUOTED,
        seen_at=place.services.now,
    )
    with place.services.db.begin() as tx:
        stored_links.save_conflict(tx, conflict)

    assert "on the page of the piece made on" in reached(place, session)["Notion"]


@pytest.mark.parametrize(("line", "is_named"), [(None, True), ("Something else.", False)])
def test_a_row_that_somebody_made_with_its_text_is_named(
    place: Place, session: Session, piece: PieceWhole, line: str | None, is_named: bool
) -> None:
    newest = piece.newest
    made = Piece("made", place.partnership.id, place.community.id, place.services.now)
    copied = replace(
        newest, id="w", piece_id="made", title="Another", narrative="", made_in="notion",
        line=line or newest.line,
    )  # fmt: skip
    with place.services.db.begin() as tx:
        stored_pieces.add_piece(tx, made, copied, ())
    link = replace(linked(place, piece), id="other", our_id="made", notion_page_id="ro-w")
    alone = replace(link, key="other", state=RowState(origin=Origin.ALONE))
    with place.services.db.begin() as tx:
        stored_links.save_link(tx, alone)

    said = reached(place, session)["Notion"]

    told = "with the text of the piece made on 18 November 2026 (https://www.notion.so/row)"
    assert (told in said) is is_named


@pytest.mark.parametrize("has_board", [True, False])
def test_a_card_that_repeats_the_words_is_forgotten_and_said(
    place: Place, session: Session, has_board: bool
) -> None:
    later = meet(place.services, place.community.id)
    card_on(place, later, QUOTED, has_board=has_board)

    said = reached(place, session)["Cards on boards"]

    assert "the board of the session of 18 November 2026" in said
    assert ("Not reached: the card on the board" in said) is has_board
    with place.services.db.read() as tx:
        assert stored_boards.returned(tx, later.id) == ()


def test_other_cards_are_left_alone(place: Place, session: Session, piece: PieceWhole) -> None:
    card_on(place, session, TOLD, has_board=True)

    assert "Cards on boards" not in reached(place, session)
    with place.services.db.read() as tx:
        assert len(stored_boards.returned(tx, session.id)) == 1


def test_a_sentence_and_the_groups_own_texts_are_looked_at(place: Place, session: Session) -> None:
    services, sam = place.services, place.actor("sam")
    record_read_back(services, sam, session.id, None, QUOTED, Setting(), Outcome.NOT_YET)
    change_community(services, OPERATOR, replace(place.community, permission_note=QUOTED))

    found = reached(place, session)

    assert "belongs to the group" in found["Sentences read back"]
    assert "A facilitator has to change them" in found["The group’s own texts"]


@pytest.mark.parametrize(
    ("is_older", "says"),
    [(False, "A facilitator has to change them"), (True, "an earlier version of the group’s")],
)
def test_reasons_of_rules_are_looked_at(
    place: Place, session: Session, is_older: bool, says: str
) -> None:
    reasons = AgreementDetails(reasons={"A rule.": RuleReason(QUOTED)})
    versions = [Agreement(8, rules=("A rule.",), details=reasons)]
    versions += [Agreement(9)] if is_older else []
    with place.services.db.begin() as tx:
        for each in versions:
            stored_communities.add_agreement(tx, place.community.id, each, place.services.now)

    assert says in reached(place, session)["The group’s own texts"]


def test_a_report_repeats_no_words(place: Place, session: Session, piece: PieceWhole) -> None:
    linked(place, piece, QUOTED)
    write_wording(place.services, place.actor("helen"), piece.piece.id, "T", "L", QUOTED)

    found = str(reached(place, session)).casefold()

    assert "yes on the phone" not in found
    assert PHONE.casefold() not in found
