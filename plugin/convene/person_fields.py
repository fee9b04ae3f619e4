"""What a form or a command says about a person: a name, an address, where they come from."""

from __future__ import annotations

import re

from plugin.domain.blankness import is_blank
from plugin.errors import BadInput

LONGEST_NAME, LONGEST_PARTY = 120, 80
# One address and nothing else: what could end a header or add a second reader is refused.
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+@[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+")


def name_given(name: str) -> str:
    """Return a person's name; raise BadInput for none, or one that is too long."""
    if is_blank(name):
        raise BadInput("The person needs a name. Nothing was stored.")
    if len(name.strip()) > LONGEST_NAME:
        raise BadInput(f"A name has at most {LONGEST_NAME} characters. Nothing was stored.")
    return name.strip()


def address_given(email: str | None) -> str | None:
    """Return an e-mail address, None for none; raise BadInput for what is none."""
    address = (email or "").strip()
    if address and not _ADDRESS.fullmatch(address):
        raise BadInput("That is not an e-mail address. Nothing was stored. Write it as name@place.")
    return address or None


def party_given(party: str) -> str:
    """Return where a person comes from; raise BadInput where it is too long."""
    if len(party.strip()) > LONGEST_PARTY:
        raise BadInput(
            f"Where somebody comes from has at most {LONGEST_PARTY} characters. Nothing was stored."
        )
    return party.strip()
