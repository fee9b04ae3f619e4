"""What people make of a memory in Notion beside its words: theirs, and after a sync as before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import asdict, replace
from typing import Any

import pytest

from connectors.errors import RefusedForGood, Where
from connectors.notion.client import NotionClient
from connectors.sandbox.notion.models import Database, DataSource, Page, Property, View
from connectors.sandbox.notion.rich_text import from_plain, plain
from plugin.domain.links import page_address
from plugin.domain.notion_places import DataSource as OurSource
from plugin.domain.pieces import PieceWhole, Rung
from plugin.sync import SyncOptions, messages
from tests.unit.plugin.sync.bench import Bench, Kept, make_bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.rows_by_people import minutes_later, pieces, row_of_ruth, texts_of

FULL = SyncOptions(full=True)
EVERY_WAY = (SyncOptions(), FULL, SyncOptions(mend_columns=True))
NEW_TITLE = "By phone, at night"
EMOJI = {"type": "emoji", "emoji": "🚪"}
LINKED = "11111111-1111-4111-8111-111111111111"
COVER = {"type": "external", "external": {"url": "https://example.org/door.jpg"}}


@pytest.fixture(scope="module")
def _carried(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, PieceWhole, Kept]:
    bench = make_bench(tmp_path_factory.mktemp("carried"))
    piece = bench.released("By phone")
    bench.sync()
    bench.sync()
    minutes_later(bench)
    return bench, piece, bench.keep()


@pytest.fixture
def bench(_carried: tuple[Bench, PieceWhole, Kept]) -> Bench:
    bench, _, kept = _carried
    bench.go_back(kept)
    return bench


@pytest.fixture
def piece(_carried: tuple[Bench, PieceWhole, Kept]) -> PieceWhole:
    return _carried[1]


def memory(bench: Bench) -> OurSource:
    source = bench.the_place().memory
    assert source is not None
    return source


def stored(bench: Bench, thing_id: str, kind: type[Any]) -> Any:
    found = bench.state.things[thing_id]
    assert isinstance(found, kind)
    return found


def below(bench: Bench, thing_id: str) -> Iterable[str]:
    """Return the id of a thing, and of all that lies in it."""
    yield thing_id
    for each in bench.state.things[thing_id].children:
        yield from below(bench, each)


def as_it_is(bench: Bench, *roots: str) -> dict[str, Any]:
    """Return some things with all that lies in them, every field, who edited it and when too."""
    ids = [each for root in roots for each in below(bench, root)]
    return {each: asdict(deepcopy(bench.state.things[each])) for each in ids}  # type: ignore[call-overload]


def views_as_they_are(bench: Bench) -> list[tuple[str, dict[str, Any]]]:
    """Return every view in the order of the tabs."""
    return [(each, asdict(deepcopy(view))) for each, view in bench.state.views.items()]


def counts(bench: Bench) -> tuple[int, ...]:
    """Count what would be more if anything were doubled."""
    tables = ("Memory", "Sessions", "Communities")
    kinds = (Database, DataSource, Page)
    things = bench.state.things.values()
    return (
        *(len(bench.rows(table)) for table in tables),
        *(sum(isinstance(each, kind) for each in things) for kind in kinds),
        len(bench.state.views),
        len(pieces(bench)),
    )


def go_on_working(bench: Bench, piece: PieceWhole) -> set[str]:
    """Sync in every way, then bring new checked words; return what was said."""
    said: set[str] = set()
    for options in EVERY_WAY:
        said |= {*bench.sync(options=options).messages}
    bench.rewrite(piece, title=NEW_TITLE)
    bench.check(piece)
    for options in EVERY_WAY:
        said |= {*bench.sync(options=options).messages}
    assert bench.shows(piece)["Name"] == NEW_TITLE
    return said


def owned_view(bench: Bench, source: OurSource, name: str) -> View:
    """Make a view of a table as Ruth does, with her filter and her order."""
    state = bench.state
    now, title_id = state.clock(), source.columns["title"]
    made = View(
        id=state.make_id(),
        database_id=source.database_id,
        data_source_id=source.data_source_id,
        name=name,
        type="table",
        created=now,
        edited=now,
        by=state.person_of("Ruth"),
        filter={"property": title_id, "title": {"contains": "door"}},
        sorts=[{"timestamp": "created_time", "direction": "descending"}],
        configuration={"type": "table", "wrap_cells": True},
    )
    state.views[made.id] = made
    return made


def duplicate(bench: Bench, thing_id: str, into: str, title: str = "") -> str:
    """Duplicate a page or database with all that lies in it, as Notion's menu does; return its id.

    Columns keep their ids in the copy, rows their values; all of it is by whoever pressed.
    """
    state, ruth = bench.state, bench.state.person_of("Ruth")
    there = state.things[thing_id]
    copy = replace(deepcopy(there), **state.stamp(ruth, into), children=[])  # type: ignore[type-var]
    if title and isinstance(copy, Database):
        copy.title = from_plain(title)
    elif title and isinstance(copy, Page):
        copy.values["title"] = from_plain(title)
    state.add(copy)
    for each in there.children:
        duplicate(bench, each, copy.id, title if isinstance(there, Database) else "")
    if isinstance(copy, DataSource) and title:
        copy.title = from_plain(title)
    for view in [one for one in state.views.values() if one.database_id == thing_id]:
        of_copy = replace(deepcopy(view), id=state.make_id(), database_id=copy.id)
        state.views[of_copy.id] = replace(of_copy, data_source_id=copy.children[0], by=ruth)
    return str(copy.id)


# Views, columns and filters of people.


def test_views_of_people_and_what_they_made_of_ours_stay_as_they_are(
    bench: Bench, piece: PieceWhole
) -> None:
    source = memory(bench)
    first, second, third, *_ = bench.state.views.values()
    owned_view(bench, source, "What Ruth likes")
    first.name, first.filter = "Ours", {"property": "title", "title": {"contains": "phone"}}
    second.configuration = {**(second.configuration or {}), "hide_empty_groups": False}
    second.sorts = [{"timestamp": "last_edited_time", "direction": "ascending"}]
    del bench.state.views[third.id]
    bench.state.views = dict(reversed(bench.state.views.items()))  # dragged into another order
    before, number = views_as_they_are(bench), counts(bench)

    said = go_on_working(bench, piece)

    assert (views_as_they_are(bench), counts(bench)) == (before, number)
    assert said == set()


def test_columns_of_people_stay_with_everything_in_them(bench: Bench, piece: PieceWhole) -> None:
    state, source = bench.state, stored(bench, memory(bench).data_source_id, DataSource)
    row = stored(bench, bench.link(piece).notion_page_id, Page)
    options = [{"id": "a", "name": "Night", "color": "red", "description": "After ten."}]
    own: tuple[tuple[str, dict[str, Any], Any], ...] = (
        ("rich_text", {}, from_plain("Yes, in May")),
        ("select", {"options": options}, "a"),
        ("people", {}, [state.person_of("Ruth")]),
        ("files", {}, [{"name": "door.jpg", "type": "external", "external": {"url": "https://x"}}]),
        ("formula", {"expression": 'prop("Name")'}, None),
        ("button", {}, None),
        ("number", {"format": "pound"}, 12.5),
    )
    for at, (type, config, value) in enumerate(own):
        source.schema[f"own{at}"] = Property(f"own{at}", f"Of Ruth {at}", type, config)
        if value is not None:
            row.values[f"own{at}"] = value
    ours = dict(source.schema)
    ours[memory(bench).columns["line"]].name = "What it says"  # people call a column of ours so
    columns = deepcopy({each: asdict(ours[each]) for each in ours})
    values = deepcopy({each: row.values[each] for each in row.values if each.startswith("own")})

    said = go_on_working(bench, piece)

    after = source.schema
    assert {each: asdict(after[each]) for each in after} == columns
    assert {each: row.values[each] for each in values} == values
    assert said == set()


def test_colours_that_people_gave_options_of_ours_stay_when_new_ones_come(
    bench: Bench, piece: PieceWhole
) -> None:
    source = stored(bench, memory(bench).data_source_id, DataSource)
    column = source.schema[memory(bench).columns["kind"]]
    for option in column.config["options"]:
        option["color"], option["description"] = "pink", "As we use it."
    bench.forget_option("kind", "Shared word")
    before = deepcopy(column.config["options"])

    bench.sync()

    assert bench.schema().properties["What it is"].options[-1].name == "Shared word"
    assert column.config["options"][:-1] == before


def test_what_a_page_and_a_table_look_like_stays(bench: Bench, piece: PieceWhole) -> None:
    place, database = bench.the_place(), stored(bench, memory(bench).database_id, Database)
    row = stored(bench, bench.link(piece).notion_page_id, Page)
    page = stored(bench, place.memory_page_id, Page)
    for thing in (row, page, database):
        thing.icon, thing.cover = dict(EMOJI), dict(COVER)
    database.title = database.description = from_plain("What we learnt")
    database.is_inline = False
    page.values["title"] = from_plain("Our shelf")
    before = as_shown(page), as_shown(database), (row.icon, row.cover)

    said = go_on_working(bench, piece)

    assert (as_shown(page), as_shown(database), (row.icon, row.cover)) == before
    assert said == set()


def as_shown(thing: Page | Database) -> dict[str, Any]:
    return asdict(deepcopy(thing))


# Templates.


def template(bench: Bench, source_id: str, key: str = "") -> str:
    """Make a template of rows with a body, as *New template* does; return its page id."""
    state, ruth = bench.state, Ruth(bench.state)
    values = {"title": from_plain("What a ward does")}
    if key:
        values[memory(bench).columns["key"]] = from_plain(key)
    made = Page(**state.stamp(ruth.id, source_id), values=values, is_template=True, icon=EMOJI)
    state.add(made)
    for type, text in (("heading_2", "Who was there?"), ("to_do", "Ask the ward"), ("embed", "")):
        ruth.add(made.id, None, type, text)
    minutes_later(bench)
    return made.id


def set_shown(bench: Bench, monkeypatch: pytest.MonkeyPatch, *, is_shown: bool) -> None:
    """Let queries show templates or not: nobody knows which of the two Notion does."""
    settings = bench.state.settings.changed({"shows_templates": is_shown})
    monkeypatch.setattr(bench.state, "settings", settings)


def used(bench: Bench, template_id: str, title: str) -> str:
    """Make a row with a template: its values and its body, and a title of one's own."""
    made = duplicate(bench, template_id, str(bench.state.things[template_id].parent_id))
    row = stored(bench, made, Page)
    row.is_template = False
    row.values["title"] = from_plain(title) if title else []
    return made


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_template_is_no_row_and_stays_as_it_is(
    bench: Bench, piece: PieceWhole, monkeypatch: pytest.MonkeyPatch, is_shown: bool
) -> None:
    made = template(bench, memory(bench).data_source_id)
    set_shown(bench, monkeypatch, is_shown=is_shown)
    before, number = as_it_is(bench, made), counts(bench)

    said = go_on_working(bench, piece)

    assert (as_it_is(bench, made), counts(bench)) == (before, number)
    assert said == set()


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_row_made_with_a_template_is_a_piece_once_it_has_a_title(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, is_shown: bool
) -> None:
    made = template(bench, memory(bench).data_source_id)
    set_shown(bench, monkeypatch, is_shown=is_shown)
    row = used(bench, made, "")
    minutes_later(bench)
    before, body = as_it_is(bench, made), texts_of(bench, row)

    bench.sync()
    waits = len(pieces(bench))
    stored(bench, row, Page).values["title"] = from_plain("What ours does")
    bench.sync()

    titles = [each.newest.title for each in pieces(bench)]
    assert (waits, titles) == (1, ["By phone", "What ours does"])
    assert as_it_is(bench, made) == before
    assert texts_of(bench, row) == body


