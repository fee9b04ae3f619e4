"""Promise 6: no query counts doubts or mistakes by person or team, on any page or in any export."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import plugin
from tests.statements import statements
from tests.unit.plugin.web.everything import Everything, ask, everything, requests
from tests.unit.plugin.web.house import make_house

OF_A_PERSON = (
    *("author_hash", "shown_author", "strand_id", "voice_id", "own_hash"),
    *("origin", "role", "party", "put_by", "made_by", "person_id"),
)
OF_NOTES = re.compile(r"\b(FROM|JOIN) (note|note_version|piece|wording)\b")
GROUPED = re.compile(r"GROUP BY (.+?)(?: HAVING| ORDER BY| LIMIT|\)|$)", re.DOTALL)
BY_HAND = re.compile(r"\b(Counter|groupby)\b")


def counts_by_person(said: str) -> bool:
    """Say whether a statement counts notes or pieces for each person, team or writer."""
    if not OF_NOTES.search(said) or "count(" not in said.lower():
        return False
    grouped = " ".join(GROUPED.findall(said))
    return any(re.search(rf"\b{name}\b", grouped) for name in OF_A_PERSON)


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Everything]:
    made = make_house(tmp_path)
    yield everything(made)
    made.services.db.close()


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("SELECT note.shown_author, count(*) FROM note GROUP BY note.shown_author", True),
        ("SELECT count(*) FROM note WHERE kind = 'doubt' GROUP BY voice_id ORDER BY 1", True),
        ("SELECT note.session_id, count(*) FROM note GROUP BY note.session_id", False),
        ("SELECT count(*) FROM membership GROUP BY membership.role", False),
    ],
)
def test_such_a_query_would_be_known(said: str, is_one: bool) -> None:
    assert counts_by_person(said) is is_one


@pytest.mark.parametrize("who", ["helen", "sam", "grace"])
def test_no_page_asks_for_such_a_count(whole: Everything, who: str) -> None:
    browser = whole.made.as_(who)
    paths = [(method, path) for _, method, path in requests(whole) if method == "GET"]

    with statements() as said:
        for method, path in paths:
            ask(browser, method, path)

    assert len(said) > len(paths)
    assert [each for each in said if counts_by_person(each)] == []


def test_no_module_counts_writers_by_hand() -> None:
    root = Path(plugin.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_count = isinstance(node, ast.Call) and BY_HAND.search(ast.unparse(node.func))
            if is_count and re.search(r"shown_author|author_hash", ast.unparse(node)):
                found.append(f"plugin/{path.relative_to(root)}")

    assert found == []
