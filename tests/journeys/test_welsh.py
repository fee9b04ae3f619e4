"""The whole way of somebody who takes part in Welsh, over HTTP, without a cookie or a script."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests
from selectolax.lexbor import LexborHTMLParser
from werkzeug.serving import make_server

from plugin import use_cases
from plugin.domain.sessions import Session
from plugin.languages import Language, translate
from tests.repo.translations import marked
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import HELD, KEPT, STAYS, make_code, notes_of, without_board

WORDS = "Nid wyf yn gwybod pwy sy’n penderfynu ar nos Wener."
_TAGS_AND_VALUES = re.compile(r"<[^>]+>|%\(\w+\)s")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


@pytest.fixture
def address(house: TestHouse) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def english() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return what is marked, whole, and its longer parts between tags and values."""
    sentences = {
        each for found in marked() for each in ([found] if isinstance(found, str) else found)
    }
    whole = {e for e in sentences if translate(e, Language.WELSH) != e}
    parts = {part.strip() for each in whole for part in _TAGS_AND_VALUES.split(each)}
    return frozenset(whole), tuple(part for part in parts if len(part.split()) >= 4)


def texts(page: str) -> list[str]:
    """Return what a page says, text by text, names for screen readers among them."""
    tree = LexborHTMLParser(page)
    said = [node.text().strip() for node in tree.css("*") if not node.css("*")[1:]]
    return [*said, *(node.attributes["aria-label"] or "" for node in tree.css("[aria-label]"))]


def test_from_joining_to_my_notes_no_english_sentence_is_left(
    house: TestHouse, session: Session, address: str
) -> None:
    whole, parts = english()
    browser, at = requests.Session(), f"{address}/j/{make_code(house, session)}?lang=cy"
    pages = [browser.get(f"{address}/j?lang=cy"), browser.get(at), browser.post(at)]
    mine = urlsplit(pages[-1].url)
    own = f"{address}{mine.path.removesuffix('/boxes')}"
    for box in (STAYS, HELD, KEPT):
        pages.append(browser.get(f"{own}/boxes/{box}?lang=cy"))
    press = LexborHTMLParser(pages[-1].text).css_first('input[name="press"]')
    form = LexborHTMLParser(pages[-1].text).css_first("form.write")
    assert press is not None
    assert form is not None
    sent = {"note": WORDS, "press": press.attributes["value"]}
    pages.append(browser.post(f"{address}{form.attributes['action']}", data=sent))
    pages.append(browser.post(f"{address}{form.attributes['action']}", data={"note": " "}))
    for path in ("/notes", f"/notes/{notes_of(house, session)[0].id}", "/pulse", "/complain"):
        pages.append(browser.get(f"{own}{path}?lang=cy"))
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    for path in ("/notes", f"/notes/{notes_of(house, session)[0].id}", "/pulse", "/boxes/Z9"):
        pages.append(browser.get(f"{own}{path}?lang=cy"))
    own_note = f"{own}/notes/{notes_of(house, session)[0].id}"
    pages.append(browser.get(f"{own_note}?lang=cy"))
    pages.append(browser.post(f"{own_note}/take-back?lang=cy"))
    receipt = pages[-1].text
    pages.append(browser.get(f"{address}/j/finished?lang=cy"))

    in_english = browser.get(f"{own}/notes?lang=en").text
    assert {"My notes", "Finish and clear this phone"} <= set(texts(in_english)) & whole
    assert [each for each in parts if each in in_english]
    assert len(browser.cookies) == 0
    assert "Dilëwyd: ei eiriau, ei liw, ei dagiau a’i le." in receipt
    assert "Cafodd ei dynnu’n ôl gan ei awdur." in receipt
    assert 'lang="en-GB"' not in receipt.partition("<main")[2]
    assert WORDS in pages[8].text
    for page in pages:
        assert '<html lang="cy">' in page.text, page.url
        assert [each for each in texts(page.text) if each in whole] == [], page.url
        assert [each for each in parts if each in page.text] == [], page.url
