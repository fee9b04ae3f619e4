"""Dates of birth: a date beside words about birth, and no other date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.identifiers.findings import IdentifierKind
from plugin.identifiers.numbers import PlainMatch

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)\.?"
)
_IN_WORDS = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
    r"|twenty[- ]\w+|thirtieth|thirty[- ]first)"
)
_DAY = rf"(?:(?:0?[1-9]|[12]\d|3[01]) ?(?:st|nd|rd|th|af|ydd|ain|eg|fed)?|{_IN_WORDS})"
_YEAR = r"(?:'?\d\d(?!\d)|(?:18|19|20)\d\d)"
_GAP = r"[ ,./\-]{1,3}"
_DATE = (
    rf"(?:(?:18|19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01]) ?[./\- ] ?(?:0?[1-9]|1[0-2]) ?[./\- ] ?{_YEAR}"
    rf"|(?:the )?{_DAY}[ \-./]?(?: ?of )?[ \-./]?{_MONTH}(?:(?:{_GAP}| in ){_YEAR})?"
    rf"|{_MONTH}[ \-]?(?:the )?{_DAY}(?:{_GAP}{_YEAR})?"
    rf"|(?:0?[1-9]|1[0-2])[./\-](?:0?[1-9]|[12]\d|3[01])[./\-]{_YEAR})"
)
_MONTH_OF_YEAR = rf"{_MONTH}(?: of|,)? ?(?:18|19|20)\d\d"
_RUN_OF_DIGITS = r"(?:\d{8}|\d{6})"

_LABEL = r"(?:d\.? ?o\.? ?b\.?|dates? of birth|birth ?-?dates?|date born|dyddiad geni)"
# Between the words about birth and the date: signs and small words, no second sentence.
_BETWEEN = r"(?:[ :;=,(\[\"'*-]|\bis\b|\bwas\b|\bof\b|\bon\b|\bthe\b|\bin\b|\bar\b|\bgiven as\b)"
_LABELLED = re.compile(
    rf"(?<!\w){_LABEL}(?!\w)(?:{_BETWEEN}|\n){{0,6}}"
    rf"(?P<date>{_DATE}|{_MONTH_OF_YEAR}|{_RUN_OF_DIGITS}|\d{{1,2}}[/.\-]\d{{1,2}})(?!\d)",
    re.IGNORECASE,
)
_BORN = re.compile(
    rf"(?<!\w)(?P<word>(?:born|bn|ganwyd|birthday)(?!\w)|b\.)(?P<between>[^.!?\n\d]{{0,40}}?)"
    rf"(?<![\w])(?P<date>{_DATE}|{_MONTH_OF_YEAR})(?!\d)",
    re.IGNORECASE,
)
_SHORT_BORN = re.compile(rf"(?<!\w)b ?(?P<date>{_DATE})(?!\d)", re.IGNORECASE)
_TURNED = re.compile(rf"\bturn(?:s|ed|ing) \d{{1,3}},? on (?P<date>{_DATE})(?!\d)", re.IGNORECASE)
_DATE_FIRST = re.compile(
    rf"(?<![\w/.-])(?P<date>{_DATE})(?!\d)(?P<between>[ ,:)(\-*=]{{0,4}}"
    rf"(?:(?:is|was|being|as)\b[ ]?)?(?:(?:my|his|her|their|the|a|\w+'s)\b[ ]?)?"
    rf"(?:(?:\w+'s?)[ ])?)(?:{_LABEL}|birthday)(?!\w)",
    re.IGNORECASE,
)
_ABOUT_BIRTH = re.compile(r"birth|born|geni|ganwyd|\bd\.? ?o\.? ?b|\bbn?\b|\bturn", re.IGNORECASE)
_NOT_ONE_PERSON = re.compile(r"\b(?:before|after|since|between|until|from|by|or later)\b", re.I)
_NO_PERSON = re.compile(
    r"\b(?:idea|project|group|network|plan|hub|programme|team|scheme|partnership|pilot|service"
    r"|charity|ward|board|community|organisation|company|initiative|cafe|club|form|nhs|trust"
    r"|school|street|house|unit)(?:'s)?(?: (?:was|is|were|has been|had been|first))*[ ]*$",
    re.IGNORECASE,
)
_PARTY = re.compile(
    r"^[ ]*(?:party|cake|lunch|card|tea|do|celebrations?|drinks|meeting|present|wishes|cards)\b",
    re.IGNORECASE,
)


def birth_dates(text: str) -> Iterator[PlainMatch]:
    """Yield the dates beside words about somebody's birth."""
    if not _ABOUT_BIRTH.search(text):
        return
    for match in _LABELLED.finditer(text):
        yield _place(match)
    for match in _TURNED.finditer(text):
        yield _place(match)
    for match in _SHORT_BORN.finditer(text):
        if re.search(r"\d\d$", match["date"]):
            yield _place(match)
    for match in _BORN.finditer(text):
        if _is_of_a_person(text, match):
            yield _place(match)
    for match in _DATE_FIRST.finditer(text):
        after = text[match.end() :]
        if not _PARTY.match(after):
            yield _place(match)


def _is_of_a_person(text: str, match: re.Match[str]) -> bool:
    if _NOT_ONE_PERSON.search(match["between"]) or _NO_PERSON.search(text[: match.start()]):
        return False
    return not (match["word"].casefold() == "birthday" and _PARTY.match(match["between"]))


def _place(match: re.Match[str]) -> PlainMatch:
    key = " ".join(match["date"].casefold().split())
    return PlainMatch(IdentifierKind.BIRTH_DATE, match.start("date"), match.end("date"), key)
