"""What only PostgreSQL can do to Hedgerow: be away, vanish, refuse, keep what was erased."""

import json
import logging
import signal
from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from plugin.errors import BadInput, NotNow, StorageFailed
from plugin.store import leases, limits, postgres, revisions
from plugin.store.database import Database
from plugin.store.search import WORDING, found
from plugin.store.tables import metadata
from plugin.store.texts import all_texts
from tests.described import described
from tests.postgres import Cluster, cluster

PARTNERSHIP = metadata.tables["partnership"]


@pytest.fixture
def server() -> Iterator[Cluster]:
    """The PostgreSQL of these tests; what a test makes there goes with it."""
    running = cluster()
    before = running.made()
    yield running
    running.drop_all_but(before)


@pytest.fixture
def database(server: Cluster) -> Iterator[Database]:
    opened = Database(server.with_tables())
    yield opened
    opened.close()


def name_of(database: Database) -> str:
    return database.url.rpartition("/")[2]


def add_partnership(database: Database, name: str, id_: str = "p") -> None:
    with database.begin() as tx:
        tx.execute(sa.insert(PARTNERSHIP).values(id=id_, name=name))


def partnerships(database: Database) -> list[str]:
    with database.read() as tx:
        return list(tx.exec_driver_sql("SELECT name FROM partnership").scalars())


def test_migrations_run_up_down_and_up(server: Cluster) -> None:
    database = Database(server.empty())

    database.upgrade()
    at_once = described(database)
    database.downgrade("base")
    with database.read() as tx:
        emptied = sa.inspect(tx).get_table_names()
    for revision in (revisions.newest_last()[0], "head"):
        database.upgrade(revision)

    database.require_current()
    assert described(database) == at_once
    assert emptied == ["alembic_version"]
    with database.read() as tx:
        differs = compare_metadata(MigrationContext.configure(tx), metadata)
    assert [each[1].name for each in differs] == ["ix_search_text_words_trigrams"]


def test_an_upgrade_that_fails_changes_nothing(server: Cluster) -> None:
    url = server.empty()
    server.execute("CREATE TABLE session (mine int)", url.rpartition("/")[2])

    with pytest.raises(BadInput, match="other tables than Hedgerow's"):
        Database(url).upgrade()

    with Database(url).read() as tx:
        assert sa.inspect(tx).get_table_names() == ["session"]


def test_a_database_that_cannot_hold_all_letters_is_refused(server: Cluster) -> None:
    server.execute(
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    )

    with pytest.raises(BadInput, match="cannot hold every letter"):
        Database(server.url("latin")).upgrade()


@pytest.mark.parametrize("where", ["host=127.0.0.1&port=9", "host=/nowhere"])
def test_a_database_that_is_away_is_told_in_words(where: str) -> None:
    database = Database(f"postgresql+psycopg://me:SECRET@/hedgerow?{where}")

    with pytest.raises(StorageFailed, match="cannot reach its database") as told:
        add_partnership(database, "Anybody")

    assert "SECRET" not in told.value.in_terminal
    assert "whether PostgreSQL runs" in told.value.in_terminal


def write_and(database: Database, then: Callable[[], object], *, asks_again: bool) -> None:
    with database.begin() as tx:
        tx.execute(sa.insert(PARTNERSHIP).values(id="x", name="a-canary"))
        then()
        if asks_again:
            tx.exec_driver_sql("SELECT 1")


def test_a_server_that_restarts_is_found_again_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    server = Cluster(cluster().programs, {"synchronous_commit": "on"})
    database = Database(server.with_tables())
    try:
        add_partnership(database, "Before")
        with pytest.raises(StorageFailed, match="Nothing was changed"):
            write_and(database, lambda: server.stop(signal.SIGQUIT), asks_again=True)
        with pytest.raises(StorageFailed, match="cannot reach"):
            partnerships(database)
        server.start()

        assert partnerships(database) == ["Before"]
        assert "a-canary" not in caplog.text
    finally:
        database.close()
        server.remove()


def test_a_connection_lost_while_saving_leaves_it_open_what_came_of_it(
    server: Cluster, database: Database
) -> None:
    def end_connections() -> None:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname LIKE 'test_%'"
        )

    with pytest.raises(StorageFailed, match="saved whole, or not at all"):
        write_and(database, end_connections, asks_again=False)

    assert partnerships(database) == []


def test_one_transaction_writes_at_a_time_also_from_two_machines(database: Database) -> None:
    other, inside, seen = Database(database.url), Event(), []

    def write_there() -> None:
        inside.wait(10)
        with other.begin() as tx:
            seen.extend(tx.exec_driver_sql("SELECT name FROM partnership").scalars())

    there = Thread(target=write_there)
    there.start()
    with database.begin() as tx:
        inside.set()
        there.join(0.3)
        assert there.is_alive()
        tx.exec_driver_sql("INSERT INTO partnership VALUES ('x', 'X')")
    there.join(10)

    assert seen == ["X"]
    other.close()


