from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugin.domain.pieces import last_checked
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from tests import databases
from tests.unit.plugin.store.of_before import database_of_before

NOW = datetime(2027, 1, 6, 9, tzinfo=UTC)
PIECE = """
INSERT INTO partnership (id, name) VALUES ('p', 'P');
INSERT INTO community (id, partnership_id, name, rules) VALUES ('c', 'p', 'C', '[]');
INSERT INTO session (id, partnership_id, community_id, name, meeting_kind, day, state, closed_at)
VALUES ('told', 'p', 'c', 'Told', 'T3', '2026-11-18', 'closed', '2026-11-18 15:00:00.000000'),
       ('read', 'p', 'c', 'Read', 'T3', '2026-12-16', 'closed', '2026-12-17 10:00:00.000000'),
       ('open', 'p', 'c', 'Open', 'T3', '2026-12-16', 'open', NULL);
INSERT INTO note (id, session_id, zone_code, label, kind, source, text, seen_at, colour, tags, x, y,
                  version, state, is_waiting, shown_author)
VALUES ('n1', 'told', 'Z3', 'M', 'story', 'miro', 'One.', '2026-11-18 14:00:00.000000', '', '[]',
        0, 0, 1, 'here', false, 'a member'),
       ('n2', 'told', 'Z5', 'M', 'doubt', 'miro', 'Two.', '2026-11-18 14:00:00.000000', '', '[]',
        0, 0, 1, 'here', false, 'a member'),
       ('late', 'told', 'Z5', 'M', 'doubt', 'miro', 'Late.', '2026-11-19 14:00:00.000000', '', '[]',
        0, 0, 1, 'here', false, 'a member');
INSERT INTO piece (id, partnership_id, community_id, kind, family, person, made_at)
VALUES ('piece', 'p', 'c', 'doubt', 'story', 3, '2026-11-20 09:00:00.000000');
INSERT INTO wording (id, piece_id, number, title, line, made_at, made_in)
VALUES ('w1', 'piece', 1, 'A title', 'A line.', '2026-11-20 09:00:00.000000', 'here');
INSERT INTO source (piece_id, note_id, session_id, zone_code, day)
VALUES ('piece', 'n1', 'told', 'Z3', '2026-11-18'), ('piece', 'n2', 'told', 'Z5', '2026-11-18'),
       ('piece', 'late', 'told', 'Z5', '2026-11-18')
"""

_READ_BACK = """
INSERT INTO read_back (id, piece_id, wording_id, session_id, day, changes, objections)
SELECT 'r', 'piece', 'w1', id, day, 'x', 0 FROM session WHERE id = ?
"""


@pytest.mark.parametrize(("session", "checks"), [("read", True), ("told", False), ("open", False)])
def test_a_read_back_of_before_counts_if_its_meeting_can_have_agreed(
    tmp_path: Path, session: str, checks: bool
) -> None:
    database = database_of_before(tmp_path, "0018", PIECE)
    with database.begin() as tx:
        databases.run(tx, _READ_BACK, (session,))

    database.upgrade()

    with database.read() as tx:
        whole = stored_pieces.piece(tx, "piece")
        late = stored_notes.note(tx, "late")
    assert whole is not None
    assert late is not None
    assert (last_checked(whole, NOW) is not None) is checks
    assert (whole.newest.kind, whole.newest.family, whole.newest.person) == ("doubt", "story", 3)
    assert (whole.voices, late.strand_id) == (2, None)
    database.downgrade("0018")
    with database.read() as tx:
        kept = tx.exec_driver_sql("SELECT kind, family, person FROM piece").all()
        strands = tx.exec_driver_sql("SELECT strand_id FROM note").scalars().all()
    assert (kept, set(strands)) == ([("doubt", "story", 3)], {None})
