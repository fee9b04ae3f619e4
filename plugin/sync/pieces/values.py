"""What a row of Memory, Sessions or Communities looks like: its values as text, and its body.

Every value is a text, so that two sides can be compared: a day as 2026-12-16, several values in a
fixed order with a line each, a relation as our ids. Sources appear in bands, never as a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from connectors.notion.column_types import TICKED
from connectors.notion.rich_text import parts
from plugin.domain.agreements import Attribution
from plugin.domain.blankness import one_line
from plugin.domain.judgements import THEMES, Judgement
from plugin.domain.piece_callout import READERS, rests_on
from plugin.domain.piece_records import OTHER_VIEW, keeps_other_view
from plugin.domain.pieces import (
    KINDS,
    PERSONS,
    PieceWhole,
    Wording,
    last_checked,
    rung_at,
)
from plugin.domain.sessions import Session
from plugin.sync.actions import IN_THEIR_WORDS
from plugin.sync.body_blocks import BULLET, HEADING_OF_OTHERS, BodyBlock

Values = dict[str, str]

WORDS = ("title", "line", "narrative", "kind")  # of a wording, kept by both sides
NEEDS_WORDS = frozenset({"title", "line"})
TAKEN_DOWN = "Taken down"
FOOT = "Where it came from, and how to take words back: open in Hedgerow."
LONGEST_BLOCK = 60_000  # UTF-16 units, as the connector cuts paragraphs
LONGEST_TEXT = 2_000
LONGEST_OPTION = 100
THEIRS = "page:"  # before Notion's id of a row that a relation names and people made themselves
_NONE = ("", IN_THEIR_WORDS)
_QUOTED = re.compile("“[^“”]*”")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_FAMILY, _PERSON, _LOOP, _SCALE = "family: ", "learning: ", "loop: ", "scale: "


def session_values(session: Session, question: str) -> Values:
    """Return the row of a session; under Chatham House its month is all that is said.

    `question` is the one that its community asks.
    """
    return {
        "name": short(session.name),
        "day": _day_or_month(session.day, (session,)).isoformat(),
        "community": session.community_id,
        "meeting_kind": option(session.meeting_kind),
        "question": short(question),
    }


def piece_facts(whole: PieceWhole, sessions: Iterable[Session], now: datetime, url: str) -> Values:
    """Return what only we keep of a piece's row, apart from its check.

    What it is made of and who is learning are those of the wording that was checked.
    """
    check = last_checked(whole, now)
    shown = check.wording if check else whole.newest
    resting = [source.session_id for source in whole.sources if source.gone_because is None]
    rung = rung_at(whole.releases, now)
    chosen = _chosen_tags(whole.judged)
    # A note speaks against it, or another view is kept in its story.
    is_seen_otherwise = whole.is_disputed(shown) or keeps_other_view(shown.narrative)
    return {
        "rests_on": rests_on(whole),
        "readers": READERS.get(rung, ""),
        "session": many(resting),
        "community": whole.piece.community_id,
        "released": _released(whole, tuple(sessions), now),
        "study": many((f"{_FAMILY}{shown.family}", _PERSON + PERSONS[shown.person], *chosen)),
        "otherwise": TICKED if is_seen_otherwise else "",
        "url": url,
    }


def _chosen_tags(judged: Judgement) -> tuple[str, ...]:
    found = ((_LOOP, judged.loop), (_SCALE, judged.scale))
    return tuple(kind + chosen for kind, chosen in found if chosen)


def tags_once_ours(whole: PieceWhole) -> frozenset[str]:
    """Return the tags of loop and scale that were ever chosen here: where one stays, it is ours."""
    return frozenset(tag for each in whole.judgements for tag in _chosen_tags(each))


def words_of(wording: Wording) -> Values:
    """Return what both sides keep of a wording, in the form that can be compared."""
    return {
        "title": one_line(wording.title),
        "line": one_line(wording.line),
        "narrative": story(wording.narrative),
        "kind": KINDS[wording.kind],
    }


def kept_of(whole: PieceWhole) -> Values:
    """Return all that both sides keep: the newest words, and what is judged beside them."""
    themes = many(each.name for each in whole.themes)
    return {**words_of(whole.newest), **whole.judged.by_field, THEMES: themes}


def themes_going_out(whole: PieceWhole) -> dict[str, str]:
    """Return the themes that may stand beside a piece in Notion, by their casefolded names."""
    names = (option(each.name) for each in whole.themes if each.goes_out)
    return {name.casefold(): name for name in names}


def themes_proposed(whole: PieceWhole) -> frozenset[str]:
    """Return the casefolded names of its themes that were typed in Notion, and wait."""
    return frozenset(option(each.name).casefold() for each in whole.themes if each.is_proposed)


def says_the_same(one: Wording, other: Wording) -> bool:
    """Say whether two wordings show the same: words, kind, family and whom they speak of."""
    about = (one.family, one.person) == (other.family, other.person)
    return about and words_of(one) == words_of(other)


def piece_body(
    callout_text: str,
    narrative: str,
    url: str,
    read_as: Sequence[BodyBlock] = (),
    *,
    is_short: bool = False,
) -> tuple[BodyBlock, ...]:
    """Return the body of a piece's page: callout, the story, readings, divider, the grey line."""
    return (
        BodyBlock("callout", callout_text),
        *told_of(narrative, is_short=is_short),
        *read_as,
        BodyBlock("divider"),
        BodyBlock("grey", FOOT, url),
    )


