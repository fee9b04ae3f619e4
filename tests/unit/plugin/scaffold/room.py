"""A community with a Miro that can lose answers: the shipped sandbox, mounted without sockets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import requests
from flask import Flask

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import session_over
from connectors.sandbox.miro.models import Board
from plugin.convene import communities
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.communities import Community
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.domain.sessions import Session
from plugin.intents import WaitPolicy
from plugin.scaffold import run
from plugin.store.database import Database
from plugin.store.services import Services
from tests import databases
from tests.unit.plugin.web.mounted import SANDBOX_URL, Mounted

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
DAY = date(2026, 11, 18)


class Killed(BaseException):
    """The process ended here, as after SIGKILL; what it sent may still arrive."""


class Lossy(Mounted):
    """Delivers every request, but loses the answers to some writes (by number, from 1).

    At others the process ends, and they arrive when so many seconds have passed.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.lost: set[int] = set()
        self.late: dict[int, float] = {}
        self.on_its_way: list[tuple[float, requests.PreparedRequest]] = []
        self.writes = 0

    def send(self, request: requests.PreparedRequest, **kept: Any) -> requests.Response:
        self.writes += request.method == "POST"
        if request.method == "POST" and self.writes in self.late:
            self.on_its_way.append((self.late[self.writes], request))
            raise Killed
        answer = super().send(request, **kept)
        if request.method == "POST" and self.writes in self.lost:
            raise requests.ConnectionError("the answer was lost")
        return answer

    def let_pass(self, seconds: float) -> None:
        """Let time pass, and what is on its way arrive."""
        waiting = [(left_s - seconds, request) for left_s, request in self.on_its_way]
        self.on_its_way = [each for each in waiting if each[0] > 0]
        for left_s, request in waiting:
            if left_s <= 0:
                super().send(request)


@dataclass
class Room:
    """What a build needs, and what its tests look at."""

    services: Services
    sandbox: Flask
    line: Lossy
    miro: MiroClient
    community: Community
    sam: Actor
    moments: list[datetime]
    pauses: list[float] = field(default_factory=list)

    def pass_days(self, days: float) -> None:
        self.moments.append(self.moments[-1] + timedelta(days=days))

    def plan(self, template: str = "T3") -> Session:
        return plan_session(
            self.services, self.sam, self.community.id, DAY, read_template(template)
        )

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.line.let_pass(seconds)

    def build(
        self,
        session: Session,
        board: str | None = None,
        waits: WaitPolicy | None = None,
        *,
        has_app: bool = False,
    ) -> run.Built:
        return run.build(
            self.services,
            self.sam,
            self.miro,
            session.id,
            read_template(session.template_code or ""),
            web_notes_name="Hedgerow",
            miro_board_id=board,
            waits=waits or WaitPolicy(self.pause),
            has_app=has_app,
        )

    def boards(self) -> list[Board]:
        return list(self.sandbox.extensions["hedgerow_sandbox"].miro.boards.values())

    def calls(self, since: int = 0) -> list[str]:
        log = self.sandbox.extensions["hedgerow_sandbox"].calls
        return [f"{call.method} {call.route}" for call in log.since(since)]


def make_room(tmp_path: Path) -> Room:
    """Return a community of Sam and Helen on tables of their own, and an empty Miro."""
    database = Database(databases.with_tables(tmp_path))
    numbers, moments = count(1), [NOW]
    services = Services(database, lambda: moments[-1], lambda: f"id{next(numbers)}")
    partnership = communities.start_partnership(services, "Tyne Crossing")
    community = communities.start_community(
        services,
        OPERATOR,
        partnership.id,
        "Going home",
        "How do we decide well?",
        "You may speak about your own practice.",
        sponsor="Director of Integrated Care",
        host="Northside University",
        contact="sam@northside.example",
        rules=("Doubt is a contribution.",),
    )
    people = [
        communities.add_person(services, OPERATOR, partnership.id, community.id, name, None, role)
        for name, role in (
            ("Helen Shaw", Role.LEARNING_PARTNER),
            ("Sam Okafor", Role.FACILITATOR),
        )
    ]
    sandbox = create_sandbox(clock=lambda: moments[-1])
    line = Lossy(sandbox)
    miro = MiroClient(_http(line), "sandbox-test", f"{SANDBOX_URL}/miro")
    return Room(services, sandbox, line, miro, community, people[1], moments)


def _http(line: Lossy) -> HTTP:
    return HTTP(session=lambda: session_over(line), sleep=lambda _seconds: None)
