from dataclasses import replace

import pytest

from plugin import intents, sync
from plugin.domain.pieces import Rung
from plugin.errors import HedgerowError, NotNow
from plugin.intents import LIKE_A_PAGE, WaitPolicy
from plugin.sync.memory.views import VIEWS
from tests.unit.plugin.sync.bench import STORY, Bench, Killed, make_bench

BEFORE_VIEWS = 12  # writes of a first push: page, tables, columns, rows, the rest of a story
A_VIEW = BEFORE_VIEWS + 2
LONG = "\n\n".join(f"Paragraph {number}." for number in range(130))


def picture(bench: Bench) -> list[object]:
    """Return all that Notion shows, without ids: what must not depend on what broke off."""
    shown: list[object] = []
    for title in ("Communities", "Sessions", "Memory"):
        for row in bench.rows(title):
            blocks = bench.notion.children(row.id)
            page = bench.notion.page(row.id)
            values = {name: (v.text, v.select, v.start) for name, v in page.properties.items()}
            shown.append((title, values, [(each.type, each.text) for each in blocks]))
    shown += sorted((view.name, view.type) for view in bench.state.views.values())
    return sorted(shown, key=str)


def until_quiet(bench: Bench) -> None:
    for _ in range(6):
        try:
            done = bench.sync()
        except HedgerowError:
            continue
        if not done.writes:
            return
    pytest.fail("it does not come to rest")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[object], int]:
    bench = make_bench(tmp_path_factory.mktemp("undisturbed"))
    bench.released("By phone")
    bench.released("At length", LONG)
    bench.sync()
    return picture(bench), bench.line.writes


@pytest.mark.parametrize(
    ("number", "loss"),
    [
        *((n, "lost") for n in (1, 2, 4, 5, 7, 8, 10, 12, A_VIEW)),
        *((n, "cut_before") for n in (1, 9, 12)),
    ],
)
def test_a_first_push_that_broke_off_ends_the_same(
    bench: Bench, undisturbed: tuple[list[object], int], number: int, loss: str
) -> None:
    wanted, writes = undisturbed
    assert writes == BEFORE_VIEWS + len(VIEWS)
    bench.released("By phone")
    bench.released("At length", LONG)
    getattr(bench.line, loss).add(number)

    until_quiet(bench)

    assert picture(bench) == wanted
    assert not intents.unfinished(bench.place.services, bench.place.partnership.id)


@pytest.mark.parametrize(
    ("number", "loss"),
    [*((n, "lost") for n in range(1, 7)), (2, "cut_before"), (4, "cut_before")],
)
def test_another_story_that_broke_off_ends_the_same(bench: Bench, number: int, loss: str) -> None:
    piece = bench.released("By phone", "One.\n\nTwo.\n\nThree.")
    bench.sync()
    bench.sync()
    bench.rewrite(piece, title="By post", narrative="Zero.\n\nOne.\n\nTwo!\n\nFive.\n\nSix.")
    bench.check(piece)
    getattr(bench.line, loss).add(bench.line.writes + number)

    until_quiet(bench)

    assert bench.story(piece) == ["Zero.", "One.", "Two!", "Five.", "Six."]
    assert bench.shows(piece)["Name"] == "By post"
    assert bench.shows(piece)["Checked"] == "By the group"
    assert bench.whole(piece).newest.number == 2
    assert bench.sync().conflicts == 0


@pytest.mark.parametrize(
    ("number", "loss"), [*((n, "lost") for n in range(1, 6)), (2, "cut_before"), (5, "cut_before")]
)
def test_taking_down_that_broke_off_ends_the_same(bench: Bench, number: int, loss: str) -> None:
    piece = bench.released()
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    bench.to_rung(piece, Rung.US)
    getattr(bench.line, loss).add(bench.line.writes + number)

    until_quiet(bench)

    assert bench.rows() == []
    texts = [block.text for block in bench.notion.children(page_id)]
    assert not any("People ring" in text or "The form" in text for text in texts)
    assert bench.notion.page(page_id).title == "Taken down"


def test_what_got_lost_is_found_in_the_same_run(bench: Bench) -> None:
    bench.released("By phone")
    bench.released("Another")
    bench.line.lost.add(10)

    done = bench.sync()

    assert (done.pushed, done.rows, done.messages) == (2, 4, ())
    assert len(bench.rows()) == 2


