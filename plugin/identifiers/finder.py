"""Looks through one text for everything that may point to a person.

Where findings overlap the longer one stands: an address of mail that has a name in it is one
finding, not two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.identifiers.addresses import emails, links, links_with_query, postcodes
from plugin.identifiers.birth_dates import birth_dates
from plugin.identifiers.findings import Identifier, IdentifierKind
from plugin.identifiers.names import Names, names_in
from plugin.identifiers.numbers import PlainMatch, insurance_numbers, nhs_numbers, phone_numbers
from plugin.identifiers.plain_text import plain_text

# Of two findings in one place the first of these stands.
_ORDER = (
    IdentifierKind.LINK,
    IdentifierKind.EMAIL,
    IdentifierKind.BIRTH_DATE,
    IdentifierKind.NHS,
    IdentifierKind.PHONE,
    IdentifierKind.INSURANCE,
    IdentifierKind.POSTCODE,
    IdentifierKind.NAME,
)
_NO_NAMES = Names()
# What every number, and every postcode, has: most texts need no closer look.
_SIX_DIGITS = re.compile(r"\d(?:\D{0,4}\d){5}")
_DIGIT_AND_LETTER = re.compile(r"\d[A-Za-z]")


def find(text: str, names: Names = _NO_NAMES) -> tuple[Identifier, ...]:
    """Return what in a text may point to a person, in the order of the text."""
    plain = plain_text(text)
    disguises: dict[PlainMatch, str | None] = dict.fromkeys(_places(plain.text))
    disguises.update(names_in(plain.text, names))
    found: list[Identifier] = []
    taken: list[tuple[int, int]] = []
    for place in sorted(disguises, key=lambda each: (_ORDER.index(each.kind), each.start)):
        if place.end > place.start and not any(
            place.start < end and start < place.end for start, end in taken
        ):
            taken.append((place.start, place.end))
            start, end = plain.span(place.start, place.end)
            suggestion = disguises[place] or place.kind.suggestion
            found.append(Identifier(place.kind, start, end, place.key, suggestion))
    return tuple(sorted(found, key=lambda each: each.start))


def _places(text: str) -> Iterator[PlainMatch]:
    """Yield what is found without knowing anybody."""
    pages = links(text)
    yield from links_with_query(text, pages)
    yield from emails(text)
    yield from birth_dates(text)
    found: list[PlainMatch] = []
    if _SIX_DIGITS.search(text):
        found = [*nhs_numbers(text), *phone_numbers(text), *insurance_numbers(text)]
    if _DIGIT_AND_LETTER.search(text):
        found += postcodes(text)
    for place in found:
        if not any(start <= place.start < end for start, end in pages):
            yield place
