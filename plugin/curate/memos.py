"""Memos beside clusters, themes and pieces: shown to their writer, and to the others if shared."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.curate.clusters import clusters_to_change
from plugin.curate.desk import curated
from plugin.domain.communities import Community, Partnership
from plugin.domain.memos import MemoAbout, ThingMemo, require_memo_fits
from plugin.domain.people import Actor
from plugin.errors import NotHere
from plugin.govern import held_words
from plugin.govern.private_reading import require_own_id, who_reads
from plugin.store import memos as stored_memos
from plugin.store import pieces as stored_pieces
from plugin.store import themes as stored_themes
from plugin.store.database import Tx
from plugin.store.services import Services

_GONE = "That is not here any more. Nothing was stored."


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingMemoView:
    """What a memo stands beside, with what curators wrote there."""

    community: Community
    partnership: Partnership
    about: MemoAbout
    about_id: str
    called: str
    own: ThingMemo | None
    others: tuple[ThingMemo, ...]
    why_closed: str  # why the own one is neither shown nor changed; empty: it is


def thing_memo_view(
    services: Services, actor: Actor, community_id: str, about: MemoAbout, about_id: str
) -> ThingMemoView:
    """Return the memos beside one thing; raise NotHere for what is not of this community."""
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        called = _called(tx, actor, community, about, about_id)
        reads = who_reads(tx, actor, partnership.id)
        here = (tx, community_id, reads.own_id, about)
        memos = stored_memos.memos_about(*here, [about_id]).get(about_id, ())
    return ThingMemoView(
        community=community,
        partnership=partnership,
        about=about,
        about_id=about_id,
        called=called,
        own=next((each for each in memos if each.is_own), None),
        others=tuple(each for each in memos if not each.is_own),
        why_closed=reads.why_closed,
    )


def write_thing_memo(
    services: Services,
    actor: Actor,
    community_id: str,
    memo: ThingMemo,
    shown: str | None = None,
) -> str:
    """Store a memo, or forget it if nothing is written; return a sentence.

    `shown` is the mark of what a form showed of it, where one was used. Raise BadInput where it
    says something else by now.
    """
    require_memo_fits(memo.words)
    with services.db.begin() as tx:
        community, partnership = curated(tx, actor, community_id)
        _called(tx, actor, community, memo.about, memo.about_id)
        person_id = require_own_id(tx, actor, partnership.id)
        stored_memos.save(tx, community_id, person_id, memo, services.new_id(), shown)
    if not memo.words:
        return "The memo is gone."
    if memo.is_shared:
        return "Saved for every curator of this group."
    return "Saved for you alone."


def theme_memos(
    services: Services, actor: Actor, community_id: str
) -> dict[str, tuple[ThingMemo, ...]]:
    """Return the memos beside a community's themes that somebody who curates reads, by theme."""
    with services.db.read() as tx:
        _, partnership = curated(tx, actor, community_id)
        own_id = who_reads(tx, actor, partnership.id).own_id
        return stored_memos.memos_about(tx, community_id, own_id, MemoAbout.THEME)


def _called(tx: Tx, actor: Actor, community: Community, about: MemoAbout, about_id: str) -> str:
    """Return what the thing is called that a memo stands beside; raise NotHere."""
    found: dict[str, str] = {}
    match about:
        case MemoAbout.CLUSTER:
            clusters = clusters_to_change(tx, actor, community)
            found = {each.id: each.name for each in clusters}
        case MemoAbout.THEME:
            themes = stored_themes.themes(tx, community.id)
            found = {each.id: each.called for each in themes}
        case MemoAbout.PIECE:
            whole = stored_pieces.piece(tx, about_id)
            if whole is not None and whole.piece.community_id == community.id:
                found = {about_id: held_words.as_read_by(tx, actor, whole).newest.title}
    if about_id not in found:
        raise NotHere(_GONE)
    return found[about_id]
