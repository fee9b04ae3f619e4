"""Names of themes that may stand in Notion no more: a cell that is emptied leaves its option there.

Taken away are names that stood there as a theme's and are none any more (of words that were taken
back nothing but that is known), names of themes for curators alone, and names with words that are
held, or that somebody did not want shared. What people offer in that column themselves is theirs
and stays.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from plugin import intents
from plugin.domain.blankness import fold
from plugin.domain.judgements import THEMES
from plugin.domain.line_digests import keyed
from plugin.domain.notion_places import DataSource as Source
from plugin.domain.notion_places import NotionPlace
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.themes import Theme
from plugin.store import communities as stored_communities
from plugin.store import links as stored_links
from plugin.store import themes as stored_themes
from plugin.store.database import Tx, key_of
from plugin.store.lost_refusals import unshared_in
from plugin.store.quotable import unquotable
from plugin.sync.columns import MEMORY
from plugin.sync.memory_actions import DropOptions, about_part
from plugin.sync.notion.property_values import Tables
from plugin.sync.pieces.values import option
from plugin.sync.target import SyncTarget


def stale_themes(
    target: SyncTarget, place: NotionPlace | None, tables: Tables
) -> tuple[DropOptions, ...]:
    """Return what is to be taken away from the options of *Themes*, as they were last read."""
    source = place.memory if place else None
    offered = tables[MEMORY].themes_offered if MEMORY in tables else ()
    if source is None or not offered:
        return ()
    with target.services.db.read() as tx:
        names = _stale(tx, target.partnership_id, source, offered)
    if not names:
        return ()
    return (DropOptions(about=about_part(MEMORY), column=THEMES, names=names),)


def remember_themes(target: SyncTarget) -> None:
    """Remember, by keyed digests alone, which names may stand there as those of themes."""
    with target.services.db.read() as tx:
        place = stored_links.place(tx, target.partnership_id)
        unshared = _unshared(tx, target.partnership_id)
        names, key = _readable(_themes(tx, target.partnership_id), unshared), key_of(tx)
    if place is None or place.memory is None:
        return
    known = tuple(sorted(_digest(place.memory, each, key) for each in names))
    if known == place.memory.options.get(THEMES, ()):
        return
    with intents.writing_alone(target.services) as tx:
        now = stored_links.place(tx, target.partnership_id)
        if now is not None and now.memory is not None:
            memory = now.memory.with_known(options={THEMES: known})
            stored_links.save_place(tx, now.with_source(MEMORY, memory))


def _stale(
    tx: Tx, partnership_id: str, source: Source, offered: Collection[str]
) -> tuple[str, ...]:
    themes = _themes(tx, partnership_id)
    unshared = _unshared(tx, partnership_id)
    readable = _readable(themes, unshared)
    own = {option(each.name).casefold() for each in themes} - readable
    key = key_of(tx)
    stood = {keyed(each, key) for each in source.options.get(THEMES, ())}
    doubtful = [each for each in offered if each.casefold() not in readable]
    groups = stored_communities.communities(tx, partnership_id) if doubtful else ()
    unwanted = [unquotable(tx, each.id) for each in groups]
    return tuple(
        each
        for each in doubtful
        if each.casefold() in own
        or _digest(source, each.casefold(), key) in stood
        or any(words.stand_in(each) for words in unwanted)
        or unshared.stand_in(fold(each))
    )


def _themes(tx: Tx, partnership_id: str) -> tuple[Theme, ...]:
    groups = stored_communities.communities(tx, partnership_id)
    return tuple(theme for each in groups for theme in stored_themes.themes(tx, each.id))


def _unshared(tx: Tx, partnership_id: str) -> Phrases:
    return unshared_in(tx, [partnership_id]).get(partnership_id, phrases_of(()))


def _readable(themes: Collection[Theme], unshared: Phrases) -> set[str]:
    """Return the casefolded names that may stand there."""
    return {
        option(each.name).casefold()
        for each in themes
        if each.name
        and each.merged_into is None
        and (each.is_for_partners or each.proposed_on)
        and not unshared.stand_in(fold(each.name))
    }


def _digest(source: Source, name: str, key: bytes) -> str:
    return keyed(sha256(f"{source.data_source_id} {name}".encode()).hexdigest()[:32], key)
