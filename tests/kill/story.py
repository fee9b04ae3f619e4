"""The demo's story as a row of commands, each with all that there was before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console

from connectors.http import HTTP
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox_people import SandboxPeople
from plugin import building, use_cases
from plugin.config import Settings
from plugin.demo import agreeing, curating, editing_in_notion, returning
from plugin.demo.cast import gather
from plugin.demo.context import DemoContext
from plugin.demo.demo_file import read_demo_file, shipped
from plugin.demo.environment import DemoEnvironment
from plugin.demo.jobs import StoryJobs
from plugin.demo.narrator import Narrator
from plugin.demo.play import people_of
from plugin.demo.report import Report
from plugin.demo.session_reading import read_session_file
from plugin.govern import withdrawal
from plugin.store.marks import mark_demo
from plugin.use_cases import create_runtime
from tests import databases
from tests.kill.served import Served, ShownClock, serve_one

_CHAPTERS = (
    agreeing.agree_how,
    agreeing.tell_stories,
    curating.make_and_check,
    editing_in_notion.meet_notion,
    returning.bring_back,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the story, and what there was before it."""

    words: tuple[str, ...]
    moment: datetime
    vendors: bytes
    database: Any

    def __str__(self) -> str:
        return " ".join(word[:8] for word in self.words)


@dataclass(frozen=True, slots=True)
class Story:
    """All commands of the story, and the sandbox and settings with which they run."""

    steps: tuple[Step, ...]
    served: Served
    settings: Settings


@contextmanager
def told_story(folder: Path) -> Iterator[Story]:
    """Play the demo's story once, keep what there was before each command, and end the sandbox."""
    demo = read_demo_file()
    clock = ShownClock(demo.meetings[0].day)
    served = serve_one(clock)
    settings = Settings(
        data_folder=folder,
        database_url=databases.with_tables(folder),
        base_url="http://127.0.0.1:8420",
        secret="a secret of tests, too long to be guessed",
        notion_parent=FIRST_PAGE_ID,
        sandbox_url=served.server.url,
        is_demo=True,
    )
    try:
        yield Story(tuple(_played(served, settings, demo)), served, settings)
    finally:
        served.server.stop()


def _played(served: Served, settings: Settings, demo: Any) -> Sequence[Step]:
    runtime = create_runtime(settings, clock=served.clock)
    mark_demo(runtime.services.db)
    pretend = SandboxPeople(HTTP(), served.server.url)
    stage = DemoEnvironment(
        runtime, served.clock, served.server, pretend, settings.data_folder, StoryJobs(runtime)
    )
    files = {
        each.file: read_session_file(shipped(each.file)) for each in demo.meetings if each.file
    }
    first = files[demo.meetings[0].file]
    company = gather(runtime.services, demo, first)
    pretend.seed(people_of(first, demo.emails))
    narrator = Narrator(Console(file=StringIO()))
    demo_context = DemoContext(stage, demo, files, company, narrator, Report())
    steps: list[Step] = []
    with _kept(steps, served, settings, runtime):
        for chapter in _CHAPTERS:
            chapter(demo_context)
    runtime.services.db.close()
    return steps


@contextmanager
def _kept(steps: list[Step], served: Served, settings: Settings, runtime: Any) -> Iterator[None]:
    """Keep, before every job of the story, what there is and the command that does the same."""

    def keep(*words: str) -> None:
        kept = databases.keep(runtime.services.db)
        steps.append(Step(words, served.clock(), served.keep(), kept))

    def kept(job: Callable[..., Any], command: str, about: int | None) -> Callable[..., Any]:
        def asked(*given: Any) -> Any:
            keep(command, *([] if about is None else [str(given[about])]))
            return job(*given)

        return asked

    jobs_of_commands = (
        (building, "build", "scaffold", 2),
        (use_cases, "collect", "capture", 2),
        (use_cases, "close_session", "close", 2),
        (use_cases, "carry_to_notion", "sync", 2),
        (use_cases, "tidy", "tidy", None),
        (withdrawal, "take_back", "take-back", 2),
    )
    with ExitStack() as patched:
        for module, name, command, about in jobs_of_commands:
            job = kept(getattr(module, name), command, about)
            patched.enter_context(patch.object(module, name, job))
        yield


__all__ = ["ShownClock", "Step", "Story", "told_story"]
