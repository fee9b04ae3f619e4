"""Promise 6 by every entrance: doubts are counted by nobody’s name, role, team or pen.

Whoever wrote a session's doubts, every page, every answer to a program and every export says the
same; no statement that counts notes or pieces knows of people; and no page can be asked to.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.domain.agreements import Agreement, Attribution
from plugin.store import communities as stored_communities
from tests.promises.entrances import DAY, ON_A_BOARD, WAYS, Entrance, entrance, export_of_notes
from tests.promises.entrances import pages as pages_of
from tests.statements import statements
from tests.world.jobs import new_session

NOTES = 7
DOUBT = "I was wrong about the portal, time number"
# Columns by which a note, a sticky, an answer or a sitting is somebody's.
_OF_PEOPLE = (
    r"author_hash|own_hash|shown_author|voice_id|strand_id|token_hash|user_hash|party|"
    r"who_is_who|(?<!read_mark\.)person_id|made_by|taken_back_by"  # a reader's own marks are theirs
)
_PARAMETER = re.compile(r"%\(\w+\)s")  # PostgreSQL's are called after their columns
_COUNTS = re.compile(r"\bcount\(|\bsum\(|\bavg\(|\bGROUP BY\b", re.IGNORECASE)
_OF_NOTES = re.compile(r"\b(?:FROM|JOIN) (?:note|quiet_note|piece|wording|source)\b")
_ID = re.compile(r"\b[0-9a-f]{32}\b|\b\d{16,}\b")
ROLES = ("ward nurse", "housing officer")


def fill(made: Entrance, people: int) -> None:
    for number in range(NOTES):
        made.bring(f"{DOUBT} {chr(ord('a') + number)}", by=number % people)


def said(made: Entrance) -> dict[tuple[str, str], Counter[str]]:
    """Return the words of every page, and how often each stands there; in no order, without ids."""
    return {at: Counter(_ID.sub("", text).split()) for at, text in pages_of(made).items()}


@pytest.mark.parametrize("way", WAYS)
def test_every_page_says_the_same_whoever_wrote_the_doubts(tmp_path: Path, way: str) -> None:
    told = []
    with statements() as sent:
        for people in (1, NOTES):
            with entrance(tmp_path / str(people), way, has_board=False) as made:
                fill(made, people)
                before = said(made)
                made.close()
                whole = Counter(_ID.sub("", export_of_notes(made)).split())
                told.append((before, said(made), whole))

    one, many = told
    assert one[2]["portal,"] == NOTES
    for was, now in ((one[0], many[0]), (one[1], many[1])):
        assert [at for at in was if was[at] != now[at]] == []
    assert one[2] == many[2]
    counting = {each for each in sent if _COUNTS.search(each) and _OF_NOTES.search(each)}
    assert counting
    asked = (_PARAMETER.sub("?", each) for each in counting)
    assert [each for each in asked if re.search(_OF_PEOPLE, each)] == []


@pytest.mark.parametrize("way", WAYS)
def test_no_page_lets_itself_be_asked_for_somebodys(tmp_path: Path, way: str) -> None:
    asked = ("author", "by", "who", "person", "role", "written_by", "party", "team", "voice", "pen")
    with entrance(tmp_path / "here", way, has_board=False) as made:
        fill(made, 2)
        made.close()
        ids = {"s": made.session.id, "c": made.world.community.id, "p": made.world.partnership.id}
        for who, path in (
            ("helen", "/c/{c}/desk/read?session={s}"),
            ("helen", "/c/{c}/desk/sort?session={s}"),
            ("helen", "/p/{p}/memory?q=portal"),
            ("sam", "/s/{s}?x="),
        ):
            client, at = made.world.as_(who), path.format(**ids)
            plain = words_of(client.get(at).text)
            assert plain["portal,"], at
            for name in asked:
                for value in ("a member", "1"):
                    assert words_of(client.get(f"{at}&{name}={value}").text) == plain, (at, name)


@pytest.mark.parametrize("way", ON_A_BOARD)
def test_no_page_puts_a_number_beside_a_role(tmp_path: Path, way: str) -> None:
    with entrance(tmp_path / "here", way) as made:
        by_role(made)
        for number in range(2 * NOTES):
            made.bring(f"{DOUBT} {chr(ord('a') + number)}", by=number % 6)
        runtime, sam = made.world.runtime, made.world.actor("sam")
        writers = use_cases.writers(runtime, sam, made.session.id)
        table = {each.author_hash: ROLES[at % 2] for at, each in enumerate(writers)}
        use_cases.set_roles(runtime, sam, made.session.id, table)
        open_pages = pages_of(made)
        made.close()

        assert {each.shown_author for each in made.notes} == set(ROLES)
        for at, text in (*open_pages.items(), *pages_of(made).items()):
            for role in ROLES:
                beside = rf"\d+\s*(?:doubts?|notes?|times)?\W*(?:by|of|from)?\W*{role}s?\b"
                assert not re.search(beside, text), at
                assert not re.search(rf"{role}s?\W{{0,4}}\d", text), at


def by_role(made: Entrance) -> None:
    """Open another session of a group that agreed to show roles, in place of the first."""
    world = made.world
    with world.services.db.begin() as tx:
        agreed = Agreement(2, {}, Attribution.ROLE)
        stored_communities.add_agreement(tx, world.community.id, agreed, world.services.now)
    sam, group = world.actor("sam"), world.community.id
    made.session = new_session(world.runtime, sam, group, "T3", DAY)[0]


def words_of(page: str) -> Counter[str]:
    """Return the words that a page shows, without ids and what is new on each showing."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return Counter(_ID.sub("", text).split())


def test_counting_by_somebody_would_be_seen() -> None:
    bad = "SELECT note.shown_author, count(*) FROM note WHERE note.kind = ? GROUP BY 1"

    assert _COUNTS.search(bad)
    assert _OF_NOTES.search(bad)
    assert re.search(_OF_PEOPLE, bad)
