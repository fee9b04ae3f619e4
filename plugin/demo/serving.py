"""Serves what came of the story, beside the sandbox, until somebody presses Ctrl+C."""

from __future__ import annotations

from werkzeug.serving import make_server

from plugin.converse.joining import make_join_code
from plugin.demo.cast import Cast
from plugin.demo.context import DemoContext
from plugin.demo.environment import DemoEnvironment
from plugin.demo.narrator import Narrator
from plugin.errors import BadInput
from plugin.jobs.in_process import working


def keep_serving(demo_context: DemoContext, port: int) -> None:
    """Serve the pages on this machine and say where to look, and as whom."""
    stage, narrator = demo_context.stage, demo_context.narrator
    try:
        server = make_server("127.0.0.1", port, demo_context.pages(), threaded=True)
    except (OSError, SystemExit) as error:
        raise BadInput(
            f"Something else listens on port {port} of this machine. The story was played. "
            "Close it, or choose another port with --port."
        ) from error
    _say_where(stage, demo_context.company, narrator, port)
    _say_how_to_join(demo_context, port)
    try:
        with working(stage.runtime):
            server.serve_forever()
    except KeyboardInterrupt:
        narrator.plain("\nStopped. The next demo begins from an empty folder.")
    finally:
        server.server_close()


def _say_where(stage: DemoEnvironment, company: Cast, narrator: Narrator, port: int) -> None:
    here = f"http://127.0.0.1:{port}"
    narrator.plain()
    narrator.plain(f"Look around:  {here}")
    narrator.plain("Sign in as")
    for actor, what in (
        (company.facilitator, "facilitator: sessions, boards, what was read back"),
        (company.learning_partner, "learning partner: the desk, pieces, Notion"),
        (company.sponsor, "sponsor: checked pieces, and what the group asks"),
        (company.stranger, "of another partnership: none of this"),
    ):
        narrator.plain(f"  {actor.name:<14} {what}")
    narrator.plain(f"The boards, as people of the room:  {stage.sandbox.url}/_sandbox/")
    narrator.plain("  On a board the button Hedgerow opens the panel, as in Miro.")
    narrator.plain(f"Notion, as people of the partnership:  {stage.sandbox.url}/_sandbox/notion/")
    narrator.plain("Ctrl+C ends it.")


def _say_how_to_join(demo_context: DemoContext, port: int) -> None:
    """Print a link that anybody can try, without signing in."""
    session = demo_context.next_session
    if session is not None:
        actor = demo_context.company.facilitator
        code = make_join_code(demo_context.services, actor, session.id)
        demo_context.narrator.plain(f"Take part by phone:  http://127.0.0.1:{port}/j/{code}")
