from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from plugin.domain.withdrawals import UNKNOWN
from plugin.errors import BadInput
from plugin.store import address_writers, people, revisions
from plugin.store.database import Database
from plugin.store.held_readers import frozen
from plugin.store.search import find_wordings
from plugin.store.tables import metadata
from tests import databases
from tests.described import described
from tests.shared import REPOSITORY
from tests.unit.plugin.store.of_before import database_of_before


def test_migrations_run_up_down_and_up(tmp_path: Path) -> None:
    database = Database(databases.empty(tmp_path))

    database.upgrade()
    database.downgrade("base")
    emptied = _tables(database)
    database.upgrade(revisions.newest_last()[0])
    database.upgrade()

    assert emptied == {"alembic_version"}
    assert {table.name for table in metadata.sorted_tables} <= _tables(database)


def test_revisions_are_known_without_alembic_in_its_order() -> None:
    folder = REPOSITORY / "plugin/store/migrations"

    walked = [each.revision for each in ScriptDirectory(str(folder)).walk_revisions()]

    assert revisions.newest_last() == tuple(reversed(walked))


def test_every_table_is_described_in_a_module_of_tables() -> None:
    # Others are imported by chance, and whoever compares without them is told to remove a table.
    elsewhere = [
        path.name
        for path in (REPOSITORY / "plugin/store").glob("*.py")
        if "sa.Table(" in path.read_text(encoding="utf-8") and not path.stem.endswith("tables")
    ]

    assert elsewhere == []


def test_tables_made_at_once_are_those_that_migrations_make(tmp_path: Path) -> None:
    made = []
    for name in ("at_once", "migrated"):
        (tmp_path / name).mkdir()
        made.append(Database(databases.empty(tmp_path / name)))
    at_once, migrated = made
    at_once.upgrade()
    for revision in (revisions.newest_last()[0], "head"):
        migrated.upgrade(revision)

    assert described(at_once) == described(migrated)
    assert at_once.revision() == migrated.revision() == revisions.newest_last()[-1]


def test_an_empty_database_runs_no_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "_migrate", None)
    database = Database(databases.empty(tmp_path))

    database.upgrade()

    database.require_current()


def test_migrations_make_what_tables_describe(tmp_path: Path) -> None:
    database = Database(databases.empty(tmp_path))
    for revision in (revisions.newest_last()[0], "head"):
        database.upgrade(revision)

    with database.read() as tx:
        found = compare_metadata(MigrationContext.configure(tx), metadata)

    of_postgres = ["ix_search_text_words_trigrams"]
    assert [each[1].name for each in found] == ([] if databases.is_sqlite() else of_postgres)


def test_wordings_of_before_are_kept_and_are_nobodys(tmp_path: Path) -> None:
    database = database_of_before(tmp_path, "0007", _A_PIECE_THAT_WAS_READ_BACK)

    database.upgrade()
    with database.begin() as tx:
        kept = tx.exec_driver_sql("SELECT line, made_by FROM wording").all()
        tx.exec_driver_sql("INSERT INTO person (id, name) VALUES ('who', 'Somebody')")
        tx.exec_driver_sql("UPDATE wording SET made_by = 'who'")
        tx.exec_driver_sql("DELETE FROM person")
        forgotten = tx.exec_driver_sql("SELECT line, made_by FROM wording").all()
        pragma = "PRAGMA foreign_key_check"
        broken = tx.exec_driver_sql(pragma).all() if databases.is_sqlite() else []
    database.downgrade("0007")

    with database.read() as tx:
        assert tx.exec_driver_sql("SELECT line FROM wording").scalar() == "A line."
    assert (kept, forgotten, broken) == ([("A line.", None)], [("A line.", None)], [])


_A_PIECE_THAT_WAS_READ_BACK = """
INSERT INTO partnership (id, name) VALUES ('p', 'P');
INSERT INTO community (id, partnership_id, name, rules) VALUES ('c', 'p', 'C', '[]');
INSERT INTO piece (id, partnership_id, community_id, kind, family, person, made_at)
VALUES ('piece', 'p', 'c', 'doubt', 'story', 2, '2026-11-18');
INSERT INTO wording (id, piece_id, number, title, line, made_at, made_in)
VALUES ('w', 'piece', 1, 'A title', 'A line.', '2026-11-18', 'here')
"""


def test_words_of_before_are_found_after_an_upgrade(tmp_path: Path) -> None:
    database = database_of_before(tmp_path, "0008", _A_PIECE_THAT_WAS_READ_BACK)

    database.upgrade()

    with database.read() as tx:
        assert find_wordings(tx, ("title",), ["c"]) == {"w"}
        assert find_wordings(tx, ("title",), ["another"]) == frozenset()


