"""Sentences that state a fact about the system, read on the demo's pages and held against it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugin import use_cases
from plugin.app import create_app
from plugin.convene.session_page import session_page
from plugin.curate.pieces import whole_piece
from plugin.demo import agreeing, curating, editing_in_notion, returning
from plugin.demo.cast import gather
from plugin.demo.context import DemoContext
from plugin.demo.demo_file import read_demo_file, shipped
from plugin.demo.environment import open_stage
from plugin.demo.narrator import Narrator
from plugin.demo.play import people_of
from plugin.demo.report import Report
from plugin.demo.session_reading import read_session_file
from plugin.domain.agreements import Outcome
from plugin.domain.people import Actor
from plugin.domain.pieces import last_checked
from plugin.domain.sessions import Session
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions


@dataclass(frozen=True)
class Played:
    """The demo's story, told to its end, with a browser for each of its people."""

    demo_context: DemoContext
    browser: Callable[[Actor], FlaskClient]

    def read(self, who: Actor, path: str) -> str:
        """Return a page as plain words."""
        answer = self.browser(who).get(path)
        assert answer.status_code == 200, path
        return words_of(answer.text)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Return the demo's meetings, the newest first."""
        with self.demo_context.services.db.read() as tx:
            return stored_sessions.sessions(tx, self.demo_context.company.community.id)

    @property
    def stories(self) -> Session:
        """Return the closed meeting whose notes became pieces."""
        return next(each for each in self.sessions if each.template_code == "T3" and each.closed_at)


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    demo = read_demo_file()
    files = {
        each.file: read_session_file(shipped(each.file)) for each in demo.meetings if each.file
    }
    first = files[demo.meetings[0].file or ""]
    folder: Path = tmp_path_factory.mktemp("played") / "data"
    with open_stage(folder, demo.meetings[0].day, 0, 0) as stage:
        company = gather(stage.runtime.services, demo, first)
        stage.pretend.seed(people_of(first, demo.emails))
        demo_context = DemoContext(stage, demo, files, company, Narrator(), Report())
        for chapter in (
            agreeing.agree_how,
            agreeing.tell_stories,
            curating.make_and_check,
            editing_in_notion.meet_notion,
            returning.bring_back,
        ):
            chapter(demo_context)
        app = create_app(stage.runtime)

        def browser(who: Actor) -> FlaskClient:
            client = app.test_client()
            client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            client.post("/sign-in/as", data={"person": who.person_id})
            return client

        yield Played(demo_context, browser)


def test_rules_are_printed_as_they_were_agreed(played: Played) -> None:
    company = played.demo_context.company
    with played.demo_context.services.db.read() as tx:
        proposals = stored_communities.proposals(tx, company.community.id)
    agreed = [each.sentence for each in proposals if each.outcome is Outcome.AGREED]

    page = played.read(company.facilitator, f"/c/{company.community.id}/")

    assert agreed
    assert [sentence for sentence in agreed if " ".join(sentence.split()) not in page] == []


def test_kept_notes_are_on_the_desk_of_whom_close_names(played: Played) -> None:
    company, services = played.demo_context.company, played.demo_context.services
    notes = set(played.demo_context.notes.values())
    said = session_page(services, company.facilitator, played.stories.id).where_kept_notes_are
    desk = f"/c/{company.community.id}/desk/sort"

    told = said.partition("Kept notes are on the desk of ")[2].removesuffix(".")
    assert told == "Helen"
    for who in (company.facilitator, company.learning_partner, company.sponsor):
        page = played.browser(who).get(desk).text
        has_them = any(note_id in page for note_id in notes)
        assert has_them is (who.name.split()[0] == told), who.name


def test_outside_the_group_people_read_what_a_piece_says_they_read(played: Played) -> None:
    demo_context, company, told = played.demo_context, played.demo_context.company, 0
    for piece_id in demo_context.pieces.values():
        whole = whole_piece(demo_context.services, piece_id)
        check = last_checked(whole, demo_context.services.now)
        page = played.read(company.learning_partner, f"/pieces/{piece_id}")
        if "Outside the group people read the wording of" not in page:
            continue
        told += 1
        assert check is not None
        read = played.read(company.sponsor, f"/pieces/{piece_id}")
        assert " ".join(check.wording.title.split()) in read
        assert " ".join(check.wording.line.split()) in read
        assert says_truly_what_notion_shows(played, piece_id, page)
    assert told, "the demo has a piece whose newer words nobody outside reads"


def says_truly_what_notion_shows(played: Played, piece_id: str, page: str) -> bool:
    """Say whether the page tells of unchecked words in Notion exactly when they are there."""
    demo_context = played.demo_context
    with demo_context.services.db.read() as tx:
        link = stored_links.link_of(tx, piece_id)
    check = last_checked(whole_piece(demo_context.services, piece_id), demo_context.services.now)
    assert link is not None
    assert check is not None
    texts = demo_context.stage.pretend.notion_texts()
    title, line, narrative = check.wording.words[:3]
    paragraphs = [part for part in narrative.split("\n\n") if part.strip()]
    are_checked = all(part.strip() in texts for part in (title, line, *paragraphs))
    tells = "In Notion its page shows words that nobody has checked yet" in page
    return tells is not are_checked


def test_a_note_can_be_taken_back_whenever_pages_say_so(played: Played) -> None:
    demo_context, company, session = (
        played.demo_context,
        played.demo_context.company,
        played.stories,
    )
    demo_context.stage.clock.forward_to(session.take_back_until + timedelta(days=200))
    member = played.read(company.facilitator, f"/s/{session.id}")
    with demo_context.services.db.read() as tx:
        note_id = next(each.id for each in stored_notes.notes(tx, session.id) if each.text)

    assert "At any time: ask your facilitator." in member
    assert "you can also delete it on the board" not in member
    answer = played.browser(company.facilitator).post(
        f"/notes/{note_id}/take-back", follow_redirects=True
    )
    assert "Taken back." in words_of(answer.text)


def test_a_piece_leaves_notion_when_words_it_rested_on_are_taken_back(played: Played) -> None:
    demo_context, company = played.demo_context, played.demo_context.company
    introduction = demo_context.stage.pretend.notion_texts()
    piece_id, line = next(
        (piece_id, check.wording.line)
        for piece_id in demo_context.pieces.values()
        if (whole := whole_piece(demo_context.services, piece_id))
        and (check := last_checked(whole, demo_context.services.now))
        and check.wording.line in introduction
        and any(not source.gone_because for source in whole.sources)
    )
    whole = whole_piece(demo_context.services, piece_id)
    note_id = next(each.note_id for each in whole.sources if not each.gone_because)

    assert "ask a facilitator of your group, at any time" in introduction
    played.browser(company.facilitator).post(f"/notes/{note_id}/take-back")
    use_cases.carry_to_notion(
        demo_context.stage.runtime, company.learning_partner, company.partnership.id
    )

    assert line not in demo_context.stage.pretend.notion_texts()
    assert "Being looked at again" in played.read(
        company.sponsor, f"/p/{company.partnership.id}/sponsor"
    )
