"""Nothing unfinished is printed on a board: a sentence with a gap is left out, and so is a heading
with nothing beneath it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plugin.convene.communities import change_community
from plugin.convene.template_files import read_template
from plugin.domain.people import OPERATOR
from plugin.scaffold.run import preview
from tests.world import World, make_world


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    world = make_world(tmp_path)
    yield world
    world.services.db.close()


def printed(made: World, **changed: object) -> dict[str, str]:
    change_community(made.services, OPERATOR, replace(made.community, **changed))  # type: ignore[arg-type]
    board = preview(
        made.services,
        made.actor("sam"),
        made.community.id,
        read_template("T3"),
        date(2026, 12, 16),
        (),
        "",
    )
    return {item.key: "\n".join(item.content) for item in board.items}


def test_sentences_with_a_gap_are_left_out(made: World) -> None:
    board = printed(
        made,
        permission_note="Ten hours a month.\nRing [name] first.",
        sponsor="Name a person",
        host="Run by TBC.",
        contact="____",
        rules=("Doubt is a contribution.", "These people must act: …"),
    )

    assert board["Z0/permission"] == "Our permission\nTen hours a month."
    assert board["Z0/rules"] == "Our rules\n• Doubt is a contribution."
    assert "TBC" not in board["Z0/foot"]
    assert "____" not in board["Z0/foot"]


def test_a_board_says_nothing_of_what_is_not_there(made: World) -> None:
    board = printed(made, permission_note="", rules=())

    assert "Z0/permission" not in board
    assert "Z0/rules" not in board
    assert not any("No permission" in text for text in board.values())
