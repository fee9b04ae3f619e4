"""What stands on the page of a community in Notion: its permission and its ground rules."""

from dataclasses import replace
from datetime import date

import pytest

from plugin.domain.agreements import Agreement
from plugin.domain.permissions import Permission, PermissionWords
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import permissions as stored_permissions
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth

PERMISSION = "Our permission:\nYou may speak about your own practice."


def page_id(bench: Bench) -> str:
    with bench.place.services.db.read() as tx:
        link = stored_links.link_of(tx, bench.place.community.id)
    assert link is not None
    return link.notion_page_id


def told(bench: Bench) -> list[str]:
    return [block.text for block in bench.notion.children(page_id(bench))]


def agree(bench: Bench, *rules: str) -> None:
    services, community_id = bench.place.services, bench.place.community.id
    with services.db.begin() as tx:
        version = len(stored_communities.agreement_versions(tx, community_id)) + 1
        agreed = Agreement(version=version, rules=rules)
        stored_communities.add_agreement(tx, community_id, agreed, services.now)


def say(bench: Bench, note: str) -> None:
    with bench.place.services.db.begin() as tx:
        community = stored_communities.community(tx, bench.place.community.id)
        assert community is not None
        stored_communities.save_community(tx, replace(community, permission_note=note))


def test_a_page_says_what_the_group_may_and_how_it_works(bench: Bench) -> None:
    agree(bench, "One at a time.")
    bench.released()

    bench.sync()

    rules = "Our ground rules, agreed on 18 November 2026:\n• One at a time.\n• "
    assert told(bench) == [PERMISSION, f"{rules}Doubt is a contribution."]
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_a_permission_says_when_it_was_agreed(bench: Bench) -> None:
    note, services = "You may speak about your own practice.", bench.place.services
    words = PermissionWords(note=note, sponsor="Director", review_on=date(2027, 11, 1))
    asked = Permission(
        id="asked",
        community_id=bench.place.community.id,
        words=words,
        asked_by=None,
        until=services.now,
    )
    with services.db.begin() as tx:
        stored_permissions.ask_permission(tx, asked, "token")
        stored_permissions.agree(tx, "asked", words, date(2026, 11, 3))
    bench.released()

    bench.sync()

    assert told(bench)[0] == f"Our permission, agreed on 3 November 2026:\n{note}"


def test_what_changes_here_changes_there_and_what_people_wrote_stays(bench: Bench) -> None:
    bench.released()
    bench.sync()
    ruth = Ruth(bench.state)
    ruth.add(page_id(bench), None, "paragraph", "Ruth was here.")
    before = [block.id for block in bench.notion.children(page_id(bench))]
    say(bench, "You may speak.\n\nNobody has to.")

    assert "Change what its page in Notion says of the community “Going home”" in bench.plan()
    bench.sync()

    assert told(bench)[0] == "Our permission:\nYou may speak.\nNobody has to."
    assert told(bench)[2] == "Ruth was here."
    assert [block.id for block in bench.notion.children(page_id(bench))] == before
    assert bench.writes_of(bench.sync) == 0


def test_a_paragraph_that_people_changed_is_theirs(bench: Bench) -> None:
    bench.released()
    bench.sync()
    first = bench.notion.children(page_id(bench))[0]
    bench.edit_block(first.id, "Ours now.")
    assert bench.writes_of(bench.sync) == 0
    say(bench, "You may speak.")

    bench.sync()

    assert (told(bench)[0], told(bench)[-1]) == ("Ours now.", "Our permission:\nYou may speak.")
    assert bench.writes_of(bench.sync) == 0


@pytest.mark.parametrize("loss", ["lost", "cut_before"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_page_from_before_gets_both_once(bench: Bench, loss: str, number: int) -> None:
    bench.released()
    bench.sync()
    for block in bench.notion.children(page_id(bench)):
        bench.notion.delete_block(block.id)
    with bench.place.services.db.begin() as tx:
        link = stored_links.link_of(tx, bench.place.community.id)
        assert link is not None
        agreed = {name: text for name, text in link.agreed.items() if name != "narrative"}
        stored_links.save_link(tx, replace(link, agreed=agreed))
    getattr(bench.line, loss).add(bench.line.writes + number)

    bench.sync()
    bench.sync()

    assert told(bench)[0] == PERMISSION
    assert len(told(bench)) == 2
    assert bench.writes_of(bench.sync) == 0
