"""What an export holds of what stands beside the notes of a piece: observations, figures, pictures.

Pure. A picture is copied as a file where its words may be; of a box there is no file, since its
notes are in the export themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from plugin.domain.piece_evidence import PieceEvidence
from plugin.domain.pieces import PieceWhole
from plugin.identifiers.decisions import KnownIdentifiers

IsUnquotable = Callable[[str], bool]


def evidence_rows(
    pieces: Iterable[PieceWhole], known: KnownIdentifiers, is_unquotable: IsUnquotable
) -> Iterator[Mapping[str, Any]]:
    """Return a row for each, disguised as was decided."""
    for whole in pieces:
        for each in whole.evidence:
            yield {
                "piece": whole.piece.id,
                "what": _what(each),
                "day": each.day.isoformat(),
                "words": known.disguised(each.words),
                "number": each.number,
                "counts": known.disguised(each.unit),
                "from": known.disguised(each.source),
                "who is in it": known.disguised(each.people),
                "session": each.session_id or "",
                "box": each.zone_code,
                "file": file_of(each.id) if is_copied(each, is_unquotable) else "",
            }


def copied_pictures(pieces: Iterable[PieceWhole], is_unquotable: IsUnquotable) -> Iterator[str]:
    """Return the ids of the pictures that are copied as files."""
    return (
        each.id for whole in pieces for each in whole.evidence if is_copied(each, is_unquotable)
    )


def is_copied(evidence: PieceEvidence, is_unquotable: IsUnquotable) -> bool:
    """Say whether a picture is copied: not where its words may be copied nowhere."""
    return evidence.is_image_shown and not any(is_unquotable(each) for each in evidence.texts)


def file_of(evidence_id: str) -> str:
    """Return the name of a picture's file."""
    return f"pictures/{evidence_id}.jpg"


def _what(evidence: PieceEvidence) -> str:
    if evidence.is_image:
        return "a picture"
    if evidence.is_box:
        return "the picture of a box"
    return "a figure" if evidence.is_figure else "observed by the learning partner"
