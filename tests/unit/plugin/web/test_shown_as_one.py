"""Notes that say nearly the same, shown as one on *Sort*."""

import re
from pathlib import Path

import pytest

from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from tests.unit.plugin.curate.meeting import TRUST, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_desk_sort import cluster_of, ids, sort

SAME = "I might be wrong to trust phonecalls!"


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    met = meet(house.services, house.community.id)
    change_note(house.services, f"portal-{met.id}", text=SAME)
    return met


def page(house: TestHouse, query: str = "") -> str:
    return house.as_("helen").get(f"/c/{house.community.id}/desk/sort{query}").text


def rows(text: str) -> list[str]:
    return re.findall(r'class="tick" name="note" value="([^"]+)"', text)


def with_those(house: TestHouse) -> dict[str, str]:
    return dict(re.findall(r'name="(with-[^"]+)" value="([^"]*)"', page(house)))


def test_what_is_done_with_the_one_is_done_with_both(house: TestHouse, met: Session) -> None:
    trust, portal = ids(met, "trust", "portal")

    told = sort(house, f"one {portal} {trust}").text
    after = rows(told)
    sort(house, "new", trust, because="People ring each other.", **with_those(house))

    assert "Shown as one. Both stay notes" in told
    assert portal not in after
    assert trust in after
    assert SAME in told
    assert "Says nearly the same" not in told
    assert cluster_of(house, portal) == cluster_of(house, trust) != ()


def test_a_piece_is_made_from_both(house: TestHouse, met: Session) -> None:
    trust, portal = ids(met, "trust", "portal")
    sort(house, f"one {portal} {trust}")

    form = {"note": trust, **with_those(house)}
    new = house.as_("helen").post(f"/c/{house.community.id}/desk/new-piece", data=form).text

    assert re.findall(r'type="hidden" name="note" value="([^"]+)"', new) == [trust, portal]


def test_they_are_shown_apart_again_and_both_are_undone(house: TestHouse, met: Session) -> None:
    trust, portal = ids(met, "trust", "portal")
    sort(house, f"one {portal} {trust}")

    apart = sort(house, f"two {portal}").text
    sort(house, "undo")
    again = page(house)
    sort(house, "undo")

    assert {trust, portal} <= set(rows(apart))
    assert portal not in rows(again)
    assert {trust, portal} <= set(rows(page(house)))


def test_they_are_shown_apart_where_they_are_in_other_clusters(
    house: TestHouse, met: Session
) -> None:
    trust, portal = ids(met, "trust", "portal")
    sort(house, f"one {portal} {trust}")
    sort(house, "new", trust, because="Trust.")  # from a page that did not show them as one

    assert {trust, portal} <= set(rows(page(house)))


def test_the_other_one_stays_when_one_is_taken_back(house: TestHouse, met: Session) -> None:
    trust, portal = ids(met, "trust", "portal")
    sort(house, f"one {portal} {trust}")

    take_back(house.services, house.actor("sam"), trust)
    text = page(house)

    assert portal in rows(text)
    assert TRUST not in text


def test_only_two_notes_of_one_session_are_shown_as_one(house: TestHouse, met: Session) -> None:
    (trust,) = ids(met, "trust")
    silent = f"silence-{met.id}"

    refused = [sort(house, f"one {other} {trust}").status_code for other in (trust, silent, "x")]

    assert refused == [400, 400, 400]
    assert trust in rows(page(house))
