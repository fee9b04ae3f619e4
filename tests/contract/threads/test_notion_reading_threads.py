"""Threads about missed changes, lost content, schemas and paging (`docs/notion.md`).

Left out, because they cannot happen to Hedgerow:
15 langgenius/dify#28529, a webhook that never fires: Hedgerow polls and has no webhook;
17, 18 makenotion/notion-mcp-server#171 and #296, markdown writes that trash child pages or fail:
   Hedgerow writes blocks and never markdown;
27 ultimate-notion#143, unclear schema difference: columns are known by id, one by one;
28 rollups wrong past 25: rollups are never read;
32 makenotion/notion-mcp-server#153, schemas of tools refused: there is no tool protocol here;
34 ramnes/notion-sdk-py#108, how to test with cassettes: the sandbox is the answer.
"""

import pytest

from connectors.errors import Reconnect, Wait
from connectors.notion.client import VERSION, NotionClient
from connectors.notion.filters import CreatedSince, EditedSince
from connectors.notion.new_blocks import Divider, Paragraph, joined_paragraphs, paragraphs
from connectors.notion.new_properties import NewProperty, RelationProperty, Rename, TitleProperty
from connectors.notion.new_values import Relation, RichText, StyledText, Title
from connectors.notion.parents import InDataSource, InPage
from connectors.notion.rich_text import rich_text, units
from connectors.runs import Run
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox_people import SandboxPeople
from schemas.notion import Page, read_block, read_data_source, read_page
from tests.contract.threads.memory import make_row, make_source
from tests.notion_caller import Clock
from tests.unit.connectors.notion.answers import SOURCE, block, page, rich


def found_since(notion: NotionClient, source: str, page: Page) -> list[str]:
    assert page.last_edited_time is not None
    since = EditedSince.last_run(page.last_edited_time)
    return [row.properties["Key"].text for row in notion.query(source, since)]


def test_activepieces_4671_items_of_the_same_minute_are_seen(
    notion: NotionClient, people: SandboxPeople
) -> None:
    source = make_source(notion)
    row = make_row(notion, source, key="before the run")
    began = notion.page(row.id)

    notion.update_page(row.id, {"Key": RichText("same minute")})

    assert found_since(notion, source, began) == ["same minute"]


def test_activepieces_4690_rows_made_in_the_minute_of_the_run_are_seen(
    notion: NotionClient, clock: Clock
) -> None:
    source = make_source(notion)
    first = make_row(notion, source, key="first")
    clock.move(seconds=1)
    make_row(notion, source, key="second")

    assert found_since(notion, source, first) == ["first", "second"]


def test_agency_kit_notion_cms_116_edits_inside_a_minute_show_by_content_only(
    notion: NotionClient, clock: Clock
) -> None:
    source = make_source(notion)
    clock.now = clock.now.replace(second=10)
    row = make_row(notion, source, key="one")
    clock.move(seconds=20)

    edited = notion.update_page(row.id, {"Key": RichText("two")})

    assert edited.last_edited_time == row.last_edited_time
    assert found_since(notion, source, row) == ["two"]


@pytest.mark.parametrize(("kind", "expected"), [("503", Wait), ("revoked", Reconnect)])
def test_pipedream_hq_pipedream_18102_a_poll_never_goes_silent(
    notion: NotionClient, people: SandboxPeople, kind: str, expected: type[Exception]
) -> None:
    source = make_source(notion)
    people.fault(kind, "notion", route="*/query", times=None)

    for _ in range(2):
        with pytest.raises(expected):
            notion.query(source)


def test_makenotion_notion_sdk_js_114_what_search_misses_is_found_by_its_id(
    notion: NotionClient, clock: Clock
) -> None:
    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("Lantern")})

    at_once = notion.search("Lantern")
    clock.move(seconds=60)

    assert at_once == ()
    assert notion.page(page.id).title == "Lantern"
    assert [one.id for one in notion.search("Lantern")] == [page.id]


def test_julien040_anyquery_69_nothing_is_cached(
    notion: NotionClient, people: SandboxPeople
) -> None:
    source = make_source(notion)
    row = make_row(notion, source)
    assert notion.query(source)[0].title == "The door"

    people.edit_notion_property(row.id, "Title", "The window", "Ruth")

    assert notion.query(source)[0].title == notion.page(row.id).title == "The window"


def test_openai_codex_42686_a_row_that_queries_hide_is_still_read_by_its_id(
    notion: NotionClient, people: SandboxPeople
) -> None:
    source = make_source(notion)
    people.settle_notion(query_lag_s=30)

    row = make_row(notion, source)

    assert notion.query(source) == ()
    assert notion.page(row.id).in_trash is False


def test_makenotion_notion_mcp_server_26_children_are_read_anew(notion: NotionClient) -> None:
    row = make_row(notion, make_source(notion))

    for number in range(3):
        assert len(notion.children(row.id)) == number
        notion.append(row.id, [Paragraph("a")])


def test_overengineeringstudio_effect_utils_759_words_behind_a_divider_are_read(
    notion: NotionClient,
) -> None:
    row = make_row(notion, make_source(notion))
    notion.append(row.id, [Paragraph("a"), Divider(), Paragraph("b")])

    assert [one.text for one in notion.children(row.id)] == ["a", "", "b"]


