from pathlib import Path

from plugin import use_cases
from plugin.convene.template_files import read_template
from plugin.curate.desk import desk
from plugin.domain.sessions import Board, SessionState
from plugin.store import boards as stored_boards
from tests.unit.plugin.curate.meeting import PHONE, PORTAL, meet
from tests.unit.plugin.web.house import make_house


def test_kept_notes_of_a_meeting_that_nobody_closed_reach_the_desk(tmp_path: Path) -> None:
    runtime = make_house(tmp_path)
    session = meet(runtime.services, runtime.community.id, SessionState.OPEN)
    with runtime.services.db.begin() as tx:
        stored_boards.save_board(
            tx, Board(session.id, "board=", "A meeting", "https://example.org")
        )
    runtime.clock.pass_days(29)

    done, again = use_cases.tidy(runtime.runtime), use_cases.tidy(runtime.runtime)

    found = desk(runtime.services, runtime.actor("helen"), runtime.community.id, read_template)
    kept = {note.text for each in found.sessions for box in each.boxes for note in box.kept}
    assert (done.closed, done.keys_forgotten, done.erased_held) == (1, 1, 1)
    assert (again.closed, again.keys_forgotten, again.erased_held) == (0, 0, 0)
    assert {PHONE, PORTAL} <= kept
