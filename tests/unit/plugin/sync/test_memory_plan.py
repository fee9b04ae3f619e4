"""What is made of a memory in Notion, decided from what is wanted, there, and known."""

from dataclasses import replace

import pytest

from plugin.domain.notion_places import DataSource
from plugin.sync.columns import BACK_SIDES, COLUMNS, MEMORY, SESSIONS, SOURCES
from plugin.sync.memory.plan import FoundColumn, as_made, decide
from plugin.sync.report.steps import line_of

Columns = dict[str, tuple[FoundColumn, ...]]


def settled() -> tuple[dict[str, DataSource], Columns]:
    """Return three tables that lack nothing, as known and as they are."""
    there = {name: as_made(name) for name in SOURCES}
    there[MEMORY] += (FoundColumn("belongs_with", "Belongs with", "relation"),)
    known = {
        name: DataSource(
            name,
            name,
            columns={each.id: each.id for each in there[name]},
            options={each.field: each.options for each in COLUMNS[name]},
            back_relations={side.of: side.name for side in BACK_SIDES[name]},
        )
        for name in SOURCES
    }
    return known, there


def without(columns: tuple[FoundColumn, ...], field: str) -> tuple[FoundColumn, ...]:
    return tuple(each for each in columns if each.id != field)


def with_type(columns: tuple[FoundColumn, ...], field: str, type: str) -> tuple[FoundColumn, ...]:
    return tuple(replace(each, type=type) if each.id == field else each for each in columns)


def unknown(known: dict[str, DataSource], name: str, column: str) -> None:
    kept = {field: id for field, id in known[name].columns.items() if field != column}
    known[name] = replace(known[name], columns=kept)


def lines(known: dict[str, DataSource], there: Columns, *, mends: bool = False) -> list[str]:
    return [line_of(part) for part in decide(known, there, mends=mends)[0]]


@pytest.mark.parametrize("mends", [False, True])
def test_tables_that_lack_nothing_stay_as_they_are(*, mends: bool) -> None:
    assert lines(*settled(), mends=mends) == []


def test_a_column_that_is_not_known_is_learnt_or_made() -> None:
    known, there = settled()
    unknown(known, MEMORY, "rests_on")
    learnt = lines(known, there)
    there[MEMORY] = without(there[MEMORY], "rests_on")

    assert learnt == ["Remember the columns of the table “Memory”"]
    assert lines(known, there) == ["Add columns to the table “Memory” (Rests on)"]


def test_a_column_that_is_gone_is_made_when_it_is_asked_for() -> None:
    known, there = settled()
    there[MEMORY] = without(there[MEMORY], "session")
    there[SESSIONS] += (FoundColumn("pieces", "Pieces", "relation"),)

    assert lines(known, there) == []
    assert lines(known, there, mends=True) == [
        "Begin to make columns again in the table “Memory”",
        "Add columns to the table “Memory” (Session)",
        "Remember what leads back from the table “Sessions”",
    ]


def test_a_column_of_another_type_is_left_and_another_made_beside_it() -> None:
    known, there = settled()
    there[MEMORY] = with_type(there[MEMORY], "kind", "rich_text")
    known[MEMORY] = known[MEMORY].with_known(options={"kind": ("Pattern",)})

    assert lines(known, there) == []
    assert "Add columns to the table “Memory” (What it is (Hedgerow))" in lines(
        known, there, mends=True
    )


def test_only_options_that_are_new_to_hedgerow_are_offered() -> None:
    known, there = settled()
    kinds = next(each.options for each in COLUMNS[MEMORY] if each.field == "kind")
    removed, new = kinds[0], kinds[-1]
    known[MEMORY] = known[MEMORY].with_known(options={"kind": kinds[:-1]})
    there[MEMORY] = tuple(
        replace(each, options=tuple(o for o in each.options if o not in (removed, new)))
        for each in there[MEMORY]
    )

    assert lines(known, there) == [f"Offer more options in the table “Memory” (What it is: {new})"]


def test_a_way_back_is_named_while_its_name_is_free() -> None:
    known, there = settled()
    known[SESSIONS] = known[SESSIONS].without_back_relation(MEMORY)
    free = lines(known, there)
    there[SESSIONS] += (FoundColumn("pieces", "Pieces", "rich_text"),)

    assert free == ["Name what leads back from the table “Sessions” (Pieces)"]
    assert lines(known, there) == ["Remember what leads back from the table “Sessions”"]
