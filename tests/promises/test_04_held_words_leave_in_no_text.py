"""Promise 4: a text that was written before its words were held leaves no more, in any form."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from plugin.convene.communities import change_community, community_of
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.about_group import AboutGroup
from plugin.domain.agreements import Agreement, AgreementDetails
from plugin.domain.ground_rules import RuleReason
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.invitations import Arrangements
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.scaffold.board_content import meeting_to_be
from plugin.store import about_groups, invitations
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from plugin.sync.here.read import read_here
from tests.unit.plugin.curate.meeting import HELD, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house

NEEDLE = "how long nobody spoke"
FIELDS = ("name", "question", "permission_note", "sponsor", "host", "contact")
PAGES = ("/", "/c/{group}/", "/c/{group}/change", "/c/{group}/agreement", "/c/{group}/about")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    runtime = make_house(tmp_path)
    yield runtime
    runtime.services.db.close()


@pytest.fixture
def typed(made: TestHouse) -> Session:
    """Return a coming session; all its group wrote repeats a note that was collected since."""
    services, group = made.services, made.community
    coming = plan_session(
        services, OPERATOR, group.id, services.today + timedelta(days=7), read_template("T3")
    )
    rules = (f"Rule. {HELD}", "One rule of ours.")
    reasons = {rules[0]: RuleReason("Since."), rules[1]: RuleReason(HELD)}
    agreed = Agreement(1, rules=rules, details=AgreementDetails(reasons=reasons))
    said = {name: f"{name}: {HELD}" for name in FIELDS} | {"permission_note": f"First.\n{HELD}"}
    with services.db.begin() as tx:
        stored_communities.save_community(tx, replace(group, rules=rules, **said))
        stored_communities.add_agreement(tx, group.id, agreed, services.now)
        stored_sessions.save_session(tx, replace(coming, name=HELD))
        about_groups.save(tx, group.id, AboutGroup(parties=HELD, version=1))
        invitations.save_arrangements(tx, coming.id, Arrangements(place=HELD))
    meet(services, group.id)
    return coming


def all_pages(made: TestHouse, *who: str) -> str:
    paths = [each.format(group=made.community.id) for each in PAGES]
    paths += [f"/p/{made.partnership.id}/sponsor", f"/p/{made.partnership.id}/memory"]
    return "".join(made.as_(each).get(path).text for each in who for path in paths)


def test_no_page_shows_it(made: TestHouse, typed: Session) -> None:
    pages = all_pages(made, "sam", "amina", "grace", "connie")
    pages += "".join(
        made.as_("sam").get(f"/s/{typed.id}{part}").text for part in ("", "/change", "/invite")
    )

    assert NEEDLE not in pages
    assert HIDDEN in pages


def test_no_board_and_no_row_in_notion_says_it(made: TestHouse, typed: Session) -> None:
    services, group = made.services, community_of(made.services, made.community.id)
    with services.db.read() as tx:
        board = meeting_to_be(tx, group, read_template("T3"), services.today, (), "Web")
        ours = read_here(tx, made.partnership.id, (), services.now, "http://x.example")

    printed = str([(each.content, each.description) for each in board.board_at().items])
    assert NEEDLE not in printed
    assert "One rule of ours." in printed
    assert "First." in printed
    assert NEEDLE not in str(ours)


def test_whoever_runs_the_group_is_told_which_texts(made: TestHouse, typed: Session) -> None:
    for path in ("/", f"/c/{made.community.id}/"):
        page = made.as_("sam").get(path).text
        assert "Words of a held note stand in its name, its question, its permission note" in page
        assert "its ground rules, what it wrote about itself and the name of a session" in page
        assert "Words of a held note stand" not in made.as_("amina").get(path).text


def test_a_text_stays_stored_until_it_is_changed(made: TestHouse, typed: Session) -> None:
    services, group = made.services, community_of(made.services, made.community.id)
    change_community(services, made.actor("sam"), replace(group, question="What now?"))
    with services.db.begin() as tx:
        now = stored_communities.agreement(tx, group.id)
        assert now is not None
        next_one = replace(now, version=2, rules=(*now.rules, "A new rule."))
        stored_communities.add_agreement(tx, group.id, next_one, services.now)
        stored_sessions.save_session(tx, replace(typed, name=_name(made, typed)))
        about = about_groups.about(tx, group.id)
        about_groups.save(tx, group.id, replace(about, cadence="Weekly", version=2))
    assert community_of(services, group.id).question == "What now?"

    made.clock.pass_days(60)
    tidy(services, OPERATOR)

    back = community_of(services, group.id)
    assert back.sponsor == f"sponsor: {HELD}"
    assert back.permission_note == f"First.\n{HELD}"
    with services.db.read() as tx:
        agreed = stored_communities.agreement(tx, group.id)
        assert agreed is not None
        assert agreed.rules == (f"Rule. {HELD}", "One rule of ours.", "A new rule.")
        assert agreed.details.reasons[f"Rule. {HELD}"].why == "Since."
        assert agreed.details.reasons["One rule of ours."].why == HELD
        assert about_groups.about(tx, group.id).parties == HELD
    assert _name(made, typed) == HELD


def test_it_shows_again_where_the_note_is_held_no_more(made: TestHouse, typed: Session) -> None:
    with made.services.db.read() as tx:
        met = next(
            each
            for each in stored_sessions.sessions(tx, made.community.id)
            if each.id != typed.id and each.closed_at is not None
        )
    change_note(made.services, f"silence-{met.id}", text="Other words altogether, and calm ones.")

    assert community_of(made.services, made.community.id).question == f"question: {HELD}"


def _name(made: TestHouse, session: Session) -> str:
    with made.services.db.read() as tx:
        found = stored_sessions.session(tx, session.id)
    assert found is not None
    return found.name