def told_of(narrative: str, *, is_short: bool) -> tuple[BodyBlock, ...]:
    """Return the blocks of a story: what does not fit are bullets, what a note says is a quote."""
    texts = blocks_of(narrative, is_short=is_short)
    main = texts.index(OTHER_VIEW) if OTHER_VIEW in texts else len(texts)
    return tuple(
        BodyBlock(_form_of(text, is_main=at < main), text) for at, text in enumerate(texts)
    )


def _form_of(paragraph: str, *, is_main: bool) -> str:
    if paragraph in (OTHER_VIEW, IN_THEIR_WORDS):
        return HEADING_OF_OTHERS[0]
    if _QUOTED.fullmatch(paragraph):
        return "quote"
    return "paragraph" if is_main else BULLET


def blocks_of(narrative: str, *, is_short: bool) -> tuple[str, ...]:
    """Return what each block of a story says: a paragraph, or all of it where pages are short."""
    whole = story(narrative)
    fits = 2 * len(whole) <= LONGEST_BLOCK
    return (whole,) if whole and fits and is_short else _with_heading(paragraphs(narrative))


def _with_heading(told: tuple[str, ...]) -> tuple[str, ...]:
    """Put a heading over the quotes with which a story ends, before what does not fit."""
    start = end = told.index(OTHER_VIEW) if OTHER_VIEW in told else len(told)
    while start and _QUOTED.fullmatch(told[start - 1]):
        start -= 1
    return (*told[:start], IN_THEIR_WORDS, *told[start:]) if start < end else told


def paragraphs(narrative: str) -> tuple[str, ...]:
    """Cut a story into its paragraphs: blank lines part them, line breaks stay inside.

    A paragraph that is longer than a block may be becomes several. Our heading over quotes is none.
    """
    found = _BLANK_LINES.split(narrative.replace("\r\n", "\n").replace("\r", "\n"))
    if 2 * len(narrative) <= LONGEST_BLOCK:
        return tuple([part for each in found if (part := each.strip()) not in _NONE])
    return tuple([part for each in found for part in _fitting(each.strip()) if part not in _NONE])


def _fitting(paragraph: str) -> Iterable[str]:
    """Cut a paragraph that is longer than a block; a character is two units at most."""
    if 2 * len(paragraph) <= LONGEST_BLOCK:
        return (paragraph,)
    return [part.strip() for part in parts(paragraph, LONGEST_BLOCK)]


def story(narrative: str) -> str:
    """Return a story in the form that can be compared: paragraphs with one blank line between."""
    return "\n\n".join(paragraphs(narrative))


def joined(texts: Iterable[str]) -> str:
    """Return the story that the blocks of a page make."""
    return story("\n\n".join(texts))


def many(values: Iterable[str]) -> str:
    """Return several values as one text: each once, in a fixed order, a line each."""
    return "\n".join(sorted(set(values)))


def tags_with_ours(ours: str, theirs: str, once_ours: frozenset[str] = frozenset()) -> str:
    """Return their tags with ours, without any of a kind that ours say, or of ours of before."""
    if ours == theirs:
        return ours
    known = (_FAMILY, _PERSON, _LOOP, _SCALE)
    own = (_FAMILY, _PERSON, *(each for each in known if f"\n{each}" in f"\n{ours}"))
    kept = (e for e in theirs.split("\n") if not (e.startswith(own) or e in once_ours))
    return many(tag for tag in (*ours.split("\n"), *kept) if tag)


def option(name: str) -> str:
    """Return a name as an option may be written: without commas, 100 characters at most."""
    return one_line(name.replace(",", " ·"))[:LONGEST_OPTION]


def short(text: str) -> str:
    """Return a text of ours as it fits into a cell."""
    text = one_line(text)
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _released(whole: PieceWhole, sessions: tuple[Session, ...], now: datetime) -> str:
    held = [each for each in whole.releases if each.stopped_at is None and each.from_when <= now]
    if not held:
        return ""
    return _day_or_month(held[-1].from_when.date(), sessions).isoformat()


def _day_or_month(day: date, sessions: tuple[Session, ...]) -> date:
    withheld = any(
        session.policy is not None and session.policy.attribution is Attribution.CHATHAM_HOUSE
        for session in sessions
    )
    return day.replace(day=1) if withheld else day
