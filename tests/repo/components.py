"""Builds docs/components.html: every value and part that pages are made of, by their own macros.

`python -m tests.repo.components` writes it; a test holds that it is what the macros make today.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from plugin.convene.last_board import tallies
from plugin.convene.template_files import read_template
from plugin.domain.labels import Label, first_line
from plugin.domain.waiting import TaskPage, WaitingTask
from plugin.scaffold.thumbnail import thumbnail
from plugin.web.formats import as_filters
from tests.shared import REPOSITORY

WEB = REPOSITORY / "plugin" / "web"
PAGE = REPOSITORY / "docs" / "components.html"
_VALUE = re.compile(r"^  --([\w-]+): [^;]+;(?: +/\* (.+?) \*/)?$", re.MULTILINE)
_SIZES = ("t-", "s-", "r-", "lh", "serif", "sans", "mono", "measure", "target", "page", "gutter")


class _Stands(Enum):
    """How far a piece has come, as a page shows it."""

    NOTES = "notes chosen"
    WORDING = "worded"
    CHECKED = "checked with its people"
    RELEASED = "released"


def page() -> str:
    """Return the page, as it is now."""
    loader = ChoiceLoader(
        [FileSystemLoader(REPOSITORY / "docs"), FileSystemLoader(WEB / "templates")]
    )
    made = Environment(autoescape=True, loader=loader, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(as_filters())
    made.globals.update(url_for=lambda *_, **__: "#lists")
    return made.get_template("components.jinja").render(**_values(), **_samples()) + "\n"


def _values() -> dict[str, Any]:
    light = (WEB / "static" / "tokens.css").read_text().partition("@media")[0]
    named = _VALUE.findall(light)
    return {
        "colours": [(name, why) for name, why in named if not name.startswith(_SIZES)],
        "type": [(name, why) for name, why in named if name.startswith("t-")],
        "space": [name for name, _ in named if name.startswith("s-")],
    }


def _samples() -> dict[str, Any]:
    held_until = date(2026, 12, 16)
    phases = [
        (SimpleNamespace(name="Frame and Welcome", step=2, of=2), "over"),
        (SimpleNamespace(name="Boxes", step=9, of=11), "now"),
        (SimpleNamespace(name="Questions", step=0, of=34), "later"),
    ]
    return {
        "labels": [first_line(label, held_until) for label in Label],
        "rungs": list(_Stands),
        "points": [
            _point(date(2026, 11, 4), "Founding", (True, False), "2 pieces, one of them checked"),
            _point(date(2026, 12, 2), "One hard case", (True,), "one piece, checked"),
            _point(date(2027, 1, 6), "Review", (), "", is_coming=True),
        ],
        "waiting": [
            WaitingTask(
                sentence="Say whether these words are right",
                why="Nobody outside the group reads them before.",
                place=TaskPage.PIECE,
                target_id="1",
                button="Read them",
                until=datetime(2026, 12, 9, 9, tzinfo=UTC),
            ),
            WaitingTask(
                sentence="Seven notes are not in any piece",
                why="They wait on the desk.",
                place=TaskPage.DESK,
                target_id="1",
                button="Open the desk",
            ),
        ],
        "last": _last_board(),
        "thumbnail": thumbnail,
        "job": SimpleNamespace(is_cancelling=False, problem=None, says="It makes the boxes."),
        "view": SimpleNamespace(kind=SimpleNamespace(doing="Building the board")),
        "is_asked": False,
        "phases": phases,
        "counted": (11, 47),
    }


def _last_board() -> SimpleNamespace:
    design = read_template("T3")
    counts = {"Z2": 8, "Z4": 12, "Z6": 5}
    return SimpleNamespace(
        session=SimpleNamespace(id="1", name="Stories and doubts", day=date(2026, 11, 18)),
        design=design,
        counts=counts,
        boxes=tallies(design, counts),
        says="10 boxes, 25 notes.",
    )


def _point(
    day: date, name: str, leaves: tuple[bool, ...], says: str, *, is_coming: bool = False
) -> SimpleNamespace:
    session = SimpleNamespace(id="1", day=day, meeting_kind=name)
    return SimpleNamespace(session=session, drawn=leaves, says=says, is_coming=is_coming)


if __name__ == "__main__":
    Path(PAGE).write_text(page(), encoding="utf-8")
