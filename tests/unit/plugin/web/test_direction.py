"""Pages of a house whose people write Hebrew and Arabic: where do their words stand?"""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from plugin.store import tables
from tests.unit.plugin.web.everything import Everything, ask, everything, requests
from tests.unit.plugin.web.house import PEOPLE, TestHouse
from tests.unit.plugin.web.written_beside import not_written, write_beside
from tests.world.phones import join, notes_of, without_board

WORDS = "שלום, مرحبا (א) "
THEIR_LETTERS = re.compile("[\u0590-\u06ff]")
OF_PEOPLE = {
    "partnership": ("name",),
    "community": ("name", "question", "permission_note", "sponsor", "host", "contact"),
    "person": ("name",),
    "membership": ("party",),
    "session": ("name",),
    "note": ("text", "shown_author"),
    "note_version": ("text",),
    "proposal": ("sentence",),
    "wording": ("title", "line", "narrative"),
    "conflict": ("agreed", "ours", "theirs", "theirs_by"),
    "returned": ("title", "description"),
}
VOID = {"input", "meta", "link", "img", "br", "hr", "path", "circle", "rect"}
ATTRIBUTES_OF_WORDS = ("value", "placeholder")
UNSEEN_TAGS = {"title"}  # a browser draws it outside the page, by its own rules


FILES = (
    "image/jpeg",
    "text/plain",
    "text/calendar",
    "application/toml",
    "application/zip",
)  # to keep or to send: they have no markup


@dataclass
class Loose(HTMLParser):
    """Collects words of people that stand under no element which finds their direction."""

    found: list[str] = field(default_factory=list)
    open: list[tuple[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_found = (
            tag == "bdi" or given.get("unicode-bidi") == "plaintext"
        )  # the second in pictures
        direction = "auto" if is_found else given.get("dir")
        if tag == "input" and given.get("type") != "hidden" and direction != "auto":
            self.found += [
                tag + ": " + (given[name] or "")
                for name in ATTRIBUTES_OF_WORDS
                if THEIR_LETTERS.search(given.get(name) or "")
            ]
        if tag not in VOID:
            self.open.append((tag, direction))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not THEIR_LETTERS.search(data) or UNSEEN_TAGS & {tag for tag, _ in self.open}:
            return
        nearest = next((given for _, given in reversed(self.open) if given), None)
        if nearest != "auto":
            self.found.append(f"{self.open[-1][0]}: {data.strip()}")


def loose(page: str) -> list[str]:
    reader = Loose()
    reader.feed(page)
    return reader.found


@pytest.fixture
def whole(made: TestHouse) -> Everything:
    filled = everything(made)
    write_beside(filled, WORDS)
    with made.services.db.begin() as tx:
        for table in tables.metadata.sorted_tables:
            for name in OF_PEOPLE.get(table.name, ()):
                column = table.c[name]
                tx.execute(sa.update(table).where(column != "").values({name: WORDS + column}))
        rules = json.dumps([f"{WORDS} a rule"])
        tx.execute(sa.text("UPDATE community SET rules = :rules"), {"rules": rules})
        tx.execute(sa.text("UPDATE note SET tags = :tags"), {"tags": json.dumps([WORDS])})
    return filled


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_words_of_people_find_their_own_direction_on_every_page(
    whole: Everything, who: str
) -> None:
    client, astray, seen = whole.made.as_(who), set(), 0
    piece = f"/pieces/{whole.checked_piece_id}"
    paths = [path for _, method, path in requests(whole) if method == "GET"]

    for path in ("/", *paths, piece):
        answer = ask(client, "GET", path)
        if answer.mimetype in FILES:
            continue
        page = answer.text
        seen += len(THEIR_LETTERS.findall(page))
        astray |= {f"{path} {each[:90]}" for each in loose(page)}

    assert astray == set()
    assert seen > 100, "the pages show words of people"


def test_the_pages_are_of_a_house_in_which_everything_is_written(whole: Everything) -> None:
    assert not_written(whole, WORDS) == []


def test_words_of_people_find_their_own_direction_on_phones(whole: Everything) -> None:
    session, astray, seen = without_board(whole.made), set(), 0
    phone = join(whole.made, session)
    phone.write(WORDS)
    phone.client.post(f"{phone.mine}/pulse", data={"heard": "yes", "change": WORDS})
    phone.client.post(f"{phone.mine}/complain", data={"words": WORDS, "press": "one"})
    own = f"/notes/{notes_of(whole.made, session)[0].id}"

    for path in ("/boxes", "/boxes/Z3", "/notes", own, "/pulse", "/complain"):
        page = phone.open(path).text
        seen += len(THEIR_LETTERS.findall(page))
        astray |= {f"{path} {each[:90]}" for each in loose(page)}

    assert astray == set()
    assert seen > 100, "the pages show words of people"


def test_a_form_that_comes_back_keeps_the_direction_of_what_was_typed(whole: Everything) -> None:
    made, typed = whole.made, {"name": "", "question": WORDS, "rules": WORDS, "sponsor": WORDS}

    page = made.as_("sam").post(f"/c/{made.community.id}/change", data=typed).text

    assert page.count(WORDS.strip()) > 2
    assert loose(page) == []


@pytest.mark.parametrize(
    "page",
    [f"<p>{WORDS}</p>", f'<p dir="auto"><b dir="ltr">{WORDS}</b></p>', f'<input value="{WORDS}">'],
)
def test_the_reader_finds_words_that_are_astray(page: str) -> None:
    assert loose(page)
