"""Empty tables, made once by the migrations and copied by every test that needs a database."""

from pathlib import Path

import pytest

from plugin.store.database import Database


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tables") / "hedgerow.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    database.confirm_erased()
    database.close()
    return file
