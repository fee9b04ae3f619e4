"""Threads of `docs/notion.md` that only the whole sync can show: 1, 4, 5 and 10."""

from pathlib import Path

import pytest

from connectors.notion.client import NotionClient
from connectors.sandbox_people import SandboxPeople
from plugin.errors import HedgerowError
from tests.unit.plugin.sync.bench import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path, notion: NotionClient) -> Bench:
    made = make_bench(tmp_path)
    made.notion = notion
    return made


def rows_of(bench: Bench, people: SandboxPeople, page_id: str) -> int:
    source = bench.notion.page(page_id).parent_id
    assert source is not None
    return len(people.notion_rows(source))


@pytest.mark.parametrize("kind", ["502", "503", "reset"])
def test_dvanoni_notero_826_a_run_after_a_lost_answer_makes_no_second_row(
    bench: Bench, people: SandboxPeople, kind: str
) -> None:
    piece = bench.released()
    bench.sync()
    other = bench.released("Another")
    people.fault(kind, "notion", method="POST", route="/v1/pages", when="after")

    try:
        bench.sync()
    except HedgerowError:
        bench.sync()

    assert bench.link(other).notion_page_id != bench.link(piece).notion_page_id
    assert rows_of(bench, people, bench.link(piece).notion_page_id) == 2


def test_myastr0_mk_notes_79_one_sync_makes_one_page(bench: Bench, people: SandboxPeople) -> None:
    piece = bench.released()

    bench.sync()
    bench.sync()

    assert rows_of(bench, people, bench.link(piece).notion_page_id) == 1


def test_muesli_hq_muesli_304_a_deleted_paragraph_makes_no_second_row(
    bench: Bench, people: SandboxPeople
) -> None:
    piece = bench.released()
    bench.sync()
    page_id = bench.link(piece).notion_page_id

    bench.notion.delete_block(bench.body(piece)[1].id)
    bench.sync()

    assert bench.link(piece).notion_page_id == page_id
    assert rows_of(bench, people, page_id) == 1


def test_dvanoni_notero_571_words_in_the_body_are_read_whatever_the_time_says(
    bench: Bench, people: SandboxPeople
) -> None:
    piece = bench.released()
    bench.sync()

    people.edit_notion_block(bench.body(piece)[1].id, "People called each other.", "Ruth")
    bench.sync()

    assert bench.whole(piece).newest.narrative.startswith("People called each other.")
