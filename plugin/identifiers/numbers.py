"""Numbers that point to one person: telephone, NHS, National Insurance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugin.identifiers.findings import IdentifierKind

_NOT_INSIDE = r"(?<![\w£$€@])(?<![\d][.,:/-])"
_ENDS = r"(?![\d])(?![.,:/-]\d)(?![A-Za-z])"

# Ten digits as they are written: 943 476 5919, 9434765919, and as people group them elsewhere.
_GAP = r"(?:[ ]{1,2}|[ ]?[-.][ ]?|)"
_NHS = re.compile(
    rf"{_NOT_INSIDE}(?:\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}|\d{{4}}{_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"|\d{{3}}{_GAP}\d{{4}}{_GAP}\d{{3}}|\d{{6}}{_GAP}\d{{4}}|\d{{5}}{_GAP}\d{{5}}"
    rf""
    rf"|\d(?:[ ]\d){{9}}|\d{{2}}(?:[ ]\d{{2}}){{4}}){_ENDS}"
)
# Prefixes as HM Revenue gives them: no D, F, I, Q, U or V, no O in second place, and these never.
_INSURANCE = re.compile(
    r"(?<![\w£$€#@-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?P<digits>(?:[ .\-/]{0,2}\d{2}){3})(?:[ .\-/]{0,2}(?P<suffix>[A-D]))?(?![\w])",
    re.IGNORECASE,
)
_INSURANCE_WORDS = re.compile(
    r"\b(?:NI|N\.I\.?|NINO|(?:national )?insurance)\b[^.\n]{0,20}$", re.IGNORECASE
)

# Numbers of this country, with the zero or with +44; groups are looked at afterwards.
_BRITISH = re.compile(
    r"(?<![\w£$€#@.,+-])\(?(?:(?:\+ ?44|00 ?44)[ .\-]{0,2}(?:\(? ?0 ?\)?)?[ .\-]{0,2}\(?|0)"
    r"(?:[ .()/\-]{0,3}\d){9,10}(?!\d)(?![.,:]\d)"
)
_ABROAD = re.compile(r"(?<![\w+])(?:\+|00(?=[1-9]))[ ]?\d(?:[ .()/\-]{0,2}\d){7,14}(?!\d)")
_CALLED = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|cell|ring|rings?|call|text|fax|whatsapp|landline)\b"
    r"(?:(?: (?:me|her|him|us|them|back|number|no|is|on|at|now|direct))*[ .:#]*){0,3}"
    r"(?P<number>\(?\d(?:[ \-]?\d){5,10})(?![\d/:]|[.,-]\d|-)",
    re.IGNORECASE,
)
# Words before a number that say that it is something else.
_SOMETHING_ELSE = re.compile(
    r"\b(?:order|invoice|ref|reference|ticket|parcel|tracking|account|acct|a/c|PO|serial|isbn|ean"
    r"|barcode|licen[cs]e|asset|item|part|batch|policy|voucher|receipt|charity|company|meter"
    r"|version|grant|contract|sku|model|docket|consignment|job)s?\b"
    r"(?: (?:no|number|nr|id|code|is|was))*[ .:#\-]*$",
    re.IGNORECASE,
)
_DATES = re.compile(r"\b\d{1,2}([./-])\d{1,2}\1\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, slots=True)
class PlainMatch:
    """What a finder of one kind says: where, and what the words are known by."""

    kind: IdentifierKind
    start: int
    end: int
    key: str


def digits_of(text: str) -> str:
    """Return the digits of a text."""
    return "".join(char for char in text if char.isdigit())


def nhs_numbers(text: str) -> Iterator[PlainMatch]:
    """Yield ten digits whose last is the check digit of the nine before it."""
    for match in _NHS.finditer(text):
        digits = digits_of(match[0])
        if is_nhs_number(digits):
            yield PlainMatch(IdentifierKind.NHS, match.start(), match.end(), digits)


def is_nhs_number(digits: str) -> bool:
    """Say whether ten digits have the check digit of an NHS number (modulus 11)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1)))  # noqa: B905
    return 11 - total % 11 == (int(digits[9]) or 11)


def insurance_numbers(text: str) -> Iterator[PlainMatch]:
    """Yield National Insurance numbers; without the last letter where words before say so."""
    for match in _INSURANCE.finditer(text):
        if match["suffix"] or _INSURANCE_WORDS.search(text[: match.start()]):
            key = re.sub(r"\W", "", match[0]).casefold()
            yield PlainMatch(IdentifierKind.INSURANCE, match.start(), match.end(), key)


def phone_numbers(text: str) -> Iterator[PlainMatch]:
    """Yield telephone numbers of this country, of others, and what words call one."""
    for start, end in sorted({*_british(text), *_abroad(text), *_known_abroad(text)}):
        if not _SOMETHING_ELSE.search(text[:start]):
            yield _phone(text, start, end)
    for match in _CALLED.finditer(text):
        number = match["number"]
        if not _DATES.search(number) and not _looks_like_year(number):
            yield _phone(text, match.start("number"), match.end("number"))


def _phone(text: str, start: int, end: int) -> PlainMatch:
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1  # the bracket is the sentence's
    digits = digits_of(text[start:end].replace("(0)", ""))
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and len(digits) >= 11:
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
            break
    return PlainMatch(IdentifierKind.PHONE, start, end, digits)


def _british(text: str) -> Iterator[tuple[int, int]]:
    for match in _BRITISH.finditer(text):
        number = match[0]
        if number.lstrip("(").startswith(("+", "00")):
            national = digits_of(number).removeprefix("00").removeprefix("44").removeprefix("0")
            if len(national) in (9, 10) and national[0] in "1235789":
                yield match.span()
            continue
        digits = digits_of(number)
        if len(digits) in (10, 11) and digits[1] in "123789" and _is_grouped(number):
            yield match.span()


def _is_grouped(number: str) -> bool:
    """Say whether the groups of a number are those of a telephone, not of dates or times."""
    groups = re.findall(r"\d+", number)
    if len(groups) == 1 or all(len(each) == 1 for each in groups):
        return True
    is_in_pairs = all(len(each) == 2 for each in groups[1:]) and len(groups[0]) in (3, 5)
    return len(groups[0]) >= 3 and (is_in_pairs or all(len(each) >= 3 for each in groups[1:]))


def _abroad(text: str) -> Iterator[tuple[int, int]]:
    for match in _ABROAD.finditer(text):
        if match[0].startswith("+") or _is_possible("+" + digits_of(match[0]).removeprefix("00")):
            yield match.span()


def _known_abroad(text: str) -> Iterator[tuple[int, int]]:
    """Yield what the library of telephone numbers knows; loaded late, since it is large."""
    if sum(char.isdigit() for char in text) < 7:
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.VALID):
        before = text[match.start - 1 : match.start]
        raw = match.raw_string
        is_inside = before and (before.isalnum() or before in "£$€#./-")
        if not is_inside and raw[0] in "+(0" and not _DATES.search(raw) and _is_grouped_well(raw):
            yield match.start, match.end


def _is_grouped_well(raw: str) -> bool:
    return raw[0] == "+" or _is_grouped(re.split(r"(?i)\s*(?:ext|x)", raw)[0])


def _is_possible(number: str) -> bool:
    from phonenumbers import NumberParseException, is_valid_number, parse

    try:
        return is_valid_number(parse(number))
    except NumberParseException:
        return False


def _looks_like_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d[ -](?:19|20)?\d\d", number) is not None
