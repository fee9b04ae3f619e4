"""Whether it is known who wrote the words of a piece: of what comes from Notion nobody knows it."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.piece_records import Wording
from plugin.domain.piece_whole import PieceWhole


def is_author_known(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether no words of this wording, or of one that it followed, came from Notion.

    Nor of one of another piece from which some came. Words from there that ours followed at once,
    as they had been, were only kept beside them.
    """
    behind = (each.wordings for each in whole.origins if each.since <= wording.made_at)
    own = [each for each in whole.wordings if each.number <= wording.number]
    return all(_are_known(each) for each in (own, *behind))


def _are_known(so_far: Sequence[Wording]) -> bool:
    ours: list[Wording] = []
    for place, each in enumerate(so_far):
        if each.made_in != "notion":
            ours.append(each)
            continue
        after = so_far[place + 1] if place + 1 < len(so_far) else None
        is_beside = after is not None and bool(ours) and after.words == ours[-1].words
        later = so_far[place + 1 :]
        if not is_beside or any(one.words == each.words for one in later):
            return False
    return True
