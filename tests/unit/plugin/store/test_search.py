"""Both databases find the same, and what the rule of finding says: one table of cases for all."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.text_search import terms_of
from plugin.store.database import Database
from plugin.store.search import WORDING, find_wordings
from plugin.store.tables import metadata
from tests import databases
from tests.unit.plugin.domain.test_text_search import FOUND, NOT_FOUND, is_found

# Signs that mean something to a database when it compares.
_SIGNS = [
    ("100%", "It costs 100% more"),
    ("100%", "It costs 1000 more"),
    ("under_score", "an under_score here"),
    ("under_score", "an underXscore here"),
    ("back\\slash", "a back\\slash"),
    ("'quoted'", "it is 'quoted'"),
    ("a/b", "either a/b or c"),
]
CASES = [*FOUND, *NOT_FOUND, *_SIGNS]
TEXTS = sorted({text for _, text in CASES})


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """All texts of all cases, each with its place among them as its id."""
    made = Database(databases.with_tables(tmp_path_factory.mktemp("search")))
    table = metadata.tables
    with made.begin() as tx:
        tx.execute(sa.insert(table["partnership"]).values(id="p", name="P"))
        here = {"id": "c", "partnership_id": "p", "name": "C", "rules": []}
        tx.execute(sa.insert(table["community"]).values(**here))
        kept = {"kind": WORDING, "community_id": "c"}
        rows = [
            {"owner_id": str(number), "words": fold(text), **kept}
            for number, text in enumerate(TEXTS)
        ]
        tx.execute(sa.insert(table["search_text"]), rows)
    yield made
    made.close()


@pytest.mark.parametrize("question", sorted({question for question, _ in CASES}))
def test_a_database_finds_what_the_rule_says(database: Database, question: str) -> None:
    terms = terms_of(question)

    with database.read() as tx:
        found = find_wordings(tx, terms, ["c"])

    wanted = {text for text in TEXTS if is_found(question, text)} if terms else {*TEXTS}
    assert {TEXTS[int(number)] for number in found} == wanted
