"""Writing a piece for places like ours, or for anyone; what others say to it, `edition_answers`.

The words are looked at when they are stored: nothing that points to a person, no name of a place or
an organisation of the partnership, no words of a note. What ends an edition later is decided where
it is read (`domain.editions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plugin.curate.edition_answers import OTHER, WhoAnswers, who_answers
from plugin.curate.pieces import piece_for
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.checking import last_checked
from plugin.domain.communities import Community, Partnership
from plugin.domain.edition_reasons import (
    edition_reasons,
    newest_for,
    why_not_read,
)
from plugin.domain.editions import (
    LONGEST_STORY,
    LONGEST_SUMMARY,
    LONGEST_UNREAD,
    WIDE,
    Edition,
)
from plugin.domain.overtaken import shown_mark
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.piece_records import TITLE_MAX, Rung
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.pieces import is_for_the_group, rung_at
from plugin.domain.place_names import known_places, perhaps_places, places_in, without_places
from plugin.domain.quotes import token
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words, held_words
from plugin.store import communities as stored_communities
from plugin.store import edition_quotes, identifier_decisions, quotable
from plugin.store import editions as stored_editions
from plugin.store.database import Tx
from plugin.store.services import Services

_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_CHECKED = (
    "The newest wording of this piece is not checked, and an edition is written from checked words "
    "only. Nothing was stored. Have it checked first."
)
_TAKEN_OUT = (
    "Words that were taken back went out of this edition while you wrote. Nothing was stored, and "
    "your words are still here. Open this page again, and write it without theirs."
)
_EMPTY = "An edition needs a title and a plain summary. Nothing was stored."
_POINTS = (
    "Words in it may point to a person. Nothing was stored, and your words are still here. Write "
    "it without a name, an address or a number."
)
_PLACES = (
    "Names of places or organisations of this partnership stand in it: {names}. Nothing was "
    "stored, and your words are still here. Write it without them."
)
_QUOTES = (
    "Words of a note stand in it, and an edition quotes nobody. Nothing was stored, and your words "
    "are still here. Say it in other words."
)
_NO_DAY = (
    "Choose a day in the future, in two years at most, on which somebody looks at it again. From "
    "that day on nobody reads it here. Nothing was stored."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """The page of a piece's words for a wide rung."""

    whole: PieceWhole
    community: Community
    partnership: Partnership
    rung: Rung
    edition: Edition | None  # the newest version
    reasons: tuple[str, ...]  # why nobody reads it there now
    is_out: bool  # the piece is released that far
    typed: tuple[str, str, str]  # what the form begins with
    perhaps: tuple[str, ...]  # words in it that may name something
    may_write: bool
    may_open_piece: bool
    answers: WhoAnswers | None  # None: it is not written yet


def edition_page(services: Services, actor: Actor, piece_id: str, rung: Rung) -> EditionView:
    """Return the page of a piece's words for a wide rung, for everybody of its group."""
    _require_wide(rung)
    with services.db.read() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_COMMUNITY)
        here = (whole.piece.partnership_id, whole.piece.community_id)
        may_record = actor.may(Power.READ_BACK, *here)
        may_open = may_record or is_for_the_group(whole, services.now)
        edition = newest_for(whole, rung)
        if not (may_open or _is_asked_about(whole, edition)):
            raise NotHere(NOTHING_HERE)
        found = stored_communities.with_its_partnership(tx, whole.piece.community_id)
        if found is None:
            raise NotHere(NOTHING_HERE)
        known = _known_places(tx, whole)
        read = held_words.as_read_by(tx, actor, whole)
        begin = edition.texts if edition else _without_quotes(read)
        is_out = rung_at(whole.releases, services.now).value >= rung.value
        reasons = (why_not_read if is_out else edition_reasons)(whole, rung, services.now)
        return EditionView(
            whole=read,
            community=found[0],
            partnership=found[1],
            rung=rung,
            edition=edition,
            reasons=reasons,
            is_out=is_out,
            typed=_three(without_places(text, known) for text in begin),
            perhaps=perhaps_places("\n".join(edition.texts)) if edition else (),
            may_write=actor.may(Power.CURATE, *here),
            may_open_piece=may_open,
            answers=who_answers(tx, services, actor, whole, edition) if edition else None,
        )


def _is_asked_about(whole: PieceWhole, edition: Edition | None) -> bool:
    """Say whether members were told of a yes to an edition: whoever can object can read it."""
    if edition is None or edition.agreed is None:
        return False
    return edition.wording_id == whole.newest.id


