"""Promise 4: what waits to be read aloud tells nothing that its group may not hear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from plugin.domain.sessions import Session
from plugin.use_cases import close_session
from tests.promises.team import post
from tests.unit.plugin.curate.meeting import HELD, a_piece, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, let_in
from tests.unit.plugin.web.test_panel_closing import a_session, in_panel
from tests.world.phones import join, notes_of, without_board

SAID = "Nobody dares to ring the consultant after six in the evening"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    let_in(made, SAM_IN_MIRO)
    yield made
    made.services.db.close()


@pytest.mark.parametrize(
    ("tells", "goes", "is_heard"),
    [("Other words of our own.", False, True), (SAID, True, False), (HELD, False, False)],
)
def test_the_panel_reads_aloud_what_could_be_recorded(
    house: TestHouse,
    tells: str,
    *,
    goes: bool,
    is_heard: bool,
) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    before = without_board(house)
    phone = join(house, before)
    phone.write(SAID)
    close_session(house.runtime, house.actor("sam"), before.id)
    form = {"title": "T", "line": tells, "narrative": "So."}
    assert post(house.as_("helen"), piece, "words", **form) == 303
    if goes:
        (note,) = notes_of(house, before)
        taken = phone.client.post(f"{phone.mine}/notes/{note.id}/take-back")
        assert taken.status_code == 303
    house.clock.now += timedelta(days=1)
    now: Session = a_session(house, "T3")

    shown = in_panel(house, now).ask("/pieces-to-read").get_json()["pieces"]
    assert [each["line"] for each in shown] == ([tells] if is_heard else [])
