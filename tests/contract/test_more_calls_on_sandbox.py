"""The calls that clients need beyond the first notes and pages, over loopback."""

from urllib.parse import quote

import pytest
import requests

from connectors.errors import Incomplete, NotThereOrNotShared, RefusedForGood
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewCard, NewFrame, NewImage, NewSticky, NewText
from connectors.miro.places import Place, place_on_board
from connectors.notion.client import NotionClient
from connectors.notion.filters import EditedSince
from connectors.notion.new_blocks import Bullet, Nest, Paragraph, styled_paragraphs
from connectors.notion.new_properties import (
    NewOption,
    NewProperty,
    SelectProperty,
    TextProperty,
    TitleProperty,
)
from connectors.notion.new_values import NewValue, RichText, Select, StyledText, Title
from connectors.notion.new_views import BoardLook, NewView, TableLook, ViewGroups
from connectors.notion.parents import InDataSource, InPage
from connectors.notion.runs import from_notion
from connectors.runs import Run, merged
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox_people import SandboxPeople
from schemas.notion import Page
from tests.notion_caller import Clock

STYLED = (
    Run("plain, "),
    Run("bold\n", bold=True),
    Run("both", bold=True, italic=True, underline=True),
    Run(" and code", code=True, strike=True),
    Run(" there", link="https://example.org/a?b=1"),
)


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture
def miro(server: str, people: SandboxPeople) -> MiroClient:
    return MiroClient(HTTP(sleep=lambda _: None), "sandbox-miro", f"{server}/miro")


@pytest.fixture
def notion(server: str, people: SandboxPeople) -> NotionClient:
    return NotionClient(HTTP(sleep=lambda _: None), "sandbox-notion", f"{server}/notion")


def memory(notion: NotionClient) -> tuple[str, str]:
    columns: dict[str, NewProperty] = {
        "Title": TitleProperty(),
        "Line": TextProperty(),
        "Kind": SelectProperty([NewOption("story", color="blue"), "wish"]),
    }
    database = notion.create_database(FIRST_PAGE_ID, "Memory", columns)
    return database.id, database.data_source_ids[0]


def row(notion: NotionClient, source: str, title: str) -> Page:
    return notion.create_page(InDataSource(source), {"Title": Title(title)})


@pytest.mark.parametrize("is_later", [False, True])
def test_a_board_is_changed_now_or_later(
    miro: MiroClient, people: SandboxPeople, is_later: bool
) -> None:
    board = miro.create_board("Old")
    if is_later:
        people.fault("accepted", "miro", method="PATCH")

    changed = miro.update_board(board.id, name="New")
    miro.delete_board(board.id)

    assert (changed.name, changed.sharing) == ("New", board.sharing)
    with pytest.raises(NotThereOrNotShared):
        miro.get_board(board.id)


def test_a_note_goes_into_another_frame_and_out_without_moving(miro: MiroClient) -> None:
    board = miro.create_board("Going home").id
    left = miro.create_frame(board, NewFrame(x=0, y=0, title="A", width=1000, height=1000))
    right = miro.create_frame(board, NewFrame(x=500, y=100, title="B", width=1000, height=1000))
    note = miro.create_sticky(board, NewSticky(x=800, y=500, text="a", parent_id=left.id))
    where = place_on_board(Place.of(note), left)

    inside = miro.put_into(board, note, left, right)
    outside = miro.put_into(board, inside, right, None)

    assert (inside.parent_id, outside.parent_id) == (right.id, None)
    assert place_on_board(Place.of(inside), right) == where == Place.of(outside)


def test_an_item_carries_eight_tags_and_no_ninth(miro: MiroClient) -> None:
    board = miro.create_board("Going home").id
    note = miro.create_sticky(board, NewSticky(x=0, y=0, text="a")).id
    tags = [miro.create_tag(board, f"Tag {number}").id for number in range(9)]

    miro.set_tags(board, note, tags[:8])
    with pytest.raises(RefusedForGood):
        miro.attach_tag(board, note, tags[8])
    miro.set_tags(board, note, tags[1:])

    assert sorted(tag.id for tag in miro.tags_of(board, note)) == sorted(tags[1:])
    assert miro.items_with_tag(board, tags[0]) == ()


def test_texts_images_and_cards_are_made_together(miro: MiroClient) -> None:
    board = miro.create_board("Going home").id

    made = miro.create_items(
        board,
        [
            NewText(x=0, y=0, text="a & b", width=300),
            NewImage(x=500, y=0, url="https://example.org/path.png", title="Path"),
            NewCard(x=900, y=0, title="Card"),
        ],
    )
    alone = miro.create_image(board, NewImage(x=0, y=900, url="https://example.org/b.png"))

    assert [one.type for one in made] == ["text", "image", "card"]
    assert alone.type == "image"
    assert miro.connectors(board) == ()


