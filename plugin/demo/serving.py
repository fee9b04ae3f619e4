"""Serves what came of the story, beside the sandbox, until somebody presses Ctrl+C."""

from __future__ import annotations

from werkzeug.serving import make_server

from plugin.app import create_app
from plugin.demo.people import Company
from plugin.demo.stage import Stage
from plugin.demo.telling import Teller
from plugin.errors import BadInput


def keep_serving(stage: Stage, company: Company, teller: Teller, port: int) -> None:
    """Serve the pages on this machine and say where to look, and as whom."""
    app = create_app(stage.house)
    try:
        server = make_server("127.0.0.1", port, app, threaded=True)
    except (OSError, SystemExit) as error:
        raise BadInput(
            f"Something else listens on port {port} of this machine. The story was played. "
            "Close it, or choose another port with --port."
        ) from error
    _say_where(stage, company, teller, port)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        teller.plain("\nStopped. The next demo begins from an empty folder.")
    finally:
        server.server_close()


def _say_where(stage: Stage, company: Company, teller: Teller, port: int) -> None:
    here = f"http://127.0.0.1:{port}"
    teller.plain()
    teller.plain(f"Look around:  {here}")
    teller.plain("Sign in as")
    for actor, what in (
        (company.facilitator, "facilitator: sessions, boards, what was read back"),
        (company.learning_partner, "learning partner: the desk, pieces, Notion"),
        (company.sponsor, "sponsor: checked pieces, and nothing else"),
        (company.stranger, "of another partnership: none of this"),
    ):
        teller.plain(f"  {actor.name:<14} {what}")
    teller.plain(f"The boards, as people of the room:  {stage.sandbox.url}/_sandbox/")
    teller.plain(f"Notion, as people of the partnership:  {stage.sandbox.url}/_sandbox/notion/")
    teller.plain("Ctrl+C ends it.")
