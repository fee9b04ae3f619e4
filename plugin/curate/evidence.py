"""Putting what the learning partner noticed, and figures, under a piece; and taking them off.

What is put there as a picture is taken off here too.
"""

from __future__ import annotations

from datetime import date

from plugin.curate.changing_sources import add_step, reason
from plugin.curate.pieces import piece_for
from plugin.domain.people import Actor, Power
from plugin.domain.piece_evidence import PieceEvidence, figure, observation
from plugin.domain.piece_steps import Did
from plugin.domain.pieces import PieceWhole
from plugin.errors import BadInput
from plugin.govern import gone_words
from plugin.store import identifier_decisions, piece_evidence, quotable
from plugin.store.database import Tx
from plugin.store.services import Services

WORDS_POINT = (
    "Words in it may point to a person. Nothing was stored. Write it without a name, an address or "
    "a number of theirs."
)
_NOT_THERE = "That is not there any more. Nothing was changed."


def put_observation(services: Services, actor: Actor, piece_id: str, words: str) -> None:
    """Store what the acting person noticed, under a piece; today is its day."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        given = (words, services.today, actor.stored_id)
        put_evidence(tx, services, actor, whole, observation(piece_id, services.new_id(), *given))


def put_figure(
    services: Services,
    actor: Actor,
    piece_id: str,
    typed: tuple[str, str, str],
    day: date | None,
) -> None:
    """Store a figure under a piece: its number, what it counts, and where it is from."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        given = (typed, day, actor.stored_id)
        put_evidence(tx, services, actor, whole, figure(piece_id, services.new_id(), *given))


def take_evidence_off(
    services: Services, actor: Actor, piece_id: str, evidence_id: str, why: str
) -> None:
    """Forget an observation, a figure or a picture, with a reason."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        because = reason(tx, whole, why)
        if not piece_evidence.drop_evidence(tx, piece_id, evidence_id):
            raise BadInput(_NOT_THERE)
        add_step(tx, services, actor, whole, Did.EVIDENCE_OFF, because)


def put_evidence(
    tx: Tx,
    services: Services,
    actor: Actor,
    whole: PieceWhole,
    evidence: PieceEvidence,
    content: bytes | None = None,
) -> None:
    """Store it under a piece, if its words are nobody's and point to nobody; raise BadInput."""
    fields = [(text, "") for text in evidence.texts]
    quotable.require_each_quotable(tx, whole.piece.community_id, fields)
    gone_words.require_none_left_out(tx, whole, evidence.texts)
    known = identifier_decisions.known_in(tx, whole.piece.partnership_id)
    if any(known.open_in_wording(text) for text in evidence.texts):
        raise BadInput(WORDS_POINT)
    piece_evidence.add_evidence(tx, evidence, content)
    add_step(tx, services, actor, whole, Did.EVIDENCE, "")