def test_lines_between_notes_are_read_with_their_ends_and_words(
    miro: MiroClient, server: str
) -> None:
    board = miro.create_board("Going home").id
    one, other = miro.create_items(board, [NewSticky(x=x, y=0, text="a") for x in (0, 500)])
    line = {
        "startItem": {"id": one.id},
        "endItem": {"id": other.id},
        "captions": [{"content": "leads to"}],
    }
    token = {"Authorization": "Bearer sandbox-miro"}
    url = f"{server}/miro/v2/boards/{quote(board, safe='')}/connectors"
    for _ in range(12):
        assert requests.post(url, json=line, headers=token, timeout=5).ok

    found = miro.connectors(board)

    assert len({each.id for each in found}) == 12
    assert {(each.start_item_id, each.end_item_id) for each in found} == {(one.id, other.id)}
    assert {each.captions for each in found} == {("leads to",)}
    assert len(miro.items(board)) == 2


def test_options_survive_whatever_is_added(notion: NotionClient) -> None:
    _, source = memory(notion)
    page = row(notion, source, "The door")
    notion.update_page(page.id, {"Kind": Select("made by a write")})
    before = notion.data_source(source).properties["Kind"].options

    changed = notion.update_data_source(source, {"Kind": SelectProperty(["WISH", "question"])})

    options = changed.properties["Kind"].options
    assert options[: len(before)] == before
    assert [one.name for one in options] == ["story", "wish", "made by a write", "question"]
    assert notion.page(page.id).properties["Kind"].select == "made by a write"


def test_more_rows_than_a_query_gives_come_whole(
    notion: NotionClient, people: SandboxPeople, clock: Clock
) -> None:
    _, source = memory(notion)
    pages = []
    for number in range(7):
        clock.move(seconds=40)
        pages.append(row(notion, source, str(number)).id)
    people.settle_notion(query_most=3)

    with pytest.raises(Incomplete):
        notion.query(source)
    assert [one.id for one in notion.query_all(source)] == pages


def test_what_was_edited_since_a_run_is_found_by_minute(notion: NotionClient) -> None:
    _, source = memory(notion)
    page = row(notion, source, "The door")
    assert page.last_edited_time is not None

    since = EditedSince.last_run(page.last_edited_time)

    assert [one.id for one in notion.query(source, since)] == [page.id]


def test_a_page_moves_into_a_data_source(notion: NotionClient) -> None:
    _, source = memory(notion)
    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("The door")})

    moved = notion.move_page(page.id, InDataSource(source))

    assert (moved.parent_id, moved.title) == (source, "The door")
    assert [one.id for one in notion.query(source)] == [page.id]


def test_words_keep_their_styles_in_properties_and_blocks(notion: NotionClient) -> None:
    _, source = memory(notion)
    values: dict[str, NewValue] = {"Title": Title("The door"), "Line": StyledText(STYLED)}

    page = notion.create_page(InDataSource(source), values, styled_paragraphs(STYLED))

    (block,) = notion.children(page.id)
    assert from_notion(block.runs) == merged(STYLED)
    assert from_notion(page.properties["Line"].runs) == merged(STYLED)


def test_blocks_inside_blocks_are_written_and_read(notion: NotionClient) -> None:
    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("Home")})

    (outer,) = notion.append(page.id, [Nest(Bullet("a"), (Bullet("b"), Paragraph("c")))])

    assert [one.text for one in notion.children(outer.id)] == ["b", "c"]


def test_a_page_reads_as_markdown(notion: NotionClient) -> None:
    page = notion.create_page(
        InPage(FIRST_PAGE_ID), {"title": Title("Home")}, [Paragraph("One"), Bullet("two")]
    )

    assert notion.markdown(page.id).text == "One\n- two"
    assert notion.markdown(page.id).is_whole


def test_a_discussion_begins_and_goes_on(notion: NotionClient) -> None:
    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("Home")})

    first = notion.comment(page.id, "Is it so?")
    assert first.discussion_id is not None
    notion.reply(first.discussion_id, "It is.")

    said = notion.comments(page.id)
    assert [one.text for one in said] == ["Is it so?", "It is."]
    assert {one.discussion_id for one in said} == {first.discussion_id}


def test_a_board_view_groups_rows_by_kind(notion: NotionClient) -> None:
    database, source = memory(notion)
    kind = notion.data_source(source).properties["Kind"].id

    board = notion.create_view(
        database, source, NewView("By kind", BoardLook(ViewGroups(kind))), after=""
    )
    notion.create_view(database, source, NewView("All", TableLook()), after=board.id)

    seen = [notion.view(each.id) for each in notion.views(database)]
    assert [(one.type, one.name) for one in seen] == [
        ("board", "By kind"),
        ("table", "All"),
        ("table", "Default view"),
    ]


def test_a_table_has_no_templates_until_somebody_makes_one_in_notion(notion: NotionClient) -> None:
    _, source = memory(notion)
    row(notion, source, "The door")

    assert notion.templates(source) == frozenset()


def test_a_value_is_written_whole_and_read_whole(notion: NotionClient) -> None:
    _, source = memory(notion)
    page = row(notion, source, "The door")
    notion.update_page(page.id, {"Line": RichText("x" * 60_000)})

    assert notion.whole_page(page.id).properties["Line"].text == "x" * 60_000
