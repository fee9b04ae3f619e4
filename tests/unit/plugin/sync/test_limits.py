"""More than Notion takes in one column: what is left, what is said, and what goes on."""

import pytest

from connectors.notion import new_values, rich_text
from connectors.notion.rich_text import MOST_IN_A_LIST
from connectors.sandbox.notion.models import Page as StoredPage
from plugin import intents
from plugin.domain.pieces import PieceWhole
from plugin.store import pieces as stored_pieces
from plugin.sync import messages
from tests.unit.plugin.sync.bench import BASE_URL, Bench


def too_many(name: str, piece: PieceWhole, most: int = MOST_IN_A_LIST) -> str:
    return messages.TOO_MANY.format(name=name, most=most, url=f"{BASE_URL}/pieces/{piece.piece.id}")


def give_tags(bench: Bench, piece: PieceWhole, number: int) -> list[str]:
    """Let people put tags of their own on a row, instead of ours."""
    column = next(
        each
        for each in bench.state.things[bench.source_id()].schema.values()  # type: ignore[attr-defined]
        if each.name == "Study tags"
    )
    blank = {"color": "default", "description": None}
    made = [{"id": f"tag{n}", "name": f"Theirs {n}", **blank} for n in range(number)]
    column.config["options"] = [*column.config.get("options", ()), *made]
    row = bench.state.things[bench.link(piece).notion_page_id]
    assert isinstance(row, StoredPage)
    row.values[column.id] = [each["id"] for each in made]
    return [f"Theirs {n}" for n in range(number)]


def test_tags_of_people_are_left_when_ours_make_them_too_many(bench: Bench) -> None:
    piece = bench.released("By phone")
    bench.sync()
    tags = give_tags(bench, piece, 99)
    bench.rewrite(piece, title="By post")
    bench.check(piece)

    done = bench.sync()
    again = bench.sync()

    values = bench.page(piece).properties
    assert (values["Name"].text, list(values["Study tags"].options)) == ("By post", tags)
    assert done.messages == again.messages == (too_many("Study tags", piece),)
    assert (done.failures, again.writes) == ((), 0)
    assert intents.unfinished(bench.place.services, bench.place.partnership.id) == ()


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let Notion take five rows in a list: a test that makes a hundred takes half a minute."""
    for each in (rich_text, new_values):
        monkeypatch.setattr(each, "MOST_IN_A_LIST", 5)
    return 5


def test_a_piece_of_very_many_meetings_goes_without_naming_them(bench: Bench, most: int) -> None:
    piece = bench.released("By phone")
    bench.rest_on_meetings(piece, most)

    done = bench.sync()
    again = bench.sync()

    assert bench.page(piece).properties["Session"].relation == ()
    assert done.messages == (too_many("Session", piece, most),)
    assert (done.failures, again.writes) == ((), 0)


def test_a_piece_that_belongs_with_very_many_is_named_by_those(bench: Bench, most: int) -> None:
    piece, others = bench.released("By phone"), [bench.released(f"P{n}") for n in range(most + 1)]
    with bench.place.services.db.begin() as tx:
        for other in others:
            stored_pieces.join(tx, piece.piece.id, other.piece.id)

    done = bench.sync()
    again = bench.sync()

    assert done.messages == (too_many("Belongs with", piece, most),)
    assert bench.page(piece).properties["Belongs with"].relation == ()
    named = bench.page(others[0]).properties["Belongs with"].relation
    assert named == (bench.link(piece).notion_page_id,)
    assert (again.writes, again.edits, len(bench.whole(piece).belongs_with)) == (0, 0, most + 1)
