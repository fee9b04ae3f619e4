"""A whole installation goes to another database and back, or leaves the other one empty."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from plugin.cli import main
from plugin.errors import BadInput
from plugin.store.columns import UTCDateTime
from plugin.store.copying import copy_installation
from plugin.store.database import Database
from plugin.store.tables import metadata
from tests import databases, postgres

_PROCESSES = get_context("forkserver")
ROWS = 3
MOMENT = datetime(2026, 11, 18, 9, 30, 1, 234567, tzinfo=UTC)
VALUES: dict[type[Any], Any] = {
    UTCDateTime: lambda n: MOMENT + timedelta(hours=n),
    sa.JSON: lambda n: [{"b": 1.5, "a": f"ü ☺ {n} ' \\", "0": [None, True]}, [], {}][n % 3],
    sa.Boolean: lambda n: n % 2 == 0,
    sa.Integer: lambda n: n,
    sa.Float: lambda n: n / 3,
    sa.Double: lambda n: 1.7e9 + n / 7,
    sa.Date: lambda n: date(2026, 2, 28) + timedelta(days=n),
    sa.LargeBinary: lambda n: bytes([0, 255, n]),
}


def filled(url: str, rows: int = ROWS) -> Database:
    """Put rows into every table: signs of every kind, nulls where they may be."""
    database = with_tables(url)
    with database.begin() as tx:
        for table in metadata.sorted_tables:
            values = [
                {each.name: _value(each, number) for each in table.columns}
                for number in range(rows)
            ]
            tx.execute(sa.insert(table), values)
    return database


def with_tables(url: str) -> Database:
    """Return a database with empty tables; a file is a copy of one that was migrated before."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        Path(databases.with_tables(file.parent).removeprefix("sqlite:///")).rename(file)
    database = Database(url)
    if database.revision() is None:
        database.upgrade()
    return database


def _value(column: sa.Column[Any], number: int) -> Any:
    if column.foreign_keys:
        return f"key {number}"
    if column.nullable and number == 1:
        return sa.null() if isinstance(column.type, sa.JSON) else None
    if column.primary_key and isinstance(column.type, sa.String):
        return f"key {number}"
    for kind, make in VALUES.items():
        if isinstance(column.type, kind):
            return make(number)
    length = getattr(column.type, "length", None) or 80
    return f"{number} «Ё» 家\n' \\ % ☺ 𝄞"[:length]


@pytest.fixture
def server() -> Iterator[postgres.Cluster]:
    running = postgres.cluster()
    before = running.made()
    yield running
    running.drop_all_but(before)


def files(tmp_path: Path, name: str) -> str:
    return f"sqlite:///{tmp_path / name}"


def held(url: str) -> list[str]:
    """Return every row as the database itself has it."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = [
            f"{table} {row}"
            for table in metadata.tables
            for row in connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))
        ]
    engine.dispose()
    return sorted(found)


def test_an_installation_goes_to_postgresql_and_comes_back_the_same(
    server: postgres.Cluster, tmp_path: Path
) -> None:
    source = filled(files(tmp_path, "one.db"))
    there, back = Database(server.empty()), Database(files(tmp_path, "two.db"))

    copied = copy_installation(source, there)
    returned = copy_installation(there, back)

    assert {each.name for each in copied} == set(metadata.tables)
    assert {each.rows for each in copied} == {ROWS}
    assert returned == copied
    assert held(back.url) == held(source.url)
    for each in (source, there, back):
        each.close()


def test_the_command_counts_every_table_and_says_what_comes_next(
    server: postgres.Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(files(tmp_path, "one.db")).close()
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HEDGEROW_DATABASE_URL", files(tmp_path, "one.db"))

    said = CliRunner().invoke(main, ["db", "copy", "--to", server.empty()])

    assert said.exit_code == 0, said.output
    assert all(f"        3  {name}\n" in said.output for name in metadata.tables)
    assert "compared: they are the same" in said.output
    assert "set HEDGEROW_DATABASE_URL" in said.output


@pytest.mark.parametrize("to_postgres", [True, False])
def test_a_database_that_is_not_empty_is_refused_and_stays(
    server: postgres.Cluster, tmp_path: Path, to_postgres: bool
) -> None:
    source = filled(files(tmp_path, "one.db"))
    target = filled(server.with_tables() if to_postgres else files(tmp_path, "two.db"), rows=2)
    before = held(target.url)

    for other in (target, Database(source.url)):
        with pytest.raises(BadInput, match=r"not empty.*Nothing was copied or changed"):
            copy_installation(source, other)
        other.close()

    assert held(target.url) == before
    source.close()


def test_a_database_of_somebody_else_is_refused(server: postgres.Cluster, tmp_path: Path) -> None:
    source, url = filled(files(tmp_path, "one.db")), server.empty()
    server.execute("CREATE TABLE person (mine int)", url.rpartition("/")[2])
    target = Database(url)

    with pytest.raises(BadInput, match=r"other tables than Hedgerow's\. Nothing was changed"):
        copy_installation(source, target)

    for each in (source, target):
        each.close()


def copy_and_die(source: str, target: str, number: int) -> None:
    """Copy, and die before the statement of this number that writes a row."""
    left = number

    def before(_connection: Any, _cursor: Any, statement: str, *_given: Any) -> None:
        nonlocal left
        left -= statement.startswith("INSERT INTO") and "alembic" not in statement
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    copy_installation(Database(source), Database(target))


@pytest.mark.parametrize("to_postgres", [True, False])
@pytest.mark.parametrize("number", [1, 25, len(metadata.tables)])
def test_a_copying_that_is_killed_leaves_an_empty_database_and_works_again(
    server: postgres.Cluster, tmp_path: Path, to_postgres: bool, number: int
) -> None:
    urls = [files(tmp_path, "one.db"), server.with_tables()]
    source_url, url = urls if to_postgres else urls[::-1]
    filled(source_url).close()
    with_tables(url).close()

    process = _PROCESSES.Process(target=copy_and_die, args=(source_url, url, number))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert held(url) == []
    source, target = Database(source_url), Database(url)
    copied = copy_installation(source, target)
    assert {each.rows for each in copied} == {ROWS}
    for each in (source, target):
        each.close()
