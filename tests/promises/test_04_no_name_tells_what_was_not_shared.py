"""Promise 4: no name that goes outside tells what its writer did not want shared."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plugin.convene.changing_sessions import change_session
from plugin.convene.communities import change_community
from plugin.convene.sessions import plan_session
from plugin.curate.piece_themes import give_piece_theme
from plugin.curate.themes import save_theme, themes_view
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.sessions import Session
from plugin.domain.themes import Theme
from plugin.errors import BadInput
from plugin.store import taking_out
from plugin.sync import messages
from tests.unit.plugin.curate.meeting import PHONE
from tests.unit.plugin.sync.bench import BASE_URL, Bench, make_bench
from tests.unit.plugin.sync.rows_by_people import minutes_later

NAME = PHONE.rstrip(".")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


@pytest.fixture
def piece(bench: Bench) -> PieceWhole:
    made = released(bench, "By phone")
    bench.sync()
    return made


def released(bench: Bench, title: str) -> PieceWhole:
    """Let a piece out that rests on enough without the note that is left out."""
    made = bench.draft(title)
    bench.rest_on_meetings(made, 2)
    bench.check(made)
    bench.to_rung(made, Rung.PARTNERSHIP)
    return made


def theme(bench: Bench) -> Theme:
    view = themes_view(bench.place.services, bench.place.actor("helen"), bench.place.community.id)
    return next(line.theme for line in view.lines if line.theme.name == NAME)


def save(bench: Bench, was: Theme | None = None, *, is_for_partners: bool = True) -> None:
    save_theme(
        bench.place.services,
        bench.place.actor("helen"),
        bench.place.community.id,
        was.id if was else "",
        NAME,
        "",
        "",
        was.version if was else None,
        is_for_partners=is_for_partners,
    )


def give(bench: Bench, piece: PieceWhole) -> None:
    give_piece_theme(bench.place.services, bench.place.actor("helen"), piece.piece.id, NAME)


def leave_out(bench: Bench, piece: PieceWhole) -> None:
    services = bench.place.services
    with services.db.begin() as tx:
        taking_out.leave_out(tx, piece.piece.id, f"phone-{bench.session.id}", services.now)


def synced(bench: Bench, piece: PieceWhole) -> None:
    """Let the piece be checked without the note, and go out again."""
    bench.rewrite(piece, title="Newer", line="A newer line.", narrative="A newer story.")
    bench.check(piece)
    for _ in range(2):
        minutes_later(bench)
        bench.sync()


def outside(bench: Bench, piece: PieceWhole) -> list[str]:
    """Return the names of themes that stand in Notion, beside a piece or to be chosen."""
    offered = bench.schema().properties["Themes"].options
    return [*bench.page(piece).properties["Themes"].options, *(each.name for each in offered)]


def test_what_is_left_out_leaves_the_names_of_themes_in_notion(
    bench: Bench, piece: PieceWhole
) -> None:
    other = released(bench, "Another")
    save(bench)
    for each in (piece, other):
        give(bench, each)
    minutes_later(bench)
    bench.sync()
    assert outside(bench, other) == [NAME, NAME]

    leave_out(bench, piece)
    synced(bench, piece)

    assert outside(bench, piece) == outside(bench, other) == []
    assert [each.goes_out for each in bench.whole(other).themes] == [False]
    assert theme(bench).name == NAME  # who curates may go on using it
    assert bench.writes_of(bench.sync) == 0


@pytest.mark.parametrize("was_for_partners", [True, False])
def test_a_theme_that_was_there_before_goes_out_with_no_piece(
    bench: Bench, piece: PieceWhole, was_for_partners: bool
) -> None:
    save(bench, is_for_partners=was_for_partners)
    leave_out(bench, piece)
    with pytest.raises(BadInput, match="did not want shared"):
        save(bench, theme(bench))

    give(bench, piece)
    synced(bench, piece)

    assert outside(bench, piece) == []


def test_no_new_theme_for_partners_says_it(bench: Bench, piece: PieceWhole) -> None:
    leave_out(bench, piece)

    with pytest.raises(BadInput, match="did not want shared"):
        save(bench)
    save(bench, is_for_partners=False)

    assert not theme(bench).is_for_partners


@pytest.mark.parametrize("when", ["typed before", "typed after"])
def test_typed_in_notion_it_is_not_taken_and_goes(
    bench: Bench, piece: PieceWhole, when: str
) -> None:
    if when == "typed after":
        leave_out(bench, piece)
        synced(bench, piece)
    bench.edit(piece, "Themes", NAME)
    minutes_later(bench)
    done = bench.sync()
    if when == "typed before":
        assert theme(bench).proposed_on is not None
        leave_out(bench, piece)
        synced(bench, piece)
    minutes_later(bench)
    bench.sync()

    url = f"{BASE_URL}/pieces/{piece.piece.id}"
    told = messages.THEME_NOT_TAKEN.format(url=url) in done.messages
    assert told is (when == "typed after")
    assert outside(bench, piece) == []


@pytest.mark.parametrize("what", ["session", "renamed session", "name", "question", "new group"])
def test_nor_does_a_name_that_its_row_shows(bench: Bench, piece: PieceWhole, what: str) -> None:
    session = plan(bench, "Winter")
    leave_out(bench, piece)

    with pytest.raises(BadInput, match="did not want shared"):
        give_name(bench, session, what)

    changed = replace(bench.place.community, name="Going")
    assert change_community(bench.place.services, OPERATOR, changed).name == "Going"


def plan(bench: Bench, name: str) -> Session:
    day, sam = date(2027, 1, 18), bench.place.actor("sam")
    return plan_session(bench.place.services, sam, bench.place.community.id, day, None, name=name)


def give_name(bench: Bench, session: Session, what: str) -> None:
    services, group = bench.place.services, bench.place.community
    if what == "session":
        plan(bench, NAME)
    elif what == "renamed session":
        change_session(services, bench.place.actor("sam"), session.id, NAME, session.day)
    elif what == "new group":
        bench.another_community(NAME)
    elif what == "name":
        change_community(services, OPERATOR, replace(group, name=NAME))
    else:
        change_community(services, OPERATOR, replace(group, question=NAME))
