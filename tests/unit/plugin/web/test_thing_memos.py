"""Memos beside clusters, themes and pieces."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import clusters as stored_clusters
from plugin.store import tables as t
from plugin.store import themes as stored_themes
from tests.unit.plugin.curate.meeting import HELD, PHONE, a_piece, meet
from tests.unit.plugin.curate.sorted_alone import second_curator
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_desk_sort import ids, sort

WORDS = "Ask the ward whether this is new."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def things(house: TestHouse, met: Session) -> dict[str, str]:
    """Make a cluster, a theme and a piece; return their ids by kind."""
    sort(house, "new", *ids(met, "phone", "trust"), because="When it works, people ring.")
    sort(house, "theme", *ids(met, "phone"), theme="trust")
    piece: PieceWhole = a_piece(house.services, house.actor("helen"), met)
    with house.services.db.read() as tx:
        (cluster,) = stored_clusters.clusters(tx, house.community.id)
        (theme,) = stored_themes.themes(tx, house.community.id)
    return {"cluster": cluster.id, "theme": theme.id, "piece": piece.piece.id}


def write(
    house: TestHouse, what: str, about_id: str, words: str, who: str = "helen", **more: str
) -> TestResponse:
    at = f"/c/{house.community.id}/desk/memo/{what}/{about_id}"
    data = {"words": words, **more}
    return house.as_(who).post(at, data=data, follow_redirects=True)


def stored(house: TestHouse) -> list[str]:
    with house.services.db.read() as tx:
        return sorted(tx.execute(sa.select(t.thing_memo.c.words)).scalars())


@pytest.mark.parametrize("what", ["cluster", "theme", "piece"])
def test_a_memo_is_its_writers_own_until_it_is_shared(
    house: TestHouse, met: Session, things: dict[str, str], what: str
) -> None:
    house.people["ruth"] = second_curator(house.services, met)
    place = {
        "cluster": f"/c/{house.community.id}/desk/sort?cluster={things['cluster']}",
        "theme": f"/c/{house.community.id}/desk/themes",
        "piece": f"/pieces/{things['piece']}",
    }[what]

    told = write(house, what, things[what], WORDS).text
    alone = house.as_("ruth").get(place).text
    write(house, what, things[what], WORDS, shared="yes")
    shared = house.as_("ruth").get(place).text

    assert "Saved for you alone." in told
    assert WORDS in told
    assert WORDS not in alone
    assert WORDS in shared
    assert "(another curator)" in shared
    assert WORDS not in house.as_("sam").get(f"/pieces/{things['piece']}").text
    assert "The memo is gone." in write(house, what, things[what], "").text
    assert stored(house) == []


def test_memos_repeat_no_held_words_and_go_with_the_words_that_they_repeat(
    house: TestHouse, met: Session, things: dict[str, str]
) -> None:
    refused = write(house, "piece", things["piece"], f"They said: {HELD}")
    for what, about_id in things.items():
        write(house, what, about_id, f"{what}: {PHONE}")
    assert len(stored(house)) == 3

    reached = take_back(house.services, house.actor("sam"), *ids(met, "phone")).reached

    assert refused.status_code == 400
    assert [each for each in stored(house) if each] == []
    assert "repeated its words" in reached["The desk"]


def test_a_memo_goes_with_its_cluster_and_moves_with_its_theme(
    house: TestHouse, met: Session, things: dict[str, str]
) -> None:
    write(house, "cluster", things["cluster"], WORDS)
    write(house, "theme", things["theme"], "Of trust.")
    sort(house, "theme", *ids(met, "portal"), theme="belief")
    with house.services.db.read() as tx:
        named = {each.name: each.id for each in stored_themes.themes(tx, house.community.id)}
    write(house, "theme", named["belief"], "Of belief.")

    sort(house, "out", *ids(met, "phone", "trust"))
    sort(house, "remove", cluster=things["cluster"])
    merge = {"do": "merge", "theme": named["trust"], "into": named["belief"]}
    page = house.as_("helen").post(
        f"/c/{house.community.id}/desk/themes", data=merge, follow_redirects=True
    )

    assert stored(house) == ["Of belief.\n\nOf trust."]
    assert "Of belief.\n\nOf trust." in page.text


def test_a_memo_that_cannot_move_with_its_theme_is_shown_where_it_stays(
    house: TestHouse, met: Session, things: dict[str, str]
) -> None:
    write(house, "theme", things["theme"], "Of trust.", shared="yes")
    sort(house, "theme", *ids(met, "portal"), theme="belief")
    with house.services.db.read() as tx:
        themes = stored_themes.themes(tx, house.community.id)
    belief = next(each.id for each in themes if each.name == "belief")
    write(house, "theme", belief, "Of belief, mine alone.")

    merge = {"do": "merge", "theme": things["theme"], "into": belief}
    at = f"/c/{house.community.id}/desk/themes"
    page = house.as_("helen").post(at, data=merge, follow_redirects=True).text

    assert "Of trust." in page
    assert f"/desk/memo/theme/{things['theme']}" in page
    assert "The memo is gone." in write(house, "theme", things["theme"], "").text


def test_a_memo_stands_beside_what_is_of_this_group(
    house: TestHouse, things: dict[str, str]
) -> None:
    for what, about_id in (("theme", "none"), ("cluster", things["theme"]), ("board", "x")):
        assert write(house, what, about_id, WORDS).status_code == 404
    for who in ("sam", "amina", "grace", "stranger"):
        status = write(house, "theme", things["theme"], WORDS, who).status_code
        assert status in {403, 404}
    assert stored(house) == []


def test_a_memo_that_is_too_long_is_shared_as_it_was_ticked(
    house: TestHouse, met: Session, things: dict[str, str]
) -> None:
    note_id, at = ids(met, "phone")[0], f"/c/{house.community.id}/desk/memo"
    pages = (f"{at}/theme/{things['theme']}", f"{at}/{note_id}")
    ticked = 'id="shared" name="shared" value="yes" checked'
    helen = house.as_("helen")
    for page in pages:
        helen.post(page, data={"words": WORDS, "shared": "yes"})
        private = helen.post(page, data={"words": "x" * 9000})
        shared = helen.post(page, data={"words": "x" * 9000, "shared": "yes"})

        assert (private.status_code, shared.status_code) == (400, 400)
        assert ticked not in private.text
        assert ticked in shared.text
        assert ticked in helen.get(page).text


def test_undo_of_a_new_cluster_takes_no_memo_with_it(
    house: TestHouse, met: Session, things: dict[str, str]
) -> None:
    sort(house, "new", *ids(met, "portal"), because="Nobody answers.")
    with house.services.db.read() as tx:
        made = max(stored_clusters.clusters(tx, house.community.id), key=lambda each: each.number)
    write(house, "cluster", made.id, WORDS)

    told = sort(house, "undo").text

    assert "The new cluster stays: something else is kept with it." in told
    assert stored(house) == [WORDS]
    assert (
        WORDS in house.as_("helen").get(f"/c/{house.community.id}/desk/sort?cluster={made.id}").text
    )
