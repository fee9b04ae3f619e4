"""Saying how a piece is read where people come from: one's own words, signed, or understood.

A reading is part of what is checked: it makes the next wording, a draft.
"""

from __future__ import annotations

from plugin.curate.changing_sources import add_step, next_on_new_basis, reason
from plugin.curate.pieces import piece_for
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.people import Actor, Power
from plugin.domain.piece_readings import LONGEST_ORIGIN, LONGEST_READING, PieceReading
from plugin.domain.piece_steps import Did
from plugin.domain.pieces import PieceWhole, is_for_the_group
from plugin.errors import BadInput, Refused
from plugin.govern import gone_words
from plugin.govern.private_reading import who_reads
from plugin.store import identifier_decisions, piece_readings, quotable, reviews
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services

_EMPTY = "Write where you come from, and how it is read there. Nothing was stored."
_FEW = (
    "A reading speaks for an origin only if three people or more came from there. Nothing was "
    "stored. Ask one of them to sign their own words."
)
_POINTS = (
    "Words in it may point to a person. Nothing was stored. Write it without a name, an address or "
    "a number."
)
_NOT_ALONE = (
    "You signed in by a link that somebody else made, or somebody else changed your e-mail "
    "address. They could write in your name, so nothing is signed with it. Nothing was stored. "
    "Sign in by a link that you ask for yourself; an address is confirmed under People."
)
_TWO = (
    "Somebody else here has the name that you have, so nobody could tell whose words these are. "
    "Nothing was stored. Let the facilitator add to your name what tells you apart."
)
_NOT_THERE = "That reading is not there any more. Nothing was changed."
_NOT_ALONE_OFF = (
    "You signed in by a link that somebody else made, or somebody else changed your e-mail "
    "address. They could take off what you signed. Nothing was changed. Sign in by a link that you "
    "ask for yourself, or ask the learning partner."
)
_NOT_YOURS = "Only whoever signed a reading, or the learning partner, takes it off."


def say_how_it_reads(
    services: Services,
    actor: Actor,
    piece_id: str,
    origin: str,
    words: str,
    *,
    is_signed: bool,
    are_three: bool = False,
) -> None:
    """Store how a piece is read; `is_signed`: with the name of whoever says it.

    Everybody of the group can sign what they say themselves, if nobody else could be signed in with
    their name: a signed reading is that person's own statement. Whoever curates can say what they
    understand of an origin from which three people or more came (`are_three`).
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_COMMUNITY if is_signed else Power.CURATE)
        here = (whole.piece.partnership_id, whole.piece.community_id)
        if not is_for_the_group(whole, services.now) and not actor.may(Power.READ_BACK, *here):
            raise Refused("This piece is still a draft. Nothing was stored.")
        if not is_signed and not are_three:
            raise BadInput(_FEW)
        if is_signed:
            _require_own_name(tx, actor, here[0])
        reading = PieceReading(
            id=services.new_id(),
            piece_id=piece_id,
            origin=_text(origin, LONGEST_ORIGIN),
            words=_text(words, LONGEST_READING),
            signed_as=actor.name if is_signed else "",
            by=actor.stored_id,
            since=whole.newest.basis + 1,
        )
        _require_storable(tx, whole, reading)
        piece_readings.add_reading(tx, reading)
        next_on_new_basis(tx, services, actor, whole, whole.newest.stored_story)
        add_step(tx, services, actor, whole, Did.READ, "")


def take_reading_off(
    services: Services, actor: Actor, piece_id: str, reading_id: str, why: str
) -> None:
    """Take a reading off the next wording; wordings that were checked with it keep it.

    Where its signer takes it off, no wording shows it, and what was checked with it is looked at
    again; its group checks it once more. Whoever else could be signed in as that person cannot.
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.READ_COMMUNITY)
        here = (whole.piece.partnership_id, whole.piece.community_id)
        reading = next((e for e in whole.readings if e.id == reading_id and not e.is_gone), None)
        is_signer = (
            reading is not None
            and bool(reading.signed_as)
            and who_reads(tx, actor, here[0]).is_among({reading.by or ""})
        )
        # Its signer takes it off everything; wordings that are read outside may still have it.
        if reading is None or not (is_signer or reading.carries(whole.newest.basis)):
            raise BadInput(_NOT_THERE)
        if not is_signer and not actor.may(Power.CURATE, *here):
            raise Refused(_NOT_ALONE_OFF if reading.by in actor.counts_as else _NOT_YOURS)
        because = reason(tx, whole, why)
        basis = whole.newest.basis + 1
        until = reading.since if is_signer else basis
        piece_readings.end_reading(tx, reading_id, until, is_own=is_signer)
        if is_signer and whole.was_put_to_people:
            at, before = services.now, reading.until
            reviews.open_review(tx, piece_id, reading_id, at, of_reading=True, before=before)
        if reading.carries(whole.newest.basis):
            next_on_new_basis(tx, services, actor, whole, whole.newest.stored_story)
        add_step(tx, services, actor, whole, Did.READ_NO_MORE, because)


def _require_own_name(tx: Tx, actor: Actor, partnership_id: str) -> None:
    """Return if nobody but this person can be the one that signs with their name."""
    if who_reads(tx, actor, partnership_id).own_id is None:
        raise Refused(_NOT_ALONE)
    if stored_people.namesakes(tx, partnership_id, actor.name, actor.counts_as):
        raise Refused(_TWO)


def _text(given: str, longest: int) -> str:
    text = one_line(given.replace("\0", ""))
    if is_blank(text):
        raise BadInput(_EMPTY)
    if len(text) > longest:
        raise BadInput(
            f"There is room for {longest} characters; yours are {len(text)}. Nothing was stored."
        )
    return text


def _require_storable(tx: Tx, whole: PieceWhole, reading: PieceReading) -> None:
    texts = (reading.origin, reading.words)
    fields = [(text, "") for text in texts]
    quotable.require_each_quotable(tx, whole.piece.community_id, fields)
    gone_words.require_none_left_out(tx, whole, texts)
    known = identifier_decisions.known_in(tx, whole.piece.partnership_id)
    if any(known.open_in_wording(text) for text in texts):
        raise BadInput(_POINTS)
