"""A team with several hosts and learning partners, and the pages on which they check pieces."""

import re
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from plugin.convene import communities
from plugin.curate.pieces import whole_piece
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, last_checked
from tests.unit.plugin.curate.meeting import meet_without_board
from tests.unit.plugin.web.house import TestHouse, make_house

LINK = re.compile(r'value="http://127\.0\.0\.1:8420(/sign-in/[\w-]+)"')
NEWER = {"title": "A newer title", "line": "A newer line.", "narrative": "A newer story."}


def make_team(tmp_path: Path) -> TestHouse:
    """Make a Hedgerow in which two facilitators curate too; the administrator added everybody."""
    made = make_house(tmp_path)
    made.people["ruth"] = new_person(made, "Ruth Bell", Role.FACILITATOR)
    both = (Role.FACILITATOR, Role.LEARNING_PARTNER)
    made.people |= {"kai": new_person(made, "Kai Mori", *both)}
    made.people |= {"lea": new_person(made, "Lea Sand", *both)}
    return made


def new_person(house: TestHouse, name: str, *roles: Role) -> Any:
    here = (house.partnership.id, house.community.id)
    address = f"{name[:4].strip().lower()}@x.example"
    for role in roles:
        added = communities.add_person(house.services, OPERATOR, *here, name, address, role)
    return added


def link_by(house: TestHouse, maker: FlaskClient, whose: str) -> str:
    found = LINK.search(maker.post(f"{house.page_of(house.people[whose])}/link").text)
    assert found
    return found[1]


def let_in(house: TestHouse, maker: FlaskClient, whose: str) -> FlaskClient:
    browser = house.as_(None)
    assert browser.post(link_by(house, maker, whose)).status_code == 302
    return browser


def post(client: FlaskClient, piece: PieceWhole, part: str, **data: Any) -> int:
    return client.post(f"/pieces/{piece.piece.id}/{part}", data=data).status_code


def record(house: TestHouse, client: FlaskClient, piece: PieceWhole) -> int:
    house.clock.pass_days(1)
    meeting = meet_without_board(house.services, house.community.id)
    return post(client, piece, "read-back", session=meeting.id, answer="no change")


def is_checked_at_last(house: TestHouse, piece: PieceWhole) -> bool:
    house.clock.pass_days(60)
    return last_checked(whole_piece(house.services, piece.piece.id), house.clock()) is not None
