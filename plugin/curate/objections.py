"""Objecting without an account: a link for one person, for the days in which members may object.

Most people of a meeting have no account here. Whoever may record a read-back makes a link for each
of them and passes it on. It shows the words that were read back, and lets one person object to
these, once. Nobody stores for whom it was made or who used it: a used link keeps its page, so that
its maker cannot learn it from a copy. It ends with the right of its maker to make one.

A link for a board may be used by everybody there. It names the piece by its title alone, since more
people may be able to open the board than the group has members.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugin.curate.pieces import piece_for, whole_of
from plugin.curate.read_backs import record_objection_to
from plugin.domain.blankness import is_blank
from plugin.domain.people import Actor, Power
from plugin.domain.piece_readings import PieceReading
from plugin.domain.pieces import PieceWhole, ReadBack, Wording, is_withheld, objections_close
from plugin.domain.taking_part import no_room
from plugin.errors import BadInput, NotHere
from plugin.govern.passed_on_rights import maker_still_may
from plugin.languages import lazy_gettext
from plugin.store import communities as stored_communities
from plugin.store import gone_words as stored_gone_words
from plugin.store import objections as stored_objections
from plugin.store.database import Tx
from plugin.store.services import Services

REASON_MAX = 500
REASONS_MAX = 60  # by the link on a board, which anybody there may use again
_FOR_BOARD = "board-"  # begins a token that many may use; its hash is stored, as of every token
LINKS_MAX = 60
_OVER = lazy_gettext(
    "This link opens nothing: the days for objections are over, or whoever made it may not make "
    "such links any more. Nothing was changed. Talk to whoever gave it to you."
)
_GONE = lazy_gettext(
    "Words that were taken back, or erased on their day, stand in your reason. Nothing was stored. "
    "Say it without the words of that note."
)


@dataclass(frozen=True, slots=True)
class OpenObjection:
    """What somebody reads who holds a link: the words that were read back, and until when."""

    community: str
    day: datetime
    until: datetime
    wording: Wording | None  # None: they are looked at again
    is_for_board: bool = False  # of its words, only the title is shown
    readings: tuple[PieceReading, ...] = ()  # how each of us reads it: part of what was read


def make_objection_link(
    services: Services, actor: Actor, piece_id: str, *, for_board: bool = False
) -> tuple[str, datetime]:
    """Return a new token to object to what was read back last, and its end.

    One person may use it once; `for_board`, everybody who sees it there.
    """
    token = f"{_FOR_BOARD if for_board else ''}{secrets.token_urlsafe(32)}"
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_BACK)
        ends = ((each, objections_close(whole, each)) for each in whole.read_backs)
        reads = [(each, until) for each, until in ends if services.now < until]
        if not reads:
            raise BadInput("Nobody may object to this piece now. No link was made.")
        read, until = reads[-1]
        if stored_objections.count_links(tx, read.id) >= LINKS_MAX:
            raise BadInput(
                f"There are {LINKS_MAX} links to this read-back, and no more can be made. The ones "
                "that you passed on still work."
            )
        stored_objections.add_link(tx, token, read.id, until, actor)
    return token, until


def open_objection(services: Services, token: str) -> OpenObjection:
    """Return what a link leads to; raise NotHere for one that is unknown or has ended.

    It is the same whether the link was used or not.
    """
    with services.db.read() as tx:
        whole, read, until = _of(tx, services, token)
        community = stored_communities.community(tx, whole.piece.community_id)
    wording = whole.wording(read.wording_id)
    met = datetime.combine(read.day, datetime.min.time(), tzinfo=until.tzinfo)
    name = community.name if community else ""
    shown = None if is_withheld(whole, wording) else wording
    for_board = token.startswith(_FOR_BOARD)
    return OpenObjection(name, met, until, shown, for_board, whole.readings_of(wording))


def are_over(services: Services, tokens: Iterable[str]) -> frozenset[str]:
    """Return those of these tokens that open nothing any more."""
    with services.db.read() as tx:
        return frozenset(
            each for each in tokens if stored_objections.find_link(tx, each, services.now) is None
        )


def object_without_account(services: Services, token: str, reason: str = "") -> None:
    """Object for whoever holds a link; `reason` is read by who curates. A second time does nothing.

    By the link on a board a second person's reason is kept too, and their objection stands against
    what came since the first.

    Raise NotHere for a link that is unknown or has ended, BadInput for a reason that is long or
    repeats words that are gone; both whether the link was used or not.
    """
    words = reason.replace("\0", "").strip()
    if len(words) > REASON_MAX:
        raise BadInput(no_room(REASON_MAX, len(words)))
    with services.db.begin() as tx:
        whole, read, _ = _of(tx, services, token)
        if stored_gone_words.stand_in(tx, whole.piece.community_id, [words]):
            raise BadInput(_GONE)
        is_first = stored_objections.use_link(tx, token)
        is_for_board = token.startswith(_FOR_BOARD)
        if is_first or is_for_board:  # there, somebody else may object to what came meanwhile
            record_objection_to(tx, services, whole, read, may_be_known=not is_first)
        if (is_first or (is_for_board and _may_add(tx, read))) and not is_blank(words):
            stored_objections.add_reason(tx, secrets.token_hex(16), read.id, words)


def _may_add(tx: Tx, read: ReadBack) -> bool:
    """Say whether a link of a board that was used takes one more reason."""
    return stored_objections.count_reasons(tx, read.id) < REASONS_MAX


def _of(tx: Tx, services: Services, token: str) -> tuple[PieceWhole, ReadBack, datetime]:
    found = stored_objections.find_link(tx, token, services.now)
    if found is None:
        raise NotHere(_OVER)
    whole = whole_of(tx, found.piece_id)
    here = (whole.piece.partnership_id, whole.piece.community_id)
    if not maker_still_may(services, tx, Power.READ_BACK, found.made_by, here):
        raise NotHere(_OVER)
    read = next(each for each in whole.read_backs if each.id == found.read_back_id)
    return whole, read, found.until