def test_pipedream_hq_pipedream_21115_what_is_read_is_never_sent_back() -> None:
    icon = {"rich_text": rich("a"), "color": "default", "icon": None}
    read = read_block(block("b-1", paragraph=icon))

    written = Paragraph(read.text).as_json()

    assert written == {"type": "paragraph", "paragraph": {"rich_text": rich_text("a")}}


def test_ultimate_notion_356_blocks_without_content_are_still_there() -> None:
    odd = block("b-1", kind="unsupported", unsupported={"block_type": "form"})

    assert (read_block(odd).type, read_block(odd).text) == ("unsupported", "")
    assert read_block(block("b-2", kind="never_heard_of")).id == "b-2"


TEXT = "ö" * 1_999 + "👩‍👩‍👧" + "e\u0301" * 3_000


@pytest.mark.parametrize("text", ["x" * 2_001, "x" * 60_000, TEXT])
def test_markomanninen_md2notion_4_a_text_of_any_length_arrives_whole(
    notion: NotionClient, text: str
) -> None:
    row = make_row(notion, make_source(notion), key=text)

    assert all(units(str(piece["text"]["content"])) <= 2_000 for piece in rich_text(text))  # type: ignore[index] # JSON is typed as object
    assert notion.page(row.id).properties["Key"].text == text


def test_tryfabric_martian_51_more_than_100_pieces_become_more_blocks(
    notion: NotionClient,
) -> None:
    story = "x" * 230_000
    row = make_row(notion, make_source(notion))

    notion.append(row.id, paragraphs(story))

    assert joined_paragraphs(one.text for one in notion.children(row.id)) == story
    with pytest.raises(ValueError, match="100 pieces"):
        StyledText((Run(story),)).as_json()


def test_sullyos_77_no_sign_is_cut_in_half(notion: NotionClient) -> None:
    text = "a" + "😀" * 1_500
    row = make_row(notion, make_source(notion), key=text)

    contents = [str(piece["text"]["content"]) for piece in rich_text(text)]  # type: ignore[index] # JSON is typed as object
    assert [len(one.encode("utf-16-le")) // 2 for one in contents] == [1_999, 1_002]
    assert notion.page(row.id).properties["Key"].text == text


@pytest.mark.parametrize("number", [202, 299, 427])
def test_ultimate_notion_202_299_427_new_fields_and_types_pass(number: int) -> None:
    value = {"id": "n", "type": f"kind_{number}", f"kind_{number}": {"new": [number]}}
    body = {**page(properties={"New": value}), f"field_{number}": {"a": [1]}}

    found = read_page(body)

    assert found.properties["New"].type == f"kind_{number}"


def test_ultimate_notion_134_the_way_back_of_a_relation_gets_its_name_in_a_call_of_its_own(
    notion: NotionClient,
) -> None:
    here, there = make_source(notion), make_source(notion)
    made = notion.update_data_source(here, {"Sessions": RelationProperty(there, dual=True)})
    back = made.properties["Sessions"].synced_property_id
    assert back is not None

    renamed = notion.update_data_source(there, {back: Rename("Pieces")})

    assert renamed.properties["Pieces"].id == back


def test_ultimate_notion_63_a_button_among_the_columns_breaks_nothing() -> None:
    button = {"id": "b", "name": "Go", "type": "button", "button": {}}
    source = {"object": "data_source", "id": SOURCE, "title": [], "in_trash": False}

    found = read_data_source({**source, "properties": {"Go": button}})

    assert found.properties["Go"].type == "button"


def test_makenotion_notion_sdk_js_175_more_than_25_relations_come_whole(
    notion: NotionClient,
) -> None:
    there = make_source(notion)
    columns: dict[str, NewProperty] = {
        "Title": TitleProperty(),
        "Sessions": RelationProperty(there),
    }
    here = notion.create_database(FIRST_PAGE_ID, "Pieces", columns).data_source_ids[0]
    rows = [make_row(notion, there, str(number)).id for number in range(30)]

    piece = notion.create_page(InDataSource(here), {"Sessions": Relation(rows)})

    assert len(notion.page(piece.id).properties["Sessions"].relation) == 25
    assert set(notion.whole_page(piece.id).properties["Sessions"].relation) == set(rows)


def test_jomei_notionapi_195_rows_belong_to_a_data_source(notion: NotionClient) -> None:
    source = make_source(notion)
    row = make_row(notion, source)

    assert VERSION == "2026-03-11"
    assert (row.parent_type, row.parent_id) == ("data_source_id", source)


def test_notion_dotnet_notion_sdk_net_365_a_filter_by_time_has_no_property(
    notion: NotionClient,
) -> None:
    source = make_source(notion)
    row = make_row(notion, source)
    assert row.created_time is not None

    for filter in (EditedSince(row.created_time), CreatedSince(row.created_time)):
        assert "property" not in filter.as_json()
        assert [one.id for one in notion.query(source, filter)] == [row.id]


def test_makenotion_notion_mcp_server_183_lists_are_walked_to_their_end(
    notion: NotionClient,
) -> None:
    row = make_row(notion, make_source(notion))
    notion.append(row.id, [Paragraph(str(number)) for number in range(205)])

    assert len(notion.children(row.id)) == 205
