"""*Waiting for you*: what a person is asked to look at, from every community of theirs.

Each kind of row is one function of `FINDERS`: it is given one community as the person may see it
and returns rows. A new kind is one more function. A finder asks for the power that its row needs,
and names nobody: who objected, or who took a note back, is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from plugin.curate.recorders import recorders
from plugin.domain.asked_wordings import asked_wordings, wording_going_out
from plugin.domain.blockers import blockers_of
from plugin.domain.communities import Community
from plugin.domain.days import long_day
from plugin.domain.edition_reasons import edition_asked_until, is_edition_objected_to, newest_for
from plugin.domain.editions import WIDE
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.people import Actor, Power, readers_in_words
from plugin.domain.pieces import (
    RUNG_WORDS,
    PieceWhole,
    Rung,
    own_yes_of,
    waiting_release,
)
from plugin.domain.waiting import TaskPage, WaitingTask, in_order
from plugin.govern import held_words
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import sessions as stored_sessions
from plugin.store import talk_wishes
from plugin.store.database import Tx
from plugin.store.piece_choices import ask_somebody, chosen
from plugin.store.services import Services
from plugin.store.texts_to_change import texts_to_change


@dataclass(frozen=True, slots=True)
class Here:
    """One community of the person who looks; `tx` is for finders that need more."""

    tx: Tx
    actor: Actor
    community: Community
    pieces: tuple[PieceWhole, ...]
    now: datetime

    def may(self, power: Power) -> bool:
        """Say whether the person has `power` in this community."""
        return self.actor.may(power, self.community.partnership_id, self.community.id)


_ASKS = "Collecting waits for your answer, and nothing is lost until then."
_STILL_OPEN = "Until you close it, people can change what they wrote, and nobody works with it."

_PAGES = {Rung.LANDSCAPE: TaskPage.PLACES_LIKE_OURS, Rung.PUBLIC: TaskPage.ANYONE}

Finder = Callable[[Here], Iterable[WaitingTask]]


def waiting_for(services: Services, actor: Actor) -> tuple[WaitingTask, ...]:
    """Return everything that waits for `actor`, the earliest deadline first."""
    with services.db.read() as tx:
        return _found(_communities_of(tx, services, actor))


def waiting_in(
    services: Services, actor: Actor, community: Community, pieces: tuple[PieceWhole, ...]
) -> tuple[WaitingTask, ...]:
    """Return what waits for `actor` in one community of theirs.

    `pieces` are some of it: at least those that `ask_somebody` chooses.
    """
    with services.db.read() as tx:
        return _found([Here(tx, actor, community, _read(tx, actor, pieces), services.now)])


def _found(places: Iterable[Here]) -> tuple[WaitingTask, ...]:
    return in_order(row for here in places for find in FINDERS for row in find(here))


def _communities_of(tx: Tx, services: Services, actor: Actor) -> Iterator[Here]:
    partnerships = dict.fromkeys(held.partnership_id for held in actor.memberships)
    for partnership_id in partnerships:
        for community in stored_communities.communities(tx, partnership_id):
            if actor.may(Power.READ_COMMUNITY, partnership_id, community.id):
                here = (partnership_id, community.id)
                pieces = chosen(tx, *here, ask_somebody(tx, *here, services.now))
                yield Here(tx, actor, community, _read(tx, actor, pieces), services.now)


def _read(tx: Tx, actor: Actor, pieces: Iterable[PieceWhole]) -> tuple[PieceWhole, ...]:
    return tuple(held_words.as_read_by(tx, actor, each) for each in pieces)


def _read_back(here: Here) -> Iterator[WaitingTask]:
    """Find wordings to which every member may object for some days more."""
    for whole in here.pieces:
        for asked in asked_wordings(whole, here.now):
            title, day = asked.wording.title, long_day(asked.day)
            yield WaitingTask(
                sentence=f"“{title}” was read back on {day}. Is it right?",
                why="If nobody objects, it counts as checked. Objections carry no name.",
                place=TaskPage.PIECE,
                target_id=whole.piece.id,
                button="Read it",
                community=here.community.name,
                until=asked.until,
                anchor="object",
            )


def _editions(here: Here) -> Iterator[WaitingTask]:
    """Find words for others to which every member may object, or somebody did."""
    for whole in here.pieces:
        for edition in filter(None, (newest_for(whole, rung) for rung in WIDE)):
            until = edition_asked_until(whole, edition, here.now)
            is_off = is_edition_objected_to(whole, edition) and here.may(Power.CURATE)
            if until is None and not is_off:
                continue
            told = f"“{edition.title}” is to be read by {RUNG_WORDS[edition.rung]}. Is it right?"
            why = "If nobody objects, it counts as agreed. Objections carry no name."
            if is_off:
                told = f"Somebody objected to “{edition.title}”, for {RUNG_WORDS[edition.rung]}."
                why = "Nobody reads it there. Write other words, and read them to the group."
            yield WaitingTask(
                sentence=told,
                why=why,
                place=_PAGES[edition.rung],
                target_id=whole.piece.id,
                button="Look at the words" if is_off else "Read it",
                community=here.community.name,
                until=until,
                anchor="" if is_off else "yes",
            )


def _blocked(here: Here) -> Iterator[WaitingTask]:
    """Find what stops a piece, for those who curate."""
    for whole in here.pieces if here.may(Power.CURATE) else ():
        for blocker in blockers_of(whole, here.now):
            if not blocker.has_row:
                continue
            wording = blocker.found(whole, here.now) or whole.newest
            yield WaitingTask(
                sentence=blocker.says.format(it=f"“{wording.title}”"),
                why=blocker.then,
                place=TaskPage.PIECE,
                target_id=whole.piece.id,
                button=blocker.button,
                community=here.community.name,
                anchor=blocker.anchor,
            )


def _signed_and_gone(here: Here) -> Iterator[WaitingTask]:
    """Find what somebody signed and which went with words of a note: they can sign it again."""
    for whole in here.pieces:
        own = [
            each
            for each in whole.readings
            if each.signed_as and each.by in here.actor.counts_as and each.until is None
        ]
        if own and not any(each.words for each in own):
            title = whole.newest.title
            yield WaitingTask(
                sentence=f"How you read “{title}”, signed with your name, is not there any more.",
                why="It said words of a note that was taken back. If you still read it so, say it "
                "again in your own words.",
                place=TaskPage.PIECE,
                target_id=whole.piece.id,
                button="Say it again",
                community=here.community.name,
                anchor="readings",
            )


def _texts_to_change(here: Here) -> Iterator[WaitingTask]:
    """Find texts of the group that nobody reads by now, for those who may change them."""
    found = texts_to_change(here.tx, here.community) if here.may(Power.LOOK_AFTER) else ()
    if found:
        yield WaitingTask(
            sentence=f"Words of a held note stand in {readers_in_words(found)}, or stood there.",
            why=f"Held notes are never quoted: people read “{HIDDEN}” there, until you change it. "
            "Where the note is still here, they do until its day is over.",
            place=TaskPage.COMMUNITY,
            target_id=here.community.id,
            button="Change it",
            community=here.community.name,
        )


def _pausing(here: Here) -> Iterator[WaitingTask]:
    """Find releases that every member can still stop."""
    for whole in here.pieces:
        release = waiting_release(whole.releases, here.now)
        if release is not None:
            title = (wording_going_out(whole, here.now) or whole.newest).title
            yield WaitingTask(
                sentence=f"“{title}” goes to {RUNG_WORDS[release.rung]} soon.",
                why="Until then everybody in the group can stop it.",
                place=TaskPage.PIECE,
                target_id=whole.piece.id,
                button="Look at it",
                community=here.community.name,
                until=release.from_when,
            )


def _own_yeses(here: Here) -> Iterator[WaitingTask]:
    """Find yeses of single writers that somebody else recorded, for those who may confirm them."""
    for whole in here.pieces if here.may(Power.READ_BACK) else ():
        yes = own_yes_of(whole, whole.newest)
        if yes is None or yes.confirmed or yes.is_recorded_by(here.actor):
            continue
        if recorders(here.tx, here.actor, whole).may_confirm_a_yes:
            title = whole.newest.title
            yield WaitingTask(
                sentence=f"The writer of “{title}” agreed in person. Did you hear it too?",
                why="It counts when a second person who heard it confirms it.",
                place=TaskPage.PIECE,
                target_id=whole.piece.id,
                button="Confirm it",
                community=here.community.name,
                anchor="own-yes",
            )


def _conflicts(here: Here) -> Iterator[WaitingTask]:
    """Find pieces that were changed here and in Notion, for those who may choose."""
    if not here.may(Power.SYNC):
        return
    found = stored_links.open_conflicts(here.tx, here.community.partnership_id)
    torn = {each.piece_id for each in found}
    for whole in here.pieces:
        if whole.piece.id in torn:
            yield WaitingTask(
                sentence=f"“{whole.newest.title}” was changed here and in Notion.",
                why="Both texts are safe. The piece waits until somebody chooses.",
                place=TaskPage.PIECE,
                target_id=whole.piece.id,
                button="Look at both",
                community=here.community.name,
                anchor="conflicts",
            )


def _sessions(here: Here) -> Iterator[WaitingTask]:
    """Find open sessions that ask something or whose day is over, for those who run them."""
    if not here.may(Power.RUN_SESSION):
        return
    for session_id, name, day, asks in stored_sessions.not_closed_yet(here.tx, here.community.id):
        if asks:
            said, why, button = f"“{name}”: were notes tidied, or taken back?", _ASKS, "Answer"
        elif day < here.now.date():
            said, why = f"“{name}” was on {long_day(day)}, and is still open.", _STILL_OPEN
            button = "Close the session"
        else:
            continue
        yield WaitingTask(
            sentence=said,
            why=why,
            place=TaskPage.SESSION,
            target_id=session_id,
            button=button,
            community=here.community.name,
        )


def _talks(here: Here) -> Iterator[WaitingTask]:
    """Find sessions in which somebody asks to talk, for those who run them."""
    if not here.may(Power.RUN_SESSION):
        return
    for session_id in talk_wishes.sessions_asked(here.tx, here.community.id):
        yield WaitingTask(
            sentence="Somebody asks to talk first before taking a note back.",
            why="They can take it back at any time, whether you have talked or not.",
            place=TaskPage.TALK,
            target_id=session_id,
            button="Look at it",
            community=here.community.name,
        )


FINDERS: tuple[Finder, ...] = (
    _read_back,
    _editions,
    _blocked,
    _signed_and_gone,
    _texts_to_change,
    _pausing,
    _own_yeses,
    _conflicts,
    _sessions,
    _talks,
)
