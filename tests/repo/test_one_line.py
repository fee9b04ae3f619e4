"""What people wrote is put on one line in one way, which keeps the blanks that are part of it."""

import re

from tests.shared import REPOSITORY

# These compare words, draw them, or write a log: nobody reads there what somebody wrote.
_OTHERWISE = {
    "plugin/capture/fold.py",
    "plugin/capture/item_words.py",
    "plugin/doctor/describe.py",
    "plugin/domain/blankness.py",
    "plugin/domain/overlap.py",
    "plugin/domain/session_keys.py",
    "plugin/domain/templates.py",
    "plugin/govern/reached_in_notion.py",
    "plugin/identifiers/birth_dates.py",
    "plugin/scaffold/board_part.py",
    "plugin/store/failures.py",
    "plugin/web/way_picture.py",
}


def test_words_are_put_on_one_line_in_one_place() -> None:
    found = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "plugin").rglob("*.py")
        if re.search(r'" "\.join\(.*\.split\(\)\)', path.read_text(encoding="utf-8"))
    }

    assert found == _OTHERWISE, "take plugin.domain.blankness.one_line"
