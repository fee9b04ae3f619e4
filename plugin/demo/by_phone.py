"""Chapter six: people without an account take part by phone, on the pages that they would open.

One loses the line and sends again, and one takes a note back when the session is closed. Two are
asked whether a text made of their notes is right: one says yes, and one objects.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from plugin import use_cases
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.converse.asking import ask_its_people
from plugin.converse.joining import make_join_code
from plugin.curate.asking_to_stay import ask_to_stay
from plugin.curate.pieces import make_piece
from plugin.demo.context import DemoContext
from plugin.domain.labels import Label
from plugin.domain.sessions import Session
from plugin.store import notes as stored_notes
from plugin.store import participants as stored_participants
from plugin.store import questions as stored_questions

_BOX, _HELD_BOX = "Z3", "Z4"
_AHEAD = (
    "I would like to hear first what came of the Friday question.",
    "Could we begin with those who were not there last time?",
)
_ROUND = (
    "The form is fine. Nobody has time to open it.",
    "We ring each other, and write it down afterwards.",
    "I said more about my manager than I wanted to.",
)
_TITLE, _LINE = "A form that comes last", "The form is filled in after the call that settled it."
_STORY = "It goes quickly by phone. What was agreed is on paper only days later."
_INSTEAD = "It is not that we are late. We do not trust the form."


@dataclass(frozen=True, slots=True)
class _Phone:
    """Somebody's phone, and the address of their own pages."""

    browser: FlaskClient
    mine: str

    def answer(self, kind: str, words: str = "") -> None:
        """Answer the first question that *My notes* shows."""
        page = LexborHTMLParser(self.browser.get(f"{self.mine}/notes").text)
        link = page.css_first('a[href*="/check/"]')
        if link is not None:
            form = {"answer": kind, "words": words}
            self.browser.post(str(link.attributes["href"]), data=form)

    def let_stay(self) -> bool:
        """Say yes to the first question about a held note on *My notes*; say whether there was one.

        The note says on its own page what is asked, and until when it would stay.
        """
        page = LexborHTMLParser(self.browser.get(f"{self.mine}/notes").text)
        for link in page.css('.mine a[href*="/notes/"]'):
            own = LexborHTMLParser(self.browser.get(str(link.attributes["href"])).text)
            asked = own.css_first('form[action$="/stay"]')
            if asked is not None:
                self.browser.post(str(asked.attributes["action"]), data={"may": "yes"})
                return True
        return False

    def write(self, words: str, times: int = 1, box: str = _BOX) -> None:
        """Send a note; more than once where the line was lost before the answer came."""
        at = f"{self.mine}/boxes/{box}"
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
        **{name: ahead[name] + round_by_phone[name] for name in ahead},
        "answers": round_by_phone["answers"],
    }


def _ahead_of_the_meeting(demo_context: DemoContext) -> dict[str, int]:
    """Let people write on the next board, one of them over a bad line."""
    session, narrator = demo_context.next_session, demo_context.narrator
    if session is None:
        raise LookupError("The next meeting has no board yet.")
    phones = _join(demo_context, session, len(_AHEAD))
    for number, (phone, words) in enumerate(zip(phones, _AHEAD, strict=True)):
        phone.write(words, times=3 if number == 0 else 1)
    placed = demo_context.stage.jobs.place_notes(session.id)
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
    for number, (phone, words) in enumerate(zip(phones, _ROUND, strict=True)):
        phone.write(words, box=_HELD_BOX if number == 1 else _BOX)
    counted = _counted(demo_context, session)
    use_cases.close_session(runtime, sam, session.id)
    _take_back(demo_context, session, phones[-1])
    demo_context.narrator.say("A round is held by phone alone and closed. Somebody looks at")
    demo_context.narrator.say("“My notes” and takes one back. Its words are erased.")
    _ask_if_it_may_stay(demo_context, session, phones[1])
    answers = _check(demo_context, session, phones[:-1])
    return {**_counted(demo_context, session), "joined": counted["joined"], "answers": answers}


def _ask_if_it_may_stay(demo_context: DemoContext, session: Session, phone: _Phone) -> None:
    """Let Helen ask about the held note, and its writer say yes."""
    services, helen = demo_context.services, demo_context.company.learning_partner
    with services.db.read() as tx:
        held = [each.id for each in stored_notes.notes(tx, session.id) if each.label is Label.H]
    ask_to_stay(services, helen, session.community_id, held)
    if not phone.let_stay():
        raise LookupError("Nobody was asked whether a held note may stay.")
    demo_context.narrator.say(
        "One note was held. Helen asks its writer if it may stay, and they say"
    )
    demo_context.narrator.say("yes on “My notes”: nobody else could. It can go into a piece now.")


def _check(demo_context: DemoContext, session: Session, phones: list[_Phone]) -> int:
    """Ask those who wrote a piece's notes whether it is right; return how many answered."""
    services, helen = demo_context.services, demo_context.company.learning_partner
    with services.db.read() as tx:
        notes = [each.id for each in stored_notes.notes(tx, session.id) if each.text is not None]
    here = demo_context.company.community.id
    made = make_piece(services, helen, here, notes, _TITLE, _LINE, _STORY, kind="doubt")
    asked = ask_its_people(services, helen, made.piece.id)
    phones[0].answer("yes")
    phones[1].answer("off", _INSTEAD)
    narrator = demo_context.narrator
    narrator.say(f"Helen makes a piece out of the others: “{_TITLE}”.")
    narrator.say("Those who wrote it find it on “My notes”. One says that it is right, and")
    narrator.say("one that it is off: it goes nowhere until the words are changed.")
    with services.db.read() as tx:
        return len(stored_questions.answers(tx, asked.id))


def _join(demo_context: DemoContext, session: Session, people: int) -> list[_Phone]:
    runtime, sam = demo_context.stage.runtime, demo_context.company.facilitator
    code = make_join_code(runtime.services, sam, session.id)
    phones = []
    for _ in range(people):
        browser = demo_context.pages().test_client(use_cookies=False)
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
