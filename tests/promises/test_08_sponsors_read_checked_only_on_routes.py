from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.plugin.web.by_token import addresses, program
from tests.unit.plugin.web.everything import (
    DRAFT,
    NOTE_WORDS,
    UNCHECKED,
    Everything,
    ask,
    contents,
    everything,
    requests,
    words_in,
)
from tests.unit.plugin.web.house import make_house

OPEN_TO_SPONSORS = {"homes.partnership", "memory.show", "sponsor.show", "chosen_exports.show"}
READ = {"memory", "sponsor's page"}
CHECKED = "When the right thing happens by phone"


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Everything]:
    made = make_house(tmp_path)
    yield everything(made)
    made.services.db.close()


def test_sponsor_reads_nothing_else_on_any_route_and_changes_nothing(whole: Everything) -> None:
    client, before = whole.made.as_("grace"), contents(whole.made)

    for endpoint, method, path in requests(whole):
        answer = ask(client, method, path)
        is_open = endpoint in OPEN_TO_SPONSORS and method == "GET"
        assert (answer.status_code == 200) is is_open, (endpoint, method, answer.status_code)
        hidden = (*NOTE_WORDS, UNCHECKED, DRAFT)
        assert [words for words in hidden if words in words_in(answer)] == [], (endpoint, method)

    after = contents(whole.made)
    read = {row[5] for row in after.pop("access_log")}  # of which the groups may know
    assert (read, after) == (READ, {name: rows for name, rows in before.items() if name in after})


def test_sponsor_reads_the_checked_wording_where_it_was_released(whole: Everything) -> None:
    client, partnership_id = whole.made.as_("grace"), whole.made.partnership.id
    addresses = (
        f"/p/{partnership_id}/memory",
        f"/p/{partnership_id}/sponsor",
        f"/pieces/{whole.checked_piece_id}",
    )

    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert CHECKED in page.text, address
        assert UNCHECKED not in page.text, address


def test_program_of_a_sponsor_reads_the_checked_wording_and_nothing_else(whole: Everything) -> None:
    graces, here = program(whole.made, "grace"), whole.made.partnership.id
    open_to_sponsors = {f"/partnerships/{here}/pieces": 200}
    hidden = (*NOTE_WORDS, UNCHECKED, DRAFT)

    for method, path in addresses(whole):
        answer = graces.ask(method, path)
        is_refused = answer.status_code in (403, 404)
        assert is_refused is (path not in open_to_sponsors), (method, path, answer.status_code)
        assert [words for words in hidden if words in answer.text] == [], (method, path)

    one = graces.get(f"/pieces/{whole.checked_piece_id}").json
    assert one is not None
    assert (CHECKED in one["title"], one["checking"]["is_checked"]) == (True, True)
