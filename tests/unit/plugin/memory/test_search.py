from unittest.mock import patch

import pytest

from plugin.curate.pieces import write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import NotHere
from plugin.memory.query import Query
from plugin.memory.search import memory_page, newest_for, pieces_for, readable_piece
from plugin.store import pieces as stored_pieces
from plugin.store import search
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.curate.place import Place

CHANGED = ("A newer title", "A newer line about lanterns.", "A newer story.")
TEAM, MEMBERS, REACHED = ("helen", "sam", "connie"), ("amina",), ("grace",)


@pytest.fixture
def draft(runtime: Place) -> PieceWhole:
    return a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )


@pytest.fixture
def out(runtime: Place, draft: PieceWhole) -> PieceWhole:
    read_back_today(runtime.services, runtime.actor("sam"), draft)
    runtime.clock.pass_days(8)
    release(runtime.services, runtime.actor("helen"), draft.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(2)
    return draft


def titles(runtime: Place, who: str, words: str = "") -> list[str]:
    found = pieces_for(
        runtime.services, runtime.actor(who), runtime.partnership.id, Query(words=words)
    )
    return [piece.shown.title for piece in found]


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_a_draft_is_read_by_those_who_work_on_it(
    runtime: Place, draft: PieceWhole, who: str
) -> None:
    assert bool(titles(runtime, who)) is (who in TEAM)


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_our_group_reads_what_is_not_checked_yet(
    runtime: Place, draft: PieceWhole, who: str
) -> None:
    release(runtime.services, runtime.actor("helen"), draft.piece.id, Rung.US)

    assert bool(titles(runtime, who)) is (who not in REACHED)


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_everybody_reads_what_is_checked_and_out(runtime: Place, out: PieceWhole, who: str) -> None:
    assert titles(runtime, who) == [out.newest.title]


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_outside_the_group_the_checked_wording_is_read(
    runtime: Place, out: PieceWhole, who: str
) -> None:
    write_wording(runtime.services, runtime.actor("helen"), out.piece.id, *CHANGED)

    expected = out.newest.title if who in REACHED else CHANGED[0]
    assert titles(runtime, who) == [expected]
    assert (
        readable_piece(runtime.services, runtime.actor(who), out.piece.id).shown.title == expected
    )


@pytest.mark.parametrize("who", [*TEAM, *MEMBERS, *REACHED])
def test_search_finds_no_word_that_may_not_be_read(
    runtime: Place, out: PieceWhole, who: str
) -> None:
    write_wording(runtime.services, runtime.actor("helen"), out.piece.id, *CHANGED)

    assert bool(titles(runtime, who, "lanterns")) is (who not in REACHED)
    assert bool(titles(runtime, who, "outside")) is (who in REACHED)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("phone", True),
        ("PHO", True),
        ("phone form", True),
        ("right-thing", True),
        ("right-phone", False),
        ("phone zebra", False),
        ('"phone', True),
        ("form*", True),
        ("phone AND NOT form", False),
        ("title: phone", False),
        ("—", False),
        ("\0", False),
        ("phone\0form", True),
        ("(", False),
    ],
)
def test_any_words_can_be_asked_for(
    runtime: Place, out: PieceWhole, words: str, is_found: bool
) -> None:
    assert bool(titles(runtime, "helen", words)) is is_found


def test_a_page_says_when_words_changed_after_checking(runtime: Place, out: PieceWhole) -> None:
    write_wording(runtime.services, runtime.actor("helen"), out.piece.id, *CHANGED)

    def seen(who: str) -> tuple[bool, bool]:
        page = memory_page(runtime.services, runtime.actor(who), runtime.partnership.id)
        return page.pieces[0].check is not None, page.pieces[0].is_changed_since

    assert seen("helen") == (False, True)
    assert seen("grace") == (True, False)


@pytest.mark.parametrize("piece_id", ["theirs", "unknown"])
def test_a_stranger_cannot_tell_what_is_there(
    runtime: Place, out: PieceWhole, piece_id: str
) -> None:
    asked = out.piece.id if piece_id == "theirs" else piece_id

    with pytest.raises(NotHere, match=r"^There is nothing here that you can see\."):
        readable_piece(runtime.services, runtime.actor("stranger"), asked)
    with pytest.raises(NotHere):
        pieces_for(runtime.services, runtime.actor("stranger"), runtime.partnership.id)


def test_a_search_reads_only_the_pieces_in_which_the_words_stand(runtime: Place) -> None:
    services, helen, ours = runtime.services, runtime.actor("helen"), runtime.partnership.id
    session = meet(services, runtime.community.id)
    wanted = a_piece(services, helen, session)
    other = a_piece(services, helen, session, "portal")
    write_wording(services, helen, other.piece.id, "About lamps", "Lamps.", "Lamps on the stairs.")

    with services.db.read() as tx:
        found = search.find_wordings(tx, ("lamps",), [runtime.community.id])
        read = stored_pieces.pieces_with_wordings(tx, ours, found)

    assert [each.piece.id for each in read] == [other.piece.id]
    for words, pieces in (("lamps", [other]), ("outside form", [wanted]), ("nowhere", [])):
        shown = pieces_for(services, helen, ours, Query(words=words))
        assert [each.whole.piece.id for each in shown] == [each.piece.id for each in pieces]


def test_the_memory_turns_its_pages_and_leaves_out_no_piece(runtime: Place) -> None:
    helen = runtime.actor("helen")
    session = meet(runtime.services, runtime.community.id)
    made = [a_piece(runtime.services, helen, session) for _ in range(5)]
    for each in made[:3]:
        read_back_today(runtime.services, runtime.actor("sam"), each)
    seen: dict[str, list[str]] = {}
    with patch("plugin.memory.search.PIECES_A_PAGE", 2):
        for who in ("helen", "amina"):
            start: int | None = 0
            while start is not None:
                found, start = newest_for(
                    runtime.services, runtime.actor(who), runtime.partnership.id, start
                )
                seen.setdefault(who, []).extend(each.whole.piece.id for each in found)

    newest_first = [each.piece.id for each in reversed(made)]
    assert seen == {"helen": newest_first, "amina": newest_first[2:]}


def test_filters_find_what_they_find_among_all_pieces(runtime: Place, out: PieceWhole) -> None:
    session_id = out.sources[0].session_id
    queries = (
        Query(kind="doubt"),
        Query(kind="pattern"),
        Query(session_id=session_id),
        Query(session_id=session_id, kind="doubt"),
        Query(community_id=runtime.community.id),
        Query(community_id="another"),
    )
    for who in ("helen", "grace"):
        asked = (runtime.services, runtime.actor(who), runtime.partnership.id)
        found = [pieces_for(*asked, each) for each in queries]
        with patch(
            "plugin.memory.search._filtered", lambda tx, whose, _: stored_pieces.pieces(tx, whose)
        ):
            assert found == [pieces_for(*asked, each) for each in queries], who
