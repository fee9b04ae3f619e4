"""The story of the demo: seven chapters of one community, told while they really take place.

Every step is a call of the same functions that pages and commands use, over HTTP to the sandbox;
the report counts what came of them.
"""

from __future__ import annotations

from pathlib import Path

from plugin.config import require_no_real_tokens
from plugin.demo import agreeing, by_phone, curating, editing_in_notion, returning
from plugin.demo.cast import gather
from plugin.demo.context import DemoContext
from plugin.demo.demo_file import read_demo_file, shipped
from plugin.demo.environment import open_stage
from plugin.demo.narrator import Narrator
from plugin.demo.play import people_of
from plugin.demo.report import Report
from plugin.demo.serving import keep_serving
from plugin.demo.session_reading import read_session_file
from plugin.demo.sponsor import answer_what_the_group_asks
from plugin.errors import BadInput

_CHAPTERS = (
    agreeing.agree_how,
    agreeing.tell_stories,
    curating.make_and_check,
    editing_in_notion.meet_notion,
    returning.bring_back,
    by_phone.take_part_by_phone,
    answer_what_the_group_asks,
)


def run_demo(
    folder: Path, report: Path | None, serve: bool, port: int, database: str | None = None
) -> int:
    """Play the story from an empty folder, write the report, and serve what came of it.

    Return 0, or 1 when a text was found where it must not be. Raise BadInput beside real tokens,
    and for a folder, a database, a port or a report that cannot be had.
    """
    require_no_real_tokens()
    if report is not None:
        _require_place_for(report)
    narrator, demo = Narrator(), read_demo_file()
    files = {
        each.file: read_session_file(shipped(each.file)) for each in demo.meetings if each.file
    }
    first = files[demo.meetings[0].file or ""]
    sandbox_port = port + 1 if serve else 0
    with open_stage(folder, demo.meetings[0].day, port, sandbox_port, database) as stage:
        company = gather(stage.runtime.services, demo, first)
        stage.pretend.seed(people_of(first, demo.emails))
        demo_context = DemoContext(stage, demo, files, company, narrator, Report())
        for chapter in _CHAPTERS:
            chapter(demo_context)
        returning.look_for_leaks(demo_context)
        demo_context.report.jobs = stage.jobs.counted()
        if report is not None:
            demo_context.report.write(report)
        if serve:
            keep_serving(demo_context, port)
    return 1 if demo_context.report.leaks else 0


def _require_place_for(report: Path) -> None:
    """Return if a report can be written there; a story is not told in vain."""
    try:
        report.open("a", encoding="utf-8").close()
    except OSError as error:
        raise BadInput(
            f"The report {report} cannot be written ({error.strerror}). Nothing was started. "
            "Choose another file with --report."
        ) from error
