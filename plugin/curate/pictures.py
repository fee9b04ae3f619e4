"""Putting pictures under a piece: of a box of a board, or one that somebody sends.

Both stay under the piece, and leave its group nowhere. A picture of a box stores no words: whoever
reads it sees the notes that are there then, so that what was taken back is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugin.curate.desk import may_be_a_source
from plugin.curate.evidence import put_evidence
from plugin.curate.image_files import as_small_jpeg
from plugin.curate.page import require_reader
from plugin.curate.pieces import piece_for
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.piece_evidence import MOST_PICTURES, Shows, box_picture, image
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template, Zone
from plugin.errors import BadInput, NotHere
from plugin.store import notes as stored_notes
from plugin.store import piece_evidence
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

_NO_BOX = (
    "Choose a box whose notes are kept, of a closed session. What was held, or stays on its board, "
    "comes into no piece. Nothing was stored, and what you typed is still here."
)
_TOO_MANY = f"A piece has at most {MOST_PICTURES} pictures. Nothing was stored. Take one off first."
_IS_THERE = "That box is under this piece already. Nothing was changed."
_GONE = "This picture is not here any more."

Designs = Callable[[str], Template]


@dataclass(frozen=True, slots=True)
class KeptBox:
    """A box of a closed session whose notes are kept."""

    session: Session
    zone: Zone

    @property
    def place(self) -> str:
        """Return how a form names it."""
        return f"{self.session.id} {self.zone.code}"


def kept_boxes(session: Session, designs: Designs) -> tuple[KeptBox, ...]:
    """Return the boxes of a session of which a piece may have a picture."""
    if session.state is not SessionState.CLOSED or not session.template_code:
        return ()
    labels = session.policy.labels if session.policy else {}
    return tuple(
        KeptBox(session, zone)
        for zone in session.with_rooms(designs(session.template_code)).zones
        if labels.get(zone.code, zone.label) is Label.M
    )


def put_box_picture(
    services: Services, actor: Actor, piece_id: str, place: str, designs: Designs
) -> None:
    """Put the picture of a box under a piece; raise BadInput for one whose notes are not kept."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        box = _box(tx, whole, place, designs)
        _require_room(whole)
        where = (box.session.id, box.zone.code)
        if where in {(each.session_id, each.zone_code) for each in whole.evidence if each.is_box}:
            raise BadInput(_IS_THERE)
        given = (where, services.today, actor.stored_id)
        put_evidence(tx, services, actor, whole, box_picture(piece_id, services.new_id(), *given))


def put_image(
    services: Services,
    actor: Actor,
    piece_id: str,
    sent: bytes,
    typed: tuple[str, str, str],
    place: str,
    designs: Designs,
) -> None:
    """Put a picture that was sent under a piece; raise BadInput.

    `typed` is what it shows, where it is from, and who is in it and agreed; `place` the box that it
    came from, or nothing.
    """
    with services.db.read() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        _require_room(whole)
        box = _box(tx, whole, place, designs) if place else None
    where = (box.session.id, box.zone.code) if box else None
    given = (typed, where, services.today, actor.stored_id)
    evidence = image(piece_id, services.new_id(), *given)
    content = as_small_jpeg(sent)  # takes a while, so that no transaction waits for it
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        put_evidence(tx, services, actor, whole, evidence, content)


def image_of(services: Services, actor: Actor, piece_id: str, evidence_id: str) -> bytes:
    """Return a picture that was sent, for whoever may read the page of its piece."""
    with services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        require_reader(services, actor, whole)
        if not any(each.id == evidence_id and each.is_image_shown for each in whole.evidence):
            raise NotHere(_GONE)
        content = piece_evidence.content_of(tx, evidence_id)
    if content is None:
        raise NotHere(_GONE)
    return content


def notes_of_boxes(
    services: Services, actor: Actor, whole: PieceWhole
) -> Mapping[str, tuple[Note, ...]]:
    """Return the kept notes of each box of which a piece has a picture, by the picture's id.

    Nothing for those who may not read notes.
    """
    boxes = [each for each in whole.evidence if each.is_box and each.session_id]
    here = (whole.piece.partnership_id, whole.piece.community_id)
    if not boxes or not actor.may(Power.READ_NOTES, *here):
        return {}
    with services.db.read() as tx:
        return {
            each.id: tuple(
                note
                for note in stored_notes.notes(tx, each.session_id or "", zone_code=each.zone_code)
                if may_be_a_source(note) and note.may_be_read(services.today)
            )
            for each in boxes
        }


def _box(tx: Tx, whole: PieceWhole, place: str, designs: Designs) -> KeptBox:
    session = stored_sessions.session(tx, place.partition(" ")[0])
    if session is not None and session.community_id == whole.piece.community_id:
        for box in kept_boxes(session, designs):
            if box.place == place:
                return box
    raise BadInput(_NO_BOX)


def _require_room(whole: PieceWhole) -> None:
    pictures = [each for each in whole.evidence if each.shows is not Shows.NOTHING]
    if len(pictures) >= MOST_PICTURES:
        raise BadInput(_TOO_MANY)