_A_BOARD_THAT_STANDS = """
INSERT INTO partnership (id, name) VALUES ('p', 'P');
INSERT INTO community (id, partnership_id, name, rules) VALUES ('c', 'p', 'C', '[]');
INSERT INTO session (id, partnership_id, community_id, name, meeting_kind, day, state)
VALUES ('s', 'p', 'c', 'S', 'T3', '2026-11-18', 'closed'),
       ('later', 'p', 'c', 'S', 'T3', '2026-12-18', 'planned');
INSERT INTO person (id, name) VALUES ('h', 'Helen Shaw'), ('s', 'Sam Okafor'), ('a', 'Sam Adu'),
       ('m', 'A member'), ('o', 'Of another community');
INSERT INTO community (id, partnership_id, name, rules) VALUES ('d', 'p', 'D', '[]');
INSERT INTO membership (id, person_id, partnership_id, community_id, role)
VALUES ('1', 'h', 'p', 'c', 'learning partner'), ('2', 's', 'p', NULL, 'facilitator'),
       ('3', 'a', 'p', 'c', 'convenor'), ('4', 'm', 'p', 'c', 'participant'),
       ('5', 'o', 'p', 'd', 'facilitator')
"""


def test_an_upgrade_freezes_who_reads_held_notes_of_boards_that_stand(tmp_path: Path) -> None:
    database = database_of_before(tmp_path, "0012", _A_BOARD_THAT_STANDS)

    database.upgrade()

    with database.read() as tx:
        readers = [(each.person_id, each.name) for each in frozen(tx, "s")]
        assert frozen(tx, "later") == ()
    assert readers == [("a", "Sam Adu"), ("s", "Sam Okafor"), ("h", "Helen")]


_PEOPLE_OF_BEFORE = """
INSERT INTO partnership (id, name) VALUES ('p', 'P'), ('q', 'Q');
INSERT INTO person (id, name, email) VALUES ('h', 'Helen', 'h@x.example');
INSERT INTO membership (id, person_id, partnership_id, role)
VALUES ('1', 'h', 'p', 'sponsor'), ('2', 'h', 'p', 'convenor'), ('3', 'h', 'q', 'sponsor');
INSERT INTO known_as (person_id, partnership_id, name) VALUES ('h', 'q', 'Nell');
INSERT INTO sign_in (token_hash, person_id, made_at, last_seen_at, let_in_by)
VALUES ('own', 'h', '2026-11-18', '2026-11-18', NULL),
       ('let in', 'h', '2026-11-18', '2026-11-18', '["h"]')
"""


def test_an_upgrade_gives_everybody_a_handle_in_each_partnership(tmp_path: Path) -> None:
    database = database_of_before(tmp_path, "0024", _PEOPLE_OF_BEFORE)

    database.upgrade()

    with database.read() as tx:
        handles = {each: people.handles(tx, each)["h"] for each in ("p", "q")}
        names = [people.name_in(tx, "h", each) for each in ("p", "q")]
        signed_in = tx.exec_driver_sql("SELECT token_hash FROM sign_in").scalars().all()
    assert len({"h", *handles.values()}) == 3
    assert names == ["Helen", "Nell"]
    assert signed_in == ["own"]


_WHO_LEFT_BEFORE = """
INSERT INTO partnership (id, name) VALUES ('p', 'P');
INSERT INTO person (id, name) VALUES ('gone', 'Kai'), ('added', 'Newt'), ('new', 'Jo');
INSERT INTO address_writer (id, partnership_id, person_id, written_by)
VALUES ('w', 'p', 'added', 'gone');
INSERT INTO membership (id, person_id, partnership_id, role, since)
VALUES ('m', 'new', 'p', 'convenor', '2026-10-01 00:00:00.000000')
"""


def test_whoever_came_before_an_upgrade_could_be_who_had_left_by_then(tmp_path: Path) -> None:
    database = database_of_before(tmp_path, "0123", _WHO_LEFT_BEFORE)

    database.upgrade()

    with database.read() as tx:
        assert address_writers.of(tx, "p").are_one(["new"], ["added"])


_A_NOTE_THAT_WAS_TAKEN_BACK = """
INSERT INTO session (id, partnership_id, community_id, name, meeting_kind, day, state)
VALUES ('s', 'p', 'c', 'S', 'T3', '2026-11-18', 'closed');
INSERT INTO note (id, session_id, zone_code, label, kind, source, seen_at, tags, x, y, version,
                  state, is_waiting, shown_author, gone_because)
VALUES ('n', 's', 'Z3', 'M', 'story', 'miro', '2026-11-18', '[]', 0, 0, 1, 'taken back', false,
        'a member', 'Its writer took it back.');
INSERT INTO source (piece_id, note_id, session_id, zone_code, day, gone_because)
VALUES ('piece', 'n', 's', 'Z3', '2026-11-18', 'Its writer took it back.');
INSERT INTO wording (id, piece_id, number, title, line, made_at, made_in)
VALUES ('later', 'piece', 2, 'Another title', 'A line.', '2026-12-18', 'here');
INSERT INTO withdrawal (id, note_id, at, reached)
VALUES ('w', 'n', '2026-12-01 00:00:00.000000', '{}')
"""


