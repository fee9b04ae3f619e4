"""Threads about duplicates, retries and conflicts.

See docs/notion.md#version-and-headers and docs/notion.md#oauth.
"""

import pytest

from connectors.errors import ChangedMeanwhile, LookFirst, NotThereOrNotShared, Wait
from connectors.notion.client import NotionClient
from connectors.notion.filters import TextEquals
from connectors.notion.new_blocks import Bullet, Nest, Paragraph
from connectors.notion.new_values import Title
from connectors.notion.parents import InPage
from connectors.sandbox.notion.state import FIRST_PAGE_ID, PRIVATE_PAGE_ID
from connectors.sandbox_people import SandboxPeople
from tests.contract.threads.memory import COLUMNS, make_row, make_source


@pytest.mark.parametrize(
    "kind", ["500", "502", "503", "504", "no_answer", "reset", "cut_off", "html"]
)
def test_dvanoni_notero_826_retry_makes_no_second_page(
    notion: NotionClient, people: SandboxPeople, kind: str
) -> None:
    source = make_source(notion)
    people.fault(kind, "notion", method="POST", route="/v1/pages", when="after")

    with pytest.raises(LookFirst):
        make_row(notion, source)

    assert len(notion.query(source)) == 1


def test_dvanoni_notero_463_a_refused_nesting_leaves_no_container(notion: NotionClient) -> None:
    page = notion.create_page(InPage(FIRST_PAGE_ID), {"title": Title("Home")})
    inner = Nest(Bullet("a"), (Paragraph("b"),))

    with pytest.raises(TypeError):
        Nest(Bullet("c"), inner)  # type: ignore[arg-type] # what the type forbids is tried
    notion.append(page.id, [inner])

    assert [one.text for one in notion.children(page.id)] == ["a"]


def test_dvanoni_notero_468_retry_adds_no_second_container(
    notion: NotionClient, people: SandboxPeople
) -> None:
    people.fault("503", "notion", method="POST", route="/v1/databases", when="after")

    with pytest.raises(LookFirst):
        notion.create_database(FIRST_PAGE_ID, "Memory", COLUMNS)

    made = [one for one in notion.children(FIRST_PAGE_ID) if one.type == "child_database"]
    assert [one.text for one in made] == ["Memory"]


def test_vzhd1701_enex2notion_130_a_page_that_was_saved_is_adopted(
    notion: NotionClient, people: SandboxPeople
) -> None:
    source = make_source(notion)
    people.fault("503", "notion", method="POST", when="after", tells=True)

    with pytest.raises(LookFirst) as caught:
        make_row(notion, source)

    (row,) = notion.query(source)
    assert caught.value.committed_resource_id == row.id


def test_vzhd1701_enex2notion_130_a_page_without_news_is_found_by_its_key(
    notion: NotionClient, people: SandboxPeople
) -> None:
    source = make_source(notion)
    people.fault("reset", "notion", method="POST", when="after")

    with pytest.raises(LookFirst):
        make_row(notion, source, key="key-1")

    key = notion.data_source(source).properties["Key"].id
    assert len(notion.query(source, TextEquals(key, "key-1"))) == 1


def test_muesli_hq_muesli_304_a_missing_block_is_not_a_missing_page(notion: NotionClient) -> None:
    row = make_row(notion, make_source(notion))
    (block,) = notion.append(row.id, [Paragraph("a")])
    notion.delete_block(block.id)

    with pytest.raises(NotThereOrNotShared) as caught:
        notion.delete_block(block.id)

    assert caught.value.route == "/v1/blocks/{block_id}"
    assert notion.page(row.id).id == row.id


def test_mariosimao_notion_sdk_php_155_a_conflict_is_said_and_not_repeated_blindly(
    notion: NotionClient, people: SandboxPeople
) -> None:
    row = make_row(notion, make_source(notion))
    people.fault("409", "notion", method="PATCH")
    before = len(people.calls())

    with pytest.raises(ChangedMeanwhile) as caught:
        notion.update_page(row.id, {"Title": Title("Mine")})

    assert (caught.value.code, len(people.calls()) - before) == ("conflict_error", 1)


def test_rowthan_pagenote_162_after_a_conflict_the_others_text_is_read_first(
    notion: NotionClient, people: SandboxPeople
) -> None:
    row = make_row(notion, make_source(notion))
    people.fault("409", "notion", method="PATCH", route="/v1/pages/*")

    with pytest.raises(ChangedMeanwhile):
        notion.update_page(row.id, {"Title": Title("Mine")})
    people.edit_notion_property(row.id, "Title", "Theirs", "Ruth")

    assert notion.page(row.id).title == "Theirs"
    assert notion.update_page(row.id, {"Title": Title("Both")}).title == "Both"


@pytest.mark.parametrize("tells", [True, False])
def test_nango_hq_integration_templates_464_more_than_100_children_all_arrive(
    notion: NotionClient, people: SandboxPeople, tells: bool
) -> None:
    row = make_row(notion, make_source(notion))
    blocks = [Paragraph(str(number)) for number in range(250)]
    people.fault("503", "notion", method="PATCH", when="after", skip=1, tells=tells)

    with pytest.raises(LookFirst) as caught:
        notion.append(row.id, blocks)

    found = [one.id for one in notion.children(row.id)]
    known = caught.value.committed_child_ids
    assert len(found) == 200
    assert list(known) == found[: 200 if tells else 100]
    notion.append(row.id, blocks[200:])
    assert [one.text for one in notion.children(row.id)] == [one.text for one in blocks]


@pytest.mark.parametrize("kind", ["429", "529"])
def test_ultimate_notion_183_a_limit_is_waited_out_as_asked(
    notion: NotionClient, people: SandboxPeople, waits: list[float], kind: str
) -> None:
    source = make_source(notion)
    people.fault(kind, "notion", method="POST", route="/v1/pages", times=2, wait_s=17)

    make_row(notion, source)

    assert (waits, len(notion.query(source))) == ([17.0, 17.0], 1)


def test_ramnes_notion_sdk_py_313_a_limit_that_stays_is_given_back_with_its_wait(
    notion: NotionClient, people: SandboxPeople
) -> None:
    people.fault("429", "notion", times=None, wait_s=30)

    with pytest.raises(Wait) as caught:
        notion.me()

    assert (caught.value.retry_after_s, caught.value.attempt) == (30.0, 4)


def test_firecrawl_data_connectors_20_a_limit_in_a_walk_loses_no_row(
    notion: NotionClient, people: SandboxPeople
) -> None:
    source = make_source(notion)
    rows = [make_row(notion, source, str(number)).id for number in range(105)]
    people.fault("429", "notion", route="*/query", skip=1)

    assert [row.id for row in notion.query(source)] == rows


def test_langgenius_dify_18285_a_parent_that_is_not_shared_is_said_at_once(
    notion: NotionClient, waits: list[float]
) -> None:
    with pytest.raises(NotThereOrNotShared):
        notion.create_database(PRIVATE_PAGE_ID, "Memory", COLUMNS)

    assert waits == []
