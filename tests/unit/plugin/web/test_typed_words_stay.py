"""No button of a page of the desk loses what was typed: it is used, or still in its field."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugin.domain.sessions import Session
from plugin.store import clusters as stored_clusters
from plugin.store import tables as t
from tests.shared import REPOSITORY
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.everything import ask, everything, requests
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join, without_board

TYPED = ("text", "search", "number", "")


@dataclass(frozen=True)
class Button:
    """A button of a form: where it sends, as what, and what it is called."""

    at: str
    name: str
    value: str
    called: str


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def page_at(house: TestHouse, met: Session, name: str) -> str:
    """Return the address of a page, with something on it to press."""
    desk, helen = f"/c/{house.community.id}/desk", house.as_("helen")
    a_piece(house.services, house.actor("helen"), met)
    form = {"do": "new", "note": f"phone-{met.id}", "because": "They belong", "session": met.id}
    helen.post(f"{desk}/sort", data=form)
    helen.post(f"{desk}/read", data={"do": "noticed", "session": met.id, "noticed": "I saw it."})
    with house.services.db.read() as tx:
        cluster = next(e for e in stored_clusters.clusters(tx, house.community.id) if e.number)
    return {
        "read": f"{desk}/read?session={met.id}",
        "one note": f"{desk}/read?session={met.id}&alone=yes&at=trust-{met.id}",
        "sort": f"{desk}/sort?session={met.id}",
        "cluster": f"{desk}/sort?cluster={cluster.id}",
        "side by side": f"{desk}/sort?session={met.id}&columns=yes",
        "themes": f"{desk}/themes",
        "memo": f"{desk}/memo/trust-{met.id}",
    }[name]


def forms_of(client: FlaskClient, at: str) -> list[tuple[LexborHTMLParser, LexborNode]]:
    page = LexborHTMLParser(client.get(at).text)
    return [(page, each) for each in page.css("form") if each.attributes.get("method") == "post"]


def parts(page: LexborHTMLParser, form: LexborNode, what: str) -> list[LexborNode]:
    """Return what belongs to a form: in it, or by its id."""
    own = form.css(what)
    form_id = form.attributes.get("id")
    there = page.css(what) if form_id else []
    return [e for e in own if not e.attributes.get("form")] + [
        e for e in there if e.attributes.get("form") == form_id
    ]


def fields(page: LexborHTMLParser, form: LexborNode) -> list[str]:
    found = [e for e in parts(page, form, "input") if (e.attributes.get("type") or "") in TYPED]
    return [str(e.attributes["name"]) for e in (*found, *parts(page, form, "textarea"))]


def buttons(page: LexborHTMLParser, form: LexborNode) -> list[Button]:
    return [
        Button(
            str(each.attributes.get("formaction") or form.attributes["action"]),
            str(each.attributes.get("name") or ""),
            str(each.attributes.get("value") or ""),
            each.text(strip=True),
        )
        for each in parts(page, form, "button")
    ]


def sent(page: LexborHTMLParser, form: LexborNode) -> dict[str, list[str]]:
    """Return what the form sends as it stands, with its first note selected."""
    found: dict[str, list[str]] = {}
    is_one_ticked = False
    for each in parts(page, form, "input"):
        kind, name = each.attributes.get("type") or "", str(each.attributes.get("name") or "")
        ticks = kind in ("checkbox", "radio")
        first_note = ticks and name == "note" and not is_one_ticked
        if ticks and "checked" not in each.attributes and not first_note:
            continue
        is_one_ticked = is_one_ticked or first_note
        found.setdefault(name, []).append(str(each.attributes.get("value") or ""))
    for each in parts(page, form, "textarea"):
        found[str(each.attributes["name"])] = [each.text().removeprefix("\n")]
    for each in parts(page, form, "select"):
        chosen = each.css_first("option[selected]") or each.css_first("option")
        if chosen is not None:
            value = chosen.attributes.get("value")
            found[str(each.attributes["name"])] = [chosen.text() if value is None else value]
    return found


def is_stored(house: TestHouse, words: str) -> bool:
    """Say whether a text of the database has these words."""
    with house.services.db.read() as tx:
        return any(
            tx.execute(sa.select(sa.literal(1)).where(column.contains(words)).limit(1)).first()
            for table in t.metadata.sorted_tables
            for column in table.c
            if isinstance(column.type, sa.Text) or column.type.__class__.__name__ == "Words"
        )


@pytest.mark.parametrize(
    "name", ["read", "one note", "sort", "cluster", "side by side", "themes", "memo"]
)
def test_no_button_loses_what_was_typed(house: TestHouse, met: Session, name: str) -> None:
    at, helen, numbers = page_at(house, met, name), house.as_("helen"), count(1)
    lost: list[tuple[str, str]] = []
    pressed = 0
    for place, (page, form) in enumerate(forms_of(helen, at)):
        for button in buttons(page, form):
            for field in fields(page, form):
                fresh = forms_of(helen, at)
                if place >= len(fresh) or button not in buttons(*fresh[place]):
                    continue  # an earlier press took it away
                data = sent(*fresh[place])
                words = f"typed number {next(numbers)} of all"
                data[field] = [words]
                if button.name:
                    data[button.name] = [button.value]
                told = helen.post(button.at, data=data, follow_redirects=True)
                assert told.status_code in (200, 400), (button, told.status_code)
                pressed += 1
                if words not in told.text and not is_stored(house, words):
                    lost.append((button.called, field))
    assert pressed
    assert lost == []


@pytest.mark.parametrize("name", ["themes", "piece"])
def test_a_page_of_several_forms_asks_or_says_that_each_button_saves_its_own(
    house: TestHouse, met: Session, name: str
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met).piece.id
    at = {"themes": f"/c/{house.community.id}/desk/themes", "piece": f"/pieces/{piece}"}[name]

    page = LexborHTMLParser(house.as_("helen").get(at).text)

    assert page.css_first('script[src*="unsaved.js"]') is not None
    without_scripts = [each.text() for each in page.css("noscript")]
    assert any("Each button saves its own form." in each for each in without_scripts)


def asks(html: str) -> bool:
    """Say whether a page with a field for words asks before they go, and says so without scripts.

    A page without such a field is fine as it is.
    """
    page = LexborHTMLParser(html)
    if not [each for each in page.css("textarea") if "readonly" not in each.attributes]:
        return True
    is_said = any(
        "lost" in each.text() or "mynd ar goll" in each.text() for each in page.css("noscript")
    )
    return page.css_first('script[src*="unsaved.js"]') is not None and is_said


def test_every_page_with_a_field_for_words_asks_before_they_are_lost(house: TestHouse) -> None:
    whole, silent, written_in = everything(house), [], 0
    for who in ("sam", "helen"):
        client = house.as_(who)
        for _endpoint, method, path in requests(whole):
            if method == "GET" and (answer := ask(client, method, path)).mimetype == "text/html":
                written_in += "<textarea" in answer.text
                silent += [] if asks(answer.text) else [path]

    assert written_in > 20
    assert silent == []


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_phone_with_a_field_for_words_asks_in_its_language(
    house: TestHouse, language: str
) -> None:
    phone = join(house, without_board(house))

    for path in ("/boxes/Z3", "/complain"):
        page = phone.client.get(f"{phone.mine}{path}?lang={language}").text
        assert "<textarea" in page
        assert asks(page), path
        said = "Words that you typed and did not send are lost."
        assert (said in page) is (language == "en")


def test_templates_leave_the_asking_to_their_frame() -> None:
    folder = REPOSITORY / "plugin/web/templates"
    named = {p.name for p in folder.glob("*.html") if "unsaved.js" in p.read_text("utf-8")}

    assert named == {"base.html", "phone.html"}