def write_edition(
    services: Services,
    actor: Actor,
    piece_id: str,
    rung: Rung,
    texts: tuple[str, str, str],
    look_again: date | None = None,
    after: int | None = None,
    shown: str | None = None,
) -> Edition:
    """Store the next version of a piece's title, summary and story for a wide rung.

    It replaces the one before at once: nobody reads that any more. `after` is the number of the
    version that the writer saw, 0 for none, `shown` the mark of what it said; raise BadInput where
    another came since, where words were taken out of it, and for words that do not fit there.
    """
    _require_wide(rung)
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        before, check = newest_for(whole, rung), last_checked(whole, services.now)
        number = before.number if before else 0
        _require_seen(before, after, shown)
        if check is None or check.wording.id != whole.newest.id:
            raise BadInput(_NOT_CHECKED)
        fitting = _fitting(texts)
        if rung is Rung.PUBLIC and not _is_soon(services.today, look_again):
            raise BadInput(_NO_DAY)
        _require_storable(tx, whole, fitting)
        edition = Edition(
            id=services.new_id(),
            piece_id=piece_id,
            rung=rung,
            number=number + 1,
            wording_id=whole.newest.id,
            title=fitting[0],
            summary=fitting[1],
            story=fitting[2],
            made_at=services.now,
            made_by=actor.stored_id,
            let_in_by=actor.let_in_by,
            look_again=look_again if rung is Rung.PUBLIC else None,
        )
        stored_editions.add_edition(tx, edition)
    return edition


def _require_seen(before: Edition | None, after: int | None, shown: str | None) -> None:
    """Return if a form showed the newest version, as it is now, or none was used."""
    if after is not None and after != (before.number if before else 0):
        raise BadInput(OTHER)
    if before is not None and shown not in (None, mark_of(before)):
        raise BadInput(_TAKEN_OUT)


def mark_of(edition: Edition | None) -> str:
    """Return the mark of what an edition says, by which a form knows that words went; or ""."""
    said = (edition.title, edition.summary, edition.story) if edition else ()
    return shown_mark(*said)


def _is_soon(today: date, look_again: date | None) -> bool:
    return look_again is not None and today < look_again <= today + LONGEST_UNREAD


def _require_wide(rung: Rung) -> None:
    if rung not in WIDE:
        raise NotHere(NOTHING_HERE)


def _fitting(texts: tuple[str, str, str]) -> tuple[str, str, str]:
    title, summary, story = (text.replace("\0", "").replace("\r\n", "\n") for text in texts)
    fitting = (one_line(title), one_line(summary), story.strip())
    if is_blank(fitting[0]) or is_blank(fitting[1]):
        raise BadInput(_EMPTY)
    longest = (TITLE_MAX, LONGEST_SUMMARY, LONGEST_STORY)
    if any(len(text) > most for text, most in zip(fitting, longest, strict=True)):
        raise BadInput(
            f"The title may have {TITLE_MAX} characters, the summary {LONGEST_SUMMARY}, and the "
            f"story {LONGEST_STORY:,}. Nothing was stored, and your words are still here."
        )
    return fitting


def _require_storable(tx: Tx, whole: PieceWhole, texts: tuple[str, str, str]) -> None:
    """Return if words of a piece may go beyond the partnership; raise BadInput with the reason."""
    together = "\n".join(texts)
    quotable.require_each_quotable(tx, whole.piece.community_id, [(text, "") for text in texts])
    gone_words.require_none_left_out(tx, whole, texts)
    known = identifier_decisions.known_in(tx, whole.piece.partnership_id)
    if any(known.open_in_wording(text) for text in texts):
        raise BadInput(_POINTS)
    named = places_in(together, _known_places(tx, whole))
    if named:
        raise BadInput(_PLACES.format(names=", ".join(f"“{each}”" for each in named)))
    if edition_quotes.quotes_a_note(tx, whole.piece.partnership_id, together):
        raise BadInput(_QUOTES)


def _known_places(tx: Tx, whole: PieceWhole) -> tuple[str, ...]:
    """Return the names by which readers could tell which partnership a piece is from."""
    partnership = stored_communities.partnership(tx, whole.piece.partnership_id)
    groups = stored_communities.communities(tx, whole.piece.partnership_id)
    names = [each.name for each in groups]
    told = [text for each in groups for text in (each.host, each.sponsor, each.contact)]
    return known_places([partnership.name, *names] if partnership else names, told)


def _without_quotes(whole: PieceWhole) -> tuple[str, str, str]:
    """Return the newest words of a piece without what they quote."""
    title, line, story = whole.newest.kept
    for each in whole.quotes_in(whole.newest):
        story = story.replace(token(each.number), "")
    return (title, line, _BLANK_LINES.sub("\n\n", story).strip())


def _three(texts: Iterable[str]) -> tuple[str, str, str]:
    title, summary, story = texts
    return (title, summary, story)
