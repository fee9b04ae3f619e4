"""What a chosen export shows beneath a piece: what was noticed, figures, and pictures with words.

They stay in the group of the piece, so they are in the file of whoever reads in that group alone.
Left out is what tells words that went or are held, and what may point to a person, undecided. A
picture comes with what it shows in words, for those who hear the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plugin.domain.people import Actor, Power
from plugin.domain.piece_evidence import PieceEvidence
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.memory.export_document import Block, BulletList, Picture
from plugin.memory.search import ReadablePiece
from plugin.store import identifier_decisions, piece_evidence
from plugin.store.database import Tx
from plugin.store.quotable import Unquotable, unquotable

MOST_PICTURES = 60  # in one file; of the others their words alone


def evidence_beneath(
    tx: Tx, actor: Actor, partnership_id: str, readable: Sequence[ReadablePiece]
) -> Mapping[str, Sequence[Block]]:
    """Return what stands beneath those of these pieces that somebody reads in their group."""
    known = identifier_decisions.known_in(tx, partnership_id)
    unwanted: dict[str, Unquotable] = {}
    found, pictures = dict[str, Sequence[Block]](), 0
    for each in readable:
        piece = each.whole.piece
        if not each.whole.evidence or each.is_looked_at_again:
            continue
        if not actor.may(Power.READ_COMMUNITY, partnership_id, piece.community_id):
            continue
        if piece.community_id not in unwanted:
            unwanted[piece.community_id] = unquotable(tx, piece.community_id)
        may_leave = [
            one for one in each.whole.evidence if _leaves(one, known, unwanted[piece.community_id])
        ]
        blocks = tuple(_blocks(tx, known, may_leave, MOST_PICTURES - pictures))
        pictures += sum(isinstance(block, Picture) for block in blocks)
        if blocks:
            found[piece.id] = blocks
    return found


def _leaves(evidence: PieceEvidence, known: KnownIdentifiers, unwanted: Unquotable) -> bool:
    texts = [text for text in evidence.texts if text]
    if evidence.is_box or not evidence.says:
        return False
    return not any(unwanted.stand_in(text) or known.open_in_note(text) for text in texts)


def _blocks(
    tx: Tx, known: KnownIdentifiers, evidence: Sequence[PieceEvidence], most: int
) -> Iterator[Block]:
    told = list[str]()
    for each in evidence:
        says, whose = known.disguised(each.says), known.disguised(each.whose)
        content = piece_evidence.content_of(tx, each.id) if each.is_image_shown and most else None
        if content is None:
            told.append(f"{says}. {whose}." if each.is_figure else f"{says} ({whose}.)")
            continue
        most -= 1
        yield Picture(says, whose, content)
    if told:
        yield BulletList(tuple(told))
