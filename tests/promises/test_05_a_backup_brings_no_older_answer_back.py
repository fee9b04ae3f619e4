"""Promise 5: no restore brings words back in place of which their writer said something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.domain.follow_ups import FollowUpState, ReplyKind
from plugin.mirror.follow_ups import between_sessions, say_what_became
from plugin.mirror.sponsor_asks import answer_ask
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import meet
from tests.unit.plugin.mirror.between import finder, promise, released_ask
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import agree

OLDER = "The consultants refuse to be rung after six in the evening"
NEWER = "We look at it again next spring."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    agree(made)
    yield made
    made.services.db.close()


def between(house: TestHouse) -> str:
    return house.as_("sam").get(f"/c/{house.community.id}/between").text


def answer(house: TestHouse, key: str, words: str, kind: ReplyKind = ReplyKind.DECLINED) -> None:
    answer_ask(house.services, house.actor("grace"), house.partnership.id, key, kind, words)


@pytest.mark.parametrize("kind", [ReplyKind.DECLINED, ReplyKind.ACCEPTED])
def test_an_answer_of_a_sponsor_that_they_replaced(
    house: TestHouse, tmp_path: Path, kind: ReplyKind
) -> None:
    key = released_ask(house, meet(house.services, house.community.id))
    answer(house, key, OLDER)
    save(house, tmp_path / "one.backup")
    assert OLDER in between(house)
    answer(house, key, NEWER, kind)

    put_back(house, tmp_path / "one.backup")

    assert OLDER not in between(house)
    answer(house, key, NEWER, kind)
    assert NEWER in between(house)


def test_an_answer_that_was_not_replaced_comes_back(house: TestHouse, tmp_path: Path) -> None:
    key = released_ask(house, meet(house.services, house.community.id))
    answer(house, key, OLDER)
    answer(house, key, NEWER)
    save(house, tmp_path / "one.backup")
    answer(house, key, NEWER)

    put_back(house, tmp_path / "one.backup")

    assert NEWER in between(house)


def test_what_became_of_a_line_and_was_said_anew(house: TestHouse, tmp_path: Path) -> None:
    promise(house, meet(house.services, house.community.id))
    sam, here = house.actor("sam"), house.community.id
    page = between_sessions(house.services, sam, here, finder(house))
    (key,) = [each.key for each in page.lines]

    def became(words: str) -> None:
        done = FollowUpState.DONE
        say_what_became(house.services, sam, here, key, done, words, finder(house))

    became(OLDER)
    save(house, tmp_path / "one.backup")
    assert OLDER in between(house)
    became(NEWER)

    put_back(house, tmp_path / "one.backup")

    assert OLDER not in between(house)
