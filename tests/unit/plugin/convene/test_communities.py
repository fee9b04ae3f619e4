from pathlib import Path

import pytest

from plugin.convene.communities import add_person
from plugin.domain.people import OPERATOR, Role
from plugin.errors import BadInput
from tests.unit.plugin.curate.place import make_place


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "a@b@c.example",
        "a@b.example,me@evil.example",
        "a@b.example\nBcc:me@evil.example",
        "a@b.example\r\nSubject:x",
        "A <a@b.example>",
        "a@b.example\tx",
        "a@b.example\x00",
        '"a"@b.example',
    ],
)
def test_an_address_is_one_address_and_no_header(tmp_path: Path, address: str) -> None:
    place = make_place(tmp_path)

    with pytest.raises(BadInput, match="not an e-mail address"):
        add_person(
            place.ground,
            OPERATOR,
            place.partnership.id,
            place.community.id,
            "Tom",
            address,
            Role.PARTICIPANT,
        )
