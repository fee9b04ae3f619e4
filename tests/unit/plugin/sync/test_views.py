"""The views of Memory: made once, whole, and people's own from then on."""

from dataclasses import replace

import pytest

from connectors.sandbox.notion.models import View
from plugin.domain.notion_places import DataSource
from plugin.store import links as stored_links
from plugin.sync import SyncOptions
from plugin.sync.memory.views import VIEWS
from tests.unit.plugin.sync.bench import Bench

NAMES = [view.name for view in VIEWS]
BEFORE = 10  # writes of a first push before the views: page, tables, columns, rows
MACHINERY = {"Hedgerow key", "Hedgerow revision"}


def memory(bench: Bench) -> DataSource:
    source = bench.the_place().memory
    assert source is not None
    return source


def views(bench: Bench) -> list[View]:
    """Return the views of Memory in the order of their tabs."""
    database_id = memory(bench).database_id
    return [view for view in bench.state.views.values() if view.database_id == database_id]


def names(bench: Bench) -> list[str]:
    return [view.name for view in views(bench)]


def visible(bench: Bench, view: View) -> set[str]:
    """Return the columns that a view shows: those that it does not name are shown too."""
    named = {column.name: column.id for column in bench.schema().properties.values()}
    configured = (view.configuration or {}).get("properties", [])
    hidden = {each["property_id"] for each in configured if not each["visible"]}
    return {name for name, id in named.items() if id not in hidden}


def forget(bench: Bench, *keys: str) -> None:
    """Make views unknown here, as before the Hedgerow that brought them."""
    place, source = bench.the_place(), memory(bench)
    kept = {key: id for key, id in source.views.items() if key not in keys}
    with bench.place.services.db.begin() as tx:
        stored_links.save_place(tx, place.with_source("memory", replace(source, views=kept)))


def calls_of_views(bench: Bench, options: SyncOptions | None = None) -> list[str]:
    before = len(bench.calls())
    bench.sync(options=options or SyncOptions())
    return [each for each in bench.calls(before) if "/views" in each]


def test_all_views_are_made_and_none_shows_what_is_for_programs(bench: Bench) -> None:
    bench.released()

    bench.sync()

    assert names(bench) == NAMES
    assert [visible(bench, view) & MACHINERY for view in views(bench)] == [set()] * len(VIEWS)
    assert "Name" in visible(bench, views(bench)[0])
    assert calls_of_views(bench, SyncOptions(full=True)) == []


def test_what_people_change_and_delete_is_never_undone(bench: Bench) -> None:
    bench.released()
    bench.sync()
    first, second, *_ = views(bench)
    bench.state.views[first.id].name = "Ours"
    del bench.state.views[second.id]
    left = names(bench)

    assert calls_of_views(bench, SyncOptions(full=True, mend_columns=True)) == []
    assert names(bench) == left


def test_a_memory_from_before_gets_them_once_and_keeps_the_views_of_people(bench: Bench) -> None:
    bench.released()
    bench.sync()
    forget(bench, *(view.key for view in VIEWS))
    bench.state.views = {v.id: v for v in bench.state.views.values() if v.name not in NAMES}
    source = memory(bench)
    own = replace(next(iter(bench.state.views.values())), id="own", name="Default view")
    own.database_id, own.data_source_id = source.database_id, source.data_source_id
    table = replace(own, id="table", name="What Ruth likes")
    bench.state.views |= {"own": own, "table": table}

    assert bench.plan() == (f"Make views of the table “Memory” ({', '.join(NAMES)})",)
    bench.sync()

    assert names(bench) == ["Default view", "What Ruth likes", *NAMES]
    assert (own.configuration, bench.plan(), calls_of_views(bench)) == (None, (), [])


def test_a_view_that_is_there_by_name_is_not_made_again(bench: Bench) -> None:
    bench.released()
    bench.sync()
    before = [view.id for view in views(bench)]
    forget(bench, *(view.key for view in VIEWS))

    calls = calls_of_views(bench)

    assert {call.split()[0] for call in calls} == {"GET"}
    assert [view.id for view in views(bench)] == before
    assert list(memory(bench).views.values()) == before


def test_what_notion_refuses_is_said_and_nothing_else_fails(bench: Bench) -> None:
    bench.released()
    bench.line.refused = {BEFORE + 2, BEFORE + 3}

    done = bench.sync()
    again = bench.sync()
    bench.line.mend()

    assert (done.pushed, names(bench)) == (1, [NAMES[0], *NAMES[3:]])
    assert [message.partition(" among")[0] for message in done.messages] == [
        f"Notion did not make {', '.join(f'“{name}”' for name in NAMES[1:3])}"
    ]
    assert "1. press + " in done.messages[0]
    assert (again.messages, again.writes) == (done.messages, 0)

    assert calls_of_views(bench, SyncOptions(mend_columns=True)) != []
    assert (sorted(names(bench)), bench.sync().messages) == (sorted(NAMES), ())


def test_a_view_waits_for_its_columns(bench: Bench) -> None:
    bench.released()
    bench.sync()
    by_kind = next(view for view in views(bench) if view.name == "By kind")
    forget(bench, "kinds")
    del bench.state.views[by_kind.id]
    source = bench.state.things[bench.source_id()]
    source.schema.pop(memory(bench).columns["kind"])  # type: ignore[attr-defined]

    assert calls_of_views(bench) == []
    calls_of_views(bench, SyncOptions(mend_columns=True))
    assert sorted(names(bench)) == sorted(NAMES)


@pytest.mark.parametrize("loss", ["lost", "cut_before"])
@pytest.mark.parametrize("number", [1, 2, len(VIEWS)])
def test_a_view_whose_answer_is_lost_is_made_once(bench: Bench, loss: str, number: int) -> None:
    bench.released()
    getattr(bench.line, loss).add(BEFORE + number)

    done = bench.sync()

    assert (done.pushed, names(bench)) == (1, NAMES)
    assert calls_of_views(bench) == []
