"""What the database leaves out is nothing about which a rule would have said yes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from plugin.curate import today
from plugin.curate.judgements import judge_piece
from plugin.curate.pieces import write_wording
from plugin.curate.read_backs import object_to
from plugin.curate.releasing import release
from plugin.curate.waiting import FINDERS, Here
from plugin.domain.communities import Community
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import PieceWhole, Rung, is_looked_at_again
from plugin.domain.waiting import WaitingTask
from plugin.govern.withdrawal import take_back
from plugin.store import piece_choices as choices
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from tests.unit.plugin.curate.meeting import HELD, a_piece, meet, read_back_today
from tests.unit.plugin.web.everything import everything
from tests.unit.plugin.web.house import TestHouse, make_house


def test_nothing_that_asks_somebody_is_left_out(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    everything(made)
    seen: set[str] = set()
    for after in _a_fortnight(made):
        with made.services.db.read() as tx:
            every, here = _every(tx, made), (made.partnership.id, made.community.id)
            asks = choices.ask_somebody(tx, *here, made.services.now)
            chosen = choices.chosen(tx, *here, asks)
            for who in ("helen", "sam", "amina", "connie"):
                found = _tasks(tx, made, who, every)
                assert _tasks(tx, made, who, chosen) == found, (who, after)
                seen |= {each.button for each in found}
            stopped = choices.is_stopped(tx, made.partnership.id, None) & choices.may_be_out()
            again = choices.chosen(tx, made.partnership.id, None, stopped)
            now = made.services.now
            assert [each for each in again if is_looked_at_again(each, now)] == [
                each for each in every if is_looked_at_again(each, now)
            ]

    assert {"Read it", "Look at the words", "Look at both", "Look at it", "Change the words"} < seen


def test_today_says_what_it_says_of_all_pieces(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    everything(made)
    seen: set[str] = set()
    for after in _a_fortnight(made):
        with patch("plugin.curate.today.PIECES_SHOWN", 1):
            found = today.today_view(made.services, made.actor("helen"), made.community.id)
            with patch("plugin.curate.today._pieces", _all_pieces):
                of_all = today.today_view(made.services, made.actor("helen"), made.community.id)
        assert found == of_all, after
        seen |= {each.button for each in found.tasks}

    assert {"Read it first", "See what is left", "See", "Release", "Compare"} < seen


def test_what_is_set_down_or_replaced_is_not_looked_at_again(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    services, helen = made.services, made.actor("helen")
    piece = a_piece(services, helen, meet(services, made.community.id)).piece

    def chosen() -> int:
        with services.db.read() as tx:
            here = (made.partnership.id, made.community.id)
            return len(choices.chosen(tx, *here, choices.has_a_day_to_look_again(services.today)))

    judge_piece(services, helen, piece.id, {"look_again": "2026-12-01"})
    made.clock.pass_days(20)
    assert chosen() == 1
    for stands in ("Set down (with reason)", "Replaced"):
        judge_piece(services, helen, piece.id, {"stands": stands}, why="We know more.")
        assert chosen() == 0


def _a_fortnight(made: TestHouse) -> Iterator[str]:
    """Let much happen to pieces, and say what happened."""
    services, helen, amina = made.services, made.actor("helen"), made.actor("amina")
    yield "a world with everything"
    met = meet(services, made.community.id)
    quiet, objected, gone, out = (
        a_piece(services, helen, met, *names)
        for names in ((), ("portal", "trust"), ("phone", "portal"), ("phone", "trust"))
    )
    for number, each in enumerate((quiet, objected, gone, out)):
        words = (f"Title {number}", f"A line of {number}.", f"A story of {number}.")
        write_wording(services, helen, each.piece.id, *words)
        read_back_today(services, made.actor("sam"), each)
    yield "read back"
    object_to(services, amina, objected.piece.id)
    yield "objected"
    made.clock.pass_days(9)
    yield "checked"
    release(services, helen, out.piece.id, Rung.PARTNERSHIP, NO_HARM)
    yield "a release that pauses"
    made.clock.pass_days(3)
    yield "released"
    write_wording(services, helen, out.piece.id, "Another", HELD, "")
    yield "rewritten with held words"
    take_back(services, made.actor("sam"), f"portal-{met.id}")
    yield "a note taken back"


def _all_pieces(tx: Tx, _services: object, *here: str) -> tuple[PieceWhole, ...]:
    return stored_pieces.pieces(tx, *here)


def _every(tx: Tx, made: TestHouse) -> tuple[PieceWhole, ...]:
    return stored_pieces.pieces(tx, made.partnership.id, made.community.id)


def _tasks(tx: Tx, made: TestHouse, who: str, pieces: tuple[PieceWhole, ...]) -> list[WaitingTask]:
    community: Community = made.community
    here = Here(tx, made.actor(who), community, pieces, made.services.now)
    return [task for find in FINDERS for task in find(here)]
