"""Both clients of ours, driven over loopback against the shipped sandbox."""

from datetime import date
from typing import Any, NoReturn

import pytest

from connectors.errors import NotThereOrNotShared, Reconnect, RefusedForGood
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewCard, NewFrame, NewSticky
from connectors.notion.client import NotionClient
from connectors.notion.filters import TextEquals
from connectors.notion.new_blocks import (
    Bullet,
    Callout,
    Divider,
    Heading,
    Paragraph,
    Quote,
    joined_paragraphs,
    paragraphs,
    slices,
)
from connectors.notion.new_properties import (
    CheckboxProperty,
    DateProperty,
    MultiSelectProperty,
    NewOption,
    NumberProperty,
    RelationProperty,
    Rename,
    SelectProperty,
    TextProperty,
    TitleProperty,
    URLProperty,
)
from connectors.notion.new_values import (
    URL,
    Checkbox,
    Day,
    MultiSelect,
    Number,
    Relation,
    RichText,
    Select,
    Title,
)
from connectors.notion.parents import InDataSource, InPage
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox_people import Person, SandboxPeople
from schemas.notion import Page

COLUMNS = {
    "Title": TitleProperty(),
    "Line": TextProperty(),
    "Kind": SelectProperty(["story", NewOption("shelf", color="green")]),
    "Words": MultiSelectProperty(["home", "ward"]),
    "Voices": NumberProperty(),
    "Checked": CheckboxProperty(),
    "Day": DateProperty(),
    "Here": URLProperty(),
}


def _no_waiting(_seconds: float) -> NoReturn:
    raise AssertionError("The sandbox asked a client to wait.")


@pytest.fixture(scope="module")
def http() -> HTTP:
    return HTTP(sleep=_no_waiting)


@pytest.fixture
def people(server: str, http: HTTP) -> SandboxPeople:
    acting = SandboxPeople(http, server)
    acting.reset()
    return acting


@pytest.fixture
def notion(server: str, http: HTTP, people: SandboxPeople) -> NotionClient:
    return NotionClient(http, "sandbox-notion", f"{server}/notion")


@pytest.fixture
def miro(server: str, http: HTTP, people: SandboxPeople) -> MiroClient:
    return MiroClient(http, "sandbox-miro", f"{server}/miro")


def memory(notion: NotionClient, columns: dict[str, Any] | None = None) -> str:
    database = notion.create_database(
        FIRST_PAGE_ID, "Memory", COLUMNS if columns is None else columns
    )
    return database.data_source_ids[0]


def row(notion: NotionClient, source: str, title: str, *blocks: Paragraph) -> Page:
    return notion.create_page(InDataSource(source), {"Title": Title(title)}, blocks)


def test_notion_knows_the_bot_that_writes(notion: NotionClient) -> None:
    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("Home")})

    assert notion.me().workspace_name
    assert page.created_by == page.last_edited_by == notion.me().id
    assert (page.title, page.parent_id) == ("Home", FIRST_PAGE_ID)


@pytest.mark.parametrize("token", ["sandbox-", "secret_real", "ntn_real"])
def test_notion_takes_sandbox_tokens_only(server: str, http: HTTP, token: str) -> None:
    with pytest.raises(Reconnect):
        NotionClient(http, token, f"{server}/notion").me()


def test_every_kind_of_column_is_made_and_read(notion: NotionClient) -> None:
    database = notion.create_database(FIRST_PAGE_ID, "Memory", COLUMNS)

    source = notion.data_source(database.data_source_ids[0])

    assert notion.database(database.id) == database
    assert (source.title, source.database_id) == ("Memory", database.id)
    assert {name: one.type for name, one in source.properties.items()} == {
        "Title": "title",
        "Line": "rich_text",
        "Kind": "select",
        "Words": "multi_select",
        "Voices": "number",
        "Checked": "checkbox",
        "Day": "date",
        "Here": "url",
    }
    assert [(one.name, one.color) for one in source.properties["Kind"].options][1] == (
        "shelf",
        "green",
    )


def test_every_kind_of_value_comes_back_as_written(notion: NotionClient) -> None:
    source = memory(notion)

    made = notion.create_page(
        InDataSource(source),
        {
            "Title": Title("The door 🚪"),
            "Line": RichText("long " * 3_000),
            "Kind": Select("story"),
            "Words": MultiSelect(["ward", "home"]),
            "Voices": Number(3),
            "Checked": Checkbox(True),
            "Day": Day(date(2026, 12, 3)),
            "Here": URL("https://hedgerow.example/pieces/1"),
        },
    )

    values = notion.page(made.id).properties
    assert values["Title"].text == "The door 🚪"
    assert values["Line"].text == "long " * 3_000
    assert values["Kind"].select == "story"
    assert set(values["Words"].options) == {"ward", "home"}
    assert (values["Voices"].number, values["Checked"].checkbox) == (3, True)
    assert values["Day"].start == date(2026, 12, 3)
    assert values["Here"].url == "https://hedgerow.example/pieces/1"