def take_impatiently(database: Database, subject: str) -> None:
    with database.begin_fleeting() as tx:
        tx.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
        leases.lease(tx, subject)


def test_leases_and_turns_wait_for_their_own_row_only(database: Database) -> None:
    other = Database(database.url)
    with database.begin() as tx, other.begin_fleeting() as beside:
        tx.exec_driver_sql("INSERT INTO partnership VALUES ('x', 'X')")
        limits.save_turn(beside, "one", limits.TurnRow(1.0, 2.0))

    with database.begin_fleeting() as tx:
        assert leases.lease(tx, "board") is None
        with pytest.raises(NotNow, match="Somebody else is writing"):
            take_impatiently(other, "board")
        with other.begin_fleeting() as beside:
            assert leases.lease(beside, "another board") is None
    other.close()


def test_readers_see_one_moment_and_wait_for_nobody(database: Database) -> None:
    with database.read() as tx:
        before = tx.exec_driver_sql("SELECT count(*) FROM partnership").scalar()
        add_partnership(database, "Meanwhile")

        assert tx.exec_driver_sql("SELECT count(*) FROM partnership").scalar() == before


def test_erasing_waits_for_readers_and_leaves_no_row(
    database: Database, server: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_READERS_END_WITHIN_S", 0.2)
    add_partnership(database, "a-canary-name")
    server.execute("CREATE EXTENSION pageinspect", name_of(database))
    with database.read() as reader:
        reader.exec_driver_sql("SELECT 1 FROM partnership")
        with database.begin() as tx:
            tx.exec_driver_sql("DELETE FROM partnership")
        with pytest.raises(NotNow, match="goes on by itself"):
            database.confirm_erased()

    database.confirm_erased()

    rows = "SELECT lp_len FROM heap_page_items(get_raw_page('partnership', 0)) WHERE lp_len > 0"
    kept = "SELECT pg_relation_size('partnership')"
    size = server.execute(kept, name_of(database))[0][0]
    assert size == 0 or server.execute(rows, name_of(database)) == []


def test_no_sample_of_words_is_kept_for_the_planner(database: Database, server: Cluster) -> None:
    for number in range(50):
        add_partnership(database, "the same canary", str(number))

    server.execute("ANALYZE", name_of(database))

    wanted = "SELECT count(*) FROM pg_stats WHERE most_common_vals::text LIKE '%canary%'"
    assert server.execute(wanted, name_of(database)) == [(0,)]


def test_a_defect_is_logged_without_the_values_that_it_was_about(database: Database) -> None:
    add_partnership(database, "N", "a-canary")

    with pytest.raises(sa.exc.IntegrityError) as raised:
        add_partnership(database, "N", "a-canary")

    assert "a-canary" not in "".join(map(str, (raised.value, raised.value.__cause__)))


def test_texts_are_kept_without_the_sign_that_cannot_be(database: Database) -> None:
    with database.begin() as tx:
        tx.execute(sa.insert(PARTNERSHIP).values(id="n", name="A\0B"))

    assert partnerships(database) == ["AB"]


def test_texts_inside_json_are_looked_into(database: Database) -> None:
    add_partnership(database, "P")
    rules = ['«é» "here"']
    here = {"id": "c", "partnership_id": "p", "name": "C", "rules": rules}
    with database.begin() as tx:
        tx.execute(sa.insert(metadata.tables["community"]).values(**here))

    with database.read() as tx:
        kept = [text for table, text in all_texts(tx) if table == "community"]

    assert {json.dumps(rules), json.dumps(rules, ensure_ascii=False)} <= {*kept}


def test_where_no_index_of_words_may_be_made_searching_goes_on(
    server: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    name = server.empty().rpartition("/")[2]
    server.execute("DROP ROLE IF EXISTS tenant")
    server.execute("CREATE ROLE tenant LOGIN")
    server.execute("GRANT CREATE, USAGE ON SCHEMA public TO tenant", name)
    database = Database(server.url(name).replace("hedgerow@", "tenant@"))
    caplog.set_level(logging.WARNING, "hedgerow.store")

    database.upgrade()

    assert "CREATE EXTENSION pg_trgm" in caplog.text
    assert database.shortcoming() == postgres.NO_TRIGRAMS
    with database.read() as tx:
        assert list(tx.execute(found(tx, WORDING, ("a",), ["c"]))) == []
    server.execute("CREATE EXTENSION pg_trgm", name)
    database.upgrade()
    assert database.shortcoming() is None
    database.close()