@pytest.mark.parametrize("number", range(1, 5))
def test_what_another_connection_lost_is_not_doubled(bench: Bench, number: int) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.reconnect()
    bench.rewrite(piece, narrative=f"Zero.\n\n{STORY}\n\nLast.")
    bench.check(piece)
    bench.line.lost = {bench.line.writes + number}

    until_quiet(bench)

    assert bench.story(piece) == ["Zero.", *STORY.split("\n\n"), "Last."]
    assert bench.link(piece).state.added == ()


def kill_at(bench: Bench, number: int, arrives_after_s: float) -> None:
    """Kill a sync at a write that arrives late, and begin another one at once."""
    bench.line.late[bench.line.writes + number] = arrives_after_s
    with pytest.raises(Killed):
        bench.sync()


@pytest.mark.parametrize(
    ("number", "after_s"),
    [*((n, 6.0) for n in (*range(1, 13), A_VIEW)), (1, 0.4), (1, 19.0), (9, 0.4), (9, 19.0)],
)
def test_a_first_push_that_arrives_late_is_not_doubled(
    bench: Bench, undisturbed: tuple[list[object], int], number: int, after_s: float
) -> None:
    bench.released("By phone")
    bench.released("At length", LONG)

    kill_at(bench, number, after_s)
    until_quiet(bench)
    bench.line.let_pass(20.0)  # what only sets values is not waited for

    assert picture(bench) == undisturbed[0]
    assert len(bench.notion.children(bench.parent)) == 1
    blocks = bench.notion.children(bench.the_place().memory_page_id)
    assert sum(block.type == "child_database" for block in blocks) == 3
    assert not intents.unfinished(bench.place.services, bench.place.partnership.id)


@pytest.mark.parametrize("number", range(1, 7))
def test_another_story_that_arrives_late_is_not_doubled(bench: Bench, number: int) -> None:
    piece = bench.released("By phone", "One.\n\nTwo.\n\nThree.")
    bench.sync()
    bench.sync()
    bench.rewrite(piece, title="By post", narrative="Zero.\n\nOne.\n\nTwo!\n\nFive.\n\nSix.")
    bench.check(piece)

    kill_at(bench, number, 5.0)
    until_quiet(bench)

    assert bench.story(piece) == ["Zero.", "One.", "Two!", "Five.", "Six."]
    assert bench.shows(piece)["Name"] == "By post"
    assert bench.whole(piece).newest.number == 2


def test_a_row_that_queries_show_late_is_not_doubled(bench: Bench) -> None:
    bench.released("By phone")
    bench.sync()
    bench.released("Another")
    bench.line.lost.add(bench.line.writes + 1)
    usual = bench.state.settings
    bench.state.settings = replace(usual, query_lag_s=15)

    def pause(seconds: float) -> None:
        bench.place.clock.pass_days(seconds / 86_400)

    done = sync.sync(*bench._given("helen"), WaitPolicy(pause))
    bench.state.settings = usual

    assert (done.rows, bench.sync().writes, len(bench.rows())) == (1, 0, 2)
    assert ["did not know" in message for message in done.messages] == [True]


def test_a_page_does_not_wait_for_what_may_arrive(bench: Bench) -> None:
    bench.released("By phone")
    kill_at(bench, 1, 5.0)
    given = bench._given("helen")

    with pytest.raises(NotNow, match=r"Try again in 1[67] seconds"):
        sync.sync(*given, replace(LIKE_A_PAGE, pause=bench.pause))
    bench.pause(2.0)
    done = sync.sync(*given, replace(LIKE_A_PAGE, pause=bench.pause))

    assert (done.rows, len(bench.notion.children(bench.parent))) == (3, 1)


@pytest.mark.parametrize(
    ("number", "what"), [(1, "second page “Partnership memory”"), (4, "second table “Memory”")]
)
def test_what_arrives_after_all_is_told_with_its_address(
    bench: Bench, number: int, what: str
) -> None:
    bench.released("By phone")
    kill_at(bench, number, 30.0)
    bench.sync()
    bench.line.let_pass(30.0)

    told = bench.sync().messages
    bench.place.clock.pass_days(8)
    later = bench.sync().messages
    in_full = bench.sync(options=sync.SyncOptions(full=True)).messages

    assert [what in message and "(http" in message for message in told] == [True]
    assert (later, in_full) == ((), told)