def test_values_are_set_and_cleared_by_property_id(notion: NotionClient) -> None:
    source = memory(notion)
    ids = {name: one.id for name, one in notion.data_source(source).properties.items()}
    page = row(notion, source, "The door")

    notion.update_page(page.id, {ids["Line"]: RichText("a line"), ids["Kind"]: Select("story")})
    changed = notion.update_page(page.id, {ids["Kind"]: Select(None), ids["Day"]: Day(None)})

    line = changed.by_id(ids["Line"])
    assert line is not None
    assert (line.text, changed.properties["Kind"].select) == ("a line", None)
    assert notion.value(page.id, ids["Line"]).text == "a line"


def test_columns_are_added_renamed_and_removed(notion: NotionClient) -> None:
    source = memory(notion)
    kind = notion.data_source(source).properties["Kind"].id

    changed = notion.update_data_source(
        source, {"Key": TextProperty(), kind: Rename("Family"), "Words": None}
    )

    assert changed.properties["Family"].id == kind
    assert "Key" in changed.properties
    assert "Words" not in changed.properties


def test_a_relation_leads_there_and_back(notion: NotionClient) -> None:
    sessions = memory(notion, {"Title": TitleProperty()})
    pieces = memory(
        notion, {"Title": TitleProperty(), "Sessions": RelationProperty(sessions, dual=True)}
    )
    to = notion.data_source(pieces).properties["Sessions"]
    meeting = row(notion, sessions, "Fourth meeting")

    piece = notion.create_page(
        InDataSource(pieces), {"Title": Title("The door"), "Sessions": Relation([meeting.id])}
    )

    assert to.data_source_id == sessions
    assert to.synced_property_id is not None
    back = notion.page(meeting.id).by_id(to.synced_property_id)
    assert back is not None
    assert (piece.properties["Sessions"].relation, back.relation) == ((meeting.id,), (piece.id,))


def test_a_relation_beyond_25_pages_is_read_whole(notion: NotionClient) -> None:
    sessions = memory(notion, {"Title": TitleProperty()})
    pieces = memory(notion, {"Title": TitleProperty(), "Sessions": RelationProperty(sessions)})
    meetings = [row(notion, sessions, str(number)).id for number in range(30)]

    piece = notion.create_page(InDataSource(pieces), {"Sessions": Relation(meetings)})

    shown = piece.properties["Sessions"]
    assert (len(shown.relation), shown.has_more) == (25, True)
    assert set(notion.value(piece.id, shown.id).relation) == set(meetings)


def test_rows_are_found_by_their_key_and_in_order(notion: NotionClient) -> None:
    source = memory(notion)
    pages = [row(notion, source, f"Piece {number}").id for number in range(105)]
    notion.update_page(pages[3], {"Line": RichText("key-3")})

    assert [one.id for one in notion.query(source)] == pages
    line = notion.data_source(source).properties["Line"].id
    assert [one.id for one in notion.query(source, TextEquals(line, "key-3"))] == [pages[3]]


def test_a_trashed_row_is_absent_and_still_there(notion: NotionClient) -> None:
    source = memory(notion)
    page = row(notion, source, "The door")

    notion.trash_page(page.id)

    assert notion.query(source) == ()
    assert notion.page(page.id).in_trash
    assert not notion.restore_page(page.id).in_trash
    assert len(notion.query(source)) == 1


def test_every_kind_of_block_is_written_and_read(notion: NotionClient) -> None:
    blocks = [
        Callout("Look", "🌿"),
        Heading("Head", 2),
        Paragraph("Words"),
        Quote("Said"),
        Bullet("One"),
        Divider(),
    ]

    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("Home")}, blocks)

    found = notion.children(page.id)
    assert [one.type for one in found] == [one.type for one in blocks]
    assert [one.text for one in found] == ["Look", "Head", "Words", "Said", "One", ""]
    assert {one.created_by for one in found} == {notion.me().id}


@pytest.mark.parametrize(
    "story",
    [
        "\n\n".join(f"Paragraph {number}." for number in range(230)),
        "x" * 130_000 + "\n\nAnd then?",
        "😀e\u0301\n" * 9_000,
        "שלום <script>\n\n=1+1\n\n\n\nEnd.\n",
    ],
)
def test_a_story_of_any_length_comes_back_equal(notion: NotionClient, story: str) -> None:
    first, *rest = slices(paragraphs(story))
    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("Long")}, first)

    made = [one for portion in rest for one in notion.append(page.id, portion)]

    found = notion.children(page.id)
    assert [one.id for one in found[len(first) :]] == [one.id for one in made]
    assert joined_paragraphs(one.text for one in found) == story