def test_a_template_with_the_key_of_a_piece_gives_no_piece_twice(
    bench: Bench, piece: PieceWhole
) -> None:
    made = template(bench, memory(bench).data_source_id, bench.link(piece).key)
    rows = [used(bench, made, f"Ward {number}") for number in (1, 2)]
    minutes_later(bench)
    before, number = as_it_is(bench, made, *rows), counts(bench)

    said = go_on_working(bench, piece)

    assert (as_it_is(bench, made, *rows), counts(bench)) == (before, number)
    assert {each.split(" (")[0] for each in said} == {
        messages.COPY.format(source="Memory", address="").split(" (")[0]
    }


def test_more_templates_than_a_slice_are_left_alone(
    bench: Bench, piece: PieceWhole, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = {template(bench, memory(bench).data_source_id) for _ in range(101)}
    set_shown(bench, monkeypatch, is_shown=True)
    before = as_it_is(bench, *ids)

    done = bench.sync()

    assert bench.notion.templates(memory(bench).data_source_id) == ids
    assert (as_it_is(bench, *ids), done.writes, len(pieces(bench))) == (before, 0, 1)


def test_a_notion_that_names_no_templates_holds_up_no_row(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_client: NotionClient, _source_id: str) -> frozenset[str]:
        raise RefusedForGood(Where("notion", "GET", "/v1/data_sources/x/templates"))

    monkeypatch.setattr(NotionClient, "templates", refuse)
    row_of_ruth(bench)

    bench.sync()

    assert len(pieces(bench)) == 2


def test_templates_are_asked_for_only_where_there_are_rows_to_take(
    bench: Bench, piece: PieceWhole
) -> None:
    template(bench, memory(bench).data_source_id)
    before = len(bench.calls())

    go_on_working(bench, piece)

    assert not any("templates" in each for each in bench.calls(before))


# Locked pages and databases: a lock holds people's hands in Notion's app, and it is people's.


def test_a_lock_stays_and_words_of_ours_still_come(bench: Bench, piece: PieceWhole) -> None:
    place = bench.the_place()
    row = stored(bench, bench.link(piece).notion_page_id, Page)
    page = stored(bench, place.memory_page_id, Page)
    database = stored(bench, memory(bench).database_id, Database)
    row.is_locked = page.is_locked = database.is_locked = True
    before, number = (as_shown(page), as_shown(database)), counts(bench)

    said = go_on_working(bench, piece)

    assert (as_shown(page), as_shown(database)) == before
    assert (row.is_locked, counts(bench), said) == (True, number, set())


def test_a_lock_keeps_no_words_that_were_taken_down(bench: Bench, piece: PieceWhole) -> None:
    row = stored(bench, bench.link(piece).notion_page_id, Page)
    row.is_locked = True
    bench.to_rung(piece, Rung.US)

    bench.sync()

    assert (row.in_trash, row.is_locked) == (True, True)
    assert not any("People ring" in text for _, text in texts_of(bench, row.id))


# A wiki: a database whose rows have an owner and are verified; it lists tables beside rows.


def test_a_memory_in_a_wiki_keeps_its_owners_and_what_is_verified(
    bench: Bench, piece: PieceWhole
) -> None:
    place, state = bench.the_place(), bench.state
    wiki = Database(**state.stamp(Ruth(state).id, place.parent_page_id), title=from_plain("Wiki"))
    state.add(wiki)
    pages = DataSource(**state.stamp(Ruth(state).id, wiki.id), title=wiki.title)
    pages.schema = {
        "title": Property("title", "Page", "title", {}),
        "own": Property("own", "Owner", "people", {}),
        "ver": Property("ver", "Verification", "verification", {}),
    }
    state.add(pages)
    page = stored(bench, place.memory_page_id, Page)
    state.things[place.parent_page_id].children.remove(page.id)
    page.parent_id, page.values = pages.id, {**page.values, "own": [Ruth(state).id]}
    pages.children.append(page.id)
    before, number = (as_shown(page), as_it_is(bench, wiki.id).keys()), counts(bench)

    said = go_on_working(bench, piece)

    assert (as_shown(page), as_it_is(bench, wiki.id).keys()) == before
    assert (counts(bench), said) == (number, set())


def test_a_memory_that_is_a_wiki_itself_is_synced_beside_its_tables(
    bench: Bench, piece: PieceWhole
) -> None:
    source = stored(bench, memory(bench).data_source_id, DataSource)
    row = stored(bench, bench.link(piece).notion_page_id, Page)
    source.schema |= {
        "own": Property("own", "Owner", "people", {}),
        "ver": Property("ver", "Verification", "verification", {}),
    }
    row.values["own"] = [Ruth(bench.state).id]
    bench.line.twist = with_a_table_among_rows
    columns, number = asdict(deepcopy(source))["schema"], counts(bench)

    said = go_on_working(bench, piece)

    assert asdict(source)["schema"] == columns
    assert row.values["own"] == [Ruth(bench.state).id]
    assert (counts(bench), said) == (number, set())


def with_a_table_among_rows(body: Any) -> None:
    """Answer a query as a wiki does: with a data source among its pages."""
    if body.get("type") == "page_or_data_source":
        body["results"].insert(
            0, {"object": "data_source", "id": "t", "title": [], "properties": {}}
        )


# Duplicates.


@pytest.mark.parametrize("title", ["Memory (1)", "Memory"])
def test_a_duplicated_table_is_left_alone_and_named_when_everything_is_read(
    bench: Bench, piece: PieceWhole, title: str
) -> None:
    copy = duplicate(bench, memory(bench).database_id, bench.the_place().memory_page_id, title)
    minutes_later(bench)
    before, views, number = as_it_is(bench, copy), views_as_they_are(bench), counts(bench)

    plain_run, said = bench.sync(), go_on_working(bench, piece)

    assert (as_it_is(bench, copy), views_as_they_are(bench), counts(bench)) == (
        before,
        views,
        number,
    )
    address = bench.notion.database(copy).url
    assert plain_run.messages == ()
    assert said == {messages.SECOND_TABLE.format(title=title, address=address)}


def test_a_duplicated_page_of_the_memory_is_left_alone_and_named(
    bench: Bench, piece: PieceWhole
) -> None:
    place = bench.the_place()
    title = f"{bench.notion.page(place.memory_page_id).title} (1)"
    copy = duplicate(bench, place.memory_page_id, place.parent_page_id, title)
    minutes_later(bench)
    before, views, number = as_it_is(bench, copy), views_as_they_are(bench), counts(bench)

    said = go_on_working(bench, piece)

    assert (as_it_is(bench, copy), views_as_they_are(bench), counts(bench)) == (
        before,
        views,
        number,
    )
    address = bench.notion.page(copy).url
    assert said == {messages.SECOND_PAGE.format(title=title, address=address)}


def test_a_second_table_in_the_database_of_memory_is_nobody_elses(
    bench: Bench, piece: PieceWhole
) -> None:
    database_id, source_id = memory(bench).database_id, memory(bench).data_source_id
    copy = duplicate(bench, source_id, database_id, "What the ward keeps")
    of_copy = owned_view(bench, replace(memory(bench), data_source_id=copy), "Ward")
    minutes_later(bench)
    before, views, number = as_it_is(bench, copy), views_as_they_are(bench), counts(bench)

    said = go_on_working(bench, piece)

    assert of_copy.data_source_id == copy
    assert (as_it_is(bench, copy), views_as_they_are(bench)) == (before, views)
    assert (counts(bench), said) == (number, set())


def test_what_leads_to_a_duplicate_from_meetings_and_groups_stays(
    bench: Bench, piece: PieceWhole
) -> None:
    copy = duplicate(bench, memory(bench).database_id, bench.the_place().parent_page_id)
    (source_id,) = bench.state.things[copy].children
    tables = [
        stored(bench, bench.source_id(name), DataSource) for name in ("sessions", "communities")
    ]
    for table in tables:
        config = {"data_source_id": source_id, "single_property": {}, "type": "single_property"}
        table.schema["back"] = Property("back", "Related to Memory (1)", "relation", config)
        stored(bench, table.children[0], Page).values["back"] = [
            *bench.state.things[source_id].children
        ]
    before = [(asdict(deepcopy(each))["schema"], as_values(bench, each)) for each in tables]
    number = counts(bench)

    said = go_on_working(bench, piece)

    after = [(asdict(each)["schema"], as_values(bench, each)) for each in tables]
    assert (after, counts(bench), said) == (before, number, set())


def as_values(bench: Bench, source: DataSource) -> list[dict[str, Any]]:
    return [deepcopy(stored(bench, each, Page).values) for each in source.children]


@pytest.mark.parametrize("table", ["memory", "sessions", "communities"])
def test_a_duplicated_row_is_left_alone_and_said(
    bench: Bench, piece: PieceWhole, table: str
) -> None:
    source = stored(bench, bench.source_id(table), DataSource)
    copy = duplicate(bench, source.children[0], source.id)
    minutes_later(bench)
    before, number = as_it_is(bench, copy), counts(bench)

    said = go_on_working(bench, piece)

    assert (as_it_is(bench, copy), counts(bench)) == (before, number)
    address = page_address(copy)
    assert said == {messages.COPY.format(source=plain(source.title), address=address)}


def test_a_duplicate_whose_first_row_was_put_into_the_trash_takes_its_place_from_nobody(
    bench: Bench, piece: PieceWhole
) -> None:
    first = bench.link(piece).notion_page_id
    copy = duplicate(bench, first, bench.source_id())
    stored(bench, first, Page).in_trash = True
    minutes_later(bench)
    before, number = as_it_is(bench, first, copy), counts(bench)

    said = {each for options in EVERY_WAY for each in bench.sync(options=options).messages}

    assert (as_it_is(bench, first, copy), counts(bench)) == (before, number)
    assert bench.link(piece).notion_page_id == first
    assert len(said) == 2
    assert any("put into the trash in Notion" in each for each in said)
    assert any("is a copy of another one" in each for each in said)


# Linked views: Notion lists one as a database in the page, and shows that database to no program.


def linked_view(bench: Bench, page_id: str, title: str) -> Callable[[Any], None]:
    """Answer as if Ruth had put a linked view with this title first on a page."""
    (first, *_), ruth = bench.state.things[page_id].children, Ruth(bench.state).id

    def twist(body: Any) -> None:
        results = body.get("results") or [{}]
        if body.get("type") == "block" and results[0].get("id") == first:
            made = {"id": LINKED, "type": "child_database", "child_database": {"title": title}}
            by = {"object": "user", "id": ruth}
            block = {**results[0], **made, "has_children": False, "created_by": by}
            results.insert(0, block)

    return twist


@pytest.mark.parametrize("title", ["Memory", "Untitled"])
def test_a_linked_view_on_the_page_hides_no_duplicate_and_is_none(
    bench: Bench, piece: PieceWhole, title: str
) -> None:
    page_id = bench.the_place().memory_page_id
    bench.line.twist = linked_view(bench, page_id, title)
    before = go_on_working(bench, piece)
    copy = duplicate(bench, memory(bench).database_id, page_id, "Memory (1)")

    said = {*bench.sync(options=FULL).messages}

    address = bench.notion.database(copy).url
    assert before == set()
    assert said == {messages.SECOND_TABLE.format(title="Memory (1)", address=address)}


def test_a_linked_view_in_a_piece_is_told_as_added_and_is_no_story(
    bench: Bench, piece: PieceWhole
) -> None:
    bench.line.twist = linked_view(bench, bench.link(piece).notion_page_id, "Memory")
    number = counts(bench)

    said = go_on_working(bench, piece)

    blocks = bench.body(piece)
    assert (blocks[0].id, blocks[0].text) == (LINKED, "Memory")
    assert "Memory" not in bench.whole(piece).newest.narrative
    assert (counts(bench), said) == (number, set())
