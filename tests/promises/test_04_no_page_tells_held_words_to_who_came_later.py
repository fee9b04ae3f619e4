"""Promise 4: once a held note may not stay, no page tells its words to people who came later.

While it might stay somebody wrote its words into a piece, and the same words were changed in
Notion. Every page that a route leads to is opened, so that one that is added later is tried too.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.routing import BuildError, Rule

from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.people import Role
from plugin.domain.pieces import PieceWhole
from plugin.store import tables as t
from tests.promises.team import new_person, post
from tests.promises.test_04_a_writer_alone_lets_a_held_note_stay import say
from tests.promises.test_04_days_count_while_all_can_read import W, held_note
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.web.house import TestHouse

OTHER = "Something else altogether"
MOST = 12  # ways to fill one route


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def later(bench: Bench, times: int = 2) -> None:
    for _ in range(times):
        bench.pause(120)
        bench.sync()


def told_and_torn(bench: Bench, where: str) -> PieceWhole:
    """Return a piece in Notion that tells the words here, and says something else there."""
    piece = bench.released()
    later(bench)
    if where == "narrative":
        block = next(
            each for each in bench.body(piece) if each.text in bench.whole(piece).newest.narrative
        )
        bench.edit_block(block.id, OTHER)
    else:
        bench.edit(piece, "Name" if where == "title" else "In one line", OTHER)
    words = {"title": "Ringing", "line": "They ring.", "narrative": "So it is."}
    assert post(bench.place.as_("helen"), piece, "words", **(words | {where: W})) == 303
    later(bench)
    return bench.whole(piece)


def ids_of(house: TestHouse, piece: PieceWhole) -> dict[str, list[str]]:
    with house.services.db.read() as tx:

        def every(column: sa.Column[str]) -> list[str]:
            return [str(each) for each in tx.execute(sa.select(column)).scalars()]

        return {
            "partnership_id": [house.partnership.id],
            "community_id": [house.community.id],
            "session_id": every(t.session.c.id),
            "piece_id": [piece.piece.id],
            "conflict_id": every(t.conflict.c.id),
            "wording_id": every(t.wording.c.id),
            "note_id": [each.note_id for each in piece.sources],
            "about_id": [piece.piece.id],
            "what": ["piece"],
            "audience": ["anyone", "places-like-ours"],
            "number": ["1", "2", "3"],
        }


def pages(house: TestHouse, piece: PieceWhole) -> list[str]:
    """Return the addresses of all pages about it."""
    ids, found = ids_of(house, piece), []
    adapter = house.app.url_map.bind("127.0.0.1")
    rules: list[Rule] = list(house.app.url_map.iter_rules())
    for rule in rules:
        names = sorted(rule.arguments)
        if "GET" not in (rule.methods or ()) or not all(ids.get(each) for each in names):
            continue
        for filled in itertools.islice(itertools.product(*(ids[each] for each in names)), MOST):
            try:
                found.append(adapter.build(rule.endpoint, dict(zip(names, filled, strict=True))))
            except BuildError:
                continue
    note_id, group = piece.sources[0].note_id, f"/c/{house.community.id}"
    return [
        *found,
        f"{group}/between/repair?piece={piece.piece.id}",
        f"{group}/between/repair?note={note_id}",
        f"/p/{house.partnership.id}/memory?q=consultant",
    ]


def telling(client: FlaskClient, addresses: list[str]) -> list[str]:
    """Return those that tell the words."""
    found = []
    for address in addresses:
        with patch("plugin.web.event_streams._LASTS_S", 0.0):
            answer = client.get(address, follow_redirects=True, buffered=True)
        text = answer.get_data().decode("utf-8", "replace")
        if W in text.replace("<mark>", "").replace("</mark>", ""):
            found.append(address)
    return found


@pytest.mark.parametrize("where", ["title", "line", "narrative"])
def test_nobody_who_came_later_reads_them_on_any_page(bench: Bench, where: str) -> None:
    house = bench.place
    phone, note = held_note(house)
    house.people["later"] = new_person(house, "Lily Lime", Role.LEARNING_PARTNER)
    house.people["last"] = new_person(house, "Lars Larch", Role.FACILITATOR)
    piece = told_and_torn(bench, where)
    addresses = pages(house, piece)
    assert any("/conflicts/" in each for each in addresses)
    assert telling(house.as_("last"), addresses)  # while it may stay

    say(phone, note, "no")

    for who in ("later", "last", "amina", "grace"):
        assert telling(house.as_(who), addresses) == [], who
    assert telling(house.as_("helen"), addresses)  # whoever its board named
    (conflict,) = [each for each in addresses if each.startswith("/conflicts/")]
    assert HIDDEN in house.as_("later").get(conflict).text
