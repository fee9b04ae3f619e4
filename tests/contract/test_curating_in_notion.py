"""A learning partner who lives in Notion curates there, and finds all of it in Hedgerow."""

from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest

from connectors.http import HTTP
from connectors.notion.client import NotionClient
from connectors.notion.new_blocks import Paragraph
from connectors.notion.new_values import Day, Relation, RichText, Select, Title
from connectors.notion.parents import InDataSource
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox_people import SandboxPeople
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import PieceWhole, Rung
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import Clock, TestHouse, make_house


@pytest.fixture(scope="module")
def clock() -> Callable[[], datetime]:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, server: str, people: SandboxPeople, clock: Clock) -> TestHouse:
    people.reset()
    return make_house(tmp_path, HTTP(), clock, notion_parent=FIRST_PAGE_ID, sandbox_url=server)


def released(house: TestHouse) -> PieceWhole:
    helen, session = house.actor("helen"), meet(house.services, house.community.id)
    piece = a_piece(house.services, helen, session)
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    release(house.services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    return piece


def carry(house: TestHouse) -> None:
    house.clock.pass_days(1)
    answer = house.as_("helen").post(f"/p/{house.partnership.id}/sync")
    assert answer.status_code == 303


def page_of(house: TestHouse, piece: PieceWhole) -> str:
    with house.services.db.read() as tx:
        link = stored_links.link_of(tx, piece.piece.id)
    assert link is not None
    return link.notion_page_id


def memory_of(house: TestHouse) -> str:
    with house.services.db.read() as tx:
        place = stored_links.place(tx, house.partnership.id)
    assert place is not None
    assert place.memory is not None
    return place.memory.data_source_id


def read(house: TestHouse, piece: PieceWhole) -> str:
    """Return the words of a piece's page as a reader has them."""
    return " ".join(unescape(house.as_("helen").get(f"/pieces/{piece.piece.id}").text).split())


def test_what_is_curated_in_notion_is_found_here(
    house: TestHouse, server: str, people: SandboxPeople
) -> None:
    piece, other = released(house), released(house)
    carry(house)
    ruth = NotionClient(HTTP(), "sandbox-ruth", f"{server}/notion")
    chosen = {
        "What it is": "Experiment",
        "Where it stands": "Being tried",
        "How sure": "Seen more than once",
        "Look again on": "2027-02-01",
    }
    for name, text in chosen.items():
        people.edit_notion_property(page_of(house, piece), name, text, "Ruth")
    ruth.update_page(page_of(house, piece), {"Belongs with": Relation([page_of(house, other)])})
    ruth.create_page(
        InDataSource(memory_of(house)),
        {
            "Name": Title("What the ward does"),
            "In one line": RichText("When a bed is needed, the ward rings first."),
            "What it is": Select("Doubt"),
            "How sure": Select("First hint"),
            "Look again on": Day(date(2027, 3, 1)),
        },
        [Paragraph("We rang, and nobody answered.")],
    )

    carry(house)

    shown, with_it = read(house, piece), read(house, other)
    assert "Pieces</a> · Experiment" in shown
    assert "Being tried · Seen more than once · look again on 1 February 2027" in shown
    assert f'href="/pieces/{other.piece.id}"' in shown
    assert f'href="/pieces/{piece.piece.id}"' in with_it
    with house.services.db.read() as tx:
        pieces = stored_pieces.pieces(tx, house.partnership.id)
    (written,) = (each for each in pieces if each.newest.title == "What the ward does")
    of_ruth = read(house, written)
    assert "Pieces</a> · Doubt · written in Notion" in of_ruth
    assert "Open · First hint · look again on 1 March 2027" in of_ruth
    assert "We rang, and nobody answered." in of_ruth


def test_what_is_chosen_here_is_found_in_notion(house: TestHouse, people: SandboxPeople) -> None:
    piece = released(house)
    carry(house)

    house.as_("helen").post(
        f"/pieces/{piece.piece.id}/judgement",
        data={
            "stands": "Settled for now",
            "boundary": "Something is at stake",
            "why": "We asked, and know it now.",
        },
    )
    carry(house)

    (row,) = people.notion_rows(memory_of(house))
    properties = row["properties"]
    assert isinstance(properties, dict)
    assert (properties["Where it stands"], properties["Boundary"], properties["Checked"]) == (
        "Settled for now",
        "Something is at stake",
        "By the group",
    )
