"""The way of a piece: drawn, and said in a list, to whoever may read its page."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from plugin.curate.releasing import release
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.govern.withdrawal import take_back
from plugin.web.way_picture import PieceWay, WayStep, way_picture
from tests.unit.plugin.curate.meeting import PHONE, TRUST, a_piece, meet
from tests.world import World, make_world

TITLE = "When the right thing happens by phone"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def test_the_picture_and_the_list_show_what_the_piece_page_shows(world: World) -> None:
    session = meet(world.services, world.community.id)
    piece = a_piece(world.services, world.actor("helen"), session)
    release(world.services, world.actor("helen"), piece.piece.id, Rung.US)
    address = f"/pieces/{piece.piece.id}/way"
    take_back(world.services, OPERATOR, f"trust-{session.id}")

    helen, amina = (world.as_(who).get(address).text for who in ("helen", "amina"))

    assert f'href="{address}"' in world.as_("helen").get(f"/pieces/{piece.piece.id}").text
    assert PHONE in helen
    assert f'href="/notes/phone-{session.id}"' in helen
    assert "A note that is gone" in helen
    assert TRUST not in helen
    shown = world.as_("amina").get(f"/pieces/{piece.piece.id}").text
    assert (PHONE in amina) is (PHONE in shown)
    assert 'role="img"' in amina
    assert TITLE in amina


@pytest.mark.parametrize(("who", "status"), [("grace", 403), ("stranger", 404), ("amina", 404)])
def test_who_may_not_read_the_piece_sees_no_way(world: World, who: str, status: int) -> None:
    piece = a_piece(world.services, world.actor("helen"), meet(world.services, world.community.id))

    assert world.as_(who).get(f"/pieces/{piece.piece.id}/way").status_code == status


def test_the_picture_names_itself_and_escapes_what_people_wrote() -> None:
    notes = tuple(WayStep(f"<b>{number} & more", "a box") for number in range(20))
    way = PieceWay(notes, WayStep("A <piece>", "Doubt"), (WayStep("Wording", "checked"),), ())

    drawn = ET.fromstring(way_picture(way))  # noqa: S314 - we drew it

    assert drawn.get("role") == "img"
    assert drawn.findtext("title") == "The way of “A <piece>”"
    assert (drawn.findtext("desc") or "").startswith("20 notes, 1 wording, 0 places")
    texts = [each.text for each in drawn.iter("text")]
    assert "and 9 more" in texts
    assert "<b>0 & more" in texts
    assert len(list(drawn.iter("path"))) == 13
