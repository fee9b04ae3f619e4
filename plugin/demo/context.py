"""What all chapters share: the stage, the company, what was made so far, and the counting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask

from plugin.app import create_app
from plugin.convene import sessions as convene
from plugin.convene.template_files import read_template
from plugin.demo.cast import Cast
from plugin.demo.demo_file import DemoFile
from plugin.demo.environment import DemoEnvironment
from plugin.demo.narrator import Narrator
from plugin.demo.report import Report, for_board
from plugin.demo.session_file import SessionFile
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.jobs.session_jobs import BUILD
from plugin.scaffold.plan import least_calls
from plugin.scaffold.run import Built
from plugin.store.services import Services


@dataclass(slots=True)
class DemoContext:
    """The telling so far; `notes` and `pieces` map names of the files to our ids."""

    stage: DemoEnvironment
    demo: DemoFile
    files: Mapping[str, SessionFile]
    company: Cast
    narrator: Narrator
    report: Report
    notes: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, str] = field(default_factory=dict)
    next_session: Session | None = None  # whose board brought things back, and is open
    _pages: Flask | None = None

    @property
    def services(self) -> Services:
        """Return the database, the clock and the source of ids."""
        return self.stage.runtime.services

    def pages(self) -> Flask:
        """Return the pages, made once: for those who take part by phone, and for serving them."""
        if self._pages is None:
            self._pages = create_app(self.stage.runtime)
        return self._pages

    def plan(self, key: str, own: Template | None = None) -> Session:
        """Plan one of the meetings of the demo's file, by the group's own design if it has one."""
        meeting = self.demo.meeting(key)
        template = own or (read_template(meeting.template) if meeting.template else None)
        sam, community = self.company.facilitator, self.company.community
        return convene.plan_session(
            self.services, sam, community.id, meeting.day, template, meeting.name
        )

    def build(self, session: Session) -> tuple[Built, dict[str, int]]:
        """Build a session's board; return it with what the report says of a board."""
        before = self.stage.calls()
        with self.narrator.meanwhile("Building the board"):
            built: Built = self.stage.jobs.run(self.company.facilitator, BUILD, session.id)
        self.narrator.say(f"The board is built: {built.frames} boxes, each saying what it keeps.")
        for message in built.messages:
            self.narrator.say(message)
        return built, {
            "frames": built.frames,
            "items": built.items,
            "calls": for_board(self.stage.pretend.calls(before)),
            "least_calls": least_calls(built.frames, built.items),
        }
