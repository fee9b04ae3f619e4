"""Chapter six: people without an account take part by phone, on the pages that they would open.

One loses the line and sends again, and one takes a note back when the session is closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from plugin import use_cases
from plugin.app import create_app
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.converse.joining import make_join_code
from plugin.demo.context import DemoContext
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.store import notes as stored_notes
from plugin.store import participants as stored_participants

_BOX = "Z3"
_AHEAD = (
    "I would like to hear first what came of the Friday question.",
    "My phone is all I have with me on the ward.",
    "Could we begin with those who were not there last time?",
)
_ROUND = (
    "The form is fine. Nobody has time to open it.",
    "I said more about my manager than I wanted to.",
)


@dataclass(frozen=True, slots=True)
class _Phone:
    """Somebody's phone, and the address of their own pages."""

    browser: FlaskClient
    mine: str

    def write(self, words: str, times: int = 1) -> None:
        """Send a note; more than once where the line was lost before the answer came."""
        at = f"{self.mine}/boxes/{_BOX}"
        field = LexborHTMLParser(self.browser.get(at).text).css_first('input[name="press"]')
        press = "" if field is None else str(field.attributes["value"])
        for _ in range(times):
            self.browser.post(at, data={"note": words, "press": press})


def take_part_by_phone(demo_context: DemoContext) -> None:
    """Tell the sixth chapter."""
    narrator = demo_context.narrator
    narrator.chapter("6 · Some take part by phone", demo_context.services.now)
    ahead = _ahead_of_the_meeting(demo_context)
    round_by_phone = _round_by_phone(demo_context)
    demo_context.report.participants = {
        name: ahead[name] + round_by_phone[name] for name in ("joined", "written", "taken_back")
    }


def _ahead_of_the_meeting(demo_context: DemoContext) -> dict[str, int]:
    """Let people write on the next board, one of them over a bad line."""
    session, narrator = demo_context.next_session, demo_context.narrator
    if session is None:
        raise LookupError("The next meeting has no board yet.")
    phones = _join(demo_context, session, len(_AHEAD))
    for number, (phone, words) in enumerate(zip(phones, _AHEAD, strict=True)):
        phone.write(words, times=3 if number == 0 else 1)
    placed = use_cases.place_notes(demo_context.stage.runtime, OPERATOR, session.id)
    narrator.say(f"{len(phones)} people join with three words, no account, and write. One loses")
    narrator.say(f"the line and presses Send three times. {placed} stickies come to the board.")
    return _counted(demo_context, session)


def _round_by_phone(demo_context: DemoContext) -> dict[str, int]:
    """Let a session be held by phone alone; one of its people takes a note back afterwards."""
    services, runtime = demo_context.services, demo_context.stage.runtime
    sam, community = demo_context.company.facilitator, demo_context.company.community
    day, design = services.today, read_template("T3")
    planned = plan_session(services, sam, community.id, day, design, "A round by phone")
    session = open_without_board(services, sam, planned.id)
    phones = _join(demo_context, session, len(_ROUND))
    for phone, words in zip(phones, _ROUND, strict=True):
        phone.write(words)
    counted = _counted(demo_context, session)
    use_cases.close_session(runtime, sam, session.id)
    _take_back(demo_context, session, phones[-1])
    demo_context.narrator.say("A round is held by phone alone and closed. Somebody looks at")
    demo_context.narrator.say("“My notes” and takes one back. Its words are erased.")
    return {**_counted(demo_context, session), "joined": counted["joined"]}


def _join(demo_context: DemoContext, session: Session, people: int) -> list[_Phone]:
    runtime, sam = demo_context.stage.runtime, demo_context.company.facilitator
    code, app = make_join_code(runtime.services, sam, session.id), create_app(runtime)
    phones = []
    for _ in range(people):
        browser = app.test_client(use_cookies=False)
        browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        joined = browser.post(f"/j/{code}")
        phones.append(_Phone(browser, joined.headers["Location"]))
    return phones


def _take_back(demo_context: DemoContext, session: Session, phone: _Phone) -> None:
    with demo_context.services.db.read() as tx:
        notes = stored_notes.notes(tx, session.id)
    for note in notes:  # somebody else's answers that it is not there
        phone.browser.post(f"{phone.mine}/notes/{note.id}/take-back")


def _counted(demo_context: DemoContext, session: Session) -> dict[str, int]:
    """Count what is stored, whatever was sent."""
    with demo_context.services.db.read() as tx:
        notes = [each for each in stored_notes.notes(tx, session.id) if each.is_by_phone]
        joined = stored_participants.participants(tx, session.id)
        taken_back = sum(stored_notes.withdrawal_of(tx, each.id) is not None for each in notes)
    return {"joined": joined, "written": len(notes), "taken_back": taken_back}
