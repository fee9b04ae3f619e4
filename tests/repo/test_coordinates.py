"""Where something lies on a board is worked out in one place."""

import re

from tests.shared import REPOSITORY

# Half a size is what leads from a centre to a corner. The sandbox may not share code with clients.
HALVES = re.compile(r"(?:width|height)\b[^\n#]{0,20}/\s*2\b")
ALLOWED = {
    "connectors/miro/places.py",
    "plugin/domain/beside.py",  # how far a centre is from an edge: no corner is worked out
    "plugin/scaffold/geometry.py",  # rectangles of our own, before they are on any board
}


def test_no_other_module_turns_centres_into_corners() -> None:
    found = {
        name
        for folder in ("plugin", "connectors")
        for path in (REPOSITORY / folder).rglob("*.py")
        if not (name := path.relative_to(REPOSITORY).as_posix()).startswith("connectors/sandbox/")
        and HALVES.search(path.read_text(encoding="utf-8"))
    }

    assert found == ALLOWED
