"""Runs the servers: Hedgerow's pages under gunicorn, its worker, and the sandbox under werkzeug.

One gunicorn worker with 32 threads (`guarded_worker`), loaded after the fork: what threads of one
process share (who is working on which session) would not hold between processes.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # it ships no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped] # as above

from plugin.cli.guarded_worker import GuardedWorker
from plugin.cli.supervisor import end_with
from plugin.config import LOOPBACK, Settings, require_no_real_tokens
from plugin.domain.ending_in_time import STEPS_END_S
from plugin.errors import BadInput

if TYPE_CHECKING:
    from connectors.sandbox.rate_window import Rate
    from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.serve")
_THREADS = 32


def run(settings: Settings, host: str, port: int, supervisor: str | None = None) -> None:
    """Serve the pages until somebody ends it; raise BadInput as `require_port` does."""
    require_port(settings, host, port)
    _Hedgerow(settings, host, port, supervisor).run()


def run_worker(runtime: Runtime, threads: int, supervisor: str | None = None) -> None:
    """Run jobs, and what is done from time to time, until somebody ends it."""
    from plugin.jobs.queue import work

    end_with(supervisor, os.getpid())
    work(runtime, threads)


def require_port(settings: Settings, host: str, port: int) -> None:
    """Return if the pages can be served there; raise BadInput if the port is taken.

    The demo, in which anybody signs in as anybody, listens on this machine alone.
    """
    if settings.is_demo and host not in LOOPBACK:
        raise BadInput(
            "The demo signs anybody in, so it listens on this machine alone. Nothing was started. "
            "Leave out --host, or unset HEDGEROW_DEMO."
        )
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise BadInput(
            f"Hedgerow cannot listen on {host}, port {port}: {error.strerror}. Nothing was "
            "started. Close what listens there, or choose another --port."
        ) from error


def run_sandbox(port: int, rate: Rate, say: Callable[[str], object]) -> None:
    """Serve a fresh sandbox until somebody ends it; raise BadInput beside real tokens."""
    from connectors.sandbox.app import create_sandbox
    from connectors.sandbox.notion.state import FIRST_PAGE_ID
    from connectors.sandbox.serve import serve

    require_no_real_tokens()
    try:
        server = serve(create_sandbox(rate=rate), port)
    except (OSError, SystemExit) as error:
        raise BadInput(
            f"Something else listens on port {port} of this machine. Nothing was started. "
            "Choose another port with --port."
        ) from error
    say(f"SANDBOX, a stand-in for Miro and Notion. Look at it: {server.url}/_sandbox/")
    say(f"A page that every token may open: HEDGEROW_NOTION_PARENT={FIRST_PAGE_ID}")
    say(f"Miro: {server.url}/miro  Notion: {server.url}/notion  Token: sandbox-anything")
    say(f"For Hedgerow beside it: HEDGEROW_SANDBOX={server.url}  Ctrl+C ends it.")
    try:
        server.run()
    except KeyboardInterrupt:
        say("Stopped. What was in the sandbox is gone.")
    finally:
        server.stop()


class _Log(Logger):  # type: ignore[misc] # as above
    """Gunicorn's log, as lines of ours."""

    def setup(self, cfg: Any) -> None:
        """Leave the writing of lines to the handler that this process has."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True


class _Hedgerow(BaseApplication):  # type: ignore[misc] # as above
    """Hedgerow as gunicorn wants to have it."""

    def __init__(self, settings: Settings, host: str, port: int, supervisor: str | None) -> None:
        self._settings, self._host, self._port = settings, host, port
        self._supervisor = supervisor
        super().__init__()

    def load_config(self) -> None:
        """Say how to serve; access logs are off, for paths may carry personal links."""
        for name, value in {
            "bind": f"{self._host}:{self._port}",
            "worker_class": GuardedWorker,
            "workers": 1,
            "threads": _THREADS,
            "worker_connections": 500,  # fewer than the files that a process may open by default
            "keepalive": 0,
            "timeout": 120,  # a page may wait for Miro or Notion
            "graceful_timeout": int(STEPS_END_S),
            "preload_app": False,
            # Who stands before us is said in HEDGEROW_PROXY_HOPS alone (`plugin.web.address`).
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "secure_scheme_headers": {},
            "proc_name": "hedgerow",
            "logger_class": _Log,
            "when_ready": self._say_where,
            "loglevel": "warning",
        }.items():
            self.cfg.set(name, value)

    def _say_where(self, _arbiter: Any) -> None:
        """Say it when the port answers, and no sooner: links are opened at once."""
        click.echo(f"Hedgerow listens on {self._host}, port {self._port}.")
        click.echo(
            f"Links that it writes begin with {self._settings.base_url} (HEDGEROW_BASE_URL)."
        )

    def load(self) -> Any:
        """Make the application in the worker, which ends gunicorn when its supervisor is gone."""
        from plugin.app import create_app
        from plugin.jobs.queue import with_queue
        from plugin.use_cases import create_runtime

        end_with(self._supervisor, os.getppid())
        return create_app(with_queue(create_runtime(self._settings)))
