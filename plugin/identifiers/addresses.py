"""Addresses: of mail, of places (postcodes), and of pages that carry a query."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.identifiers.common_words import words_of
from plugin.identifiers.findings import IdentifierKind
from plugin.identifiers.numbers import PlainMatch

_EMAIL = re.compile(
    r"(?<![\w.!#$%&*+/=?^{|}~-])[\w!#$%&'*+/=?^{|}~-]+(?:\.[\w!#$%&'*+/=?^{|}~-]+)*"
    r"@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}",
)
_SPELT_EMAIL = re.compile(
    r"(?<!\w)[\w.+-]+ ?(?:\(at\)|\[at\]|\{at\}|<at>| at ) ?[\w-]+"
    r"(?: ?(?:\.|\(dot\)|\[dot\]|\{dot\}| dot ) ?[\w-]+)*"
    r" ?(?:\(dot\)|\[dot\]|\{dot\}| dot ) ?(?:[a-z]{2,})(?!\w)",
    re.IGNORECASE,
)
_SPACED_EMAIL = re.compile(r"(?<![\w.])[\w.+-]+ ?@ ?(?:[\w-]+\.)+[a-z]{2,}(?!\w)")

_LINK = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"]+", re.IGNORECASE)
_BARE_LINK = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?(?:/[^\s<>\"?]*)?"
    r"\?[^\s<>\"?=]*=[^\s<>\"]*",
    re.IGNORECASE,
)
_CARRIES = re.compile(r"\?[^\s?]*\w|#[^\s]*=[^\s]*\w|//[^/\s@]+@")

# The areas that exist; every other code that looks like one is a room, a bus or a product.
_AREAS = words_of(
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT"
    " DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD"
    " LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK"
    " SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(
    r"(?<![\w£$€#@.])(?P<area>[A-Z]{1,2})(?P<district>\d[A-HJKPMNRSTUVWXY]|\d{1,2})"
    r"(?P<gap>[ ]{0,3}|[ ]?-[ ]?)(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![\w])",
    re.IGNORECASE,
)
_GIRO = re.compile(r"(?<!\w)GIR ?0AA(?!\w)", re.IGNORECASE)
# What stands behind a number in a sentence: floors, weights, times.
_ORDINALS = {"1": "st", "2": "nd", "3": "rd"}
_UNITS = frozenset({"ft", "lb", "gb", "tb", "hr", "yr", "pt", "pp", "st", "ll", "ed"})


def emails(text: str) -> Iterator[PlainMatch]:
    """Yield addresses of mail, also as people spell them out for humans."""
    if "@" in text:
        for pattern in (_EMAIL, _SPACED_EMAIL):
            for match in pattern.finditer(text):
                start = match.start() + len(match[0]) - len(match[0].lstrip("'+=-*"))
                yield _email(text, start, match.end())
    if "at" in text.lower() and "dot" in text.lower():
        for match in _SPELT_EMAIL.finditer(text):
            yield _email(text, *match.span())


def _email(text: str, start: int, end: int) -> PlainMatch:
    return PlainMatch(IdentifierKind.EMAIL, start, end, "".join(text[start:end].casefold().split()))


def links(text: str) -> list[tuple[int, int]]:
    """Return where addresses of pages stand, whatever they carry."""
    if "/" not in text and "?" not in text and "www" not in text.lower():
        return []
    found = [(match.start(), _end(match)) for match in _LINK.finditer(text)]
    bare = ((match.start(), _end(match)) for match in _BARE_LINK.finditer(text))
    found += [each for each in bare if not any(s <= each[0] < e for s, e in found)]
    return found


def links_with_query(text: str, found: list[tuple[int, int]]) -> Iterator[PlainMatch]:
    """Yield those addresses of pages that carry a query: it can say who somebody is."""
    for start, end in found:
        if _CARRIES.search(text[start:end]):
            yield PlainMatch(IdentifierKind.LINK, start, end, text[start:end].casefold())


def _end(match: re.Match[str]) -> int:
    """Return where an address ends: marks of the sentence around it are not its own."""
    shown = match[0]
    while shown and (shown[-1] in ".,;:!?'\"]}>*_" or (shown[-1] == ")" and "(" not in shown)):
        shown = shown[:-1]
    return match.start() + len(shown)


def postcodes(text: str) -> Iterator[PlainMatch]:
    """Yield postcodes of areas that exist, in either case, with or without their blank."""
    for match in _POSTCODE.finditer(text):
        if match["area"].upper() in _AREAS and _is_postcode(match):
            key = f"{match['area']}{match['district']}{match['inward']}".casefold()
            yield PlainMatch(IdentifierKind.POSTCODE, match.start(), match.end(), key)
    for match in _GIRO.finditer(text):
        yield PlainMatch(IdentifierKind.POSTCODE, match.start(), match.end(), "gir0aa")


def _is_postcode(match: re.Match[str]) -> bool:
    """Say whether a code in small letters can be a postcode: *m1 2nd floor* is none."""
    digit, letters = match["inward"][0], match["inward"][1:]
    if not letters.islower():
        return True
    if letters == _ORDINALS.get(digit, "th"):
        return False
    return not (match["gap"] and match["area"] in "bceglmnsw" and letters in _UNITS)