def test_blocks_go_behind_a_block_and_only_they_come_back(notion: NotionClient) -> None:
    page = row(notion, memory(notion), "The door", Paragraph("A"), Paragraph("Z"))
    first = notion.children(page.id)[0]

    made = notion.append(page.id, [Paragraph(str(number)) for number in range(150)], first.id)

    texts = [one.text for one in notion.children(page.id)]
    assert [one.text for one in made] == [str(number) for number in range(150)]
    assert texts == ["A", *[one.text for one in made], "Z"]


def test_a_block_is_reworded_and_deleted(notion: NotionClient) -> None:
    page = row(notion, memory(notion), "The door", Paragraph("A"), Paragraph("Z"))
    first, last = notion.children(page.id)

    reworded = notion.update_block(first.id, Paragraph("B"))
    notion.delete_block(last.id)

    assert (reworded.id, reworded.text) == (first.id, "B")
    assert [one.text for one in notion.children(page.id)] == ["B"]


def test_what_is_not_there_is_not_there(notion: NotionClient) -> None:
    with pytest.raises(NotThereOrNotShared) as caught:
        notion.page("5a4db0c5-0000-4000-8000-00000000ffff")

    assert caught.value.code == "object_not_found"


def test_what_notion_refuses_is_refused_for_good(notion: NotionClient) -> None:
    with pytest.raises(RefusedForGood) as caught:
        notion.create_page(InPage(FIRST_PAGE_ID), {"Colour": RichText("lantern")})

    assert (caught.value.code, caught.value.message) == ("validation_error", "")


def test_a_board_is_made_private_and_read_back(miro: MiroClient) -> None:
    made = miro.create_board("Going home", "key-1")

    found = miro.get_board(made.id)

    assert (found.name, found.description) == ("Going home", "key-1")
    assert (found.sharing.access, found.sharing.team_access) == ("private", "private")
    assert made.id in {one.id for one in miro.list_boards()}


def test_items_lie_where_they_were_put(miro: MiroClient) -> None:
    board = miro.create_board("Going home").id
    frame = miro.create_frame(
        board, NewFrame(x=0, y=0, title="3 · The story", width=1600, height=1800)
    )

    stickies = [
        NewSticky(x=200, y=200 + 10 * n, parent_id=frame.id, text=f"a < {n}\nb") for n in range(20)
    ]
    made = miro.create_items(board, stickies)

    found = {one.id: one for one in miro.stickies(board)}
    assert [found[one.id].y for one in made] == [one.y for one in stickies]
    assert {one.parent_id for one in made} == {frame.id}
    assert [one.title for one in miro.frames(board)] == ["3 · The story"]
    assert len(miro.items(board, parent_id=frame.id)) == 20


def test_items_are_changed_and_deleted(miro: MiroClient) -> None:
    board = miro.create_board("Going home").id
    frame = miro.create_frame(board, NewFrame(x=0, y=0, title="Old", width=900, height=900))
    card = miro.create_card(board, NewCard(x=2000, y=0, title="A piece"))

    moved = miro.move_item(board, card.id, 300, 300, parent_id=frame.id)
    renamed = miro.rename_frame(board, frame.id, "New")
    miro.delete_item(board, card.id)

    assert (moved.parent_id, moved.x, renamed.title) == (frame.id, 300, "New")
    with pytest.raises(NotThereOrNotShared):
        miro.delete_item(board, card.id)


def test_a_persons_note_is_read_with_its_tag(miro: MiroClient, people: SandboxPeople) -> None:
    board = miro.create_board("Going home").id
    people.seed([Person("3458764500000000077", "Hazel")])
    note = people.add_note(board, "3458764500000000077", "you & me", "cyan", None, 0, 0)
    people.tag_note(board, "3458764500000000077", note, "W")

    tags = miro.tags(board)
    found = miro.items_with_tag(board, tags[0].id)

    assert [one.title for one in tags] == ["W"]
    assert [(one.id, one.content, one.created_by) for one in found] == [
        (note, "<p>you &amp; me</p>", "3458764500000000077")
    ]


def test_lists_longer_than_a_slice_come_whole(miro: MiroClient) -> None:
    board = miro.create_board("Going home").id
    stickies = [NewSticky(x=10 * number, y=0, text=str(number)) for number in range(20)]

    made = [one.id for _ in range(6) for one in miro.create_items(board, stickies)]

    assert sorted(one.id for one in miro.stickies(board)) == sorted(made)
    assert len(made) == 120


def test_miro_says_whose_token_it_is_and_who_was_invited(miro: MiroClient) -> None:
    board = miro.create_board("Going home").id

    outcome = miro.invite(board, ["sam@example.org"])

    assert miro.token_context().user_name
    assert outcome.failed == ()
    assert len(miro.list_members(board)) == 2


def test_miro_takes_sandbox_tokens_only(server: str, http: HTTP) -> None:
    with pytest.raises(Reconnect):
        MiroClient(http, "eyJ-real", f"{server}/miro").token_context()