def test_an_upgrade_asks_for_a_look_at_pieces_whose_words_went(tmp_path: Path) -> None:
    database = database_of_before(
        tmp_path, "0015", _A_PIECE_THAT_WAS_READ_BACK + ";" + _A_NOTE_THAT_WAS_TAKEN_BACK
    )

    database.upgrade()

    with database.read() as tx:
        reviews = tx.exec_driver_sql(
            "SELECT piece_id, note_id, up_to, settled_at FROM review"
        ).all()
        said = tx.exec_driver_sql(
            "SELECT gone_because FROM note UNION SELECT gone_because FROM source"
        ).scalars()
        assert list(said) == [UNKNOWN]
    assert [tuple(row) for row in reviews] == [("piece", "n", 1, None)]


def test_a_newer_database_is_refused_in_words(tmp_path: Path) -> None:
    database = Database(databases.empty(tmp_path))
    database.upgrade()
    with database.begin() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(BadInput, match="newer Hedgerow"):
        database.require_current()
    with pytest.raises(BadInput, match="newer Hedgerow"):
        database.upgrade()


@pytest.mark.parametrize("revision", ["0000", "yesterday", ""])
def test_a_revision_that_is_not_there_changes_nothing(tmp_path: Path, revision: str) -> None:
    database = Database(databases.empty(tmp_path))
    database.upgrade()
    before = _tables(database)

    with pytest.raises(BadInput, match="There is no revision"):
        database.downgrade(revision)

    assert _tables(database) == before


def test_an_empty_database_asks_for_upgrade(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="hedgerow db upgrade"):
        Database(databases.empty(tmp_path)).require_current()


@pytest.mark.sqlite_only
def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sam, " * 200)

    with pytest.raises(BadInput, match="not a Hedgerow database"):
        Database(f"sqlite:///{tmp_path}/letter.txt").upgrade()
    assert (tmp_path / "letter.txt").read_text().startswith("Dear Sam")


@pytest.mark.sqlite_only
def test_erased_words_leave_file_and_log(tmp_path: Path) -> None:
    database = Database(databases.empty(tmp_path))
    database.upgrade()
    with database.begin() as tx:
        tx.exec_driver_sql("INSERT INTO partnership (id, name) VALUES ('p', 'a-canary-name')")
    with database.begin() as tx:
        tx.exec_driver_sql("DELETE FROM partnership")

    database.confirm_erased()

    for file in tmp_path.iterdir():
        assert b"a-canary-name" not in file.read_bytes()


def _tables(database: Database) -> set[str]:
    with database.read() as tx:
        return set(sa.inspect(tx).get_table_names())


@pytest.mark.parametrize(
    "url",
    [
        "SECRET",
        "nosuch://user:SECRET@host/db",
        "postgresql://user:SECRET@host:SECRET/db",
        "mysql://u:SECRET@h/db",
    ],
)
def test_an_address_that_cannot_be_is_told_without_its_password(url: str) -> None:
    with pytest.raises(BadInput, match="HEDGEROW_DATABASE_URL") as told:
        Database(url)

    assert "SECRET" not in str(told.value)
    assert told.value.__cause__ is None


@pytest.mark.sqlite_only
def test_a_file_of_something_else_is_told_by_every_command(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Sir or Madam, " * 100)
    database = Database(f"sqlite:///{tmp_path}/letter.db")

    for ask in (database.require_current, database.upgrade, database.revision):
        with pytest.raises(BadInput, match="not a Hedgerow database"):
            ask()


def test_a_defect_of_ours_is_not_told_as_somebody_elses(tmp_path: Path) -> None:
    database = Database(databases.empty(tmp_path))
    database.upgrade()

    with pytest.raises(sa.exc.IntegrityError), database.begin() as tx:
        tx.exec_driver_sql("INSERT INTO partnership (id) VALUES ('same'), ('same')")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:SECRET@host/db",
        "postgres://user:SECRET@host/db",
        "postgresql+asyncpg://user:SECRET@host/db",
        "postgresql+psycopg://user:SECRET@host",
        "postgresql+psycopg://user:SECRET@host:SECRET/db",
        "postgresql+psycopg://user:SECRET@host/db?sslmod=SECRET",
        "sqlite+aiosqlite:////folder/SECRET.db",
    ],
)
def test_an_address_is_refused_with_how_to_write_it(url: str) -> None:
    with pytest.raises(BadInput, match=r"Write it as .* postgresql\+psycopg://name") as told:
        Database(url)

    assert "SECRET" not in str(told.value)
