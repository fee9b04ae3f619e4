"""Everything that the story stands on: an empty folder, a clock of its own, a served sandbox.

The sandbox and Hedgerow read the same clock, so that weeks can pass within seconds; every call
between them is real HTTP over the loopback.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import IO

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import Server, serve
from connectors.sandbox_people import SandboxPeople
from plugin.accounts.vendors import app_or_none
from plugin.config import Settings
from plugin.demo.jobs import StoryJobs
from plugin.domain.connections import Vendor
from plugin.errors import BadInput
from plugin.logs.lines import as_json, log_to
from plugin.store.database import Database
from plugin.store.marks import empty_for_demo
from plugin.store.private_files import UMASK
from plugin.use_cases import Runtime, create_runtime

MARK = "hedgerow-demo"
_OPENS_AT = time(10, 0, tzinfo=UTC)


class StoryClock:
    """A clock that goes on by itself and can be put forward, never back."""

    def __init__(self, day: date) -> None:
        self._set_to = datetime.combine(day, _OPENS_AT)
        self._set_at = monotonic()

    def __call__(self) -> datetime:
        """Return the present moment of the story."""
        return self._set_to + timedelta(seconds=monotonic() - self._set_at)

    def forward_to(self, day: date, at: time = _OPENS_AT) -> None:
        """Let time pass until a later moment."""
        later = datetime.combine(day, at)
        if later < self():
            raise ValueError("The story's clock goes forward only.")
        self._set_to, self._set_at = later, monotonic()


@dataclass(frozen=True, slots=True)
class DemoEnvironment:
    """What every chapter is given."""

    runtime: Runtime
    clock: StoryClock
    sandbox: Server
    pretend: SandboxPeople
    folder: Path
    jobs: StoryJobs

    def calls(self) -> int:
        """Return how many calls the sandbox has answered so far."""
        return len(self.pretend.calls())


@contextmanager
def open_stage(
    folder: Path, first_day: date, port: int, sandbox_port: int, database: str | None = None
) -> Iterator[DemoEnvironment]:
    """Empty the demo's folder, serve a sandbox and put a Hedgerow beside it; end both at last.

    The database is a file in the folder, unless another is given.
    """
    with emptied(folder):
        database_url = database or f"sqlite:///{folder / 'hedgerow.db'}"
        empty_for_demo(Database(database_url))
        clock = StoryClock(first_day)
        logging_to(folder / "hedgerow.log")
        sandbox = _served(clock, sandbox_port)
        sandbox.start()
        try:
            settings = _settings(folder, database_url, sandbox.url, port)
            runtime = create_runtime(settings, clock=clock)
            pretend = SandboxPeople(HTTP(), sandbox.url)
            _install_app(settings, pretend)
            yield DemoEnvironment(runtime, clock, sandbox, pretend, folder, StoryJobs(runtime))
            runtime.services.db.close()
        finally:
            sandbox.stop()


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """Keep the folder for this demo alone, and empty it; what the demo did not make is left alone.

    Raise BadInput for a folder that holds other things, is in use by another demo, or cannot be
    written.
    """
    mark = folder / MARK
    if folder.exists() and any(folder.iterdir()) and not mark.is_file():
        raise BadInput(
            f"The folder {folder} holds other things than a demo. Nothing was changed. "
            "Choose another folder with --folder."
        )
    try:
        os.umask(UMASK)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        held = mark.open("a")
    except OSError as error:
        raise _unwritable(folder) from error
    with held:
        _keep_alone(held, folder)
        try:
            _empty(folder, mark)
            held.truncate(0)
            held.write("Made by hedgerow demo, and emptied each time that it begins.\n")
            held.flush()
        except OSError as error:
            raise _unwritable(folder) from error
        yield


def _unwritable(folder: Path) -> BadInput:
    return BadInput(
        f"The folder {folder} cannot be written. Nothing was started. "
        "Choose another folder with --folder."
    )


def _keep_alone(held: IO[str], folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BadInput(
            f"Another demo is using the folder {folder}. Nothing was changed there. "
            "End it with Ctrl+C, or choose another folder with --folder."
        ) from error


def _empty(folder: Path, mark: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path != mark:
            path.unlink()


def logging_to(file: Path) -> None:
    """Write Hedgerow's log into the demo's folder."""
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(as_json())
    log = logging.getLogger("hedgerow")
    log_to(handler, log)
    log.propagate = False


def _served(clock: StoryClock, port: int) -> Server:
    try:
        return serve(create_sandbox(clock=clock), port)
    except (OSError, SystemExit) as error:
        raise BadInput(
            f"Something else listens on port {port} of this machine. Nothing was started. "
            "Close it, or choose another port with --port."
        ) from error


def _install_app(settings: Settings, pretend: SandboxPeople) -> None:
    """Install Hedgerow's app in the sandbox, as an administrator does in Miro."""
    app = app_or_none(settings, Vendor.MIRO)
    if app is not None:
        address = f"{settings.base_url}/miro/app"
        pretend.install_app(app.client_id, app.client_secret, "Hedgerow", address)


def _settings(folder: Path, database_url: str, sandbox_url: str, port: int) -> Settings:
    return Settings(
        data_folder=folder,
        database_url=database_url,
        base_url=f"http://127.0.0.1:{port}",
        secret=secrets.token_urlsafe(32),
        notion_parent=FIRST_PAGE_ID,
        sandbox_url=sandbox_url,
        is_demo=True,
    )
