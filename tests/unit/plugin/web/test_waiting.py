import pytest

from plugin.curate.read_backs import object_to
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.links import Conflict, Link
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.sessions import SessionState
from plugin.store import links as stored_links
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.filled import a_session, ask_brake
from tests.unit.plugin.web.house import TestHouse

TITLE = "When the right thing happens by phone"


@pytest.fixture
def piece(made: TestHouse) -> PieceWhole:
    piece = a_piece(made.services, made.actor("helen"), meet(made.services, made.community.id))
    read_back_today(made.services, made.actor("sam"), piece)
    return piece


def home(made: TestHouse, who: str) -> str:
    return made.as_(who).get("/").text


@pytest.mark.parametrize("who", ["amina", "sam", "helen", "connie"])
def test_every_member_finds_on_their_home_page_what_was_read_back(
    made: TestHouse, piece: PieceWhole, who: str
) -> None:
    page = home(made, who)

    assert "Waiting for you" in page
    assert f"“{TITLE}” was read back on 18 November 2026" in page
    assert "Until the end of 25 November 2026." in page
    assert f'href="/pieces/{piece.piece.id}#object"' in page


@pytest.mark.parametrize("who", ["grace", "stranger"])
def test_others_find_nothing_waiting(made: TestHouse, piece: PieceWhole, who: str) -> None:
    page = home(made, who)

    assert "Waiting for you" not in page
    assert TITLE not in page


def test_nothing_waits_any_more_when_the_days_are_over(made: TestHouse, piece: PieceWhole) -> None:
    made.clock.pass_days(8)

    assert "Waiting for you" not in home(made, "amina")


def test_an_objection_waits_for_curators_and_for_nobody_else(
    made: TestHouse, piece: PieceWhole
) -> None:
    object_to(made.services, made.actor("amina"), piece.piece.id)
    made.clock.pass_days(60)

    told = {who: "Somebody objected" in home(made, who) for who in ("helen", "sam", "amina")}

    assert told == {"helen": True, "sam": False, "amina": False}
    assert "somebody objected" in made.as_("helen").get(f"/c/{made.community.id}/desk").text
    assert "Somebody objected" in made.as_("helen").get(f"/pieces/{piece.piece.id}").text


def test_a_release_in_its_pause_waits_for_everybody_who_can_stop_it(
    made: TestHouse, piece: PieceWhole
) -> None:
    made.clock.pass_days(8)
    release(made.services, made.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)

    assert f"“{TITLE}” goes to our partners soon." in home(made, "amina")
    assert "Stop it" in made.as_("amina").get(f"/pieces/{piece.piece.id}").text


def test_the_form_for_objections_is_open_on_top_of_the_piece(
    made: TestHouse, piece: PieceWhole
) -> None:
    page = made.as_("amina").get(f"/pieces/{piece.piece.id}").text

    before = page[: page.index("I object")]
    assert before.count("<details") == before.count("</details")
    assert page.index("I object") < page.index(piece.newest.line)


def test_a_conflict_with_notion_waits_for_those_who_may_choose(
    made: TestHouse, piece: PieceWhole
) -> None:
    made.clock.pass_days(60)
    link = Link(
        id="link",
        partnership_id=made.partnership.id,
        kind="piece",
        our_id=piece.piece.id,
        key="key",
        notion_page_id="page",
    )
    with made.services.db.begin() as tx:
        stored_links.save_link(tx, link)
        stored_links.save_conflict(
            tx,
            Conflict(
                id="c",
                link_id=link.id,
                piece_id=piece.piece.id,
                field="line",
                agreed="Before.",
                ours="Ours.",
                theirs="Theirs.",
                seen_at=made.clock(),
            ),
        )

    told = {who: "was changed here and in Notion" in home(made, who) for who in ("helen", "amina")}

    assert told == {"helen": True, "amina": False}
    assert f'href="/pieces/{piece.piece.id}#conflicts"' in home(made, "helen")
    assert 'id="conflicts"' in made.as_("helen").get(f"/pieces/{piece.piece.id}").text


def test_what_waits_in_a_group_stands_first_on_its_page_too(
    made: TestHouse, piece: PieceWhole
) -> None:
    pages = {who: made.as_(who).get(f"/c/{made.community.id}/").text for who in ("amina", "sam")}

    for page in pages.values():
        assert page.index("Waiting for you") < page.index("Is it right?") < page.index("Sessions")
        assert f"<bdi>{made.community.name}</bdi>. If nobody objects" not in page
    assert 'class="button" href="/pieces/' in pages["amina"]
    assert 'class="button button-2" href="/pieces/' in pages["sam"]  # New session is the first


def test_an_open_session_waits_for_who_runs_it_once_its_day_is_over(made: TestHouse) -> None:
    session = a_session(made).session
    assert session.name not in waiting(made, "sam")
    made.clock.pass_days(1)

    told = {who: waiting(made, who) for who in ("sam", "connie", "helen", "amina")}

    said = f"“{session.name}” was on 18 November 2026, and is still open."
    assert {who: said in words for who, words in told.items()} == {
        **{"sam": True, "connie": True},
        **{"helen": False, "amina": False},
    }
    assert f'href="/s/{session.id}"' in told["sam"]


def test_a_question_of_collecting_waits_for_who_runs_the_session(made: TestHouse) -> None:
    filled = a_session(made)
    ask_brake(made, filled)

    assert "were notes tidied, or taken back?" in waiting(made, "sam")
    assert "taken back?" not in waiting(made, "amina")


def test_a_closed_session_waits_for_nobody(made: TestHouse) -> None:
    a_session(made, state=SessionState.CLOSED)
    made.clock.pass_days(1)

    assert waiting(made, "sam") == ""


def waiting(made: TestHouse, who: str) -> str:
    """Return the part of Home that says what waits; "" where nothing does."""
    _, _, after = home(made, who).partition('<h2 id="waiting">')
    return after.partition("</ul>")[0]
